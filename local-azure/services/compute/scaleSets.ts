import { notModelled, parentResourceNotFound, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { stringAt } from "../../kernel/json";
import { nameOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { instanceType, scaleSetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { clustersOf, poolNamed } from "../containerservice/state/state";
import type { ScaleSet } from "../network/state";
import { type Call, type Route, route } from "../service";
import { instanceBody, instanceCount, type Nodepool, scaleSetBody } from "./scaleSetShape";

/** The scale sets that AKS makes for node pools, and their instances. They are read only: AKS forbids changes of one's own. */
export const scaleSetRoutes: Route[] = [
    route("GET", scaleSetType, "resource", (call) => ({ status: 200, body: scaleSetBody(existing(call)) })),
    route("GET", scaleSetType, "collection", listScaleSets),
    route("GET", instanceType, "resource", getInstance),
    route("GET", instanceType, "collection", listInstances),
];

function listScaleSets(call: Call): Reply {
    requirePlainQuery(call);
    const value = scaleSetsOf(call.azure)
        .list(call.path.parent)
        .flatMap((entry) => nodepoolOf(call.azure, entry) ?? [])
        .map(scaleSetBody);
    return { status: 200, body: { value } };
}

function getInstance(call: Call): Reply {
    requirePlainQuery(call);
    const pool = nodepoolAt(call.azure, call.path.parent);
    if (!pool || !instanceIds(pool).includes(call.path.name)) {
        throw resourceNotFound(instanceType, call.path.names, call.path.resourceGroup);
    }
    return { status: 200, body: instanceBody(pool, call.path.name) };
}

function listInstances(call: Call): Reply {
    requirePlainQuery(call);
    const pool = nodepoolAt(call.azure, call.path.parent);
    if (!pool) throw parentResourceNotFound(instanceType, call.path.parent, "read");
    return { status: 200, body: { value: instanceIds(pool).map((id) => instanceBody(pool, id)) } };
}

const instanceIds = (pool: Nodepool) => Array.from({ length: instanceCount(pool) }, (_, id) => String(id));

function existing(call: Call): Nodepool {
    requirePlainQuery(call);
    const pool = nodepoolAt(call.azure, call.path.id);
    if (!pool) throw resourceNotFound(scaleSetType, call.path.names, call.path.resourceGroup);
    return pool;
}

function nodepoolAt(azure: Azure, id: string): Nodepool | undefined {
    const entry = scaleSetsOf(azure).get(id);
    return entry && nodepoolOf(azure, entry);
}

/**
 * Pools of other types have no scale set. A new pool's is assumed to be there once the pool stands: when AKS makes it, and
 * whether with its identity at once, is not known.
 */
function nodepoolOf(azure: Azure, { id, data }: Entry<ScaleSet>): Nodepool | undefined {
    const cluster = clustersOf(azure).get(data.clusterId)?.data;
    const pool = cluster && poolNamed(cluster, data.poolName);
    if (!cluster || !pool?.nodes || stringAt(pool.properties, "type") !== "VirtualMachineScaleSets") return undefined;
    return { id, name: nameOf(id), clusterId: data.clusterId, cluster, pool, nodes: pool.nodes };
}

function scaleSetsOf(azure: Azure) {
    return azure.store.table<ScaleSet>(scaleSetType);
}

function requirePlainQuery({ query, path }: Call): void {
    const other = Object.keys(query).find((key) => key !== "api-version");
    if (other) throw notModelled(`the query '${other}' of '${path.type}'`);
}
