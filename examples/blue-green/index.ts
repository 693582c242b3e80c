import { Registry } from "@pulumi/azure-native/containerregistry";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AksClusterIdentities, ManagedIdentityAksCluster } from "managed-identity-aks";

const names = new pulumi.Config().getObject<string[]>("clusters") ?? ["blue"];

const group = new ResourceGroup("platform");
const inGroup = { resourceGroupName: group.name };
const network = new VirtualNetwork("network", {
    ...inGroup,
    addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
});
const nodes = new Subnet("nodes", {
    ...inGroup,
    virtualNetworkName: network.name,
    addressPrefix: "10.10.0.0/20",
});
const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });

// Identities that outlive each cluster: what others have granted to them stays when a cluster is replaced.
const identities = new AksClusterIdentities("clusters", {
    ...inGroup,
    subnetIds: [nodes.id],
    internalLoadBalancerSubnetIds: [nodes.id],
    registries: [{ id: registry.id }],
});

const clusters = names.map(
    (name) =>
        new ManagedIdentityAksCluster(name, {
            ...inGroup,
            systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: nodes.id },
            identities: identities.forClusters,
            registries: [{ id: registry.id }],
            networkAccess: { internalLoadBalancerSubnetIds: [nodes.id] },
        }),
);

export const clusterNames = pulumi.all(clusters.map(({ clusterName }) => clusterName));
export const roleAssignments = identities.roleAssignments;
export const registryId = registry.id;
export const nodesId = nodes.id;
