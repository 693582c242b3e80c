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
    ],
};

/** A child, whose `tags` and the like are ordinary properties. */
export const proxy: Shape = { envelope: ["id", "name", "systemData"] };

/** A resource group is flat: what it calls `properties` is an output of that name. */
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
