import type { ManagedIdentityAksClusterArgs } from "../args";
import { addressOf, rangeOf } from "../azure/addresses";
import { isOwnZone, zoneParts } from "../azure/privateDnsZone";
import { regionName } from "../azure/regions";
import { type Known, rules } from "../validation/rule";
import { hasEntries, isSet, NO_OWN_SUBNET, OWN_SUBNET, SYSTEM_ASSIGNED } from "../validation/settings";
import { UNKNOWN } from "../values";

/** How the API server is reached. */
export const API_SERVER_RULES = rules("aks/api-server-vnet-integration", {
    PrivateDNSZone: {
        inputs: ["apiServer.privateDNSZone"],
        accepts: (zone) => zone === "system" || zone === "none" || zoneParts(zone) !== undefined,
        message:
            'the DNS zone is "system", "none" or the id of a private zone named privatelink.<region>.azmk8s.io or private.<region>.azmk8s.io, or of one below them',
        fix: "Correct it; the zone's name has to have that form, with the domain of the cloud in place of azmk8s.io in others than the public one.",
        source: "aks/private-clusters#configure-a-private-dns-zone",
    },
    AuthorizedIPRange: {
        inputs: ["apiServer.authorizedIPRanges[]"],
        accepts: (range) => addressOf(range) !== undefined || rangeOf(range) !== undefined,
        message: "this is an IPv4 address or an IPv4 address range",
        fix: 'Write it like "203.0.113.7" or "203.0.113.0/24".',
        source: "aks/api-server-authorized-ip-ranges",
    },
    PrivateDNSZoneNeedsPrivateCluster: {
        when: { "apiServer.privateDNSZone": isSet, "apiServer.privateCluster": [undefined, false] },
        message: "only a private cluster has a private DNS zone, and apiServer.privateCluster is not true",
        fix: "Set apiServer.privateCluster to true, or remove privateDNSZone.",
        source: "aks/private-clusters",
    },
    PrivateDNSZoneNeedsUserAssignedControlPlane: {
        azureCode: "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
        when: { "apiServer.privateDNSZone": isOwnZone, ...SYSTEM_ASSIGNED },
        message: "AKS writes to the zone while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use the zone "system".',
        source: "aks/private-clusters#configure-a-private-dns-zone",
    },
    PrivateDNSZoneForVnetIntegration: {
        validate: (args) => {
            const zone = zoneParts(args.apiServer?.privateDNSZone);
            const isIntegrated = hasVnetIntegration(args);
            const kind = isIntegrated ? "private" : "privatelink";
            return zone !== undefined && isIntegrated !== undefined && zone.kind !== kind && "apiServer.privateDNSZone";
        },
        message:
            "an own zone is named private.<region>.azmk8s.io where the API server is in the cluster's network (API Server VNet Integration), and privatelink.<region>.azmk8s.io or one below it elsewhere",
        fix: "Use a zone of that name, or set apiServer.vnetIntegration or subnetId only with a zone named private.<region>.azmk8s.io.",
    },
    PrivateDNSZoneOfRegion: {
        validate: ({ apiServer, location }) => {
            const { region } = zoneParts(apiServer?.privateDNSZone) ?? {};
            const isKnown = region !== undefined && typeof location === "string";
            return isKnown && region !== regionName(location) && "apiServer.privateDNSZone";
        },
        message: "an own zone names the region that the cluster is in, and location is another",
        fix: "Use a zone of the cluster's region.",
        source: "aks/private-clusters#configure-a-private-dns-zone",
    },
    AuthorizedIPRangesNeedPublicCluster: {
        // An empty list, which clears one, limits nobody.
        when: { "apiServer.privateCluster": true, "apiServer.authorizedIPRanges": hasEntries },
        message: "a private API server has no public address whose callers authorizedIPRanges could limit",
        fix: "Remove authorizedIPRanges or privateCluster.",
        source: "aks/api-server-authorized-ip-ranges",
    },
    ApiServerSubnetNeedsNodeSubnet: {
        when: { "apiServer.subnetId": isSet, ...NO_OWN_SUBNET },
        message: "this requires a subnet of your own for the nodes, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of the same virtual network.",
    },
    ApiServerSubnetNeedsUserAssignedControlPlane: {
        when: { "apiServer.subnetId": isSet, ...SYSTEM_ASSIGNED },
        message: "AKS joins the subnet while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove subnetId.',
    },
    ApiServerSubnetIsVnetIntegration: {
        when: { "apiServer.vnetIntegration": false, "apiServer.subnetId": isSet },
        message: "an API server in a subnet is one with API Server VNet Integration, and apiServer.subnetId is set",
        fix: "Remove one of the two.",
    },
    VnetIntegrationNeedsSubnet: {
        when: { "apiServer.vnetIntegration": true, "apiServer.subnetId": undefined, ...OWN_SUBNET },
        message: "an API server in the network of own subnets needs one of its own, and apiServer.subnetId is not set",
        fix: "Set apiServer.subnetId to a subnet of that virtual network delegated to Microsoft.ContainerService/managedClusters.",
    },
});

/** Whether the API server is in the cluster's network; undefined where that is not known yet. */
export function hasVnetIntegration(args: Known<ManagedIdentityAksClusterArgs>): boolean | undefined {
    const { subnetId, vnetIntegration = false } = args.apiServer ?? {};
    const always = args.sku === "Automatic" || subnetId !== undefined;
    return always || (vnetIntegration === UNKNOWN ? undefined : vnetIntegration);
}
