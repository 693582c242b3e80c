/** What the rules are tried on. */
export const SUBNETS = "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet/subnets";
export const OTHER_NETWORK =
    "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/other/subnets";
export const IDENTITY =
    "/subscriptions/s/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
export const VM = "Standard_D4ds_v5";

export const good = {
    resourceGroupName: "group",
    systemNodePool: { vmSize: VM, subnetId: `${SUBNETS}/system` },
};
export const work = { name: "work", vmSize: VM };
export const spot = { ...work, scaleSetPriority: "Spot" };
export const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };

export const kubenet = { network: { ...network, networkPlugin: "kubenet" } };
export const systemAssigned = { controlPlaneIdentity: { type: "SystemAssigned" } };

export const automatic = { sku: "Automatic", apiServer: { subnetId: `${SUBNETS}/api` } };

export const GROUP = "aaaaaaaa-2222-3333-4444-555555555555";
export const CLIENT_ID = "11111111-2222-3333-4444-555555555555";
export const servicePrincipal = (principal: Loose = { clientId: CLIENT_ID }) => ({
    controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: principal },
});

export const PROVIDERS = "/subscriptions/s/resourceGroups/net/providers";
export const ROUTE_TABLE = `${PROVIDERS}/Microsoft.Network/routeTables/routes`;
export const NAT_GATEWAY = `${PROVIDERS}/Microsoft.Network/natGateways/nat`;
export const natEgress = { network: { ...network, outboundType: "userAssignedNATGateway" } };
export const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
export const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
const VAULT = `${PROVIDERS}/Microsoft.KeyVault/vaults/vault`;
export const GATEWAY = `${PROVIDERS}/Microsoft.Network/applicationGateways/gateway`;
export const insights = {
    workspaceId: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`,
    workspaceLocation: "westeurope",
};
export const prometheus = {
    workspaceId: `${PROVIDERS}/Microsoft.Monitor/accounts/metrics`,
    workspaceLocation: "West Europe",
};
export const aci = { subnetId: `${SUBNETS}/aci` };
export const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
export const extra = {
    name: "disks",
    role: READER,
    scope: "/subscriptions/s/resourceGroups/disks",
};
export const kms = { keyId: `https://vault.vault.azure.net/keys/etcd/${"0".repeat(32)}`, keyVaultId: VAULT };

export const pod = { name: "app", namespace: "shop", identityResourceId: IDENTITY };
export const pods = (podIdentity: Loose) => ({ addons: { podIdentity } });

const ids = { resourceId: IDENTITY, clientId: CLIENT_ID, principalId: GROUP };
const assigned = (role: string) => ({
    principalId: GROUP,
    roleDefinitionId: role,
    scope: "/subscriptions/s",
    id: `/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/${role}`,
    identity: "controlPlane",
    role: "a role",
    description: "It is needed.",
    when: "before-cluster",
});
/** Identities that have Network Contributor and Managed Identity Operator on everything. */
export const identitiesWithRoles = {
    controlPlaneIdentity: ids,
    kubeletIdentity: ids,
    roleAssignments: [
        assigned("4d97b98b-1d4f-4787-a291-c67834d212e7"),
        assigned("f1a07417-d97a-45cb-824c-7a7467783830"),
    ],
};

/** What an untyped caller may pass. */
export type Loose = Record<string, unknown>;
