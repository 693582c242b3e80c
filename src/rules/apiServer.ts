import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { addressOf, rangeOf } from "../azure/addresses";
import { regionName } from "../azure/regions";
import { isIdOf, PRIVATE_DNS_ZONE, parseResourceId, SUBNET } from "../azure/resourceId";
import { ownDnsZone } from "../grants/networkGrants";
import { entries, given, listed, vnetIntegration } from "./places";
import type { Place, Rule } from "./rule";

const PRIVATE_CLUSTERS = "https://learn.microsoft.com/azure/aks/private-clusters";
const VNET_INTEGRATION = "https://learn.microsoft.com/azure/aks/api-server-vnet-integration";

/** How the API server is reached. */
export const API_SERVER_RULES: readonly Rule[] = [
    {
        code: "PrivateDnsZone",
        places: (args) => given(["apiServer", "privateDnsZone"], args.apiServer?.privateDnsZone),
        broken: (value) => value !== "system" && value !== "none" && !isPrivateZone(value),
        rule: 'the DNS zone is "system", "none" or the id of a private zone named privatelink.<region>.azmk8s.io or private.<region>.azmk8s.io, or of one below them',
        fix: "Correct it; the zone's name has to have that form, with the domain of the cloud in place of azmk8s.io in others than the public one.",
        source: `${PRIVATE_CLUSTERS}#configure-a-private-dns-zone`,
    },
    {
        code: "PrivateDnsZoneNeedsPrivateCluster",
        asksOutputs: true,
        places: (args) =>
            given(
                ["apiServer", "privateDnsZone"],
                args.apiServer?.privateDnsZone,
                args.apiServer?.privateCluster,
            ),
        broken: (_, privateCluster) => privateCluster === undefined || privateCluster === false,
        rule: "only a private cluster has a private DNS zone, and apiServer.privateCluster is not true",
        fix: "Set apiServer.privateCluster to true, or remove privateDnsZone.",
        source: PRIVATE_CLUSTERS,
    },
    {
        code: "PrivateDnsZoneNeedsUserAssignedControlPlane",
        azureCode: "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
        asksOutputs: true,
        places: (args) => ownZone(args, args.controlPlaneIdentity?.type),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "AKS writes to an own private DNS zone while it makes the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use the zone "system".',
        source: `${PRIVATE_CLUSTERS}#configure-a-private-dns-zone`,
    },
    {
        code: "PrivateDnsZoneForVnetIntegration",
        places: (args) => ownZone(args, vnetIntegration(args)),
        broken: (value, integrated) =>
            isPrivateZone(value) &&
            zoneParts(value).kind !== (integrated === true ? "private" : "privatelink"),
        rule: "an own zone is named private.<region>.azmk8s.io where the API server is in the cluster's network (API Server VNet Integration), and privatelink.<region>.azmk8s.io or one below it elsewhere",
        fix: "Use a zone of that name, or set apiServer.vnetIntegration or subnetId only with a zone named private.<region>.azmk8s.io.",
        source: VNET_INTEGRATION,
    },
    {
        code: "PrivateDnsZoneOfRegion",
        places: (args) => (args.location === undefined ? [] : ownZone(args, args.location)),
        broken: (value, location) =>
            isPrivateZone(value) &&
            typeof location === "string" &&
            zoneParts(value).region !== regionName(location),
        rule: "an own zone names the region that the cluster is in, and location is another",
        fix: "Use a zone of the cluster's region.",
        source: `${PRIVATE_CLUSTERS}#configure-a-private-dns-zone`,
    },
    {
        code: "AuthorizedIpRangesNeedPublicCluster",
        places: (args) =>
            given(
                ["apiServer", "privateCluster"],
                args.apiServer?.privateCluster,
                args.apiServer?.authorizedIpRanges,
            ),
        // An empty list, which clears one, limits nobody.
        broken: (value, ranges) => value === true && ranges !== undefined && listed(ranges).length > 0,
        rule: "a private API server has no public address whose callers authorizedIpRanges could limit",
        fix: "Remove authorizedIpRanges or privateCluster.",
        source: "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    },
    {
        code: "AuthorizedIpRange",
        places: (args) => entries(["apiServer", "authorizedIpRanges"], args.apiServer?.authorizedIpRanges),
        broken: (value) => !listed(value).every(isAddressRange),
        rule: "callers are named by an IPv4 address or range",
        fix: 'Write it like "203.0.113.7" or "203.0.113.0/24".',
        source: "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    },
    {
        code: "ApiServerSubnetId",
        places: (args) => given(["apiServer", "subnetId"], args.apiServer?.subnetId),
        broken: (value) => typeof value !== "string" || !isIdOf(SUBNET, value),
        rule: "the API server's subnet is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>.",
        source: VNET_INTEGRATION,
    },
    {
        code: "ApiServerSubnetNeedsNodeSubnet",
        asksOutputs: true,
        places: (args) =>
            given(
                ["apiServer", "subnetId"],
                args.apiServer?.subnetId,
                args.systemNodePool?.subnetId === undefined,
            ),
        broken: (_, noSubnet) => noSubnet === true,
        rule: "an own subnet for the API server goes with own subnets for the nodes, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of the same virtual network.",
        source: VNET_INTEGRATION,
    },
    {
        code: "ApiServerSubnetNeedsUserAssignedControlPlane",
        asksOutputs: true,
        places: (args) =>
            given(["apiServer", "subnetId"], args.apiServer?.subnetId, args.controlPlaneIdentity?.type),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "AKS puts the API server into an own subnet while it makes the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove subnetId.',
        source: VNET_INTEGRATION,
    },
    {
        code: "ApiServerSubnetIsVnetIntegration",
        places: (args) =>
            given(
                ["apiServer", "vnetIntegration"],
                args.apiServer?.vnetIntegration,
                args.apiServer?.subnetId !== undefined,
            ),
        broken: (value, inSubnet) => value === false && inSubnet === true,
        rule: "an API server in a subnet is one with API Server VNet Integration, and apiServer.subnetId is set",
        fix: "Remove one of the two.",
        source: VNET_INTEGRATION,
    },
    {
        code: "VnetIntegrationNeedsSubnet",
        places: (args) =>
            given(
                ["apiServer", "vnetIntegration"],
                args.apiServer?.vnetIntegration,
                args.systemNodePool?.subnetId !== undefined && args.apiServer?.subnetId === undefined,
            ),
        broken: (value, nodesOnly) => value === true && nodesOnly === true,
        rule: "an API server in the network of own subnets needs one of its own, and apiServer.subnetId is not set",
        fix: "Set apiServer.subnetId to a subnet of that virtual network delegated to Microsoft.ContainerService/managedClusters.",
        source: VNET_INTEGRATION,
    },
];

/** The end is the cloud's: of Azure's public one, of US Government, of China. */
const ZONE_NAME =
    /^(?:[a-z0-9-]+\.)?(private(?:link)?)\.([a-z0-9]+)\.(?:azmk8s\.io|cx\.aks\.containerservice\.azure\.us|cx\.prod\.service\.azk8s\.cn)$/i;

function isAddressRange(value: unknown): boolean {
    return addressOf(value) !== undefined || rangeOf(value) !== undefined;
}

function isPrivateZone(value: unknown): value is string {
    return (
        typeof value === "string" && isIdOf(PRIVATE_DNS_ZONE, value) && zoneParts(value).region !== undefined
    );
}

function zoneParts(id: string): { kind?: string; region?: string } {
    const [, kind, region] = ZONE_NAME.exec(parseResourceId(id)?.names[0] ?? "") ?? [];
    return { kind: kind?.toLowerCase(), region: region?.toLowerCase() };
}

function ownZone(args: ManagedIdentityAksClusterArgs, beside: unknown): Place[] {
    return given(["apiServer", "privateDnsZone"], ownDnsZone(args), beside);
}
