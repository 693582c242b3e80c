import {
    getVirtualNetworkOutput,
    RouteTable,
    Subnet,
    VirtualNetwork,
    VirtualNetworkPeering,
} from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const config = new pulumi.Config();
const inHub = {
    resourceGroupName: config.require("hubResourceGroup"),
    virtualNetworkName: config.require("hubNetwork"),
};
const hub = getVirtualNetworkOutput(inHub);

const group = new ResourceGroup("shop");
const inGroup = { resourceGroupName: group.name };

const network = new VirtualNetwork("shop", {
    ...inGroup,
    addressSpace: { addressPrefixes: ["10.20.0.0/16"] },
});
const routes = new RouteTable("shop", {
    ...inGroup,
    routes: [
        {
            name: "internet",
            addressPrefix: "0.0.0.0/0",
            nextHopType: "VirtualAppliance",
            nextHopIpAddress: config.require("firewallAddress"),
        },
    ],
});
// AKS creates no cluster with user-defined routing if the subnet has no route table.
const nodes = new Subnet("nodes", {
    ...inGroup,
    virtualNetworkName: network.name,
    addressPrefix: "10.20.0.0/22",
    routeTable: { id: routes.id },
});

const allow = { allowVirtualNetworkAccess: true, allowForwardedTraffic: true };
// Azure sets these two; they would look like changes of the program after a refresh.
const ignoreChanges = ["peeringState", "peeringSyncLevel"];
// One after the other: Azure refuses to peer a network in which another change is going on.
const toHub = new VirtualNetworkPeering(
    "hub",
    { ...inGroup, ...allow, virtualNetworkName: network.name, remoteVirtualNetwork: { id: hub.id } },
    { dependsOn: [nodes], ignoreChanges },
);
const fromHub = new VirtualNetworkPeering(
    "spoke",
    // Many spokes share the hub: the peering has the name of this one.
    { ...inHub, ...allow, virtualNetworkPeeringName: network.name, remoteVirtualNetwork: { id: network.id } },
    { dependsOn: [toHub], ignoreChanges },
);

const aks = new ManagedIdentityAksCluster(
    "aks",
    {
        ...inGroup,
        systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: nodes.id },
        nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5", count: 2, nodeLabels: { workload: "shop" } }],
        network: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            podCidr: "10.244.0.0/16",
            serviceCidr: "10.96.0.0/16",
            dnsServiceIP: "10.96.0.10",
            outboundType: "userDefinedRouting",
        },
        networkAccess: { routeTableId: routes.id },
    },
    // Nodes download what they need when they are created: the way to the firewall must exist before.
    { dependsOn: [toHub, fromHub] },
);

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
export const networkName = network.name;
export const roleAssignments = aks.roleAssignments;
