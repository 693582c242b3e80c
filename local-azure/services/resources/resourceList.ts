import { notModelled } from "../../arm/errors";
import { isObject, type JsonObject, stringAt } from "../../arm/json";
import { parseArmPath, sameId } from "../../arm/resourceId";
import { declaredType } from "../../validation/declarations";
import { normalLocation } from "../plainResource";
import type { Call, Reply, Route } from "../service";
import { groupType } from "./groups";

/** `GET …/resources` of a subscription or of a group. */
export const resourceListRoutes: Route[] = ["Microsoft.Resources/subscriptions", groupType].map((scope) => ({
    method: "GET",
    type: `${scope}/resources`,
    on: "collection",
    // A caller finds what he may read.
    open: true,
    handle: listResources,
}));

/**
 * The resources of one type, as `az aks update --attach-acr <name>` looks for a registry. A list of several types would
 * lack what is not modelled (scale sets, load balancers).
 */
function listResources(call: Call): Reply {
    const terms = termsOf(call);
    const route = routeOf(call, terms.resourceType);
    const value = call.azure.store
        .table(route.type)
        .list(call.path.scope || call.path.parent)
        .filter(({ id }) => call.azure.access.allows(call.caller.objectId, `${route.type}/read`, id))
        .map(({ id }) => entryOf(call, route, id))
        .filter((entry) => isWanted(entry, terms));
    return { status: 200, body: { value } };
}

interface Terms {
    resourceType: string;
    name?: string;
    resourceGroup?: string;
    location?: string;
}

/** `resourceType eq '…'`, and what else is joined to it by `and`. */
function termsOf({ query }: Call): Terms {
    const unknown = Object.keys(query).find((key) => key !== "api-version" && key !== "$filter");
    if (unknown) throw notModelled(`the query '${unknown}' of a list of resources`);
    const filter = query.$filter ?? "";
    const terms: Partial<Terms> = {};
    for (const term of filter.split(/\s+and\s+/i).filter((each) => each.trim() !== "")) {
        const [, key = "", value = ""] = /^\s*(\w+)\s+eq\s+'([^']*)'\s*$/i.exec(term) ?? [];
        const known = (["resourceType", "name", "resourceGroup", "location"] as const).find((one) => sameId(one, key));
        if (!known) throw notModelled(`the filter '${filter}' of a list of resources`);
        terms[known] = value;
    }
    const { resourceType } = terms;
    if (!resourceType) throw notModelled("a list of resources without 'resourceType eq' in its $filter");
    return { ...terms, resourceType };
}

/** How a resource of the type is read. Those below another are no resources of such a list, or it is not known. */
function routeOf({ azure }: Call, type: string): Route {
    const route = azure.services
        .flatMap(({ routes }) => routes)
        .find((each) => each.method === "GET" && each.on === "resource" && sameId(each.type, type));
    if (!route || !declaredType(type) || type.split("/").length > 2) {
        throw notModelled(`a list of resources of the type '${type}'`);
    }
    return route;
}

const shown = ["location", "tags", "kind", "managedBy", "sku", "identity", "zones", "plan", "extendedLocation"];

function entryOf(call: Call, { type, handle }: Route, id: string): JsonObject {
    const path = parseArmPath(id) ?? call.path;
    const apiVersion = declaredType(type)?.declaredIn ?? call.apiVersion;
    const { body } = handle({ ...call, path, apiVersion, query: {}, body: {} });
    const members = isObject(body) ? shown.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]])) : [];
    return { id, name: path.name, type, ...Object.fromEntries(members) };
}

function isWanted(entry: JsonObject, { name, resourceGroup, location }: Terms): boolean {
    const isNamed = name === undefined || sameId(name, stringAt(entry, "name") ?? "");
    const group = parseArmPath(stringAt(entry, "id") ?? "")?.resourceGroup ?? "";
    const isThere = location === undefined || normalLocation(location) === stringAt(entry, "location");
    return isNamed && isThere && (resourceGroup === undefined || sameId(resourceGroup, group));
}
