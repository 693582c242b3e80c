import { declaredType } from "../../kernel/declarations";
import { notModelled } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, stringAt } from "../../kernel/json";
import { nameOf, parseArmPath, sameId } from "../../kernel/resourceId";
import { groupType, subscriptionType } from "../../kernel/typeNames";
import { normalLocation } from "../location";
import type { Call, Route } from "../service";

/** `GET …/resources` of a subscription or of a group. */
export const resourceListRoutes: Route[] = [subscriptionType, groupType].map((scope) => ({
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
    const { type, apiVersion } = listedType(call, terms.resourceType);
    const value = call.azure.store
        .table(type)
        .list(call.path.scope || call.path.parent)
        .filter(({ id }) => call.azure.access.allows(call.caller.objectId, `${type}/read`, id))
        .map(({ id }) => entryOf(id, type, call.read(id, apiVersion) ?? {}))
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

/** A type as it is spelled, and the api-version it is read in. Resources below another are not in such a list, or it is not known. */
function listedType({ azure }: Call, asked: string): { type: string; apiVersion: string } {
    const route = azure.services.flatMap(({ routes }) => routes).find(({ type }) => sameId(type, asked));
    const declared = declaredType(asked);
    if (!route || !declared || asked.split("/").length > 2) {
        throw notModelled(`a list of resources of the type '${asked}'`);
    }
    return { type: route.type, apiVersion: declared.declaredIn };
}

const shown = ["location", "tags", "kind", "managedBy", "sku", "identity", "zones", "plan", "extendedLocation"];

function entryOf(id: string, type: string, body: JsonObject): JsonObject {
    const members = shown.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]]));
    return { id, name: nameOf(id), type, ...Object.fromEntries(members) };
}

function isWanted(entry: JsonObject, { name, resourceGroup, location }: Terms): boolean {
    const isNamed = name === undefined || sameId(name, stringAt(entry, "name") ?? "");
    const group = parseArmPath(stringAt(entry, "id") ?? "")?.resourceGroup ?? "";
    const isThere = location === undefined || normalLocation(location) === stringAt(entry, "location");
    return isNamed && isThere && (resourceGroup === undefined || sameId(resourceGroup, group));
}
