import { AgentPool, type ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "./args";
import { poolLeftToOthers } from "./cluster/managedCluster";
import { agentPoolArgs, poolName } from "./cluster/nodePools";
import { checkPoolTransition } from "./transitions/hook";

/** The system pool and the others; a pool without a subnet is in the system pool's. */
export function poolsOf(args: ManagedIdentityAksClusterArgs): NodePoolArgs[] {
    const system = args.systemNodePool;
    const others = args.nodePools ?? [];
    return [system, ...others.map((pool) => ({ ...pool, subnetId: pool.subnetId ?? system.subnetId }))];
}

/** One pool after the other: AKS answers 409 to a second one while it is busy with the first. */
export function createNodePools(
    name: string,
    args: ManagedIdentityAksClusterArgs,
    pools: NodePoolArgs[],
    cluster: ManagedCluster,
    grants: pulumi.Resource[],
    parent: pulumi.Resource,
): void {
    let before: pulumi.Resource[] = grants;
    for (const pool of pools) {
        const made = new AgentPool(
            `${name}-pool-${poolName(pool)}`,
            {
                resourceGroupName: args.resourceGroupName,
                resourceName: cluster.name,
                ...agentPoolArgs(pool, args),
            },
            {
                parent,
                dependsOn: before,
                ignoreChanges: poolLeftToOthers(args, pool),
                hooks: { beforeUpdate: checkPoolTransition(name, poolName(pool)) },
            },
        );
        before = [...grants, made];
    }
}
