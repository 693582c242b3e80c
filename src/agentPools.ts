import { AgentPool, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { poolAdoption } from "./cluster/adoption";
import { agentPoolArgs, poolsOf } from "./cluster/nodePoolArgs";
import { type PoolOwnership, poolOwnership } from "./cluster/ownership";
import { checkPoolTransition } from "./transitions/hook";
import type { ClusterTracker } from "./transitions/track";

/** Pools are created one at a time: AKS answers 409 to a second request while it is busy with the first. */
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
                    // A system pool can become the pool inside the cluster. Pulumi must not delete it then.
                    retainOnDelete: sent.mode === "System",
                    ...poolAdoption(ownership.name, args.adopt),
                },
            ),
        );
    }
    return created;
}
