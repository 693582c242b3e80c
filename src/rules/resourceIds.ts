import { MANAGED_IDENTITY_PAGE } from "../azure/pages";
import * as types from "../azure/resourceId";
import { page, type Rule } from "../validation/rule";
import { ofIdentities, ofPools } from "./pools";

/** The inputs that take the id of an existing resource, by the type of the resource; the codes are of the features. */
const RESOURCE_IDS: readonly [code: string, source: string, type: string, inputs: string[]][] = [
    ["IdentityResourceId", MANAGED_IDENTITY_PAGE, types.USER_ASSIGNED_IDENTITY, ofIdentities("resourceId")],
    ["IdentityResourceId", MANAGED_IDENTITY_PAGE, types.USER_ASSIGNED_IDENTITY, ["identityResourceId"]],
    ["SubnetId", "aks/concepts-network-cni-overview", types.SUBNET, ofPools("subnetId", "podSubnetId")],
    ["SubnetId", "aks/internal-lb", types.SUBNET, ["networkAccess.internalLoadBalancerSubnetIds[]"]],
    ["ApiServerSubnetId", "aks/api-server-vnet-integration", types.SUBNET, ["apiServer.subnetId"]],
    ["RouteTableId", "aks/configure-kubenet", types.ROUTE_TABLE, ["networkAccess.routeTableId"]],
    ["NatGatewayId", "aks/egress-outboundtype", types.NAT_GATEWAY, ["networkAccess.natGatewayId"]],
    ["RegistryId", "aks/cluster-container-registry-integration", types.CONTAINER_REGISTRY, ["registries[].id"]],
    ["RegistryId", "aks/network-isolated", types.CONTAINER_REGISTRY, ["bootstrapRegistryId"]],
    [
        "DiskEncryptionSetId",
        "aks/azure-disk-customer-managed-keys",
        types.DISK_ENCRYPTION_SET,
        ["encryption.diskEncryptionSetId"],
    ],
    [
        "KmsKeyVaultId",
        "aks/use-kms-etcd-encryption",
        types.KEY_VAULT,
        ["encryption.keyVaultKms.keyVaultId", "keyVaultKms[].keyVaultId"],
    ],
    ["AdoptedClusterId", MANAGED_IDENTITY_PAGE, types.MANAGED_CLUSTER, ["adopt.clusterId"]],
    ofAddons(types.LOG_ANALYTICS_WORKSPACE, "containerInsights.workspaceId"),
    ofAddons(types.AZURE_MONITOR_WORKSPACE, "managedPrometheus.workspaceId"),
    ofAddons(types.APPLICATION_GATEWAY, "applicationGateway.gatewayId"),
    ofAddons(types.SUBNET, "applicationGateway.subnetId", "virtualNode.subnetId"),
    ofAddons(types.USER_ASSIGNED_IDENTITY, "applicationGateway.gatewayIdentityIds[]"),
    ofAddons(types.USER_ASSIGNED_IDENTITY, "podIdentity.identities[].identityResourceId"),
    ofAddons(types.KEY_VAULT, "keyVaultSecrets.vaults[].id", "applicationRouting.keyVaultIds[]"),
    ofAddons(types.DNS_ZONE, "applicationRouting.publicDNSZoneIds[]"),
    ofAddons(types.PRIVATE_DNS_ZONE, "applicationRouting.privateDNSZoneIds[]"),
    ofScopes(types.SUBNET, "subnetIds[]", "internalLoadBalancerSubnetIds[]"),
    ofScopes(types.VIRTUAL_NETWORK, "virtualNetworkIds[]"),
    ofScopes(types.PRIVATE_DNS_ZONE, "privateDNSZoneIds[]"),
    ofScopes(types.ROUTE_TABLE, "routeTableIds[]"),
    ofScopes(types.NAT_GATEWAY, "natGatewayIds[]"),
    ofScopes(types.DISK_ENCRYPTION_SET, "diskEncryptionSetIds[]"),
];

/** Azure's own codes, where a resource id has one. */
const AZURE_CODES: Record<string, string> = {
    [types.LOG_ANALYTICS_WORKSPACE]: "LogAnalyticsWorkspaceNotSet",
    [types.APPLICATION_GATEWAY]: "IngressAppGwAddonConfigInvalidApplicationGatewayId",
};

export const RESOURCE_ID_RULES: readonly Rule[] = RESOURCE_IDS.map(([code, source, type, inputs]) => ({
    code,
    ...(AZURE_CODES[type] !== undefined && { azureCode: AZURE_CODES[type] }),
    inputs,
    accepts: (id) => types.isIdOf(type, String(id)),
    message: `this must be the id of a resource of type ${type}`,
    fix: `Pass an id like ${exampleId(type)}.`,
    source: page(source),
}));

function ofAddons(type: string, ...inputs: string[]): (typeof RESOURCE_IDS)[number] {
    return ["AddonResourceId", "aks/integrations", type, inputs.map((input) => `addons.${input}`)];
}

function ofScopes(type: string, ...inputs: string[]): (typeof RESOURCE_IDS)[number] {
    return ["ScopeId", "role-based-access-control/scope-overview", type, inputs];
}

/** `Microsoft.Network/natGateways` becomes `/subscriptions/…/natGateways/<natGateway>`. */
function exampleId(type: string): string {
    const [namespace, ...segments] = type.split("/");
    const names = segments.map((segment) => `${segment}/<${segment.replace(/ies$/, "y").replace(/s$/, "")}>`);
    return ["/subscriptions/<subscription>/resourceGroups/<resourceGroup>/providers", namespace, ...names].join("/");
}
