import type { AksClusterIdentitiesArgs } from "../args";
import {
    DISK_ENCRYPTION_SET,
    isIdOf,
    NAT_GATEWAY,
    PRIVATE_DNS_ZONE,
    ROUTE_TABLE,
    SUBNET,
    VIRTUAL_NETWORK,
} from "../azure/resourceId";
import { RESOURCE_GROUP_NAME } from "./common";
import { type Format, isSet, type Rule, when } from "./rule";

/** Inputs that are lists of resource ids, and of what. */
const LISTS: Partial<Record<keyof AksClusterIdentitiesArgs, string>> = {
    subnetIds: SUBNET,
    internalLoadBalancerSubnetIds: SUBNET,
    virtualNetworkIds: VIRTUAL_NETWORK,
    privateDnsZoneIds: PRIVATE_DNS_ZONE,
    routeTableIds: ROUTE_TABLE,
    natGatewayIds: NAT_GATEWAY,
    diskEncryptionSetIds: DISK_ENCRYPTION_SET,
};

export const CLUSTER_IDENTITIES_FORMATS: readonly Format[] = Object.entries(LISTS).map(([list, type]) => ({
    code: "ScopeId",
    inputs: [`${list}[]`],
    accepts: (id) => isIdOf(type, String(id)),
    message: "what roles are given on is named by its resource id",
    hint: () => `This one is of a resource of type ${type}.`,
    fix: "Pass such an id.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
}));

export const CLUSTER_IDENTITIES_RULES: readonly Rule<AksClusterIdentitiesArgs>[] = [
    {
        ...RESOURCE_GROUP_NAME,
        validate: ({ resourceGroupName, controlPlaneIdentity, kubeletIdentity }) =>
            when(
                !isSet(resourceGroupName) && !(isSet(controlPlaneIdentity) && isSet(kubeletIdentity)),
                "resourceGroupName",
            ),
    },
];
