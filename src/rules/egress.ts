import { NAT_GATEWAY, ROUTE_TABLE } from "../azure/resourceId";
import { UNKNOWN } from "../values";
import { resourceIdFormat } from "./formats";
import { type Format, isSet, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const OUTBOUND = "https://learn.microsoft.com/azure/aks/egress-outboundtype";

export const EGRESS_FORMATS: readonly Format[] = [
    resourceIdFormat(ROUTE_TABLE, "a route table", {
        code: "RouteTableId",
        inputs: ["networkAccess.routeTableId"],
        source: KUBENET,
    }),
    resourceIdFormat(NAT_GATEWAY, "a NAT gateway", {
        code: "NatGatewayId",
        inputs: ["networkAccess.natGatewayId"],
        source: OUTBOUND,
    }),
];

/** How nodes reach the internet, and each other. */
export const EGRESS_RULES: readonly Rule[] = [
    {
        code: "OutboundTypeNeedsSubnet",
        validate: together({
            "network.outboundType": "userDefinedRouting",
            "systemNodePool.subnetId": undefined,
        }),
        message:
            "this outbound type works through the route table of an own subnet, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet with a route table that has egress rules.",
        source: OUTBOUND,
    },
    {
        code: "OutboundTypeNeedsSubnet",
        azureCode: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
        validate: together({
            "network.outboundType": "userAssignedNATGateway",
            "systemNodePool.subnetId": undefined,
        }),
        message:
            "this outbound type works through the NAT gateway of an own subnet, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet with a NAT gateway.",
        source: OUTBOUND,
    },
    {
        code: "ManagedNatGatewayTakesNoSubnet",
        azureCode: "ManagedNATGatewayWithCustomVNetNotAllowed",
        validate: together({ "network.outboundType": "managedNATGateway", "systemNodePool.subnetId": GIVEN }),
        message: "AKS creates a managed NAT gateway for its own network only, and systemNodePool.subnetId is set",
        fix: 'Use "userAssignedNATGateway" with a NAT gateway on your subnet, or remove subnetId.',
        source: OUTBOUND,
    },
    {
        code: "RouteTableNeedsSubnet",
        validate: together({ "networkAccess.routeTableId": GIVEN, "systemNodePool.subnetId": undefined }),
        message:
            "a route table works through the own subnets that it is attached to, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to such a subnet, or remove networkAccess.routeTableId.",
        source: KUBENET,
    },
    {
        code: "RouteTableNeedsUserAssignedControlPlane",
        azureCode: "CustomRouteTableWithUnsupportedMSIType",
        validate: together({
            "networkAccess.routeTableId": GIVEN,
            "network.networkPlugin": "kubenet",
            "controlPlaneIdentity.type": "SystemAssigned",
        }),
        message:
            "with kubenet, AKS checks the role on an own route table before it creates the cluster, when a system-assigned identity does not exist yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        source: KUBENET,
    },
    {
        code: "KubenetSubnetNeedsUserAssignedControlPlane",
        // With an own route table it is rejected above, in Azure's words.
        validate: together({
            "network.networkPlugin": "kubenet",
            "controlPlaneIdentity.type": "SystemAssigned",
            "systemNodePool.subnetId": GIVEN,
            "networkAccess.routeTableId": undefined,
        }),
        message:
            "with kubenet, AKS attaches a route table to an own subnet while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        source: `${KUBENET}#create-an-aks-cluster-with-system-assigned-managed-identities`,
    },
    {
        code: "KubenetRoutingNeedsRouteTable",
        azureCode: "CustomRouteTableMissingPermission",
        validate: together({
            "network.outboundType": "userDefinedRouting",
            "network.networkPlugin": "kubenet",
            "systemNodePool.subnetId": GIVEN,
            "networkAccess.routeTableId": undefined,
        }),
        message:
            "with kubenet, AKS writes a route for every node into the route table that this outbound type works through, and networkAccess.routeTableId is not set",
        fix: "Set networkAccess.routeTableId to the route table of systemNodePool.subnetId.",
        source: `${KUBENET}#bring-your-own-subnet-and-route-table-with-kubenet`,
    },
    {
        code: "NatGatewayNeedsOutboundType",
        validate: ({ network, networkAccess }) =>
            when(
                isSet(networkAccess?.natGatewayId) &&
                    network?.outboundType !== "userAssignedNATGateway" &&
                    network?.outboundType !== UNKNOWN,
                "networkAccess.natGatewayId",
            ),
        message: 'an own NAT gateway is used with network.outboundType "userAssignedNATGateway"',
        fix: "Set it, or remove networkAccess.natGatewayId.",
        source: OUTBOUND,
    },
];
