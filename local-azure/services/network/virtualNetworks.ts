import { invalidRequestContent } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { compact, isObject, type JsonObject, objectAt, stringAt, tagsOf } from "../../kernel/json";
import { childId, nameOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { networkType, subnetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { etagOf, guidOf } from "../hashes";
import { locationFor } from "../location";
import { acceptRemoval } from "../longRunning";
import type { Call } from "../service";
import {
    addressPrefixes,
    existingNetwork,
    networksOf,
    subnetsOf,
    type VirtualNetwork,
    type WantedSubnet,
} from "./state";
import { checkSubnets, requireSubnetLinks, requireUnused, subnetView } from "./subnets";

/** A PUT states the whole network: subnets it does not list are deleted, if nothing uses them. */
export function putNetwork(call: Call): Reply {
    const { azure, path, body } = call;
    const before = networksOf(azure).get(path.id);
    const location = locationFor(call, before);
    const { subnets, ...properties } = objectAt(body, "properties") ?? {};
    const wanted = wantedSubnets(subnets ?? [], before?.id ?? path.id);
    checkSubnets(path.name, addressPrefixes(properties), wanted);
    for (const subnet of wanted) requireSubnetLinks(call, subnet);
    const kept = new Set(wanted.map(({ id }) => id.toLowerCase()));
    const dropped = subnetsOf(azure)
        .list(path.id)
        .filter(({ id }) => !kept.has(id.toLowerCase()));
    for (const subnet of dropped) requireUnused(azure, subnet.id);

    const tags = tagsOf(body);
    const entry = networksOf(azure).put(path.id, { location, ...(tags && { tags }), properties });
    for (const subnet of dropped) azure.remove(subnet.id);
    for (const subnet of wanted) subnetsOf(azure).put(subnet.id, { properties: subnet.properties });
    return { status: before ? 200 : 201, body: view(azure, entry) };
}

export function getNetwork(call: Call): Reply {
    return { status: 200, body: view(call.azure, existingNetwork(call, call.path.id)) };
}

export function patchNetwork(call: Call): Reply {
    const entry = existingNetwork(call, call.path.id);
    const tags = tagsOf(call.body);
    const changed = networksOf(call.azure).put(entry.id, { ...entry.data, ...(tags && { tags }) });
    return { status: 200, body: view(call.azure, changed) };
}

export function deleteNetwork(call: Call): Reply {
    const entry = networksOf(call.azure).get(call.path.id);
    if (!entry) return { status: 204 };
    for (const subnet of subnetsOf(call.azure).list(entry.id)) requireUnused(call.azure, subnet.id);
    return acceptRemoval(call, entry.id, entry.data.location);
}

export function listNetworks({ azure, path }: Call): Reply {
    const value = networksOf(azure)
        .list(path.parent)
        .map((entry) => view(azure, entry));
    return { status: 200, body: { value } };
}

function wantedSubnets(subnets: unknown, networkId: string): WantedSubnet[] {
    if (!Array.isArray(subnets)) throw invalidRequestContent("properties.subnets is not an array.");
    return subnets.map((subnet: unknown) => {
        const name = stringAt(subnet, "name");
        if (!name || !isObject(subnet)) throw invalidRequestContent("A subnet of properties.subnets has no name.");
        return { id: childId(networkId, subnetType, name), name, properties: objectAt(subnet, "properties") ?? {} };
    });
}

function view(azure: Azure, { id, data }: Entry<VirtualNetwork>): JsonObject {
    return compact({
        name: nameOf(id),
        id,
        etag: etagOf(data),
        type: networkType,
        location: data.location,
        tags: data.tags,
        properties: {
            virtualNetworkPeerings: [],
            enableDdosProtection: false,
            ...data.properties,
            provisioningState: "Succeeded",
            resourceGuid: guidOf(id),
            subnets: subnetsOf(azure).list(id).map(subnetView),
        },
    });
}
