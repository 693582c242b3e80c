import { Registry } from "@pulumi/azure-native/containerregistry";
import { RouteTable, Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("shop");
const inGroup = { resourceGroupName: group.name };

const routes = new RouteTable("routes", {
    ...inGroup,
    routes: [
        {
            name: "firewall",
            addressPrefix: "0.0.0.0/0",
            nextHopType: "VirtualAppliance",
            nextHopIpAddress: "10.0.0.4",
        },
    ],
});
const network = new VirtualNetwork("network", { ...inGroup, addressSpace: { addressPrefixes: ["10.10.0.0/16"] } });
const subnet = { ...inGroup, virtualNetworkName: network.name, routeTable: { id: routes.id } };
const system = new Subnet("system", { ...subnet, addressPrefix: "10.10.0.0/24" });
const work = new Subnet("work", { ...subnet, addressPrefix: "10.10.1.0/24" }, { dependsOn: [system] });
const registry = new Registry("images", { ...inGroup, sku: { name: "Standard" } });

const aks = new ManagedIdentityAksCluster("aks", {
    ...inGroup,
    network: {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        podCidr: "10.244.0.0/16",
        serviceCidr: "10.96.0.0/16",
        dnsServiceIP: "10.96.0.10",
        outboundType: "userDefinedRouting",
    },
    networkAccess: { routeTableId: routes.id },
    registries: [{ id: registry.id }],
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: system.id },
    nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5", minCount: 1, maxCount: 5, subnetId: work.id }],
});

export const clusterName = aks.clusterName;
export const clusterId = aks.clusterId;
export const registryId = registry.id;
