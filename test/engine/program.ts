import { RoleAssignment } from "@pulumi/azure-native/authorization";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { builtInRoleGuid } from "../../src/grants/roles";

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
    const settings = Object.fromEntries(further.map((name) => [name, {}]));
    const subnets = makeSubnets(group.name, network, { system: {}, work: {}, ...settings }, parent);
    const { system: systemSubnet, work: workSubnet, ...more } = subnets;
    return { group, systemSubnet, workSubnet, more: more as Partial<Record<string, Subnet>> };
}

type SubnetSettings = Pick<ConstructorParameters<typeof Subnet>[1], "routeTable" | "natGateway" | "delegations">;

/** One after the other: Azure answers 409 to two subnets of one network at a time. */
export function makeSubnets<Name extends string>(
    resourceGroupName: pulumi.Input<string>,
    network: VirtualNetwork,
    settings: Record<Name, SubnetSettings>,
    parent?: pulumi.Resource,
): Record<Name, Subnet> {
    const made: Partial<Record<Name, Subnet>> = {};
    let before: Subnet | undefined;
    for (const [index, name] of (Object.keys(settings) as Name[]).entries()) {
        before = new Subnet(
            name,
            {
                resourceGroupName,
                virtualNetworkName: network.name,
                addressPrefix: `10.10.${index * 4}.0/22`,
                ...settings[name],
            },
            { parent, dependsOn: before ? [before] : [] },
        );
        made[name] = before;
    }
    return made as Record<Name, Subnet>;
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

/** Lets a cluster with a system-assigned identity, made by hand, join nodes to the subnets of its resource group. */
export function letJoinSubnets(cluster: ManagedCluster, group: ResourceGroup): RoleAssignment {
    const args = {
        scope: group.id,
        principalId: cluster.identity.apply((identity) => String(identity?.principalId)),
        principalType: "ServicePrincipal",
        roleDefinitionId: group.id.apply(
            (id) =>
                `${id.split("/").slice(0, 3).join("/")}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleGuid("Network Contributor")}`,
        ),
    };
    return new RoleAssignment("joining", args, { retainOnDelete: true });
}
