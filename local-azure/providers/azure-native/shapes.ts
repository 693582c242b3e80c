/** How an object of the SDK, all properties on one level, lies in an ARM body. */
export interface Shape {
    /** Properties beside `properties`; every other one goes into it. */
    envelope: string[];
    /** Objects, or lists of them, that have an envelope of their own. */
    nested?: Record<string, Shape>;
    /** Inputs that ARM names otherwise: SDK name to ARM name, both inside `properties`. */
    renames?: Record<string, string>;
}

const delegation: Shape = { envelope: ["id", "name", "type", "etag"] };

/** Used by the Subnet resource and by the list inside a virtual network. */
export const subnet: Shape = {
    envelope: ["id", "name", "type", "etag"],
    nested: {
        delegations: delegation,
        serviceEndpointPolicies: { envelope: ["id", "etag", "location", "tags"] },
    },
};

export const virtualNetwork: Shape = {
    envelope: ["id", "location", "tags", "extendedLocation", "etag", "name", "type"],
    nested: { subnets: subnet, virtualNetworkPeerings: { envelope: ["id", "name", "type", "etag"] } },
};

/** The envelope of a tracked resource. */
export const tracked: Shape = {
    envelope: [
        "id",
        "name",
        "type",
        "location",
        "tags",
        "identity",
        "sku",
        "kind",
        "extendedLocation",
        "systemData",
        "eTag",
        "etag",
    ],
};

const part = ["id", "name", "type", "etag"];

/** A tracked resource of Microsoft.Network. */
export const networkResource: Shape = {
    envelope: [...part, "location", "tags", "sku", "zones", "identity", "extendedLocation"],
};

/** A child of one. */
export const networkPart: Shape = { envelope: part };

export const routeTable: Shape = { ...networkResource, nested: { routes: networkPart } };

export const networkSecurityGroup: Shape = { ...networkResource, nested: { securityRules: networkPart } };

/** Its `sku` is a property; its many lists hold parts with an envelope of their own. */
export const applicationGateway: Shape = {
    envelope: [...part, "location", "tags", "zones", "identity"],
    nested: Object.fromEntries(
        [
            "authenticationCertificates",
            "backendAddressPools",
            "backendHttpSettingsCollection",
            "backendSettingsCollection",
            "frontendIPConfigurations",
            "frontendPorts",
            "gatewayIPConfigurations",
            "httpListeners",
            "listeners",
            "loadDistributionPolicies",
            "privateLinkConfigurations",
            "probes",
            "redirectConfigurations",
            "requestRoutingRules",
            "rewriteRuleSets",
            "routingRules",
            "sslCertificates",
            "sslProfiles",
            "trustedClientCertificates",
            "trustedRootCertificates",
            "urlPathMaps",
        ].map((list) => [list, { envelope: part }]),
    ),
};

/** A record set of a private zone. */
export const recordSet: Shape = { envelope: [...part, "systemData"] };

/** A public zone spells most records in capitals. */
export const publicRecordSet: Shape = {
    ...recordSet,
    renames: {
        ttl: "TTL",
        aRecords: "ARecords",
        aaaaRecords: "AAAARecords",
        cnameRecord: "CNAMERecord",
        dsRecords: "DSRecords",
        mxRecords: "MXRecords",
        naptrRecords: "NAPTRRecords",
        nsRecords: "NSRecords",
        ptrRecords: "PTRRecords",
        soaRecord: "SOARecord",
        srvRecords: "SRVRecords",
        tlsaRecords: "TLSARecords",
        txtRecords: "TXTRecords",
    },
};

/** What a key is made of is one input, `properties`; what it has become comes back on one level. */
export const key: Shape = { envelope: ["id", "name", "type", "location", "tags"] };

/** A workspace's `sku` is a property. */
export const workspace: Shape = {
    envelope: ["id", "name", "type", "location", "tags", "identity", "etag", "systemData"],
};

export const disk: Shape = {
    envelope: [
        "id",
        "name",
        "type",
        "location",
        "tags",
        "sku",
        "zones",
        "extendedLocation",
        "managedBy",
        "managedByExtended",
        "systemData",
    ],
};

/** On any other resource. */
export const extension: Shape = { envelope: ["id", "name", "type", "etag", "systemData"] };

/** A child, whose `tags` and the like are ordinary properties. */
export const proxy: Shape = { envelope: ["id", "name", "systemData"] };

/** Resource groups, vaults and features are flat: what they call `properties` is a property of that name. */
export const flat: Shape = {
    envelope: ["id", "name", "type", "location", "tags", "managedBy", "properties"],
};

/** camelCase in the SDK, kebab-case in ARM. Other keys pass unchanged (convert/autoScalerProfile_test). */
export const autoScalerKeys: Record<string, string> = Object.fromEntries(
    [
        "balanceSimilarNodeGroups",
        "daemonsetEvictionForEmptyNodes",
        "daemonsetEvictionForOccupiedNodes",
        "ignoreDaemonsetsUtilization",
        "maxEmptyBulkDelete",
        "maxGracefulTerminationSec",
        "maxNodeProvisionTime",
        "maxTotalUnreadyPercentage",
        "newPodScaleUpDelay",
        "okTotalUnreadyCount",
        "scaleDownDelayAfterAdd",
        "scaleDownDelayAfterDelete",
        "scaleDownDelayAfterFailure",
        "scaleDownUnneededTime",
        "scaleDownUnreadyTime",
        "scaleDownUtilizationThreshold",
        "scanInterval",
        "skipNodesWithLocalStorage",
        "skipNodesWithSystemPods",
    ].map((camel) => [camel, camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)]),
);
