import { declarations } from "./declared";

export const words = (text: string) => text.trim().split(/\s+/);

/** How an object of the SDK, all properties on one level, lies in an ARM body. */
export interface Shape {
    /** Properties beside `properties`; every other one goes into it. */
    envelope: string[];
    /** Objects, or lists of them, that have an envelope of their own. */
    nested?: Record<string, Shape>;
    /** Inputs that ARM names otherwise: SDK name to ARM name, both inside `properties`. */
    renames?: Record<string, string>;
}

const envelope = (members: string): Shape => ({ envelope: words(members) });

/** A child of a resource of Microsoft.Network, or a part in one of its lists. */
export const networkPart = envelope("id name type etag");

/** Used by the Subnet resource and by the list inside a virtual network. */
export const subnet: Shape = {
    ...networkPart,
    nested: { delegations: networkPart, serviceEndpointPolicies: envelope("id etag location tags") },
};

export const virtualNetwork: Shape = {
    ...envelope("id location tags extendedLocation etag name type"),
    nested: { subnets: subnet, virtualNetworkPeerings: networkPart },
};

/** The envelope of a tracked resource. */
export const tracked = envelope("id name type location tags identity sku kind extendedLocation systemData eTag etag");

/** A tracked resource of Microsoft.Network. */
export const networkResource = envelope("id name type etag location tags sku zones identity extendedLocation");

export const routeTable: Shape = { ...networkResource, nested: { routes: networkPart } };

export const networkSecurityGroup: Shape = { ...networkResource, nested: { securityRules: networkPart } };

/** Its `sku` is a property; its many lists hold parts with an envelope of their own: those that have an etag. */
export const applicationGateway: Shape = {
    ...envelope("id name type etag location tags zones identity"),
    nested: Object.fromEntries(
        Object.entries(declarations.resources["azure-native:network:ApplicationGateway"]?.outputs ?? {})
            .filter(([, shape]) => declarations.types[shape.replace("[]@", "")]?.etag)
            .map(([list]) => [list, networkPart]),
    ),
};

/** A record set of a private zone, and what lies on any other resource. */
export const extension = envelope("id name type etag systemData");

/** A public zone spells most records in capitals. */
export const publicRecordSet: Shape = {
    ...extension,
    renames: {
        ttl: "TTL",
        ...Object.fromEntries(
            words("a aaaa cname ds mx naptr ns ptr soa srv tlsa txt").flatMap((kind) =>
                ["Record", "Records"].map((end) => [`${kind}${end}`, `${kind.toUpperCase()}${end}`]),
            ),
        ),
    },
};

/** What a key is made of is one input, `properties`; what it has become comes back on one level. */
export const key = envelope("id name type location tags");

/** A workspace's `sku` is a property. */
export const workspace = envelope("id name type location tags identity etag systemData");

export const disk = envelope(
    "id name type location tags sku zones extendedLocation managedBy managedByExtended systemData",
);

/** A child, whose `tags` and the like are ordinary properties. */
export const proxy = envelope("id name systemData");

/** Resource groups, vaults and features are flat: what they call `properties` is a property of that name. */
export const flat = envelope("id name type location tags managedBy properties");

/** camelCase in the SDK, kebab-case in ARM. Other keys pass unchanged (convert/autoScalerProfile_test). */
export const autoScalerKeys: Record<string, string> = Object.fromEntries(
    Object.keys(declarations.types["containerservice.ManagedClusterPropertiesResponseAutoScalerProfile"] ?? {}).map(
        (camel) => [camel, camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)],
    ),
);
