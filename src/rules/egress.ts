import { ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { isIdOf, NAT_GATEWAY, ROUTE_TABLE } from "../azure/resourceId";
import { entries, given } from "./places";
import type { Place, Rule } from "./rule";
import { RESOURCE_GROUP_ID } from "./verdicts";

const KUBENET = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const OUTBOUND = "https://learn.microsoft.com/azure/aks/egress-outboundtype";

/** How nodes reach the internet, and each other. */
export const EGRESS_RULES: readonly Rule[] = [
    {
        code: "OutboundTypeNeedsSubnet",
        places: withoutSubnet,
        broken: (value, noSubnet) => noSubnet === true && value === "userDefinedRouting",
        rule: "this outbound type works through the route table of an own subnet, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet with a route table that has egress rules.",
        source: OUTBOUND,
    },
    {
        code: "OutboundTypeNeedsSubnet",
        azureCode: "UserAssignedNATGatewayWithManagedVNetNotAllowed",
        places: withoutSubnet,
        broken: (value, noSubnet) => noSubnet === true && value === "userAssignedNATGateway",
        rule: "this outbound type works through the NAT gateway of an own subnet, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to a subnet with a NAT gateway.",
        source: OUTBOUND,
    },
    {
        code: "ManagedNatGatewayTakesNoSubnet",
        azureCode: "ManagedNATGatewayWithCustomVNetNotAllowed",
        places: (args) =>
            given(
                ["network", "outboundType"],
                args.network?.outboundType,
                args.systemNodePool?.subnetId !== undefined,
            ),
        broken: (value, ownSubnet) => ownSubnet === true && value === "managedNATGateway",
        rule: "AKS makes a managed NAT gateway for its own network only, and systemNodePool.subnetId is set",
        fix: 'Use "userAssignedNATGateway" with a NAT gateway on your subnet, or remove subnetId.',
        source: OUTBOUND,
    },
    {
        code: "RouteTableId",
        places: (args) => given(["networkAccess", "routeTableId"], args.networkAccess?.routeTableId),
        broken: (value) => typeof value !== "string" || !isIdOf(ROUTE_TABLE, value),
        rule: "a route table is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/routeTables/<name>.",
        source: KUBENET,
    },
    {
        code: "RouteTableNeedsSubnet",
        asksOutputs: true,
        places: (args) => routeTable(args, args.systemNodePool?.subnetId === undefined),
        broken: (_, noSubnet) => noSubnet === true,
        rule: "a route table works through the own subnets that it is attached to, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to such a subnet, or remove networkAccess.routeTableId.",
        source: KUBENET,
    },
    {
        code: "RouteTableNeedsUserAssignedControlPlane",
        azureCode: "CustomRouteTableWithUnsupportedMSIType",
        asksOutputs: true,
        places: (args) => routeTable(args, isSystemAssigned(args) && args.network?.networkPlugin),
        // A plugin that is an output is AKS's to check.
        broken: (_, plugin) => plugin === "kubenet",
        rule: "with kubenet, AKS checks the role on an own route table before it makes the cluster, when a system-assigned identity does not exist yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        source: KUBENET,
    },
    {
        code: "KubenetSubnetNeedsUserAssignedControlPlane",
        // With a table of the user's it is refused above, in Azure's words.
        places: (args) =>
            given(
                ["network", "networkPlugin"],
                args.network?.networkPlugin,
                isSystemAssigned(args) &&
                    args.systemNodePool?.subnetId !== undefined &&
                    args.networkAccess?.routeTableId === undefined,
            ),
        broken: (value, lateRole) => value === "kubenet" && lateRole === true,
        rule: "with kubenet, AKS attaches a route table to an own subnet while it makes the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or use networkPlugin "azure".',
        source: `${KUBENET}#create-an-aks-cluster-with-system-assigned-managed-identities`,
    },
    {
        code: "KubenetRoutingNeedsRouteTable",
        azureCode: "CustomRouteTableMissingPermission",
        places: (args) =>
            given(
                ["network", "outboundType"],
                args.network?.outboundType,
                args.systemNodePool?.subnetId !== undefined &&
                    args.networkAccess?.routeTableId === undefined &&
                    args.network?.networkPlugin,
            ),
        broken: (value, plugin) => value === "userDefinedRouting" && plugin === "kubenet",
        rule: "with kubenet, AKS writes a route for every node into the route table that this outbound type works through, and networkAccess.routeTableId is not set",
        fix: "Set networkAccess.routeTableId to the route table of systemNodePool.subnetId.",
        source: `${KUBENET}#bring-your-own-subnet-and-route-table-with-kubenet`,
    },
    {
        code: "NatGatewayId",
        places: (args) => given(["networkAccess", "natGatewayId"], args.networkAccess?.natGatewayId),
        broken: (value) => typeof value !== "string" || !isIdOf(NAT_GATEWAY, value),
        rule: "a NAT gateway is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/natGateways/<name>.",
        source: OUTBOUND,
    },
    {
        code: "NatGatewayNeedsOutboundType",
        asksOutputs: true,
        places: (args) =>
            given(
                ["networkAccess", "natGatewayId"],
                args.networkAccess?.natGatewayId,
                args.network?.outboundType,
            ),
        broken: (_, outboundType) =>
            outboundType === undefined ||
            (typeof outboundType === "string" && outboundType !== "userAssignedNATGateway"),
        rule: 'an own NAT gateway is used with network.outboundType "userAssignedNATGateway"',
        fix: "Set it, or remove networkAccess.natGatewayId.",
        source: OUTBOUND,
    },
    {
        ...RESOURCE_GROUP_ID,
        places: (args) =>
            entries(
                ["networkAccess", "publicIpResourceGroupIds"],
                args.networkAccess?.publicIpResourceGroupIds,
            ),
    },
];

function withoutSubnet({ network, systemNodePool }: ManagedIdentityAksClusterArgs): Place[] {
    return given(["network", "outboundType"], network?.outboundType, systemNodePool?.subnetId === undefined);
}

function routeTable(args: ManagedIdentityAksClusterArgs, beside: unknown): Place[] {
    return given(["networkAccess", "routeTableId"], args.networkAccess?.routeTableId, beside);
}

function isSystemAssigned({ controlPlaneIdentity }: ManagedIdentityAksClusterArgs): boolean {
    return controlPlaneIdentity?.type === ControlPlaneIdentityType.SystemAssigned;
}
