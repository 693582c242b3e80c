import { arrayAt, type JsonObject, objectAt, stringAt, stringsAt } from "../../kernel/json";
import { nameOf, sameId } from "../../kernel/resourceId";
import {
    natGatewayType,
    networkType,
    routeTableType,
    scaleSetType,
    securityGroupType,
    subnetType,
} from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { guidOf } from "../hashes";
import { requireLinks } from "../links";
import { asyncHeader } from "../longRunning";
import type { PlainType } from "../plainRoutes";
import type { Call } from "../service";
import { containsRange, overlaps, parseCidr } from "./cidr";
import * as errors from "./errors";
import { peering, requireSameAddresses } from "./peerings";
import { networksOf, type ScaleSet, subnetsOf } from "./state";

interface WantedSubnet {
    name: string;
    properties: JsonObject;
}

/** What a subnet may point at: the pointed-at must exist, and the caller may join it. */
const links = [
    { at: "routeTable.id", action: `${routeTableType}/join/action` },
    { at: "networkSecurityGroup.id", action: `${securityGroupType}/join/action` },
    { at: "natGateway.id", action: `${natGatewayType}/join/action` },
];

const subnet: PlainType = {
    type: subnetType,
    kind: "child",
    etag: true,
    patch: "none",
    links,
    properties: (sent) => ({
        delegations: [],
        privateEndpointNetworkPolicies: "Disabled",
        privateLinkServiceNetworkPolicies: "Enabled",
        ...sent,
    }),
    check: ({ azure, path, body }) => {
        const others = subnetsOf(azure)
            .list(path.parent)
            .filter(({ id }) => !sameId(id, path.id))
            .map(({ id, data }) => ({ name: nameOf(id), properties: data.properties }));
        const wanted = { name: path.name, properties: objectAt(body, "properties") ?? {} };
        const network = networksOf(azure).get(path.parent);
        checkSubnets(nameOf(path.parent), network?.data.properties ?? {}, [...others, wanted]);
    },
    checkRemoval: ({ azure }, id) => requireUnused(azure, id),
    // The second of two writes within a network is told to come back (facts azure-native-provider.md, last table).
    busy: {
        of: "operation",
        refuse: (call, running) =>
            errors.anotherOperationInProgress(asyncHeader(call, running)["azure-asyncoperation"] ?? call.path.parent),
    },
};

/** A PUT states the whole network: subnets it does not list are deleted, if nothing uses them. */
const network: PlainType = {
    type: networkType,
    etag: true,
    embedded: [
        { property: "subnets", of: subnet },
        { property: "virtualNetworkPeerings", of: peering },
    ],
    properties: (sent) => ({ enableDdosProtection: false, ...sent }),
    computed: (_azure, { id }) => ({ resourceGuid: guidOf(id) }),
    check: checkNetwork,
    checkRemoval: ({ azure }, id) => {
        for (const { id: subnetId } of subnetsOf(azure).list(id)) requireUnused(azure, subnetId);
    },
};

export const networkTypes: PlainType[] = [network, subnet, peering];

function checkNetwork(call: Call): void {
    const { azure, path, body } = call;
    const wanted = (arrayAt(body, "properties", "subnets") ?? []).map((each) => ({
        name: stringAt(each, "name") ?? "",
        properties: objectAt(each, "properties") ?? {},
    }));
    checkSubnets(path.name, objectAt(body, "properties") ?? {}, wanted);
    requireSameAddresses(call);
    for (const { properties } of wanted) requireLinks(call, subnetType, links, properties);
    for (const { id } of subnetsOf(azure).list(path.id)) {
        if (!wanted.some(({ name }) => sameId(name, nameOf(id)))) requireUnused(azure, id);
    }
}

/** Each subnet must lie in the network's address space and apart from the others. */
function checkSubnets(network: string, { addressSpace }: JsonObject, subnets: WantedSubnet[]): void {
    const space = stringsAt(addressSpace, "addressPrefixes.*");
    const ranges = subnets.map(({ name, properties }) => ({ name, prefixes: prefixesOf(properties) }));
    for (const [position, { name, prefixes }] of ranges.entries()) {
        const earlier = ranges.slice(0, position).flatMap((other) => other.prefixes);
        for (const prefix of prefixes) {
            const range = parseCidr(prefix);
            if (!range) throw errors.invalidCidr(prefix, name);
            if (range !== "ipv6" && !space.some((outer) => containsRange(outer, range))) {
                throw errors.invalidSubnet(name, network);
            }
            if (earlier.some((other) => overlaps(prefix, other))) throw errors.subnetsOverlap(name, network);
        }
    }
}

function prefixesOf(properties: JsonObject): string[] {
    const one = stringAt(properties, "addressPrefix");
    return one ? [one] : stringsAt(properties, "addressPrefixes.*");
}

/** The nodes of a cluster hold on to their subnet. */
function requireUnused(azure: Azure, subnetId: string): void {
    const user = azure.store
        .table<ScaleSet>(scaleSetType)
        .list()
        .find(({ data }) => data.subnetIds.some((id) => sameId(id, subnetId)));
    if (user) throw errors.inUseSubnet(nameOf(subnetId), user.id);
}
