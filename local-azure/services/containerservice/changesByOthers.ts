import { ArmError, badRequest } from "../../kernel/errors";
import { isObject, type JsonObject, mergePatched, tagsOf } from "../../kernel/json";
import type { Entry } from "../../kernel/resourceStore";
import type { Azure } from "../azure";
import { clusterBody } from "./answer/clusterShape";
import { poolBody } from "./answer/poolShape";
import { clusterDefaults, poolDefaults, withDefaults } from "./request/defaults";
import { readClusterRequest, readPoolProperties } from "./request/request";
import { withEffectiveGateway } from "./state/addons";
import { reimaged, settledPool } from "./state/agentPool";
import { clusterAccepted, clusterSettled } from "./state/lifecycle";
import { requireIdleCluster } from "./state/living";
import { type AgentPool, clustersOf, type ManagedCluster, nodeGroupId, poolNamed } from "./state/state";
import { kubernetesVersions } from "./state/versions";

// What happens to a cluster that its deployer did not do: the autoscaler, auto-upgrade, Azure Policy, another `az`. Taken
// as it comes, without AKS's checks, and over at once; what an answer would not show is refused and changes nothing.

/** Answers are looked at as this api-version shows them. */
const apiVersion = "2026-06-01";

export function changeCluster(azure: Azure, entry: Entry<ManagedCluster>, content: JsonObject): JsonObject {
    requireIdleCluster(azure, entry.id);
    requireMembers(content, ["properties", "tags"]);
    const changed = { ...entry, data: changedCluster(entry.data, content) };
    requireShown(content, clusterBody(azure, changed, apiVersion));
    clustersOf(azure).put(entry.id, changed.data);
    clusterAccepted(azure, entry.id, changed.data);
    clusterSettled(azure, { target: entry.id });
    return clusterBody(azure, clustersOf(azure).get(entry.id) ?? changed, apiVersion);
}

export function changePool(
    azure: Azure,
    { id, data }: Entry<ManagedCluster>,
    name: string,
    content: JsonObject,
): JsonObject {
    requireIdleCluster(azure, id);
    requireMembers(content, ["properties"]);
    const before = poolNamed(data, name);
    if (!before) throw new ArmError(404, "AgentPoolNotFound", `The cluster has no agent pool '${name}'.`);
    const pool = settledPool(changedPool(data, before, patchAt(content, "properties")), data);
    requireShown(content, poolBody(id, pool, apiVersion));
    const pools = data.pools.map((each) => (each === before ? pool : each));
    clustersOf(azure).put(id, { ...data, pools });
    clusterAccepted(azure, id, { ...data, pools });
    return poolBody(id, pool, apiVersion);
}

function changedCluster(cluster: ManagedCluster, content: JsonObject): ManagedCluster {
    const merged = mergePatched(cluster.properties, patchAt(content, "properties"));
    // What is kept elsewhere than in `properties`, or only shown, falls out here and is then missed.
    const { kubernetesVersion, properties } = readClusterRequest({ properties: merged });
    const versions = kubernetesVersion && kubernetesVersions(kubernetesVersion, apiVersion);
    const tags =
        content.tags === undefined
            ? undefined
            : tagsOf({ tags: mergePatched(cluster.tags ?? {}, patchAt(content, "tags")) });
    return {
        ...cluster,
        ...(tags && { tags }),
        ...(versions && { kubernetesVersion: versions.wanted, currentKubernetesVersion: versions.current }),
        properties: withEffectiveGateway(withDefaults(clusterDefaults, properties, apiVersion), nodeGroupId(cluster)),
    };
}

/** Nodes of another version are made anew. */
function changedPool(cluster: ManagedCluster, pool: AgentPool, patch: JsonObject): AgentPool {
    const { orchestratorVersion, properties } = readPoolProperties(pool.name, mergePatched(pool.properties, patch));
    const changed = { ...pool, properties: withDefaults(poolDefaults, properties, apiVersion) };
    if (!orchestratorVersion) return changed;
    const { wanted, current } = kubernetesVersions(orchestratorVersion, apiVersion);
    const upgraded = { ...changed, orchestratorVersion: wanted, currentOrchestratorVersion: current };
    return reimaged(upgraded, cluster, "Upgrading");
}

function patchAt(content: JsonObject, key: string): JsonObject {
    const patch = content[key] ?? {};
    if (!isObject(patch)) throw badChange(`'${key}' is not a JSON object.`);
    return patch;
}

function requireMembers(content: JsonObject, known: string[]): void {
    const unknown = Object.keys(content).filter((key) => !known.includes(key));
    if (unknown.length === 0) return;
    throw badChange(`Only ${known.join(" and ")} can be changed here, not ${unknown.join(", ")}.`);
}

function requireShown(patch: JsonObject, body: JsonObject): void {
    const missed = notShown(patch, body, "");
    if (missed) throw badChange(`A GET would not show ${missed} as it is given here.`);
}

/** The path of the first value that another object does not hold; null stands for nothing. */
function notShown(patch: unknown, shown: unknown, path: string): string | undefined {
    const missed = path.slice(1);
    if (Array.isArray(patch)) {
        if (!Array.isArray(shown) || shown.length !== patch.length) return missed;
        return firstNotShown(Object.entries(patch), { ...shown }, path);
    }
    if (!isObject(patch)) return patch === (shown ?? null) ? undefined : missed;
    const asksForNothing = Object.values(patch).some((value) => value === null);
    if (!isObject(shown) && !asksForNothing) return missed;
    return firstNotShown(Object.entries(patch), isObject(shown) ? shown : {}, path);
}

function firstNotShown(entries: [key: string, value: unknown][], shown: JsonObject, path: string): string | undefined {
    for (const [key, value] of entries) {
        const missed = notShown(value, shown[key], `${path}.${key}`);
        if (missed) return missed;
    }
    return undefined;
}

const badChange = (why: string) => badRequest("InvalidChange", `Nothing was changed. ${why}`);
