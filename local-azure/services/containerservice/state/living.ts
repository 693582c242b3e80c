import { resourceNotFound } from "../../../kernel/errors";
import type { Operation } from "../../../kernel/operations";
import { nameOf } from "../../../kernel/resourceId";
import type { Entry } from "../../../kernel/resourceStore";
import { clusterType, poolType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { requireIdle, startOperation } from "../../longRunning";
import type { Call } from "../../service";
import { operationInProgress } from "../errors";
import { type AgentPool, clustersOf, type ManagedCluster, poolNamed } from "./state";

// The cluster and the pool that a request is about, and whether they take a write now.

/** One operation at a time on a cluster and its pools. */
export function requireIdleCluster(azure: Azure, clusterId: string): void {
    requireIdle(azure, clusterId, ({ target, start }) => {
        const state = clustersOf(azure).get(clusterId)?.data.provisioningState;
        const verbs: Record<string, string> = { Creating: "create", Deleting: "delete" };
        const what = target.toLowerCase().includes("/agentpools/") ? "agent pool" : "managed cluster";
        return operationInProgress(verbs[state ?? ""] ?? "update", what, start);
    });
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
