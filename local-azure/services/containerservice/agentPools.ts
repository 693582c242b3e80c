import type { Reply } from "../../kernel/http";
import { objectAt, stringAt } from "../../kernel/json";
import { childId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { poolType } from "../../kernel/typeNames";
import { acceptRemoval, asyncHeader, startOperation } from "../longRunning";
import type { Call } from "../service";
import { byName, poolBody } from "./answer/poolShape";
import { poolsAfter, refusedRanges } from "./checks/addressRanges";
import { changedProperty, immutableOfPools, poolNameError } from "./checks/checks";
import { contradictionIn } from "./checks/contradictions";
import { requirePoolLinks } from "./checks/deployerLinks";
import { refusedPoolEgress } from "./checks/egress";
import { refusedSize } from "./checks/namesAndSizes";
import { refusedCount } from "./checks/nodeCount";
import { refusedPool } from "./checks/poolSettings";
import { refusedPlace } from "./checks/references";
import { unsupportedPoolVersion } from "./checks/supportedVersions";
import { refusedPoolVersion } from "./checks/versionChecks";
import * as errors from "./errors";
import { changedPool, newPool } from "./request/pools";
import { readPoolProperties } from "./request/request";
import { clusterAccepted } from "./state/lifecycle";
import { existingCluster, existingPool, requireIdleCluster } from "./state/living";
import { type AgentPool, clustersOf, isAutomatic, type ManagedCluster, poolNamed } from "./state/state";

export function putPool(call: Call): Reply {
    const { azure, path, body, apiVersion } = call;
    const { id, data: cluster } = existingCluster(call);
    const before = poolNamed(cluster, path.name);
    const request = readPoolProperties(before?.name ?? path.name, objectAt(body, "properties") ?? {});
    requirePoolLinks(call, request);
    requireIdleCluster(azure, id);
    const context = {
        networkProfile: objectAt(cluster.properties, "networkProfile") ?? {},
        versions: { wanted: cluster.kubernetesVersion, current: cluster.currentKubernetesVersion },
        nodeImageRelease: cluster.nodeImageRelease,
        apiVersion,
        isAutomatic: isAutomatic(cluster),
    };
    const error =
        poolNameError(request) ??
        refusedSize(request, cluster.location) ??
        refusedPlace({ azure, location: cluster.location, others: cluster.pools }, request) ??
        refusedPoolEgress(azure, request, cluster) ??
        (before && changedProperty(immutableOfPools, before.properties, request.properties, "properties.")) ??
        refusedPool(request, before) ??
        refusedCount(request, before, "properties.count") ??
        (request.orchestratorVersion && refusedPoolVersion(request, before, context)) ??
        unsupportedPoolVersion(request, cluster) ??
        contradictionIn(cluster.properties, [request], false) ??
        refusedRanges(azure, cluster.properties, poolsAfter([request], cluster.pools));
    if (error) throw error;
    if (before && stringAt(request.properties, "mode") === "User") requireOtherSystemPool(cluster, before);

    const pool = before ? changedPool(before, request, context) : newPool(request, context);
    return poolAccepted(call, id, replacePool(cluster, pool), pool, before ? 200 : 201);
}

export function getPool(call: Call): Reply {
    const { id, data } = existingCluster(call);
    return { status: 200, body: poolBody(id, existingPool(call, data), call.apiVersion) };
}

export function listPools(call: Call): Reply {
    const { id, data } = existingClusterOfList(call);
    const value = byName(data.pools).map((pool) => poolBody(id, pool, call.apiVersion));
    return { status: 200, body: { value } };
}

export function deletePool(call: Call): Reply {
    const { azure } = call;
    const { id, data } = existingCluster(call);
    const pool = poolNamed(data, call.path.name);
    if (!pool) return { status: 204 };
    requireIdleCluster(azure, id);
    requireOtherSystemPool(data, pool);
    clustersOf(azure).put(id, replacePool(data, { ...pool, provisioningState: "Deleting" }));
    return acceptRemoval(call, childId(id, poolType, pool.name), data.location, "agentPool.remove");
}

/** The last system pool neither goes nor becomes a user pool. */
function requireOtherSystemPool(cluster: ManagedCluster, pool: AgentPool): void {
    const isSystem = ({ properties }: AgentPool) => stringAt(properties, "mode") === "System";
    if (isSystem(pool) && cluster.pools.filter(isSystem).length === 1) throw errors.systemPoolRequired();
}

/** Puts a pool to work, and its cluster around it. */
export function poolAccepted(
    call: Call,
    clusterId: string,
    cluster: ManagedCluster,
    pool: AgentPool,
    status: number,
): Reply {
    clustersOf(call.azure).put(clusterId, cluster);
    clusterAccepted(call.azure, clusterId, cluster);
    const target = childId(clusterId, poolType, pool.name);
    const operation = startOperation(call, { target, location: cluster.location, effect: "agentPool.settle" });
    return { status, headers: asyncHeader(call, operation), body: poolBody(clusterId, pool, call.apiVersion) };
}

export function replacePool(cluster: ManagedCluster, pool: AgentPool): ManagedCluster {
    const others = cluster.pools.filter(({ name }) => name !== pool.name);
    const position = cluster.pools.findIndex(({ name }) => name === pool.name);
    const at = position < 0 ? others.length : position;
    return { ...cluster, pools: [...others.slice(0, at), pool, ...others.slice(at)] };
}

/** In a list's path the cluster comes last. */
function existingClusterOfList(call: Call): Entry<ManagedCluster> {
    return existingCluster({ ...call, path: { ...call.path, type: poolType } });
}
