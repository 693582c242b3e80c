import { invalidParameter } from "../../kernel/errors";
import { isObject, type JsonObject, stringAt, stringsAt } from "../../kernel/json";
import { childId, nameOf, resourceType, sameId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import {
    addressType,
    gatewayType,
    joinAddress,
    joinSubnet,
    natGatewayType,
    routeTableType,
    securityGroupType,
    subnetType,
} from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { etagOf, guidOf, hexOf } from "../hashes";
import { type PlainResource, tableOf } from "../plainResource";
import type { PlainType } from "../plainRoutes";
import * as errors from "./errors";
import { subnetsOf } from "./state";

const route: PlainType = { type: `${routeTableType}/routes`, kind: "child", etag: true };
const securityRule: PlainType = { type: `${securityGroupType}/securityRules`, kind: "child", etag: true };

/** What subnets, clusters and roles point at: kept, linked to one another, and not deleted while in use. */
export const plainTypes: PlainType[] = [
    {
        type: addressType,
        members: ["sku", "zones"],
        memberDefaults: { sku: { name: "Basic", tier: "Regional" } },
        etag: true,
        properties: (sent, { id }) => ({
            publicIPAllocationMethod: "Dynamic",
            publicIPAddressVersion: "IPv4",
            idleTimeoutInMinutes: 4,
            ...sent,
            ...(sent.publicIPAllocationMethod === "Static" && { ipAddress: addressOf(id) }),
        }),
        computed: (_azure, { id }) => ({ resourceGuid: guidOf(id) }),
        // Azure refuses a dynamic Standard address; its code is not documented.
        check: ({ body, path }) => {
            const standard = stringAt(body, "sku", "name") === "Standard";
            if (standard && stringAt(body, "properties", "publicIPAllocationMethod") !== "Static") {
                throw invalidParameter(`Standard sku publicIp ${path.id} must have AllocationMethod set to Static.`);
            }
        },
        checkRemoval: ({ azure }, id) => refuseIfUsed(azure, id, "PublicIPAddressCannotBeDeleted", "Public IP address"),
    },
    {
        type: natGatewayType,
        members: ["sku", "zones"],
        memberDefaults: { sku: { name: "Standard" } },
        etag: true,
        links: [{ at: "publicIpAddresses.*.id", action: joinAddress }],
        properties: (sent) => ({ idleTimeoutInMinutes: 4, ...sent }),
        computed: usedBySubnets("natGateway"),
        checkRemoval: ({ azure }, id) => refuseIfUsed(azure, id, "InUseNatGatewayCannotBeDeleted", "NAT gateway"),
    },
    {
        type: routeTableType,
        etag: true,
        embedded: [{ property: "routes", of: route }],
        properties: (sent) => ({ disableBgpRoutePropagation: false, ...sent }),
        computed: usedBySubnets("routeTable"),
        checkRemoval: ({ azure }, id) => refuseIfUsed(azure, id, "InUseRouteTableCannotBeDeleted", "Route table"),
    },
    route,
    {
        type: securityGroupType,
        etag: true,
        embedded: [{ property: "securityRules", of: securityRule }],
        properties: (sent) => ({ defaultSecurityRules: [], ...sent }),
        computed: usedBySubnets("networkSecurityGroup"),
        checkRemoval: ({ azure }, id) =>
            refuseIfUsed(azure, id, "InUseNetworkSecurityGroupCannotBeDeleted", "Network security group"),
    },
    securityRule,
    {
        type: gatewayType,
        members: ["zones"],
        identity: true,
        etag: true,
        links: [
            { at: "gatewayIPConfigurations.*.properties.subnet.id", action: joinSubnet },
            { at: "frontendIPConfigurations.*.properties.publicIPAddress.id", action: joinAddress },
        ],
        properties: (sent, { id }) => addressed(sent, id),
        computed: (_azure, { id }) => ({ operationalState: "Running", resourceGuid: guidOf(id) }),
    },
    {
        type: "Microsoft.Network/loadBalancers",
        members: ["sku"],
        memberDefaults: { sku: { name: "Basic", tier: "Regional" } },
        etag: true,
        properties: (sent, { id }) => addressed(sent, id),
        computed: (_azure, { id }) => ({ resourceGuid: guidOf(id) }),
    },
];

/** Lists of named parts that others point at by id, although no path leads to them: each gets its id. */
function addressed(sent: JsonObject, parent: string): JsonObject {
    const withIds = (collection: string, items: unknown[]) =>
        items.map((item) => {
            const name = stringAt(item, "name");
            if (!isObject(item) || !name) return item;
            const type = `${resourceType(parent)}/${collection}`;
            const own = { ...item, id: childId(parent, type, name), type };
            return { ...own, etag: etagOf(own) };
        });
    return Object.fromEntries(
        Object.entries(sent).map(([key, value]) => [key, Array.isArray(value) ? withIds(key, value) : value]),
    );
}

/** Properties of a subnet that point at the resource, seen from the other end. */
function usedBySubnets(link: string) {
    return (azure: Azure, { id }: Entry<PlainResource>): JsonObject => {
        const users = subnetsOf(azure)
            .list()
            .filter(({ data }) => sameId(stringAt(data.properties, link, "id") ?? "", id));
        return {
            resourceGuid: guidOf(id),
            ...(users.length > 0 && { subnets: users.map((user) => ({ id: user.id })) }),
        };
    };
}

/** Codes are Microsoft.Network's pattern `InUse…CannotBeDeleted`; the NAT gateway's own is not documented. */
function refuseIfUsed(azure: Azure, id: string, code: string, kind: string): void {
    const users = uses.flatMap(([type, at]) =>
        tableOf(azure, type)
            .list()
            .filter(({ data }) => pointsAt(data.properties, at, id)),
    );
    const userIds = users.map((user) => user.id);
    if (userIds.length > 0) throw errors.inUse(code, kind, nameOf(id), userIds);
}

/** Who points at them, and where. */
const uses: [type: string, at: string][] = [
    [subnetType, "natGateway.id"],
    [subnetType, "routeTable.id"],
    [subnetType, "networkSecurityGroup.id"],
    [natGatewayType, "publicIpAddresses.*.id"],
    [gatewayType, "frontendIPConfigurations.*.properties.publicIPAddress.id"],
];

function pointsAt(properties: JsonObject, at: string, id: string): boolean {
    return stringsAt(properties, at).some((found) => sameId(found, id));
}

/** An address out of the documentation block, the same for the same resource. */
function addressOf(id: string): string {
    return `203.0.113.${1 + (Number.parseInt(hexOf(id).slice(0, 8), 16) % 254)}`;
}
