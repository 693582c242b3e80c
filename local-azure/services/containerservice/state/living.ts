import { resourceNotFound } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operations";
import { isWithin, nameOf } from "../../../kernel/resourceId";
import type { Entry } from "../../../kernel/resourceStore";
import { clusterType, poolType } from "../../../kernel/typeNames";
import { lockedScopes } from "../../authorization/locks";
import type { Azure } from "../../azure";
import { requireIdle, startOperation } from "../../longRunning";
import type { Call } from "../../service";
import { nodeGroupLocked, operationInProgress } from "../errors";
import { type AgentPool, clustersOf, type ManagedCluster, nodeGroupId, poolNamed } from "./state";

// The cluster and the pool that a request is about, and whether they take a write now.

/** One operation at a time on a cluster and its pools. */
export function requireIdleCluster(azure: Azure, clusterId: string): void {
    const cluster = clustersOf(azure).get(clusterId)?.data;
    if (cluster) requireUnlockedNodes(azure, cluster);
    requireIdle(azure, clusterId, ({ target, start }) => {
        const verbs: Record<string, string> = { Creating: "create", Deleting: "delete" };
        const what = target.toLowerCase().includes("/agentpools/") ? "agent pool" : "managed cluster";
        return operationInProgress(verbs[cluster?.provisioningState ?? ""] ?? "update", what, start);
    });
}

/** A lock of any kind on the node resource group or on something in it ends all work on the cluster (Azure/AKS#3291). */
export function requireUnlockedNodes(azure: Azure, cluster: ManagedCluster): void {
    const group = nodeGroupId(cluster);
    if (lockedScopes(azure, "delete").some((scope) => isWithin(group, scope)))
        throw nodeGroupLocked(cluster.nodeResourceGroup, cluster.subscriptionId);
}

export function existingCluster(call: Call): Entry<ManagedCluster> {
    const { path } = call;
    const id = path.type.toLowerCase() === clusterType.toLowerCase() ? path.id : path.parent;
    const entry = clustersOf(call.azure).get(id);
    if (!entry) throw resourceNotFound(clusterType, [nameOf(id)], path.resourceGroup);
    return entry;
}

export function existingPool({ path }: Call, cluster: ManagedCluster): AgentPool {
    const pool = poolNamed(cluster, path.name);
    if (!pool) throw resourceNotFound(poolType, path.names, path.resourceGroup);
    return pool;
}

/** What a cluster is busy with after its answer. */
export function startClusterOperation(call: Call, { id, data }: Entry<ManagedCluster>): Operation {
    return startOperation(call, { target: id, location: data.location, effect: "managedCluster.settle" });
}
