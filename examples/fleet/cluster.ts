import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

/** An entry of `fleet.json`. */
export interface Cluster {
    /** Name of the stack and of the resource group. */
    name: string;
    location: string;
    vmSize: string;
    /** Nodes of the system pool. Default: the component's. */
    nodeCount?: number;
    /** Addresses of the nodes, for example `10.1.0.0/20`. */
    addressPrefix: string;
}

/** The program of a stack: a cluster in a virtual network of its own. */
export function clusterProgram({ name, location, vmSize, nodeCount, addressPrefix }: Cluster): PulumiFn {
    return async () => {
        const group = new ResourceGroup(name, { location });
        const resourceGroupName = group.name;
        const network = new VirtualNetwork("network", {
            resourceGroupName,
            location,
            addressSpace: { addressPrefixes: [addressPrefix] },
        });
        const nodes = new Subnet("nodes", { resourceGroupName, virtualNetworkName: network.name, addressPrefix });
        const aks = new ManagedIdentityAksCluster("aks", {
            resourceGroupName,
            location,
            systemNodePool: { vmSize, count: nodeCount, subnetId: nodes.id },
        });
        const { clusterId, clusterName, identityProfile, roleAssignments } = aks;
        return { resourceGroupName, clusterId, clusterName, identityProfile, roleAssignments };
    };
}
