import { randomUUID } from "node:crypto";
import { notModelled } from "../../../kernel/errors";
import { type JsonObject, stringAt } from "../../../kernel/json";
import { latestImageOf, reimaged } from "../state/agentPool";
import type { AgentPool, ManagedCluster } from "../state/state";
import { kubernetesVersions, updatedVersions, type Versions } from "../state/versions";
import { automaticPoolDefaults, poolDefaults, withDefaults } from "./defaults";
import type { ClusterRequest, PoolRequest } from "./request";

/** What a pool takes from its cluster and from the request it comes in. */
export interface PoolContext {
    networkProfile: JsonObject;
    /** The control plane's. */
    versions: Versions;
    nodeImageRelease: string;
    apiVersion: string;
    isAutomatic: boolean;
}

export function newPool(request: PoolRequest, context: PoolContext): AgentPool {
    requireSameImage(request, undefined, context);
    const sent = context.isAutomatic
        ? withDefaults(automaticPoolDefaults, request.properties, context.apiVersion)
        : request.properties;
    const properties = completed(sent, context);
    const versions = poolVersions(request, undefined, context);
    return {
        name: request.name,
        properties,
        orchestratorVersion: versions.wanted,
        currentOrchestratorVersion: versions.current,
        nodeImageVersion: latestImageOf({ properties }, context),
        provisioningState: "Creating",
        etag: randomUUID(),
        modelIsAhead: false,
    };
}

export function changedPool(before: AgentPool, request: PoolRequest, context: PoolContext): AgentPool {
    requireSameImage(request, before, context);
    const versions = poolVersions(request, before, context);
    const changed: AgentPool = {
        ...before,
        properties: completed({ ...fixed(before.properties), ...dropUnset(request.properties) }, context),
        orchestratorVersion: versions.wanted,
        currentOrchestratorVersion: versions.current,
        provisioningState: "Updating",
        etag: randomUUID(),
    };
    const upgraded = versions.current !== before.currentOrchestratorVersion;
    return upgraded ? reimaged(changed, context, "Upgrading") : changed;
}

/** Since 2026-04-01 a request may set it; what AKS then does is not known. Before, only answers held it. */
function requireSameImage(
    { nodeImageVersion: asked }: PoolRequest,
    before: AgentPool | undefined,
    { apiVersion }: PoolContext,
): void {
    if (asked && asked !== before?.nodeImageVersion && apiVersion >= "2026-04-01") {
        throw notModelled(`the node image '${asked}' in a request, of a pool that has '${before?.nodeImageVersion}'`);
    }
}

/**
 * A pool that an update does not list stays as it is; so do all where it lists none: templates leave the list out after the
 * first time (Azure/AKS#2495, Azure/bicep#4023).
 */
export function changedPools(before: AgentPool[], requests: PoolRequest[], context: PoolContext): AgentPool[] {
    return before.map((pool) => {
        const request = requests.find(({ name }) => name === pool.name);
        return request ? changedPool(pool, request, context) : pool;
    });
}

/** Properties that a pool keeps for life need not be repeated. */
function fixed(properties: JsonObject): JsonObject {
    const keys = [
        "vmSize",
        "vnetSubnetID",
        "podSubnetID",
        "osType",
        "osSKU",
        "osDiskSizeGB",
        "osDiskType",
        "maxPods",
        "type",
        "mode",
        "scaleSetPriority",
        "scaleSetEvictionPolicy",
        "spotMaxPrice",
    ];
    return Object.fromEntries(keys.flatMap((key) => (key in properties ? [[key, properties[key]]] : [])));
}

/** "" and 0 ask for the default, where 0 is not a number of nodes. */
function dropUnset(properties: JsonObject): JsonObject {
    const isSet = (key: string, value: unknown) => value !== "" && (value !== 0 || nodeCounts.has(key));
    return Object.fromEntries(Object.entries(properties).filter(([key, value]) => isSet(key, value)));
}

const nodeCounts = new Set(["count", "minCount", "maxCount"]);

function completed(sent: JsonObject, { networkProfile, apiVersion }: PoolContext): JsonObject {
    return { maxPods: maxPods(networkProfile), ...withDefaults(poolDefaults, sent, apiVersion) };
}

/** AKS's limits per network plugin. */
function maxPods(networkProfile: JsonObject): number {
    const plugin = stringAt(networkProfile, "networkPlugin");
    if (plugin === "kubenet") return 110;
    return plugin === "azure" && stringAt(networkProfile, "networkPluginMode") !== "overlay" ? 30 : 250;
}

/** The version that a pool's request comes to: without one a new pool has the control plane's, an old one its own. */
export function poolVersions(
    { orchestratorVersion }: Pick<PoolRequest, "orchestratorVersion">,
    before: AgentPool | undefined,
    { versions, apiVersion }: Pick<PoolContext, "versions" | "apiVersion">,
): Versions {
    if (!before) return updatedVersions(orchestratorVersion, [versions], apiVersion);
    const own = { wanted: before.orchestratorVersion, current: before.currentOrchestratorVersion };
    return updatedVersions(orchestratorVersion, [own, versions], apiVersion);
}

/** What the control plane comes to run by a request. */
export function controlPlaneVersions(
    { kubernetesVersion }: Pick<ClusterRequest, "kubernetesVersion">,
    before: ManagedCluster | undefined,
    apiVersion: string,
): Versions {
    return before
        ? updatedVersions(kubernetesVersion, [livingVersions(before)], apiVersion)
        : kubernetesVersions(kubernetesVersion, apiVersion);
}

export const livingVersions = (cluster: ManagedCluster): Versions => ({
    wanted: cluster.kubernetesVersion,
    current: cluster.currentKubernetesVersion,
});
