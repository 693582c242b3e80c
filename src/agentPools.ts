import { AgentPool, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { poolAdoption } from "./cluster/adoption";
import { agentPoolArgs, poolsOf } from "./cluster/nodePoolArgs";
import { type PoolOwnership, poolOwnership } from "./cluster/ownership";
import { checkPoolTransition } from "./transitions/hook";
import type { ClusterTracker } from "./transitions/track";

/** One pool after the other: AKS answers 409 to a second one while it is busy with the first. */
export function createAgentPools(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    cluster: ManagedCluster,
    grants: pulumi.Resource[],
    tracker: ClusterTracker,
    parent: pulumi.Resource,
): Map<PoolOwnership, AgentPool> {
    const created = new Map<PoolOwnership, AgentPool>();
    for (const pool of poolsOf(args).slice(1)) {
        const sent = agentPoolArgs(pool, args);
        const ownership = poolOwnership(args, pool, sent);
        created.set(
            ownership,
            new AgentPool(
                `${name}-pool-${ownership.name}`,
                { resourceGroupName: args.resourceGroupName, resourceName: cluster.name, ...sent },
                {
                    parent,
                    dependsOn: [...grants, ...[...created.values()].slice(-1)],
                    ignoreChanges: ownership.ignoreChanges,
                    transforms: tracker.poolTransforms(ownership),
                    hooks: { beforeUpdate: checkPoolTransition(name, ownership.name, cluster.id, tracker) },
                    // A system pool can become the pool inside the cluster, which must not delete it.
                    // Any other is kept where the component is (the option is inherited unless it is given).
                    ...(sent.mode === "System" && { retainOnDelete: true }),
                    ...poolAdoption(ownership.name, args.adopt),
                },
            ),
        );
    }
    return created;
}
