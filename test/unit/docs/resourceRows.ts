import * as pulumi from "@pulumi/pulumi";
import {
    AksClusterIdentities,
    type AksClusterIdentitiesArgs,
    AksWorkloadIdentity,
    type AksWorkloadIdentityArgs,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../../src";
import { network } from "../rules/arguments";
import { COMPONENT, chosen, type Row } from "./createdResources";

/** What creates each resource of each component, in the order of docs/resources.md. */

const GROUP = "/subscriptions/s/resourceGroups";
const PROVIDERS = `${GROUP}/group/providers`;
const id = (type: string, name: string) => `${PROVIDERS}/${type}/${name}`;

const networkId = id("Microsoft.Network/virtualNetworks", chosen("network"));
const subnetId = `${networkId}/subnets/${chosen("subnet")}`;
const zoneId = id("Microsoft.Network/privateDnsZones", chosen("zone"));
const clusterZoneId = id("Microsoft.Network/privateDnsZones", "privatelink.westeurope.azmk8s.io");
const registryId = id("Microsoft.ContainerRegistry/registries", chosen("registry"));
const keyVaultId = id("Microsoft.KeyVault/vaults", chosen("vault"));
const identityId = id("Microsoft.ManagedIdentity/userAssignedIdentities", chosen("identity"));
const publicIPGroupId = `${GROUP}/${chosen("group")}`;
const gatewayId = id("Microsoft.Network/applicationGateways", "gateway");
const workspace = (type: string) => ({ workspaceId: id(type, "workspace"), workspaceLocation: "westeurope" });
const extraRoleAssignments = [{ name: chosen("entry"), role: "Reader", scope: `${GROUP}/group` }];

const resourceGroupName = "group";
const vmSize = "Standard_D4ds_v5";
const systemNodePool = { vmSize, subnetId: `${networkId}/subnets/system` };

type ClusterArgs = Partial<ManagedIdentityAksClusterArgs>;

export const makeCluster = (args: ClusterArgs) =>
    new ManagedIdentityAksCluster(COMPONENT, { resourceGroupName, systemNodePool: { vmSize }, ...args });

export const CLUSTER: Row<ManagedIdentityAksClusterArgs>[] = [
    {
        created: "unless the identity exists or is system-assigned",
        args: {},
        unlike: { controlPlaneIdentity: { resourceId: identityId } },
    },
    {
        created: "unless the identity exists or AKS creates it",
        args: { kubeletIdentity: {} },
        unlike: { kubeletIdentity: { resourceId: identityId } },
    },
    { created: "always", args: { controlPlaneIdentity: { type: "SystemAssigned" } }, unlike: "nothing" },
    { created: "for each entry of `nodePools`", args: { nodePools: [{ name: chosen("pool"), vmSize }] } },
    {
        created: 'with `addons.containerInsights`, except by "Legacy" authentication',
        args: { addons: { containerInsights: workspace("Microsoft.OperationalInsights/workspaces") } },
    },
    {
        created: "with `addons.managedPrometheus`",
        args: { addons: { managedPrometheus: workspace("Microsoft.Monitor/accounts") } },
    },
    {
        created: 'if `roleAssignmentMode` is "Skip"',
        args: { roleAssignmentMode: "Skip" },
    },
];

const encryption = (networkAccess: "Public" | "Private"): ClusterArgs => ({
    apiServer: { vnetIntegration: true },
    encryption: {
        keyVaultKms: {
            keyId: `https://${chosen("vault")}.vault.azure.net/keys/etcd/${"0".repeat(32)}`,
            keyVaultId,
            networkAccess,
        },
    },
});

export const ROLE_ASSIGNMENTS: Row<ManagedIdentityAksClusterArgs>[] = [
    {
        created: "with a user-assigned kubelet identity",
        args: {},
        unlike: { kubeletIdentity: { type: "AksManaged" } },
    },
    { created: "for `systemNodePool.subnetId`", args: { systemNodePool } },
    {
        created: "for `systemNodePool.podSubnetId`",
        args: { systemNodePool: { ...systemNodePool, podSubnetId: subnetId } },
        unlike: { systemNodePool },
    },
    {
        created: "for `apiServer.subnetId`",
        args: { systemNodePool, apiServer: { subnetId } },
        unlike: { systemNodePool },
    },
    ...(["subnetId", "podSubnetId"] as const).map((input) => ({
        created: `for \`nodePools[].${input}\``,
        args: { systemNodePool, nodePools: [{ name: "work", vmSize, [input]: subnetId }] },
        unlike: { systemNodePool, nodePools: [{ name: "work", vmSize }] },
    })),
    {
        created: "for `networkAccess.internalLoadBalancerSubnetIds`",
        args: { systemNodePool, networkAccess: { internalLoadBalancerSubnetIds: [subnetId] } },
        unlike: { systemNodePool },
    },
    {
        created: "for your zone in `apiServer.privateDNSZone`",
        args: { systemNodePool, apiServer: { privateCluster: true, privateDNSZone: clusterZoneId } },
        unlike: { systemNodePool },
    },
    {
        created: "for `networkAccess.routeTableId`",
        args: { systemNodePool, networkAccess: { routeTableId: id("Microsoft.Network/routeTables", "table") } },
        unlike: { systemNodePool },
    },
    {
        created: "for `networkAccess.natGatewayId`",
        args: {
            systemNodePool,
            network: { ...network, outboundType: "userAssignedNATGateway" },
            networkAccess: { natGatewayId: id("Microsoft.Network/natGateways", "nat") },
        },
        unlike: { systemNodePool },
    },
    {
        created: "for each of `networkAccess.publicIPResourceGroupIds`",
        args: { networkAccess: { publicIPResourceGroupIds: [publicIPGroupId] } },
    },
    { created: "for each of `registries`", args: { registries: [{ id: registryId }] } },
    { created: "for `bootstrapRegistryId`", args: { bootstrapRegistryId: registryId } },
    {
        created: "with `registries[].listRepositories`",
        args: { registries: [{ id: registryId, permissions: "Abac", listRepositories: true }] },
        unlike: { registries: [{ id: registryId, permissions: "Abac" }] },
    },
    {
        created: "for `encryption.diskEncryptionSetId`",
        args: { encryption: { diskEncryptionSetId: id("Microsoft.Compute/diskEncryptionSets", "set") } },
    },
    { created: "for `encryption.keyVaultKms`", args: encryption("Public") },
    {
        created: 'if `encryption.keyVaultKms.networkAccess` is "Private"',
        args: encryption("Private"),
        unlike: encryption("Public"),
    },
    {
        created: "for each of `addons.podIdentity.identities`",
        args: {
            addons: {
                podIdentity: { identities: [{ name: "app", namespace: "shop", identityResourceId: identityId }] },
            },
        },
    },
    { created: "for each of `extraRoleAssignments`", args: { extraRoleAssignments } },
    {
        created: 'if `roleAssignmentMode` is "Skip"',
        args: { roleAssignmentMode: "Skip" },
    },
];

const secrets = (certificates: boolean): ClusterArgs => ({
    addons: { keyVaultSecrets: { vaults: [{ id: keyVaultId, certificates }] } },
});
const routing = (applicationRouting: object): ClusterArgs => ({
    addons: { applicationRouting, keyVaultSecrets: {} },
});

export const ADDON_ROLE_ASSIGNMENTS: Row<ManagedIdentityAksClusterArgs>[] = [
    {
        created: 'if `addons.containerInsights.authentication` is "Legacy"',
        args: {
            addons: {
                containerInsights: {
                    workspaceId: id("Microsoft.OperationalInsights/workspaces", "workspace"),
                    authentication: "Legacy",
                },
            },
        },
    },
    { created: "for each of `addons.keyVaultSecrets.vaults`", args: secrets(false) },
    { created: "instead, if `addons.keyVaultSecrets.vaults[].certificates` is true", args: secrets(true) },
    {
        created: "for `addons.applicationGateway.gatewayId`",
        args: { addons: { applicationGateway: { gatewayId, subnetId } } },
        unlike: { addons: { applicationGateway: { subnetId } } },
    },
    {
        created: "for `addons.applicationGateway.subnetId`",
        args: { addons: { applicationGateway: { subnetId } } },
    },
    {
        created: "for `addons.applicationGateway.subnetCidr` in your network",
        args: { systemNodePool, addons: { applicationGateway: { subnetCidr: "10.10.9.0/24" } } },
        unlike: { systemNodePool },
    },
    {
        created: "for each of `addons.applicationGateway.gatewayIdentityIds`",
        args: { addons: { applicationGateway: { gatewayId, subnetId, gatewayIdentityIds: [identityId] } } },
        unlike: { addons: { applicationGateway: { gatewayId, subnetId } } },
    },
    {
        created: "for `addons.virtualNode`",
        args: {
            systemNodePool,
            network,
            addons: { virtualNode: { subnetId: `${networkId}/subnets/aci` } },
        },
        unlike: { systemNodePool },
    },
    {
        created: "for each of `addons.applicationRouting.publicDNSZoneIds`",
        args: routing({ publicDNSZoneIds: [id("Microsoft.Network/dnsZones", chosen("zone"))] }),
    },
    {
        created: "for each of `addons.applicationRouting.privateDNSZoneIds`",
        args: routing({ privateDNSZoneIds: [zoneId] }),
    },
    {
        created: "for each of `addons.applicationRouting.keyVaultIds`",
        args: routing({ keyVaultIds: [keyVaultId] }),
    },
];

export const makeClusterIdentities = (args: Partial<AksClusterIdentitiesArgs>) =>
    new AksClusterIdentities(COMPONENT, { resourceGroupName, ...args });

const output = pulumi.output(subnetId);
const bothExist = { controlPlaneIdentity: { resourceId: identityId }, kubeletIdentity: { resourceId: identityId } };

export const CLUSTER_IDENTITIES: Row<AksClusterIdentitiesArgs>[] = [
    { created: "unless the identity exists", args: {}, unlike: bothExist },
    {
        created: 'if `roleAssignmentMode` is "Skip"',
        args: { roleAssignmentMode: "Skip" },
    },
];

export const CLUSTER_IDENTITIES_ROLE_ASSIGNMENTS: Row<AksClusterIdentitiesArgs>[] = [
    { created: "always", args: {}, unlike: "nothing" },
    { created: "for each of `subnetIds`", args: { subnetIds: [subnetId] } },
    {
        created: "for each of `internalLoadBalancerSubnetIds`",
        args: { internalLoadBalancerSubnetIds: [subnetId] },
    },
    {
        created: "if all `internalLoadBalancerSubnetIds` are outputs",
        args: { subnetIds: [output], internalLoadBalancerSubnetIds: [output] },
        unlike: { subnetIds: [output] },
    },
    { created: "for each of `virtualNetworkIds`", args: { virtualNetworkIds: [networkId] } },
    { created: "for each of `privateDNSZoneIds`", args: { privateDNSZoneIds: [zoneId] } },
    {
        created: "for each of `routeTableIds`",
        args: { routeTableIds: [id("Microsoft.Network/routeTables", chosen("table"))] },
    },
    {
        created: "for each of `natGatewayIds`",
        args: { natGatewayIds: [id("Microsoft.Network/natGateways", chosen("gateway"))] },
    },
    { created: "for each of `publicIPResourceGroupIds`", args: { publicIPResourceGroupIds: [publicIPGroupId] } },
    { created: "for each of `registries`", args: { registries: [{ id: registryId }] } },
    {
        created: "with `registries[].listRepositories`",
        args: { registries: [{ id: registryId, permissions: "Abac", listRepositories: true }] },
        unlike: { registries: [{ id: registryId, permissions: "Abac" }] },
    },
    {
        created: "for each of `diskEncryptionSetIds`",
        args: { diskEncryptionSetIds: [id("Microsoft.Compute/diskEncryptionSets", chosen("set"))] },
    },
    { created: "for each of `keyVaultKms`", args: { keyVaultKms: [{ keyVaultId }] } },
    {
        created: 'if `keyVaultKms[].networkAccess` is "Private"',
        args: { keyVaultKms: [{ keyVaultId, networkAccess: "Private" }] },
        unlike: { keyVaultKms: [{ keyVaultId }] },
    },
    { created: "for each of `extraRoleAssignments`", args: { extraRoleAssignments } },
    {
        created: 'if `roleAssignmentMode` is "Skip"',
        args: { roleAssignmentMode: "Skip" },
    },
];

export const makeWorkloadIdentity = (args: Partial<AksWorkloadIdentityArgs>) =>
    new AksWorkloadIdentity(COMPONENT, {
        resourceGroupName,
        oidcIssuerUrl: "https://issuer.example",
        serviceAccounts: [{ namespace: chosen("namespace"), name: chosen("service-account") }],
        ...args,
    });

const other = [{ namespace: "shop", name: "orders" }];

export const WORKLOAD_IDENTITY: Row<AksWorkloadIdentityArgs>[] = [
    { created: "unless `identityResourceId` is set", args: {}, unlike: { identityResourceId: identityId } },
    { created: "for each of `serviceAccounts`", args: {}, unlike: { serviceAccounts: other } },
    { created: "for each of `extraRoleAssignments`", args: { extraRoleAssignments } },
    {
        created: 'if `roleAssignmentMode` is "Skip"',
        args: { roleAssignmentMode: "Skip" },
    },
];
