import { getClientConfigOutput, RoleAssignment } from "@pulumi/azure-native/authorization";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { RouteTable, Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

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

const controlPlane = new UserAssignedIdentity("control-plane", inGroup);
const kubelet = new UserAssignedIdentity("kubelet", inGroup);

// azure-native takes a role by its GUID, not by its name: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
const roles = {
    managedIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
    networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
    acrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
};
const { subscriptionId } = getClientConfigOutput();
const assign = (name: string, identity: UserAssignedIdentity, role: keyof typeof roles, scope: pulumi.Input<string>) =>
    new RoleAssignment(name, {
        principalId: identity.principalId,
        // Without it the SDK sends "User", which Azure refuses for an identity.
        principalType: "ServicePrincipal",
        roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
        scope,
    });
const roleAssignments = [
    assign("kubelet-operator", controlPlane, "managedIdentityOperator", kubelet.id),
    assign("system-subnet", controlPlane, "networkContributor", system.id),
    assign("work-subnet", controlPlane, "networkContributor", work.id),
    assign("route-table", controlPlane, "networkContributor", routes.id),
    assign("registry", kubelet, "acrPull", registry.id),
];

const cluster = new ManagedCluster(
    "aks",
    {
        ...inGroup,
        dnsPrefix: "shop",
        identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] },
        identityProfile: {
            kubeletidentity: {
                resourceId: kubelet.id,
                clientId: kubelet.clientId,
                objectId: kubelet.principalId,
            },
        },
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            podCidr: "10.244.0.0/16",
            serviceCidr: "10.96.0.0/16",
            dnsServiceIP: "10.96.0.10",
            outboundType: "userDefinedRouting",
        },
        agentPoolProfiles: [
            {
                name: "system",
                mode: "System",
                type: "VirtualMachineScaleSets",
                vmSize: "Standard_D4ds_v5",
                count: 3,
                vnetSubnetID: system.id,
            },
        ],
    },
    { dependsOn: roleAssignments },
);
new AgentPool(
    "work",
    {
        ...inGroup,
        resourceName: cluster.name,
        mode: "User",
        type: "VirtualMachineScaleSets",
        vmSize: "Standard_D8ds_v5",
        enableAutoScaling: true,
        minCount: 1,
        maxCount: 5,
        count: 1,
        vnetSubnetID: work.id,
    },
    { ignoreChanges: ["count"] },
);

export const clusterName = cluster.name;
export const clusterId = cluster.id;
export const registryId = registry.id;
