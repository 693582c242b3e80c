import { MANAGED_IDENTITY_PAGE } from "../azure/pages";
import * as types from "../azure/resourceId";
import { ofPools } from "./pools";
import type { Rule } from "./rule";

const AKS = "https://learn.microsoft.com/azure/aks";
const SCOPES = "https://learn.microsoft.com/azure/role-based-access-control/scope-overview";

/** The inputs that take the id of an existing resource, with its type. */
const RESOURCE_IDS: readonly [code: string, type: string, source: string, inputs: string[], azureCode?: string][] = [
    [
        "IdentityResourceId",
        types.USER_ASSIGNED_IDENTITY,
        MANAGED_IDENTITY_PAGE,
        [
            ...["controlPlaneIdentity", "kubeletIdentity"].flatMap((identity) => [
                `${identity}.resourceId`,
                `identities.${identity}.resourceId`,
            ]),
            "identityResourceId",
        ],
    ],
    [
        "SubnetId",
        types.SUBNET,
        `${AKS}/concepts-network-cni-overview`,
        [...ofPools("subnetId", "podSubnetId"), "networkAccess.internalLoadBalancerSubnetIds[]"],
    ],
    ["ApiServerSubnetId", types.SUBNET, `${AKS}/api-server-vnet-integration`, ["apiServer.subnetId"]],
    ["RouteTableId", types.ROUTE_TABLE, `${AKS}/configure-kubenet`, ["networkAccess.routeTableId"]],
    ["NatGatewayId", types.NAT_GATEWAY, `${AKS}/egress-outboundtype`, ["networkAccess.natGatewayId"]],
    [
        "RegistryId",
        types.CONTAINER_REGISTRY,
        `${AKS}/cluster-container-registry-integration`,
        ["registries[].id", "bootstrapRegistryId"],
    ],
    [
        "DiskEncryptionSetId",
        types.DISK_ENCRYPTION_SET,
        `${AKS}/azure-disk-customer-managed-keys`,
        ["encryption.diskEncryptionSetId"],
    ],
    [
        "KmsKeyVaultId",
        types.KEY_VAULT,
        `${AKS}/use-kms-etcd-encryption`,
        ["encryption.keyVaultKms.keyVaultId", "keyVaultKms[].keyVaultId"],
    ],
    ...ofAddons(types.LOG_ANALYTICS_WORKSPACE, ["containerInsights.workspaceId"], "LogAnalyticsWorkspaceNotSet"),
    ...ofAddons(
        types.APPLICATION_GATEWAY,
        ["applicationGateway.gatewayId"],
        "IngressAppGwAddonConfigInvalidApplicationGatewayId",
    ),
    ...ofAddons(types.AZURE_MONITOR_WORKSPACE, ["managedPrometheus.workspaceId"]),
    ...ofAddons(types.KEY_VAULT, ["keyVaultSecrets.vaults[].id", "applicationRouting.keyVaultIds[]"]),
    ...ofAddons(types.USER_ASSIGNED_IDENTITY, [
        "podIdentity.identities[].identityResourceId",
        "applicationGateway.gatewayIdentityIds[]",
    ]),
    ...ofAddons(types.SUBNET, ["applicationGateway.subnetId"]),
    ...ofAddons(types.DNS_ZONE, ["applicationRouting.publicDnsZoneIds[]"]),
    ...ofAddons(types.PRIVATE_DNS_ZONE, ["applicationRouting.privateDnsZoneIds[]"]),
    ["ScopeId", types.SUBNET, SCOPES, ["subnetIds[]", "internalLoadBalancerSubnetIds[]"]],
    ["ScopeId", types.VIRTUAL_NETWORK, SCOPES, ["virtualNetworkIds[]"]],
    ["ScopeId", types.PRIVATE_DNS_ZONE, SCOPES, ["privateDnsZoneIds[]"]],
    ["ScopeId", types.ROUTE_TABLE, SCOPES, ["routeTableIds[]"]],
    ["ScopeId", types.NAT_GATEWAY, SCOPES, ["natGatewayIds[]"]],
    ["ScopeId", types.DISK_ENCRYPTION_SET, SCOPES, ["diskEncryptionSetIds[]"]],
];

function ofAddons(type: string, inputs: string[], azureCode?: string): typeof RESOURCE_IDS {
    return [["AddonResourceId", type, `${AKS}/integrations`, inputs.map((input) => `addons.${input}`), azureCode]];
}

export const RESOURCE_ID_RULES: readonly Rule[] = RESOURCE_IDS.map(([code, type, source, inputs, azureCode]) => ({
    code,
    ...(azureCode !== undefined && { azureCode }),
    inputs,
    accepts: (id) => types.isIdOf(type, String(id)),
    message: `this is the resource id of a resource of type ${type}`,
    fix: `Pass an id like ${exampleId(type)}.`,
    source,
}));

/** `Microsoft.Network/natGateways` becomes `/subscriptions/…/natGateways/<natGateway>`. */
function exampleId(type: string): string {
    const [namespace, ...segments] = type.split("/");
    const names = segments.map((segment) => `${segment}/<${segment.replace(/ies$/, "y").replace(/s$/, "")}>`);
    return ["/subscriptions/<subscription>/resourceGroups/<resourceGroup>/providers", namespace, ...names].join("/");
}
