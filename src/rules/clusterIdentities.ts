import { type AksClusterIdentitiesArgs, KeyVaultNetworkAccess } from "../args";
import {
    DISK_ENCRYPTION_SET,
    isIdOf,
    KEY_VAULT,
    NAT_GATEWAY,
    PRIVATE_DNS_ZONE,
    ROUTE_TABLE,
    SUBNET,
    VIRTUAL_NETWORK,
} from "../azure/resourceId";
import { isObject, oneOf } from "../values";
import { ACCESS_RULES, entryPlaces } from "./access";
import { EXISTING_ROLE_ASSIGNMENT_RULES } from "./existingRoleAssignments";
import { EXISTING_IDENTITY_RULES } from "./identities";
import { CLUSTER_IDENTITIES_INPUTS } from "./inputs";
import { each, entries, entriesByKey, given, twice } from "./places";
import type { Rule } from "./rule";
import { shapeRules } from "./shape";
import {
    GRANT_NAME,
    GRANT_NAME_TWICE,
    LOCATION,
    RESOURCE_GROUP_ID,
    RESOURCE_GROUP_NAME,
    ROLE,
    ROLE_ASSIGNMENT_MODE,
    TAGS,
} from "./verdicts";

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

const KMS = "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption";

/** Everything that is refused of identities of clusters before the first resource is registered. */
export const CLUSTER_IDENTITIES_RULES: readonly Rule<AksClusterIdentitiesArgs>[] = [
    ...shapeRules<AksClusterIdentitiesArgs>(CLUSTER_IDENTITIES_INPUTS),
    {
        ...RESOURCE_GROUP_NAME,
        places: (args) =>
            isObject(args.controlPlaneIdentity) && isObject(args.kubeletIdentity)
                ? given(["resourceGroupName"], args.resourceGroupName)
                : [{ path: ["resourceGroupName"], value: args.resourceGroupName }],
    },
    { ...LOCATION, places: (args) => given(["location"], args.location) },
    ...EXISTING_IDENTITY_RULES,
    {
        code: "ScopeId",
        places: (args) =>
            Object.entries(LISTS).flatMap(([name, type]) =>
                entries([name], args[name as keyof AksClusterIdentitiesArgs]).map((place) => ({
                    ...place,
                    beside: type,
                })),
            ),
        broken: (value, type) => typeof value !== "string" || !isIdOf(String(type), value),
        rule: "what roles are given on is named by its resource id",
        hint: (_, type) => `This one is of a resource of type ${type}.`,
        fix: "Pass such an id.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    },
    {
        ...RESOURCE_GROUP_ID,
        places: (args) => entries(["publicIpResourceGroupIds"], args.publicIpResourceGroupIds),
    },
    {
        code: "KmsKeyVaultId",
        places: (args) =>
            each(args.keyVaultKms, "keyVaultKms", ({ keyVaultId }, path) => [
                { path: [...path, "keyVaultId"], value: keyVaultId },
            ]),
        broken: (value) => typeof value !== "string" || !isIdOf(KEY_VAULT, value),
        rule: "the vault of a key for etcd is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.KeyVault/vaults/<name>.",
        source: KMS,
    },
    {
        code: "KmsNetworkAccess",
        places: (args) =>
            each(args.keyVaultKms, "keyVaultKms", ({ networkAccess }, path) =>
                given([...path, "networkAccess"], networkAccess),
            ),
        broken: (value) => !oneOf(KeyVaultNetworkAccess, value),
        rule: "a key vault is reached Public or Private",
        fix: "Use one of the two, or leave it out for Public.",
        source: KMS,
    },
    {
        ...GRANT_NAME,
        places: (args) =>
            each(args.keyVaultKms, "keyVaultKms", ({ name }, path) => given([...path, "name"], name)),
    },
    {
        ...GRANT_NAME_TWICE,
        places: (args) => twice(entryPlaces(["keyVaultKms"], vaults(args), "vault")),
    },
    ...ACCESS_RULES,
    { ...ROLE, places: (args) => given(["networkRole"], args.networkRole) },
    { ...ROLE_ASSIGNMENT_MODE, places: (args) => given(["roleAssignments"], args.roleAssignments) },
    ...EXISTING_ROLE_ASSIGNMENT_RULES,
    { ...TAGS, places: (args) => entriesByKey(["tags"], args.tags) },
];

function vaults({ keyVaultKms }: AksClusterIdentitiesArgs) {
    return (Array.isArray(keyVaultKms) ? keyVaultKms : [])
        .filter(isObject)
        .map(({ keyVaultId, name }) => ({ id: keyVaultId, ...(name !== undefined && { name }) }));
}
