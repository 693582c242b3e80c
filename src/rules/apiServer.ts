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
            'this must be "system", "none" or the id of a private DNS zone named privatelink.<region>.azmk8s.io, private.<region>.azmk8s.io or a subdomain of one of them',
        fix: "Use the id of a zone with such a name. In other clouds than the public one, the domain of that cloud replaces azmk8s.io.",
        source: "aks/private-clusters#configuration-options-for-private-dns",
    },
    AuthorizedIPRange: {
        inputs: ["apiServer.authorizedIPRanges[]"],
        accepts: (range) => addressOf(range) !== undefined || rangeOf(range) !== undefined,
        message: "this must be an IPv4 address or an IPv4 address range",
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
        message:
            "AKS writes to the zone while it creates the cluster, and a system-assigned identity has no role assignments at that time",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use the zone "system".',
        source: "aks/private-clusters#configuration-options-for-private-dns",
    },
    PrivateDNSZoneForVnetIntegration: {
        validate: (args) => {
            const zone = zoneParts(args.apiServer?.privateDNSZone);
            const isIntegrated = hasVnetIntegration(args);
            const kind = isIntegrated ? "private" : "privatelink";
            return zone !== undefined && isIntegrated !== undefined && zone.kind !== kind && "apiServer.privateDNSZone";
        },
        message:
            "with API Server VNet Integration the zone must be named private.<region>.azmk8s.io, without it privatelink.<region>.azmk8s.io or a subdomain of that",
        fix: "Use a zone with that name. apiServer.vnetIntegration and apiServer.subnetId turn on API Server VNet Integration.",
    },
    PrivateDNSZoneOfRegion: {
        validate: ({ apiServer, location }) => {
            const { region } = zoneParts(apiServer?.privateDNSZone) ?? {};
            const isKnown = region !== undefined && typeof location === "string";
            return isKnown && region !== regionName(location) && "apiServer.privateDNSZone";
        },
        message: "the name of the zone must contain the region of the cluster, and location is another region",
        fix: "Use a zone with the region of the cluster in its name.",
        source: "aks/private-clusters#configuration-options-for-private-dns",
    },
    AuthorizedIPRangesNeedPublicCluster: {
        // An empty list, which clears one, limits nobody.
        when: { "apiServer.privateCluster": true, "apiServer.authorizedIPRanges": hasEntries },
        message: "a private cluster has no public address that authorizedIPRanges could restrict",
        fix: "Remove authorizedIPRanges or privateCluster.",
        source: "aks/api-server-authorized-ip-ranges",
    },
    ApiServerSubnetNeedsNodeSubnet: {
        when: { "apiServer.subnetId": isSet, ...NO_OWN_SUBNET },
        message: "this requires your own subnet for the nodes, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of the same virtual network.",
    },
    ApiServerSubnetNeedsUserAssignedControlPlane: {
        when: { "apiServer.subnetId": isSet, ...SYSTEM_ASSIGNED },
        message:
            "AKS joins the subnet while it creates the cluster, and a system-assigned identity has no role assignments at that time",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove subnetId.',
    },
    ApiServerSubnetIsVnetIntegration: {
        when: { "apiServer.vnetIntegration": false, "apiServer.subnetId": isSet },
        message: "apiServer.subnetId requires API Server VNet Integration",
        fix: "Remove vnetIntegration or subnetId.",
    },
    VnetIntegrationNeedsSubnet: {
        when: { "apiServer.vnetIntegration": true, "apiServer.subnetId": undefined, ...OWN_SUBNET },
        message: "with your own subnets the API server requires a subnet for itself, and apiServer.subnetId is not set",
        fix: "Set apiServer.subnetId to a subnet of the same virtual network that is delegated to Microsoft.ContainerService/managedClusters.",
    },
});

/** Whether the API server is in the cluster's network; undefined where that is not known yet. */
export function hasVnetIntegration(args: Known<ManagedIdentityAksClusterArgs>): boolean | undefined {
    const { subnetId, vnetIntegration = false } = args.apiServer ?? {};
    const always = args.sku === "Automatic" || subnetId !== undefined;
    return always || (vnetIntegration === UNKNOWN ? undefined : vnetIntegration);
}
