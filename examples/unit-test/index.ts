import { Registry } from "@pulumi/azure-native/containerregistry";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "managed-identity-aks";

const { name: resourceGroupName } = new ResourceGroup("shop");
const network = new VirtualNetwork("network", {
    resourceGroupName,
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const nodes = new Subnet("nodes", {
    resourceGroupName,
    virtualNetworkName: network.name,
    addressPrefix: "10.10.0.0/22",
});
const images = new Registry("images", { resourceGroupName, sku: { name: "Basic" } });

export const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: nodes.id },
    registries: [{ id: images.id }],
    oidcIssuer: true,
    workloadIdentity: true,
});
export const orders = new AksWorkloadIdentity("orders", {
    resourceGroupName,
    oidcIssuerUrl: aks.oidcIssuerUrl,
    serviceAccounts: [{ namespace: "shop", name: "orders" }],
});
