import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";

export const VM_SIZE = "Standard_D4ds_v5";

/** What a test's program finds to build on. */
export interface Ground {
    group: ResourceGroup;
    systemSubnet: Subnet;
    workSubnet: Subnet;
}

type ClusterArgs = (ground: Ground) => Partial<ManagedIdentityAksClusterArgs>;

/** A group, a network with two subnets, and one cluster whose arguments the test decides. */
export function clusterProgram(args: ClusterArgs = () => ({})): PulumiFn {
    return async () => makeCluster(args);
}

/** A group and a network with two subnets, and with further ones. */
export function makeGroundOf(further: string[] = [], parent?: pulumi.Resource) {
    const group = new ResourceGroup("group", {}, { parent });
    const network = new VirtualNetwork(
        "network",
        { resourceGroupName: group.name, addressSpace: { addressPrefixes: ["10.10.0.0/16"] } },
        { parent },
    );
    const subnet = (name: string, addressPrefix: string, dependsOn: Subnet[]) =>
        new Subnet(
            name,
            { resourceGroupName: group.name, virtualNetworkName: network.name, addressPrefix },
            { parent, dependsOn },
        );
    // Azure answers 409 to two subnets of one network at a time.
    const systemSubnet = subnet("system", "10.10.0.0/24", []);
    const workSubnet = subnet("work", "10.10.1.0/24", [systemSubnet]);
    const more: Partial<Record<string, Subnet>> = {};
    let last = workSubnet;
    for (const [index, name] of further.entries()) {
        last = subnet(name, `10.10.${index + 2}.0/24`, [last]);
        more[name] = last;
    }
    return { group, systemSubnet, workSubnet, more };
}

/** The same below a parent, of which a program can have several of different types. */
export function makeCluster(args: ClusterArgs, parent?: pulumi.Resource) {
    const { group, systemSubnet, workSubnet } = makeGroundOf([], parent);
    const aks = new ManagedIdentityAksCluster(
        "aks",
        {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
            ...args({ group, systemSubnet, workSubnet }),
        },
        { parent },
    );
    return {
        clusterId: aks.clusterId,
        clusterName: aks.clusterName,
        controlPlaneIdentity: aks.controlPlaneIdentity,
        kubeletIdentity: aks.kubeletIdentity,
        roleAssignments: aks.roleAssignments,
        roleAssignmentCommands: aks.roleAssignmentCommands,
        servicePrincipalClientId: aks.servicePrincipalClientId,
        kubeconfig: aks.kubeconfig,
    };
}
