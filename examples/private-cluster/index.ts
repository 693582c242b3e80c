import { Subnet, VirtualNetwork, VirtualNetworkPeering } from "@pulumi/azure-native/network";
import { PrivateZone, VirtualNetworkLink } from "@pulumi/azure-native/privatedns";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const adminGroupId = new pulumi.Config().require("adminGroupId");

const group = new ResourceGroup("private");
const inGroup = { resourceGroupName: group.name };

// The hub is where people and pipelines come from: a VPN gateway, a jump host, build agents.
const hub = new VirtualNetwork("hub", { ...inGroup, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } });
const spoke = new VirtualNetwork("spoke", { ...inGroup, addressSpace: { addressPrefixes: ["10.10.0.0/16"] } });
const nodes = new Subnet("nodes", {
    ...inGroup,
    virtualNetworkName: spoke.name,
    addressPrefix: "10.10.0.0/22",
});

const peer = (name: string, from: VirtualNetwork, to: VirtualNetwork, before: pulumi.Resource) =>
    new VirtualNetworkPeering(
        name,
        {
            ...inGroup,
            virtualNetworkName: from.name,
            remoteVirtualNetwork: { id: to.id },
            allowVirtualNetworkAccess: true,
            allowForwardedTraffic: true,
        },
        {
            // Azure refuses to peer a network in which another change is going on.
            dependsOn: [before],
            // Azure sets these two; they would look like changes of the program after a refresh.
            ignoreChanges: ["peeringState", "peeringSyncLevel"],
        },
    );
const toHub = peer("spoke-to-hub", spoke, hub, nodes);
peer("hub-to-spoke", hub, spoke, toHub);

// AKS takes no other name than this one, or one below it, for the region of the cluster.
const zone = new PrivateZone("api-server", {
    ...inGroup,
    location: "global",
    privateZoneName: pulumi.interpolate`privatelink.${group.location}.azmk8s.io`,
});
// AKS links the zone to the spoke itself. The hub finds the API server with this link.
new VirtualNetworkLink("hub", {
    ...inGroup,
    location: "global",
    privateZoneName: zone.name,
    virtualNetwork: { id: hub.id },
    registrationEnabled: false,
});

const aks = new ManagedIdentityAksCluster("aks", {
    ...inGroup,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3, subnetId: nodes.id },
    apiServer: { privateCluster: true, privateDNSZone: zone.id },
    entra: { adminGroupObjectIds: [adminGroupId], disableLocalAccounts: true },
});

export const resourceGroupName = group.name;
export const clusterName = aks.clusterName;
export const privateFQDN = aks.privateFQDN;
export const hubNetworkId = hub.id;
export const roleAssignments = aks.roleAssignments;
