import type { ManagedIdentityAksClusterArgs } from "../args";
import { addressOf, rangeOf } from "../azure/addresses";
import { regionName } from "../azure/regions";
import { isIdOf, PRIVATE_DNS_ZONE, parseResourceId } from "../azure/resourceId";
import { UNKNOWN } from "../values";
import { type Known, rules } from "./rule";
import { hasEntries, isSet } from "./settings";

const PRIVATE_CLUSTERS = "https://learn.microsoft.com/azure/aks/private-clusters";
const PRIVATE_ZONES = `${PRIVATE_CLUSTERS}#configure-a-private-dns-zone`;
const AUTHORIZED_RANGES = "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges";

/** How the API server is reached. */
export const API_SERVER_RULES = rules("https://learn.microsoft.com/azure/aks/api-server-vnet-integration", {
    PrivateDnsZone: {
        inputs: ["apiServer.privateDnsZone"],
        accepts: (zone) => zone === "system" || zone === "none" || zoneParts(zone) !== undefined,
        message:
            'the DNS zone is "system", "none" or the id of a private zone named privatelink.<region>.azmk8s.io or private.<region>.azmk8s.io, or of one below them',
        fix: "Correct it; the zone's name has to have that form, with the domain of the cloud in place of azmk8s.io in others than the public one.",
        source: PRIVATE_ZONES,
    },
    AuthorizedIpRange: {
        inputs: ["apiServer.authorizedIpRanges[]"],
        accepts: (range) => addressOf(range) !== undefined || rangeOf(range) !== undefined,
        message: "callers are named by an IPv4 address or range",
        fix: 'Write it like "203.0.113.7" or "203.0.113.0/24".',
        source: AUTHORIZED_RANGES,
    },
    PrivateDnsZoneNeedsPrivateCluster: {
        when: { "apiServer.privateDnsZone": isSet, "apiServer.privateCluster": [undefined, false] },
        message: "only a private cluster has a private DNS zone, and apiServer.privateCluster is not true",
        fix: "Set apiServer.privateCluster to true, or remove privateDnsZone.",
        source: PRIVATE_CLUSTERS,
    },
    PrivateDnsZoneNeedsUserAssignedControlPlane: {
        azureCode: "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
        validate: ({ apiServer, controlPlaneIdentity }) =>
            hasOwnZone(apiServer?.privateDnsZone) &&
            controlPlaneIdentity?.type === "SystemAssigned" &&
            "apiServer.privateDnsZone",
        message:
            "AKS writes to an own private DNS zone while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use the zone "system".',
        source: PRIVATE_ZONES,
    },
    PrivateDnsZoneForVnetIntegration: {
        validate: (args) => {
            const zone = zoneParts(args.apiServer?.privateDnsZone);
            const isIntegrated = hasVnetIntegration(args);
            const kind = isIntegrated ? "private" : "privatelink";
            return zone !== undefined && isIntegrated !== undefined && zone.kind !== kind && "apiServer.privateDnsZone";
        },
        message:
            "an own zone is named private.<region>.azmk8s.io where the API server is in the cluster's network (API Server VNet Integration), and privatelink.<region>.azmk8s.io or one below it elsewhere",
        fix: "Use a zone of that name, or set apiServer.vnetIntegration or subnetId only with a zone named private.<region>.azmk8s.io.",
    },
    PrivateDnsZoneOfRegion: {
        validate: ({ apiServer, location }) => {
            const { region } = zoneParts(apiServer?.privateDnsZone) ?? {};
            const isKnown = region !== undefined && typeof location === "string";
            return isKnown && region !== regionName(location) && "apiServer.privateDnsZone";
        },
        message: "an own zone names the region that the cluster is in, and location is another",
        fix: "Use a zone of the cluster's region.",
        source: PRIVATE_ZONES,
    },
    AuthorizedIpRangesNeedPublicCluster: {
        // An empty list, which clears one, limits nobody.
        when: { "apiServer.privateCluster": true, "apiServer.authorizedIpRanges": hasEntries },
        message: "a private API server has no public address whose callers authorizedIpRanges could limit",
        fix: "Remove authorizedIpRanges or privateCluster.",
        source: AUTHORIZED_RANGES,
    },
    ApiServerSubnetNeedsNodeSubnet: {
        when: { "apiServer.subnetId": isSet, "systemNodePool.subnetId": undefined },
        message:
            "an own subnet for the API server goes with own subnets for the nodes, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of the same virtual network.",
    },
    ApiServerSubnetNeedsUserAssignedControlPlane: {
        when: { "apiServer.subnetId": isSet, "controlPlaneIdentity.type": "SystemAssigned" },
        message:
            "AKS puts the API server into an own subnet while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove subnetId.',
    },
    ApiServerSubnetIsVnetIntegration: {
        when: { "apiServer.vnetIntegration": false, "apiServer.subnetId": isSet },
        message: "an API server in a subnet is one with API Server VNet Integration, and apiServer.subnetId is set",
        fix: "Remove one of the two.",
    },
    VnetIntegrationNeedsSubnet: {
        when: {
            "apiServer.vnetIntegration": true,
            "apiServer.subnetId": undefined,
            "systemNodePool.subnetId": isSet,
        },
        message: "an API server in the network of own subnets needs one of its own, and apiServer.subnetId is not set",
        fix: "Set apiServer.subnetId to a subnet of that virtual network delegated to Microsoft.ContainerService/managedClusters.",
    },
});

/** The end is the cloud's: of Azure's public one, of US Government, of China. */
const ZONE_NAME =
    /^(?:[a-z0-9-]+\.)?(private(?:link)?)\.([a-z0-9]+)\.(?:azmk8s\.io|cx\.aks\.containerservice\.azure\.us|cx\.prod\.service\.azk8s\.cn)$/i;

/** What the name of a private DNS zone for API servers says; undefined where `id` is the id of no such zone. */
function zoneParts(id: unknown): { kind: string; region: string } | undefined {
    const zone = typeof id === "string" && isIdOf(PRIVATE_DNS_ZONE, id) ? parseResourceId(id)?.names[0] : "";
    const [, kind, region] = ZONE_NAME.exec(zone ?? "") ?? [];
    return kind && region ? { kind: kind.toLowerCase(), region: region.toLowerCase() } : undefined;
}

function hasOwnZone(zone: unknown): boolean {
    return zone !== undefined && zone !== "system" && zone !== "none";
}

/** Whether the API server is in the cluster's network; undefined where that is not known yet. */
export function hasVnetIntegration(args: Known<ManagedIdentityAksClusterArgs>): boolean | undefined {
    const { subnetId, vnetIntegration = false } = args.apiServer ?? {};
    const always = args.sku === "Automatic" || subnetId !== undefined;
    return always || (vnetIntegration === UNKNOWN ? undefined : vnetIntegration);
}
