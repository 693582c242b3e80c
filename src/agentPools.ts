import { AgentPool, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { poolAdoption } from "./cluster/adoption";
import { agentPoolArgs, poolsOf, type SentPool } from "./cluster/nodePoolArgs";
import { type PoolOwnership, poolOwnership } from "./cluster/ownership";
import { checkPoolTransition } from "./transitions/hook";
import type { ClusterTracker } from "./transitions/track";

/** The pools that are resources of their own, with what is sent to Azure of each. */
export function agentPools(args: ManagedIdentityAksClusterArgs): Map<PoolOwnership, SentPool> {
    const pools = poolsOf(args).slice(1);
    return new Map(
        pools.map((pool) => {
            const sent = agentPoolArgs(pool, args);
            return [poolOwnership(args, pool, sent), sent];
        }),
    );
}

/** One pool after the other: AKS answers 409 to a second one while it is busy with the first. */
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
                    // A system pool can become the pool inside the cluster, which must not delete it.
                    retainOnDelete: sent.mode === "System",
                    ...poolAdoption(ownership.name, args.adopt),
                },
            ),
        );
    }
    return created;
}
