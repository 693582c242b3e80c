import { rules } from "../validation/rule";
import { isSet, KUBENET, NO_OWN_SUBNET, OWN_SUBNET, otherThan, SYSTEM_ASSIGNED } from "../validation/settings";

/** How nodes reach the internet, and each other. */
export const EGRESS_RULES = [
    ...rules("aks/egress-outboundtype", {
        OutboundTypeNeedsSubnet: {
            when: { "network.outboundType": "userDefinedRouting", ...NO_OWN_SUBNET },
            message: "userDefinedRouting requires your own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to a subnet with a route table that has egress rules.",
        },
        ManagedNatGatewayTakesNoSubnet: {
            azureCode: "ManagedNATGatewayWithCustomVNetNotAllowed",
            when: { "network.outboundType": "managedNATGateway", ...OWN_SUBNET },
            message: "AKS creates a managed NAT gateway for its own network only, and systemNodePool.subnetId is set",
            fix: 'Use "userAssignedNATGateway" with a NAT gateway on your subnet, or remove subnetId.',
        },
        NatGatewayNeedsOutboundType: {
            when: {
                "networkAccess.natGatewayId": isSet,
                "network.outboundType": otherThan("userAssignedNATGateway"),
            },
            message: 'your own NAT gateway requires network.outboundType "userAssignedNATGateway"',
            fix: 'Set network.outboundType to "userAssignedNATGateway", or remove networkAccess.natGatewayId.',
        },
    }),
    ...rules("aks/egress-outboundtype", {
        OutboundTypeNeedsSubnet: {
            azureCode: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
            when: { "network.outboundType": "userAssignedNATGateway", ...NO_OWN_SUBNET },
            message: "userAssignedNATGateway requires your own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to a subnet with a NAT gateway.",
        },
    }),
    ...rules("aks/configure-kubenet", {
        RouteTableNeedsSubnet: {
            when: { "networkAccess.routeTableId": isSet, ...NO_OWN_SUBNET },
            message: "a route table requires your own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to a subnet that uses the route table, or remove networkAccess.routeTableId.",
        },
        RouteTableNeedsUserAssignedControlPlane: {
            azureCode: "CustomRouteTableWithUnsupportedMSIType",
            when: { "networkAccess.routeTableId": isSet, ...KUBENET, ...SYSTEM_ASSIGNED },
            message:
                "with kubenet, AKS checks the role on the route table before it creates the cluster, and a system-assigned identity does not exist at that time",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        },
        KubenetSubnetNeedsUserAssignedControlPlane: {
            when: {
                "network.networkPlugin": "kubenet",
                ...SYSTEM_ASSIGNED,
                ...OWN_SUBNET,
                // With an own route table it is rejected above, in Azure's words.
                "networkAccess.routeTableId": undefined,
                // The Azure CLI creates such clusters: it assigns the role while AKS is at work.
                "adopt.clusterId": undefined,
                "adopt.clusterUrn": undefined,
            },
            message:
                "with kubenet, AKS attaches a route table to the subnet while it creates the cluster, and a system-assigned identity has no role assignments at that time",
            fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure". For an existing cluster that you import, keep adopt.',
            source: "aks/configure-kubenet#create-an-aks-cluster-with-system-assigned-managed-identities",
        },
        KubenetRoutingNeedsRouteTable: {
            azureCode: "CustomRouteTableMissingPermission",
            when: {
                "network.outboundType": "userDefinedRouting",
                ...KUBENET,
                ...OWN_SUBNET,
                "networkAccess.routeTableId": undefined,
            },
            message:
                "with kubenet, AKS writes a route for every node into the route table of the subnet, and networkAccess.routeTableId is not set",
            fix: "Set networkAccess.routeTableId to the route table of systemNodePool.subnetId.",
            source: "aks/configure-kubenet#bring-your-own-subnet-and-route-table-with-kubenet",
        },
    }),
];
