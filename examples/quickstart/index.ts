import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("quickstart");

const vnet = new VirtualNetwork("vnet", {
    resourceGroupName: group.name,
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const nodes = new Subnet("nodes", {
    resourceGroupName: group.name,
    virtualNetworkName: vnet.name,
    addressPrefix: "10.10.0.0/22",
});

const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: group.name,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: nodes.id },
});

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
export const clusterId = aks.clusterId;
export const servicePrincipalClientId = aks.servicePrincipalClientId;
export const identity = aks.identity;
export const identityProfile = aks.identityProfile;
export const controlPlaneIdentity = aks.controlPlaneIdentity;
export const kubeletIdentity = aks.kubeletIdentity;
export const roleAssignments = aks.roleAssignments;
