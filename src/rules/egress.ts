import { rules } from "./rule";
import { isSet, otherThan } from "./settings";

const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const OUTBOUND = "https://learn.microsoft.com/azure/aks/egress-outboundtype";

/** How nodes reach the internet, and each other. */
export const EGRESS_RULES = [
    ...rules(OUTBOUND, {
        OutboundTypeNeedsSubnet: {
            when: { "network.outboundType": "userDefinedRouting", "systemNodePool.subnetId": undefined },
            message:
                "this outbound type works through the route table of an own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to a subnet with a route table that has egress rules.",
        },
        ManagedNatGatewayTakesNoSubnet: {
            azureCode: "ManagedNATGatewayWithCustomVNetNotAllowed",
            when: { "network.outboundType": "managedNATGateway", "systemNodePool.subnetId": isSet },
            message: "AKS creates a managed NAT gateway for its own network only, and systemNodePool.subnetId is set",
            fix: 'Use "userAssignedNATGateway" with a NAT gateway on your subnet, or remove subnetId.',
        },
        NatGatewayNeedsOutboundType: {
            when: {
                "networkAccess.natGatewayId": isSet,
                "network.outboundType": otherThan("userAssignedNATGateway"),
            },
            message: 'an own NAT gateway is used with network.outboundType "userAssignedNATGateway"',
            fix: "Set it, or remove networkAccess.natGatewayId.",
        },
    }),
    ...rules(OUTBOUND, {
        OutboundTypeNeedsSubnet: {
            azureCode: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
            when: { "network.outboundType": "userAssignedNATGateway", "systemNodePool.subnetId": undefined },
            message:
                "this outbound type works through the NAT gateway of an own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to a subnet with a NAT gateway.",
        },
    }),
    ...rules(KUBENET, {
        RouteTableNeedsSubnet: {
            when: { "networkAccess.routeTableId": isSet, "systemNodePool.subnetId": undefined },
            message:
                "a route table works through the own subnets that it is attached to, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to such a subnet, or remove networkAccess.routeTableId.",
        },
        RouteTableNeedsUserAssignedControlPlane: {
            azureCode: "CustomRouteTableWithUnsupportedMSIType",
            when: {
                "networkAccess.routeTableId": isSet,
                "network.networkPlugin": "kubenet",
                "controlPlaneIdentity.type": "SystemAssigned",
            },
            message:
                "with kubenet, AKS checks the role on an own route table before it creates the cluster, when a system-assigned identity does not exist yet",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        },
        KubenetSubnetNeedsUserAssignedControlPlane: {
            when: {
                "network.networkPlugin": "kubenet",
                "controlPlaneIdentity.type": "SystemAssigned",
                "systemNodePool.subnetId": isSet,
                // With an own route table it is rejected above, in Azure's words.
                "networkAccess.routeTableId": undefined,
            },
            message:
                "with kubenet, AKS attaches a route table to an own subnet while it creates the cluster, when a system-assigned identity has no role yet",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
            source: `${KUBENET}#create-an-aks-cluster-with-system-assigned-managed-identities`,
        },
        KubenetRoutingNeedsRouteTable: {
            azureCode: "CustomRouteTableMissingPermission",
            when: {
                "network.outboundType": "userDefinedRouting",
                "network.networkPlugin": "kubenet",
                "systemNodePool.subnetId": isSet,
                "networkAccess.routeTableId": undefined,
            },
            message:
                "with kubenet, AKS writes a route for every node into the route table that this outbound type works through, and networkAccess.routeTableId is not set",
            fix: "Set networkAccess.routeTableId to the route table of systemNodePool.subnetId.",
            source: `${KUBENET}#bring-your-own-subnet-and-route-table-with-kubenet`,
        },
    }),
];
