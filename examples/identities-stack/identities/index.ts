import { Registry } from "@pulumi/azure-native/containerregistry";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { AksClusterIdentities } from "managed-identity-aks";

const group = new ResourceGroup("platform");
const inGroup = { resourceGroupName: group.name };

// For the deployer of clusters, who then needs no right to create resource groups.
const clusters = new ResourceGroup("clusters");

const network = new VirtualNetwork("network", {
    ...inGroup,
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const nodes = new Subnet("nodes", {
    ...inGroup,
    virtualNetworkName: network.name,
    addressPrefix: "10.10.0.0/22",
});
const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });

const identities = new AksClusterIdentities("clusters", {
    ...inGroup,
    subnetIds: [nodes.id],
    registries: [{ id: registry.id }],
});

export const forClusters = identities.forClusters;
export const resourceGroupName = clusters.name;
export const resourceGroupId = clusters.id;
export const nodesId = nodes.id;
export const registryId = registry.id;
export const controlPlaneIdentityId = identities.controlPlaneIdentity.apply(({ resourceId }) => resourceId);
export const roleAssignments = identities.roleAssignments;
