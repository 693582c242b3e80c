import { isIdOf, lastSegment, MANAGED_CLUSTER, parentId, parseResourceId, sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import { InvalidInputError } from "../report";
import { describe, flattened, withAzureNativeNames } from "./azureNativeNames";

/** A cluster as Azure shows it, read from JSON in any spelling. */
export interface LiveCluster {
    /** Resource id. */
    id: string;
    name: string;
    subscriptionId: string;
    resourceGroupName: string;
    /** Its properties by azure-native's names, without its pools. */
    values: Values;
    /** Its pools in the order in which Azure lists them. */
    pools: Values[];
    /** Paths of what azure-native does not know. */
    unknown: string[];
}

/** A role assignment that exists. */
export interface LiveRoleAssignment {
    id: string;
    principalId: string;
    roleDefinitionId: string;
    scope: string;
}

/**
 * Reads a cluster from what ARM, `az aks show` or an Azure SDK print of it; `pools`, where given, from a list of its
 * pools. Throws `InvalidInputError` where the JSON shows no cluster.
 */
export function readLiveCluster(json: unknown, pools?: unknown): LiveCluster {
    if (!isRecord(json)) {
        throw new InvalidInputError(`This is ${describe(json)}; expected one cluster, as \`az aks show\` prints it.`);
    }
    const { values, unknown } = withAzureNativeNames("ManagedCluster", json);
    const { id, agentPoolProfiles = [], ...properties } = values;
    const parts = typeof id === "string" ? parseResourceId(id) : undefined;
    if (typeof id !== "string" || !parts || !sameId(parts.type, MANAGED_CLUSTER)) {
        throw new InvalidInputError(
            `The id of this object is ${id === undefined ? "not set" : JSON.stringify(id)}; expected that of a cluster (${MANAGED_CLUSTER}).`,
        );
    }
    const listed =
        pools === undefined
            ? undefined
            : readPoolList(pools, id).map((pool) => withAzureNativeNames("AgentPool", pool));
    return {
        id,
        name: parts.names[0] ?? "",
        subscriptionId: parts.subscriptionId,
        resourceGroupName: parts.resourceGroupName,
        values: properties,
        pools: listed?.map((pool) => pool.values) ?? (agentPoolProfiles as Values[]),
        unknown: [
            ...unknown,
            ...(listed ?? []).flatMap((pool) => pool.unknown.map((path) => `pool ${pool.values.name}: ${path}`)),
        ],
    };
}

/** Reads one cluster, or a list of clusters. */
export function readLiveClusters(json: unknown): LiveCluster[] {
    return isRecord(json) && !("value" in json)
        ? [readLiveCluster(json)]
        : listIn(json).map((each) => readLiveCluster(each));
}

/** Reads role assignments from what ARM or `az role assignment list` print. */
export function readRoleAssignments(json: unknown): LiveRoleAssignment[] {
    return listIn(json).map((entry) => {
        const { id, principalId, roleDefinitionId, scope } = flattened(entry);
        if (!isText(id) || !isText(principalId) || !isText(roleDefinitionId)) {
            throw new InvalidInputError(
                "An entry has no id, principalId or roleDefinitionId; expected role assignments, as `az role assignment list` prints them.",
            );
        }
        const [above] = id.split(/\/providers\/Microsoft\.Authorization\/roleAssignments\//i);
        return { id, principalId, roleDefinitionId, scope: isText(scope) ? scope : above || "/" };
    });
}

function isText(value: unknown): value is string {
    return typeof value === "string" && value !== "";
}

/**
 * Reads pools from what ARM or `az aks nodepool list` print, as they are. Throws `InvalidInputError` where one belongs to
 * another cluster than that of this id.
 */
export function readPoolList(json: unknown, clusterId?: unknown): object[] {
    const pools = listIn(json);
    for (const pool of pools) {
        const { id, name } = flattened(pool);
        const owner = typeof id === "string" ? parentId(id) : undefined;
        if (typeof id === "string" && isIdOf(MANAGED_CLUSTER, id)) {
            throw new InvalidInputError(`${clusterIn(id)} is in this list; ${POOLS}.`);
        }
        if (typeof name !== "string") {
            throw new InvalidInputError(`An entry has no name; ${POOLS}.`);
        }
        if (owner !== undefined && typeof clusterId === "string" && !sameId(owner, clusterId)) {
            throw new InvalidInputError(
                `Pool ${name} belongs to ${clusterIn(owner)}; expected the pools of ${clusterIn(clusterId)}.`,
            );
        }
    }
    return pools;
}

const POOLS = "expected pools, as `az aks nodepool list` prints them";

/** A cluster in words. */
export function clusterIn(id: string): string {
    return `cluster ${lastSegment(id)} (resource group ${parseResourceId(id)?.resourceGroupName})`;
}

/** The entries of a list, which ARM has in `value`. */
export function listIn(json: unknown): object[] {
    const list = isRecord(json) && "value" in json ? json.value : json;
    if (!Array.isArray(list) || !list.every(isRecord)) {
        throw new InvalidInputError(`This is ${describe(json)}; expected a list of objects.`);
    }
    return list;
}
