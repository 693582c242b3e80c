import type { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "./args";
import { lastSegment } from "./azure/resourceId";
import { poolAdoption } from "./cluster/adoption";
import { agentPoolArgs, poolsOf } from "./cluster/nodePoolArgs";
import { POOL_SETTINGS } from "./cluster/properties";
import { createAgentPool } from "./engine/aks";
import { explainAlreadyExists } from "./engine/alreadyExists";
import { checkPoolTransition } from "./transitions/hook";
import type { ClusterReconciliation } from "./transitions/reconciliation";

/**
 * The pools that are resources of their own, by name. They are created one at a time: AKS answers 409 to a second request
 * while it is busy with the first.
 */
export function createAgentPools(
    cluster: {
        name: string;
        label: string;
        component: pulumi.Resource;
        args: ManagedIdentityAksClusterArgs;
        reconciliation: ClusterReconciliation;
        /** What says what to do while AKS is busy with the cluster. */
        explainBusy: pulumi.ErrorHook[];
    },
    { name: resourceName }: ManagedCluster,
    grants: pulumi.Resource[],
): Map<string, AgentPool> {
    const { name, component: parent, args, reconciliation } = cluster;
    const created = new Map<string, AgentPool>();
    const pools = poolsOf(args).slice(1);
    if (pools.length === 0) {
        return created;
    }
    const onError = [
        ...cluster.explainBusy,
        ...explainAlreadyExists(parent, name, ({ id }) => [
            "set adopt, run `pulumi up`, and remove adopt:",
            `adopt: { nodePoolIds: { ${lastSegment(id)}: "${id}" } }`,
        ]),
    ];
    for (const pool of pools) {
        const child = `${name}-pool-${pool.name}`;
        const sent = { resourceGroupName: args.resourceGroupName, resourceName, ...agentPoolArgs(pool, args) };
        const transitions = checkPoolTransition(cluster, pool.name);
        // A pool that is deleted together with a role goes before it.
        const first: pulumi.Resource[] = [...grants, ...[...created.values()].slice(-1)];
        const adjusted = reconciliation.adjustPool(child, pool.name, sent);
        created.set(
            pool.name,
            createAgentPool(child, sent, POOL_SETTINGS, {
                parent,
                dependsOn: pulumi.all([adjusted]).apply(() => first),
                hooks: { beforeCreate: transitions, beforeUpdate: transitions, onError },
                // A system pool can become the pool inside the cluster. Pulumi must not delete it then. The option is
                // inherited from the component unless it is set here.
                ...(sent.mode === "System" && { retainOnDelete: true }),
                ...poolAdoption(pool.name, args.adopt),
            }),
        );
    }
    return created;
}
