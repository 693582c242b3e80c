import * as pulumi from "@pulumi/pulumi";
import { ArgumentsError, ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { checkArgs } from "../../src/rules/check";
import { RULES } from "../../src/rules/table";
import { underMocks, valueIn } from "./mocks";

const SUBNETS =
    "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet/subnets";
const OTHER_NETWORK =
    "/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/other/subnets";
const IDENTITY =
    "/subscriptions/s/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
const VM = "Standard_D4ds_v5";

const good = {
    resourceGroupName: "group",
    systemNodePool: { vmSize: VM, subnetId: `${SUBNETS}/system` },
};
const work = { name: "work", vmSize: VM };
const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };

const kubenet = { network: { ...network, networkPlugin: "kubenet" } };
const systemAssigned = { controlPlaneIdentity: { type: "SystemAssigned" } };

const GROUP = "aaaaaaaa-2222-3333-4444-555555555555";
const CLIENT_ID = "11111111-2222-3333-4444-555555555555";
const servicePrincipal = (principal: Loose = { clientId: CLIENT_ID }) => ({
    controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: principal },
});

const PROVIDERS = "/subscriptions/s/resourceGroups/net/providers";
const ROUTE_TABLE = `${PROVIDERS}/Microsoft.Network/routeTables/routes`;
const NAT_GATEWAY = `${PROVIDERS}/Microsoft.Network/natGateways/nat`;
const natEgress = { network: { ...network, outboundType: "userAssignedNATGateway" } };
const ZONE = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
const REGISTRY = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
const VAULT = `${PROVIDERS}/Microsoft.KeyVault/vaults/vault`;
const GATEWAY = `${PROVIDERS}/Microsoft.Network/applicationGateways/gateway`;
const aci = { subnetName: "aci" };
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const delegated = { name: "disks", roleDefinitionId: READER, scope: "/subscriptions/s/resourceGroups/disks" };
const kms = { keyId: `https://vault.vault.azure.net/keys/etcd/${"0".repeat(32)}`, keyVaultId: VAULT };

/** What an untyped caller may pass. */
type Loose = Record<string, unknown>;

/** Rule, input at fault as the message names it, arguments beside the good ones. */
const bad: [code: string, path: string, args: Loose][] = [
    ["PlainInput", "roleAssignments", { roleAssignments: pulumi.output("Skip") }],
    ["PlainInput", "nodePools", { nodePools: pulumi.output([work]) }],
    [
        "PlainInput",
        "controlPlaneIdentity.type",
        { controlPlaneIdentity: { type: Promise.resolve("SystemAssigned") } },
    ],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: undefined }],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: "" }],
    [
        "ResourceGroupName",
        "resourceGroupName",
        { resourceGroupName: "/subscriptions/s/resourceGroups/group" },
    ],
    ["ResourceGroupName", "resourceGroupName", { resourceGroupName: "ends." }],
    ["Location", "location", { location: "" }],
    ["ClusterName", "clusterName", { clusterName: "-aks" }],
    ["ClusterName", "clusterName", { clusterName: "a".repeat(64) }],
    ["DnsPrefix", "dnsPrefix", { dnsPrefix: "a_b" }],
    ["KubernetesVersion", "kubernetesVersion", { kubernetesVersion: "v1.34" }],
    ["KubernetesVersion", "kubernetesVersion", { kubernetesVersion: 1.34 }],
    ["IdentityType", "controlPlaneIdentity.type", { controlPlaneIdentity: { type: "systemassigned" } }],
    ["KubeletIdentityType", "kubeletIdentity.type", { kubeletIdentity: { type: "None" } }],
    [
        "IdentityResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { resourceId: "one" } },
    ],
    [
        "IdentityResourceId",
        "kubeletIdentity.resourceId",
        { kubeletIdentity: { resourceId: `${SUBNETS}/system` } },
    ],
    [
        "SystemAssignedTakesNoResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned", resourceId: IDENTITY } },
    ],
    [
        "AksManagedTakesNoResourceId",
        "kubeletIdentity.resourceId",
        { kubeletIdentity: { type: "AksManaged", resourceId: pulumi.output(IDENTITY) } },
    ],
    [
        "KubeletIdentityNeedsUserAssignedControlPlane",
        "kubeletIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { resourceId: IDENTITY } },
    ],
    [
        "KubeletIdentityNeedsUserAssignedControlPlane",
        "kubeletIdentity.type",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { type: "UserAssigned" } },
    ],
    [
        "PlainInput",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { servicePrincipal: pulumi.output({ clientId: CLIENT_ID }) } },
    ],
    [
        "ServicePrincipalMissing",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { type: "ServicePrincipal" } },
    ],
    [
        "ServicePrincipalMissing",
        "controlPlaneIdentity.servicePrincipal",
        { controlPlaneIdentity: { servicePrincipal: CLIENT_ID } },
    ],
    [
        "ServicePrincipalClientId",
        "controlPlaneIdentity.servicePrincipal.clientId",
        servicePrincipal({ clientSecret: "hush" }),
    ],
    [
        "ServicePrincipalClientId",
        "controlPlaneIdentity.servicePrincipal.clientId",
        servicePrincipal({ clientId: "legacy-cluster" }),
    ],
    [
        "ServicePrincipalSecret",
        "controlPlaneIdentity.servicePrincipal.clientSecret",
        servicePrincipal({ clientId: CLIENT_ID, clientSecret: " " }),
    ],
    [
        "ServicePrincipalTakesNoResourceId",
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { ...servicePrincipal().controlPlaneIdentity, resourceId: IDENTITY } },
    ],
    [
        "ServicePrincipalTakesNoKubeletIdentity",
        "kubeletIdentity",
        { ...servicePrincipal(), kubeletIdentity: { type: "AksManaged" } },
    ],
    [
        "ServicePrincipalTakesNoKubeletIdentity",
        "kubeletIdentity",
        { ...servicePrincipal(), kubeletIdentity: { resourceId: pulumi.output(IDENTITY) } },
    ],
    ["SystemNodePool", "systemNodePool", { systemNodePool: undefined }],
    ["SystemNodePool", "systemNodePool", { systemNodePool: [good.systemNodePool] }],
    ["NodePools", "nodePools", { nodePools: work }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ vmSize: VM }] }],
    ["NodePoolName", "systemNodePool.name", { systemNodePool: { vmSize: VM, name: "Pool_1" } }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ ...work, name: "a234567890123" }] }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ ...work, name: "windows", osType: "Windows" }] }],
    ["NodePoolNameTwice", "nodePools[0].name", { nodePools: [{ ...work, name: "system" }] }],
    ["NodePoolNameTwice", "nodePools[1].name", { nodePools: [work, work] }],
    ["NodePoolVmSize", "systemNodePool.vmSize", { systemNodePool: {} }],
    ["NodePoolVmSize", "nodePools[0].vmSize", { nodePools: [{ ...work, vmSize: "huge" }] }],
    ["NodePoolCount", "systemNodePool.count", { systemNodePool: { vmSize: VM, count: 0 } }],
    ["NodePoolCount", "nodePools[0].count", { nodePools: [{ ...work, count: 1.5 }] }],
    ["NodePoolCount", "nodePools[0].maxCount", { nodePools: [{ ...work, minCount: 1, maxCount: 1001 }] }],
    ["AutoscalerBounds", "nodePools[0].maxCount", { nodePools: [{ ...work, minCount: 1 }] }],
    ["AutoscalerBounds", "systemNodePool.minCount", { systemNodePool: { vmSize: VM, maxCount: 3 } }],
    ["AutoscalerOrder", "nodePools[0].minCount", { nodePools: [{ ...work, minCount: 5, maxCount: 2 }] }],
    ["SystemPoolIsLinux", "systemNodePool.osType", { systemNodePool: { vmSize: VM, osType: "Windows" } }],
    ["NodePoolOsType", "nodePools[0].osType", { nodePools: [{ ...work, osType: "BSD" }] }],
    ["SubnetId", "systemNodePool.subnetId", { systemNodePool: { vmSize: VM, subnetId: "nodes" } }],
    [
        "SubnetId",
        "nodePools[0].subnetId",
        { nodePools: [{ ...work, subnetId: SUBNETS.replace("/subnets", "") }] },
    ],
    [
        "SystemPoolSubnet",
        "nodePools[0].subnetId",
        {
            systemNodePool: { vmSize: VM },
            nodePools: [{ ...work, subnetId: pulumi.output(`${SUBNETS}/work`) }],
        },
    ],
    [
        "OneVirtualNetwork",
        "nodePools[0].subnetId",
        { nodePools: [{ ...work, subnetId: `${OTHER_NETWORK}/work` }] },
    ],
    ["Network", "network", { network: "azure" }],
    ["NetworkPlugin", "network.networkPlugin", { network: { ...network, networkPlugin: "cilium" } }],
    ["ServiceCidr", "network.serviceCidr", { network: { ...network, serviceCidr: undefined } }],
    ["ServiceCidr", "network.serviceCidr", { network: { ...network, serviceCidr: "10.96.0.0/33" } }],
    ["PodCidr", "network.podCidr", { network: { ...network, podCidr: "10.244" } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: "10.97.0.10" } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: "10.96.0.1" } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: undefined } }],
    ["OutboundType", "network.outboundType", { network: { ...network, outboundType: "natGateway" } }],
    [
        "OutboundTypeNeedsSubnet",
        "network.outboundType",
        { systemNodePool: { vmSize: VM }, network: { ...network, outboundType: "userDefinedRouting" } },
    ],
    [
        "ManagedNatGatewayTakesNoSubnet",
        "network.outboundType",
        { network: { ...network, outboundType: "managedNATGateway" } },
    ],
    ["RouteTableId", "routeTableId", { ...kubenet, routeTableId: "routes" }],
    ["RouteTableNeedsKubenet", "routeTableId", { network, routeTableId: ROUTE_TABLE }],
    ["RouteTableNeedsKubenet", "routeTableId", { routeTableId: pulumi.output(ROUTE_TABLE) }],
    [
        "RouteTableNeedsKubenet",
        "routeTableId",
        { ...kubenet, routeTableId: ROUTE_TABLE, systemNodePool: { vmSize: VM } },
    ],
    [
        "RouteTableNeedsUserAssignedControlPlane",
        "routeTableId",
        { ...kubenet, ...systemAssigned, routeTableId: ROUTE_TABLE },
    ],
    ["NatGatewayId", "natGatewayId", { ...natEgress, natGatewayId: "nat" }],
    ["NatGatewayNeedsOutboundType", "natGatewayId", { network, natGatewayId: NAT_GATEWAY }],
    ["PublicIpResourceGroupId", "publicIpResourceGroupIds[0]", { publicIpResourceGroupIds: ["ips"] }],
    [
        "PrivateDnsZone",
        "apiServer.privateDnsZone",
        { apiServer: { privateCluster: true, privateDnsZone: "mine" } },
    ],
    [
        "PrivateDnsZone",
        "apiServer.privateDnsZone",
        { apiServer: { privateCluster: true, privateDnsZone: ZONE.replace("privatelink", "aks") } },
    ],
    [
        "PrivateDnsZoneNeedsPrivateCluster",
        "apiServer.privateDnsZone",
        { apiServer: { privateDnsZone: "system" } },
    ],
    [
        "PrivateDnsZoneNeedsUserAssignedControlPlane",
        "apiServer.privateDnsZone",
        { ...systemAssigned, apiServer: { privateCluster: true, privateDnsZone: ZONE } },
    ],
    [
        "AuthorizedIpRangesNeedPublicCluster",
        "apiServer.authorizedIpRanges",
        { apiServer: { privateCluster: true, authorizedIpRanges: ["203.0.113.0/24"] } },
    ],
    ["ApiServerSubnetId", "apiServer.subnetId", { apiServer: { subnetId: "api" } }],
    [
        "ApiServerSubnetNeedsNodeSubnet",
        "apiServer.subnetId",
        { systemNodePool: { vmSize: VM }, apiServer: { subnetId: `${SUBNETS}/api` } },
    ],
    ["Registries", "registries", { registries: { id: REGISTRY } }],
    ["Registries", "delegatedAccess", { delegatedAccess: ["Reader"] }],
    ["RegistryId", "registries[0].id", { registries: [{ id: "acr" }] }],
    ["RegistryId", "bootstrapRegistryId", { bootstrapRegistryId: "acr" }],
    [
        "RegistryPermissions",
        "registries[0].permissions",
        { registries: [{ id: REGISTRY, permissions: "ABAC" }] },
    ],
    [
        "ListRepositoriesNeedsAbac",
        "registries[0].listRepositories",
        { registries: [{ id: REGISTRY, listRepositories: true }] },
    ],
    ["GrantName", "registries[0].name", { registries: [{ id: REGISTRY, name: "My Registry" }] }],
    [
        "GrantName",
        "delegatedAccess[0].name",
        { delegatedAccess: [{ roleDefinitionId: READER, scope: "/subscriptions/s" }] },
    ],
    [
        "GrantNameTwice",
        "registries[1].name",
        { registries: [{ id: REGISTRY }, { id: REGISTRY.toUpperCase() }] },
    ],
    ["GrantNameTwice", "delegatedAccess[1].name", { delegatedAccess: [delegated, delegated] }],
    [
        "BootstrapRegistryNeedsOwnKubeletIdentity",
        "bootstrapRegistryId",
        { ...systemAssigned, bootstrapRegistryId: REGISTRY },
    ],
    [
        "RoleDefinitionId",
        "delegatedAccess[0].roleDefinitionId",
        { delegatedAccess: [{ ...delegated, roleDefinitionId: "Reader" }] },
    ],
    ["RoleDefinitionId", "networkRoleDefinitionId", { networkRoleDefinitionId: "Subnet Joiner" }],
    ["DelegatedScope", "delegatedAccess[0].scope", { delegatedAccess: [{ ...delegated, scope: "disks" }] }],
    [
        "DelegatedIdentity",
        "delegatedAccess[0].identity",
        { delegatedAccess: [{ ...delegated, identity: "nodes" }] },
    ],
    ["DiskEncryptionSetId", "encryption.diskEncryptionSetId", { encryption: { diskEncryptionSetId: "des" } }],
    ["KmsKeyId", "encryption.keyVaultKms.keyId", { encryption: { keyVaultKms: { ...kms, keyId: "key" } } }],
    [
        "KmsKeyVaultId",
        "encryption.keyVaultKms.keyVaultId",
        { encryption: { keyVaultKms: { ...kms, keyVaultId: "vault" } } },
    ],
    [
        "KmsNetworkAccess",
        "encryption.keyVaultKms.networkAccess",
        { encryption: { keyVaultKms: { ...kms, networkAccess: "private" } } },
    ],
    [
        "KmsNeedsUserAssignedControlPlane",
        "encryption.keyVaultKms",
        { ...systemAssigned, encryption: { keyVaultKms: kms } },
    ],
    ["OidcIssuer", "oidcIssuer", { oidcIssuer: "true" }],
    ["OidcIssuer", "workloadIdentity", { oidcIssuer: true, workloadIdentity: 1 }],
    ["WorkloadIdentityNeedsOidcIssuer", "workloadIdentity", { workloadIdentity: true }],
    ["WorkloadIdentityNeedsOidcIssuer", "workloadIdentity", { workloadIdentity: true, oidcIssuer: false }],
    ["RegionWithoutUserAssignedIdentity", "location", { location: "USGov Iowa" }],
    ["RegionWithoutOwnKubeletIdentity", "location", { location: "chinanorth" }],
    ["UpgradeChannel", "autoUpgrade.upgradeChannel", { autoUpgrade: { upgradeChannel: "Stable" } }],
    [
        "NodeOsUpgradeChannel",
        "autoUpgrade.nodeOsUpgradeChannel",
        { autoUpgrade: { nodeOsUpgradeChannel: "image" } },
    ],
    ["Tier", "tier", { tier: "Paid" }],
    ["Addons", "addons", { addons: ["azurePolicy"] }],
    ["PlainInput", "addons.azurePolicy", { addons: { azurePolicy: pulumi.output(true) } }],
    [
        "HttpApplicationRoutingRetired",
        "addons.httpApplicationRouting",
        { addons: { httpApplicationRouting: true } },
    ],
    ["KubeDashboardRetired", "addons.kubeDashboard", { addons: { kubeDashboard: {} } }],
    ["PodIdentityRetired", "addons.podIdentity", { addons: { podIdentity: { enabled: true } } }],
    ["UnknownAddon", "addons.openServiceMesh", { addons: { openServiceMesh: true } }],
    [
        "AddonResourceId",
        "addons.containerInsights.workspaceId",
        { addons: { containerInsights: { workspaceId: "logs" } } },
    ],
    [
        "AddonResourceId",
        "addons.keyVaultSecrets.vaults[0].id",
        { addons: { keyVaultSecrets: { vaults: [{ id: REGISTRY }] } } },
    ],
    [
        "AddonResourceId",
        "addons.applicationRouting.publicDnsZoneIds[0]",
        { addons: { applicationRouting: { publicDnsZoneIds: [ZONE] } } },
    ],
    ["GatewayForm", "addons.applicationGateway", { addons: { applicationGateway: {} } }],
    ["GatewayForm", "addons.applicationGateway", { addons: { applicationGateway: { gatewayId: GATEWAY } } }],
    [
        "GatewayForm",
        "addons.applicationGateway",
        { addons: { applicationGateway: { subnetId: pulumi.output("s"), subnetCidr: "10.0.0.0/24" } } },
    ],
    [
        "AddonNeedsNodeSubnet",
        "addons.virtualNode",
        { network, systemNodePool: { vmSize: VM }, addons: { virtualNode: aci } },
    ],
    [
        "AddonNeedsNodeSubnet",
        "addons.applicationGateway.subnetCidr",
        { systemNodePool: { vmSize: VM }, addons: { applicationGateway: { subnetCidr: "10.0.0.0/24" } } },
    ],
    ["VirtualNodeNeedsAzureCni", "addons.virtualNode", { ...kubenet, addons: { virtualNode: aci } }],
    ["CostAnalysisNeedsTier", "addons.costAnalysis", { addons: { costAnalysis: true } }],
    ["Entra", "entra", { entra: pulumi.output({}) }],
    ["Entra", "entra", { entra: true }],
    ["EntraAdminGroups", "entra.adminGroupObjectIds", { entra: { adminGroupObjectIds: GROUP } }],
    ["EntraAdminGroups", "entra.adminGroupNames", { entra: { adminGroupNames: pulumi.output(["admins"]) } }],
    ["EntraGroupObjectId", "entra.adminGroupObjectIds[0]", { entra: { adminGroupObjectIds: ["admins"] } }],
    ["EntraGroupName", "entra.adminGroupNames[1]", { entra: { adminGroupNames: ["admins", " "] } }],
    [
        "EntraGroupTwice",
        "entra.adminGroupObjectIds[1]",
        { entra: { adminGroupObjectIds: [GROUP, GROUP.toUpperCase()] } },
    ],
    ["EntraGroupTwice", "entra.adminGroupNames[1]", { entra: { adminGroupNames: ["admins", "Admins"] } }],
    ["EntraTenantId", "entra.tenantId", { entra: { tenantId: "example.onmicrosoft.com" } }],
    ["EntraSwitch", "entra.azureRbac", { entra: { azureRbac: "true" } }],
    ["EntraSwitch", "entra.disableLocalAccounts", { entra: { disableLocalAccounts: 1 } }],
    [
        "LocalAccountsOffNeedsAdmins",
        "entra.disableLocalAccounts",
        { entra: { disableLocalAccounts: true, adminGroupObjectIds: [], azureRbac: false } },
    ],
    ["RoleAssignmentMode", "roleAssignments", { roleAssignments: "skip" }],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: 0 }],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: Number.NaN }],
    ["PropagationTimeout", "propagationTimeoutMinutes", { propagationTimeoutMinutes: "60" }],
];

async function refusal(args: Loose): Promise<{ error: ArgumentsError; registered: number }> {
    const { resources, result } = await underMocks(() => {
        try {
            new ManagedIdentityAksCluster("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs);
            return undefined;
        } catch (error) {
            return error;
        }
    });
    if (!(result instanceof ArgumentsError)) {
        throw new Error(`not refused: ${String(result)}`);
    }
    return { error: result, registered: resources.length };
}

describe("refused before anything is registered", () => {
    test.each(bad)("%s at %s", async (code, path, args) => {
        const { error, registered } = await refusal(args);
        expect(registered).toBe(0);
        const rule = RULES.find((row) => row.code === code);
        const reported = error.errors.find(
            ({ propertyPath, reason }) => propertyPath === path && reason.includes(`(${code}`),
        );
        expect(reported?.reason).toContain(`${path} is `);
        expect(reported?.reason).toContain(rule?.fix);
        expect(reported?.reason).toContain(rule?.source);
    });

    // Only an output can hold the same subnet as another input without being the same input.
    const checkedLater = ["SubnetTwice"];
    const warned = ["KubenetRetires", "AzureNetworkPolicyEnds"];

    test("every rule has an example above, or one among the outputs below", () => {
        expect(RULES.map(({ code }) => code).sort()).toEqual(
            [...new Set([...bad.map(([code]) => code), ...checkedLater, ...warned])].sort(),
        );
    });

    test("all problems come in one error, in full", async () => {
        const { error } = await refusal({
            clusterName: "-aks",
            controlPlaneIdentity: { type: "SystemAssigned" },
            kubeletIdentity: { resourceId: IDENTITY },
        });
        expect(error.message).toBe(
            [
                'ManagedIdentityAksCluster "aks": 2 problems in its arguments.',
                `  - clusterName is "-aks": a cluster's name has 1 to 63 letters, digits, hyphens and underscores, a letter or digit at both ends. Shorten or respell it, or leave it out for a generated name. (ClusterName; https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules)`,
                `  - kubeletIdentity.resourceId is "${IDENTITY}": AKS takes an own kubelet identity only beside a user-assigned control plane identity, and this control plane is system-assigned. Set controlPlaneIdentity.type to "UserAssigned", or remove kubeletIdentity. (KubeletIdentityNeedsUserAssignedControlPlane, Azure: CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster; https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity)`,
            ].join("\n"),
        );
        expect(pulumi.RunError.isInstance(error)).toBe(true);
    });

    test("a client secret is not printed, however it was given", async () => {
        const { error } = await refusal(servicePrincipal({ clientId: "legacy", clientSecret: 4711_0815 }));
        expect(error.message).toContain(
            "controlPlaneIdentity.servicePrincipal.clientSecret is a secret value: a client secret is a text",
        );
        expect(error.message).not.toContain("47110815");
    });

    test("arguments that are missing altogether", async () => {
        const { result } = await underMocks(() => {
            try {
                return new ManagedIdentityAksCluster(
                    "aks",
                    undefined as unknown as ManagedIdentityAksClusterArgs,
                );
            } catch (error) {
                return error;
            }
        });
        expect(result).toBeInstanceOf(ArgumentsError);
    });
});

describe("a legal near miss passes", () => {
    test.each<[string, Loose]>([
        ["the good arguments", {}],
        ["a resource group's name of 90 characters", { resourceGroupName: "g".repeat(90) }],
        ["a cluster's name of one letter", { clusterName: "a" }],
        ["a pool's name of 12 characters", { nodePools: [{ ...work, name: "a23456789012" }] }],
        ["a Windows pool's name of 6", { nodePools: [{ ...work, name: "win123", osType: "Windows" }] }],
        ["a user pool of no nodes", { nodePools: [{ ...work, count: 0 }] }],
        ["an autoscaler that cannot scale", { nodePools: [{ ...work, minCount: 2, maxCount: 2 }] }],
        ["two pools in one subnet", { nodePools: [{ ...work, subnetId: `${SUBNETS}/SYSTEM` }] }],
        ["no further pools", { nodePools: [] }],
        ["a DNS address at the end of its range", { network: { ...network, dnsServiceIP: "10.96.255.254" } }],
        [
            "AKS-managed kubelets beside a system-assigned control plane",
            {
                controlPlaneIdentity: { type: "SystemAssigned" },
                kubeletIdentity: { type: "AksManaged" },
            },
        ],
        [
            "a region with neither, with a system-assigned identity",
            { ...systemAssigned, location: "usdodeast" },
        ],
        [
            "a region without own kubelet identities, with AKS's",
            { location: "chinaeast", kubeletIdentity: { type: "AksManaged" } },
        ],
        ["a service principal without its secret", servicePrincipal()],
        [
            "a service principal behind outputs",
            servicePrincipal({
                clientId: pulumi.output(CLIENT_ID.toUpperCase()),
                clientSecret: pulumi.secret("hush"),
            }),
        ],
        [
            "own kubelets beside a service principal that the cluster has left",
            {
                controlPlaneIdentity: { resourceId: IDENTITY, servicePrincipal: { clientId: CLIENT_ID } },
                kubeletIdentity: { resourceId: IDENTITY },
            },
        ],
        [
            "a private zone of a service principal, which has its role before the cluster",
            { ...servicePrincipal(), apiServer: { privateCluster: true, privateDnsZone: ZONE } },
        ],
        ["sign-in with Entra alone", { entra: {} }],
        [
            "no local accounts, but an admin group",
            { entra: { disableLocalAccounts: true, adminGroupObjectIds: [pulumi.output(GROUP)] } },
        ],
        [
            "no local accounts, but Azure RBAC",
            { entra: { disableLocalAccounts: true, azureRbac: pulumi.output(true) } },
        ],
        ["local accounts spelled out", { entra: { disableLocalAccounts: false } }],
        ["a role assignment mode spelled out", { roleAssignments: "Create" }],
        ["an own NAT gateway", { ...natEgress, natGatewayId: NAT_GATEWAY }],
        ["a route table with kubenet", { ...kubenet, routeTableId: ROUTE_TABLE }],
        [
            "an own zone below privatelink",
            {
                apiServer: {
                    privateCluster: true,
                    privateDnsZone: ZONE.replace("privatelink", "team-1.privatelink"),
                },
            },
        ],
        [
            "a system zone beside a system-assigned control plane",
            {
                ...systemAssigned,
                apiServer: { privateCluster: true, privateDnsZone: "system" },
            },
        ],
        [
            "an ABAC registry whose repositories are listed",
            {
                registries: [{ id: REGISTRY, permissions: "Abac", listRepositories: true }],
            },
        ],
        [
            "delegated access by full role id",
            {
                delegatedAccess: [
                    {
                        ...delegated,
                        roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
                    },
                ],
            },
        ],
        [
            "a managed NAT gateway in a network of AKS's",
            {
                systemNodePool: { vmSize: VM },
                network: { ...network, outboundType: "managedNATGateway" },
            },
        ],
        ["workload identity with the issuer", { workloadIdentity: true, oidcIssuer: true }],
        ["an issuer without workload identity", { workloadIdentity: false, oidcIssuer: true }],
        ["neither workload identity nor issuer", { workloadIdentity: false, oidcIssuer: false }],
        [
            "own keys for disks and etcd",
            {
                encryption: {
                    diskEncryptionSetId: `${PROVIDERS}/Microsoft.Compute/diskEncryptionSets/des`,
                    keyVaultKms: { ...kms, networkAccess: "Private" },
                },
            },
        ],
    ])("%s", async (_, args) => {
        const { resources } = await underMocks(
            () => new ManagedIdentityAksCluster("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs),
        );
        expect(resources.map(({ name }) => name)).toContain("aks-cluster");
    });
});

describe("warned of, not refused", () => {
    test.each<[string, Loose, string]>([
        ["kubenet", kubenet, 'network.networkPlugin is "kubenet": kubenet retires on 2028-03-31.'],
        [
            "Azure network policy manager",
            { network: { ...network, networkPolicy: "azure" } },
            'network.networkPolicy is "azure": Azure network policy manager ends on Windows nodes on 2026-09-30',
        ],
    ])("%s", async (_, args, message) => {
        const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
        try {
            const { resources } = await underMocks(
                () =>
                    new ManagedIdentityAksCluster("aks", {
                        ...good,
                        ...args,
                    } as ManagedIdentityAksClusterArgs),
            );
            expect(resources.map(({ name }) => name)).toContain("aks-cluster");
            expect(warn.mock.calls.map(([text]) => text)).toEqual([
                expect.stringContaining(`ManagedIdentityAksCluster "aks": ${message}`),
            ]);
        } finally {
            warn.mockRestore();
        }
    });
});

describe("an output is checked when its value is known", () => {
    const checked = (args: Loose) => checkArgs("aks", { ...good, ...args } as ManagedIdentityAksClusterArgs);

    test("and nothing gets hold of it before", async () => {
        const { clusterName } = checked({ clusterName: pulumi.output("-aks") });
        await expect(valueIn(clusterName)).rejects.toThrow(
            `clusterName is "-aks": a cluster's name has 1 to 63 letters`,
        );
    });

    test("a good one is the value it was", async () => {
        const { clusterName } = checked({ clusterName: pulumi.output("aks") });
        await expect(valueIn(clusterName)).resolves.toBe("aks");
    });

    test("one that is compared with another waits for both", async () => {
        const given = { ...network, serviceCidr: pulumi.output("10.97.0.0/16") };
        await expect(valueIn(checked({ network: given }).network?.dnsServiceIP)).rejects.toThrow(
            'network.dnsServiceIP is "10.96.0.10"',
        );
    });

    test("workload identity waits for the issuer", async () => {
        const { workloadIdentity } = checked({ workloadIdentity: true, oidcIssuer: pulumi.output(false) });
        await expect(valueIn(workloadIdentity)).rejects.toThrow(
            "workloadIdentity is true: enabling workload identity requires enabling the OIDC issuer",
        );
    });

    test("one subnet behind two outputs would be one role assigned twice", async () => {
        const { nodePools } = checked({
            systemNodePool: { vmSize: VM, subnetId: pulumi.output(`${SUBNETS}/one`) },
            nodePools: [{ ...work, subnetId: pulumi.output(`${SUBNETS}/one`) }],
        });
        await expect(valueIn(nodePools?.[0]?.subnetId)).rejects.toThrow(
            /nodePools\[0\]\.subnetId is .*\(SubnetTwice, Azure: RoleAssignmentExists;/,
        );
    });

    test("one output in two pools stays one input, and so one grant", () => {
        const subnetId = pulumi.output(`${SUBNETS}/one`);
        const { systemNodePool, nodePools } = checked({
            systemNodePool: { vmSize: VM, subnetId },
            nodePools: [{ ...work, subnetId }],
        });
        expect(nodePools?.[0]?.subnetId).toBe(systemNodePool.subnetId);
    });

    test("a secret value is not printed", async () => {
        const { clusterName } = checked({ clusterName: pulumi.secret("-hush-hush-") });
        const refused = valueIn(clusterName);
        await expect(refused).rejects.toThrow("clusterName is a secret value: a cluster's name has");
        await expect(refused).rejects.not.toThrow("hush");
    });
});
