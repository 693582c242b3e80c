import { operationRoutes } from "../longRunning";
import { type PlainType, plainRoutes } from "../plainResource";
import type { Service } from "../service";
import { networkType, subnetType } from "./state";
import { deleteSubnet, getSubnet, listSubnets, putSubnet } from "./subnets";
import { deleteNetwork, getNetwork, listNetworks, patchNetwork, putNetwork } from "./virtualNetworks";

/** What subnets, clusters and roles point at, and of which nothing more is modelled. */
const plainTypes: PlainType[] = [
    { type: "Microsoft.Network/routeTables", properties: (sent) => ({ routes: [], ...sent }) },
    {
        type: "Microsoft.Network/networkSecurityGroups",
        properties: (sent) => ({ securityRules: [], ...sent }),
    },
    { type: "Microsoft.Network/natGateways", members: ["sku", "zones"] },
    {
        type: "Microsoft.Network/publicIPAddresses",
        members: ["sku", "zones"],
        properties: (sent) => ({
            publicIPAllocationMethod: "Dynamic",
            publicIPAddressVersion: "IPv4",
            ...sent,
        }),
    },
    { type: "Microsoft.Network/privateDnsZones" },
];

/** Microsoft.Network: virtual networks and subnets with their rules, and the plain types around them. */
export const network: Service = {
    namespace: "Microsoft.Network",
    routes: [
        { method: "PUT", type: networkType, on: "resource", handle: putNetwork },
        { method: "GET", type: networkType, on: "resource", handle: getNetwork },
        { method: "PATCH", type: networkType, on: "resource", handle: patchNetwork },
        { method: "DELETE", type: networkType, on: "resource", handle: deleteNetwork },
        { method: "GET", type: networkType, on: "collection", handle: listNetworks },
        { method: "PUT", type: subnetType, on: "resource", handle: putSubnet },
        { method: "GET", type: subnetType, on: "resource", handle: getSubnet },
        { method: "DELETE", type: subnetType, on: "resource", handle: deleteSubnet },
        { method: "GET", type: subnetType, on: "collection", handle: listSubnets },
        ...plainTypes.flatMap(plainRoutes),
        ...operationRoutes("Microsoft.Network"),
    ],
};
