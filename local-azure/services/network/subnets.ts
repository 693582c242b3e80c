import { resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, type JsonObject, objectAt, stringAt } from "../../kernel/json";
import { childId, nameOf, sameId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { natGatewayType, routeTableType, scaleSetType, securityGroupType, subnetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { etagOf } from "../hashes";
import { type Link, requireLinks } from "../links";
import { acceptRemoval, asyncHeader, occupy, requireIdle } from "../longRunning";
import type { Call } from "../service";
import { containsRange, overlaps, parseCidr } from "./cidr";
import * as errors from "./errors";
import { addressPrefixes, existingNetwork, type ScaleSet, type Subnet, subnetsOf, type WantedSubnet } from "./state";

export function putSubnet(call: Call): Reply {
    const { azure, path, body } = call;
    const network = existingNetwork(call, path.parent);
    const before = subnetsOf(azure).get(path.id);
    const wanted = { id: path.id, name: path.name, properties: objectAt(body, "properties") ?? {} };
    const others = subnetsOf(azure)
        .list(network.id)
        .filter(({ id }) => !sameId(id, path.id))
        .map(({ id, data }) => ({ id, name: nameOf(id), ...data }));
    checkSubnets(nameOf(network.id), addressPrefixes(network.data.properties), [...others, wanted]);
    requireSubnetLinks(call, wanted);
    requireIdleNetwork(call, network.id);
    const entry = subnetsOf(azure).put(childId(network.id, subnetType, path.name), {
        properties: wanted.properties,
    });
    const writing = occupy(call, entry.id, network.data.location, call.seconds.operation);
    const headers = writing && asyncHeader(call, writing);
    return { status: before ? 200 : 201, body: subnetView(entry), ...(headers && { headers }) };
}

export function getSubnet(call: Call): Reply {
    return { status: 200, body: subnetView(existing(call)) };
}

export function deleteSubnet(call: Call): Reply {
    const entry = subnetsOf(call.azure).get(call.path.id);
    if (!entry) return { status: 204 };
    requireUnused(call.azure, entry.id);
    const network = existingNetwork(call, call.path.parent);
    requireIdleNetwork(call, network.id);
    return acceptRemoval(call, entry.id, network.data.location);
}

export function listSubnets(call: Call): Reply {
    const network = existingNetwork(call, call.path.parent);
    const value = subnetsOf(call.azure).list(network.id).map(subnetView);
    return { status: 200, body: { value } };
}

/** Each subnet must lie in the network's address space and apart from the others. */
export function checkSubnets(network: string, space: string[], subnets: WantedSubnet[]): void {
    const ranges = subnets.map((subnet) => ({ subnet, prefixes: prefixesOf(subnet.properties) }));
    for (const { subnet, prefixes } of ranges) {
        for (const prefix of prefixes) {
            const range = parseCidr(prefix);
            if (!range) throw errors.invalidCidr(prefix, subnet.name);
            if (range !== "ipv6" && !space.some((outer) => containsRange(outer, range))) {
                throw errors.invalidSubnet(subnet.name, network);
            }
        }
    }
    for (const [position, { subnet, prefixes }] of ranges.entries()) {
        const earlier = ranges.slice(0, position).flatMap((other) => other.prefixes);
        if (prefixes.some((prefix) => earlier.some((other) => overlaps(prefix, other)))) {
            throw errors.subnetsOverlap(subnet.name, network);
        }
    }
}

function prefixesOf(properties: JsonObject): string[] {
    const one = stringAt(properties, "addressPrefix");
    return one ? [one] : (arrayAt(properties, "addressPrefixes") ?? []).map(String);
}

/** What a subnet may point at: the pointed-at must exist, and the caller may join it. */
const links: Link[] = [
    { at: "routeTable.id", action: `${routeTableType}/join/action` },
    { at: "networkSecurityGroup.id", action: `${securityGroupType}/join/action` },
    { at: "natGateway.id", action: `${natGatewayType}/join/action` },
];

export function requireSubnetLinks(call: Call, subnet: WantedSubnet): void {
    requireLinks(call, subnetType, links, subnet.properties);
}

/** The second of two writes within a network is told to come back (facts azure-native-provider.md, last table). */
function requireIdleNetwork(call: Call, networkId: string): void {
    requireIdle(call.azure, networkId, (running) =>
        errors.anotherOperationInProgress(asyncHeader(call, running)["azure-asyncoperation"] ?? networkId),
    );
}

/** The nodes of a cluster hold on to their subnet. */
export function requireUnused(azure: Azure, subnetId: string): void {
    const user = azure.store
        .table<ScaleSet>(scaleSetType)
        .list()
        .find(({ data }) => data.subnetIds.some((id) => sameId(id, subnetId)));
    if (user) throw errors.inUseSubnet(nameOf(subnetId), user.id);
}

function existing(call: Call): Entry<Subnet> {
    const entry = subnetsOf(call.azure).get(call.path.id);
    if (entry) return entry;
    existingNetwork(call, call.path.parent);
    throw resourceNotFound(subnetType, call.path.names, call.path.resourceGroup);
}

export function subnetView({ id, data }: Entry<Subnet>): JsonObject {
    return {
        name: nameOf(id),
        id,
        etag: etagOf(data),
        properties: {
            delegations: [],
            privateEndpointNetworkPolicies: "Disabled",
            privateLinkServiceNetworkPolicies: "Enabled",
            ...data.properties,
            provisioningState: "Succeeded",
        },
        type: subnetType,
    };
}
