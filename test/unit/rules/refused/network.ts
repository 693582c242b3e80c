import * as pulumi from "@pulumi/pulumi";
import {
    automatic,
    kubenet,
    NAT_GATEWAY,
    natEgress,
    network,
    ROUTE_TABLE,
    SUBNETS,
    systemAssigned,
    VM,
    work,
    ZONE,
} from "../arguments";
import { type Refused, set } from "./row";

const windows = { nodePools: [work, { name: "win", vmSize: VM, osType: "Windows" }] };

/** Network, egress and API server. */
export const REFUSED_NETWORK: Refused[] = [
    ["Network", "network", { network: "azure" }],
    ["NetworkPlugin", "network.networkPlugin", { network: { ...network, networkPlugin: "Azure" } }],
    ["NetworkPluginMode", "network.networkPluginMode", { network: { ...network, networkPluginMode: "Overlay" } }],
    ["NetworkPolicy", "network.networkPolicy", { network: { ...network, networkPolicy: "Calico" } }],
    ["NetworkDataplane", "network.networkDataplane", { network: { ...network, networkDataplane: null } }],
    ["ServiceCidr", "network.serviceCidr", { network: { ...network, serviceCidr: null } }],
    ["ServiceCidr", "network.serviceCidr", { network: { ...network, serviceCidr: "10.96.0.0/33" } }],
    ["PodCidr", "network.podCidr", { network: { ...network, podCidr: "10.244" } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: "10.97.0.10" } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: undefined } }],
    ["DnsServiceIP", "network.dnsServiceIP", { network: { ...network, serviceCidr: undefined } }],
    ["DnsServiceIPIsTaken", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: "10.96.0.1" } }],
    [
        "DnsServiceIPIsTaken",
        "network.dnsServiceIP",
        { network: { ...network, serviceCidr: "10.96.3.7/16", dnsServiceIP: "10.96.0.1" } },
    ],
    ["DnsServiceIPIsBroadcast", "network.dnsServiceIP", { network: { ...network, dnsServiceIP: "10.96.255.255" } }],
    ["ServiceCidrSize", "network.serviceCidr", { network: { ...network, serviceCidr: "10.96.0.0/11" } }],
    [
        "ServiceCidrApartFromPods",
        "network.serviceCidr",
        { network: { ...network, networkPluginMode: "overlay", podCidr: "10.96.128.0/24" } },
    ],
    [
        "ServiceCidrApartFromPods",
        "network.serviceCidr",
        { network: { ...kubenet.network, serviceCidr: "10.240.0.0/12", dnsServiceIP: "10.240.0.10" } },
    ],
    [
        "ServiceCidrApartFromPods",
        "network.serviceCidr",
        { network: { ...network, networkPlugin: "none", podCidr: "10.96.0.0/16" } },
    ],
    [
        "ServiceCidrApartFromPods",
        "network.serviceCidr",
        { ...automatic, network: { ...network, podCidr: "10.96.0.0/16" } },
    ],
    [
        "ServiceCidrApartFromPods",
        "network.serviceCidr",
        { network: { networkPlugin: "kubenet", podCidr: "10.0.128.0/17" } },
    ],
    [
        "ReservedRange",
        "network.serviceCidr",
        { network: { ...network, serviceCidr: "172.16.0.0/12", dnsServiceIP: "172.16.0.10" } },
    ],
    ["ReservedRange", "network.podCidr", { network: { ...network, podCidr: "192.0.2.128/25" } }],
    ["AzurePolicyNeedsAzureCni", "network.networkPolicy", set({ networkPolicy: "azure" }, "kubenet")],
    ["NetworkPolicyNeedsPlugin", "network.networkPolicy", set({ networkPolicy: "calico" }, "none")],
    ["CiliumPolicyNeedsCiliumDataplane", "network.networkPolicy", set({ networkPolicy: "cilium" })],
    [
        "CiliumDataplaneNeedsCiliumPolicy",
        "network.networkPolicy",
        set({ networkPolicy: "calico", networkDataplane: "cilium" }),
    ],
    ["CiliumDataplaneNeedsAzureCni", "network.networkDataplane", set({ networkDataplane: "cilium" }, "none")],
    [
        "CiliumDataplaneTakesNoWindows",
        "network.networkDataplane",
        { ...set({ networkDataplane: "cilium" }), ...windows },
    ],
    ["OverlayNeedsAzureCni", "network.networkPluginMode", set({ networkPluginMode: "overlay" }, "kubenet")],
    ["KubenetTakesNoWindows", "network.networkPlugin", { ...kubenet, ...windows }],
    ["IsolationTakesNoKubenet", "network.outboundType", set({ outboundType: "none" }, "kubenet")],
    ["IsolationTakesNoWindows", "network.outboundType", { ...set({ outboundType: "none" }), ...windows }],
    ["OutboundType", "network.outboundType", { network: { ...network, outboundType: "a way out" } }],
    [
        "OutboundTypeNeedsSubnet",
        "network.outboundType",
        { systemNodePool: { vmSize: VM }, network: { ...network, outboundType: "userDefinedRouting" } },
    ],
    ["OutboundTypeNeedsSubnet", "network.outboundType", { systemNodePool: { vmSize: VM }, ...natEgress }],
    [
        "ManagedNatGatewayTakesNoSubnet",
        "network.outboundType",
        { network: { ...network, outboundType: "managedNATGateway" } },
    ],
    ["RouteTableId", "networkAccess.routeTableId", { ...kubenet, networkAccess: { routeTableId: "routes" } }],
    [
        "RouteTableNeedsSubnet",
        "networkAccess.routeTableId",
        {
            ...kubenet,
            networkAccess: { routeTableId: pulumi.output(ROUTE_TABLE) },
            systemNodePool: { vmSize: VM },
        },
    ],
    [
        "RouteTableNeedsUserAssignedControlPlane",
        "networkAccess.routeTableId",
        { ...kubenet, ...systemAssigned, networkAccess: { routeTableId: ROUTE_TABLE } },
    ],
    [
        "KubenetSubnetNeedsUserAssignedControlPlane",
        "network.networkPlugin",
        {
            ...kubenet,
            ...systemAssigned,
            systemNodePool: { vmSize: VM, subnetId: pulumi.output(`${SUBNETS}/system`) },
        },
    ],
    [
        "KubenetRoutingNeedsRouteTable",
        "network.outboundType",
        { network: { ...kubenet.network, outboundType: "userDefinedRouting" } },
    ],
    ["NatGatewayId", "networkAccess.natGatewayId", { ...natEgress, networkAccess: { natGatewayId: "nat" } }],
    [
        "NatGatewayNeedsOutboundType",
        "networkAccess.natGatewayId",
        { network, networkAccess: { natGatewayId: NAT_GATEWAY } },
    ],
    [
        "PublicIPResourceGroupId",
        "networkAccess.publicIPResourceGroupIds[0]",
        { networkAccess: { publicIPResourceGroupIds: ["ips"] } },
    ],
    ["PrivateDNSZone", "apiServer.privateDNSZone", { apiServer: { privateCluster: true, privateDNSZone: "mine" } }],
    [
        "PrivateDNSZone",
        "apiServer.privateDNSZone",
        { apiServer: { privateCluster: true, privateDNSZone: ZONE.replace("privatelink", "aks") } },
    ],
    [
        "PrivateDNSZone",
        "apiServer.privateDNSZone",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("azmk8s.io", "cx.prod.service.azmk8s.io"),
            },
        },
    ],
    ["PrivateDNSZoneNeedsPrivateCluster", "apiServer.privateDNSZone", { apiServer: { privateDNSZone: "system" } }],
    [
        "PrivateDNSZoneForVnetIntegration",
        "apiServer.privateDNSZone",
        { apiServer: { privateCluster: true, privateDNSZone: ZONE, subnetId: `${SUBNETS}/api` } },
    ],
    [
        "PrivateDNSZoneForVnetIntegration",
        "apiServer.privateDNSZone",
        {
            apiServer: {
                privateCluster: true,
                privateDNSZone: ZONE.replace("privatelink", "private"),
                subnetId: undefined,
            },
        },
    ],
    [
        "PrivateDNSZoneOfRegion",
        "apiServer.privateDNSZone",
        { location: "North Europe", apiServer: { privateCluster: true, privateDNSZone: ZONE } },
    ],
    [
        "PrivateDNSZoneNeedsUserAssignedControlPlane",
        "apiServer.privateDNSZone",
        { ...systemAssigned, apiServer: { privateCluster: true, privateDNSZone: ZONE } },
    ],
    [
        "AuthorizedIPRangesNeedPublicCluster",
        "apiServer.privateCluster",
        { apiServer: { privateCluster: true, authorizedIPRanges: ["203.0.113.0/24"] } },
    ],
    [
        "AuthorizedIPRange",
        "apiServer.authorizedIPRanges[1]",
        { apiServer: { authorizedIPRanges: ["203.0.113.7", "203.0.113.0/33"] } },
    ],
    ["ApiServerSubnetId", "apiServer.subnetId", { apiServer: { subnetId: "api" } }],
    [
        "ApiServerSubnetNeedsNodeSubnet",
        "apiServer.subnetId",
        { systemNodePool: { vmSize: VM }, apiServer: { subnetId: `${SUBNETS}/api` } },
    ],
    [
        "ApiServerSubnetNeedsUserAssignedControlPlane",
        "apiServer.subnetId",
        { ...systemAssigned, apiServer: { subnetId: pulumi.output(`${SUBNETS}/api`) } },
    ],
    [
        "ApiServerSubnetIsVnetIntegration",
        "apiServer.vnetIntegration",
        { apiServer: { subnetId: `${SUBNETS}/api`, vnetIntegration: false } },
    ],
    [
        "PrivateDNSZoneForVnetIntegration",
        "apiServer.privateDNSZone",
        {
            systemNodePool: { vmSize: VM },
            apiServer: { privateCluster: true, privateDNSZone: ZONE, vnetIntegration: true },
        },
    ],
    ["VnetIntegrationNeedsSubnet", "apiServer.vnetIntegration", { apiServer: { vnetIntegration: true } }],
];
