import { AgentPool, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { poolAdoption } from "./cluster/adoption";
import { agentPoolArgs, poolsOf, type SentPool } from "./cluster/nodePoolArgs";
import { type PoolOwnership, poolOwnership } from "./cluster/ownership";
import { checkPoolTransition } from "./transitions/hook";
import type { ClusterTracker } from "./transitions/track";

/** The pools that are resources of their own, with the properties that are sent to Azure. */
export function agentPools(args: ManagedIdentityAksClusterArgs): Map<PoolOwnership, SentPool> {
    const pools = poolsOf(args).slice(1);
    return new Map(
        pools.map((pool) => {
            const sent = agentPoolArgs(pool, args);
            return [poolOwnership(args, pool, sent), sent];
        }),
    );
}

/** Pools are created one at a time: AKS answers 409 to a second request while it is busy with the first. */
export function createAgentPools(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    pools: Map<PoolOwnership, SentPool>,
    cluster: ManagedCluster,
    grants: pulumi.Resource[],
    tracker: ClusterTracker,
    parent: pulumi.Resource,
): Map<PoolOwnership, AgentPool> {
    const created = new Map<PoolOwnership, AgentPool>();
    for (const [ownership, sent] of pools) {
        const transitions = checkPoolTransition(name, ownership.name, cluster.id, tracker);
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
                    hooks: { beforeCreate: transitions, beforeUpdate: transitions },
                    // A system pool can become the pool inside the cluster. Pulumi must not delete it then. The option is
                    // inherited from the component unless it is set here.
                    ...(sent.mode === "System" && { retainOnDelete: true }),
                    ...poolAdoption(ownership.name, args.adopt),
                },
            ),
        );
    }
    return created;
}
