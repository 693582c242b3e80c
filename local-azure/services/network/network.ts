import { networkType, subnetType } from "../../kernel/typeNames";
import { plainService } from "../plainService";
import { dnsRoutes, dnsTypes } from "./dns";
import { plainTypes } from "./plainTypes";
import { deleteSubnet, getSubnet, listSubnets, putSubnet } from "./subnets";
import { deleteNetwork, getNetwork, listNetworks, patchNetwork, putNetwork } from "./virtualNetworks";

/** Microsoft.Network: virtual networks and subnets with their rules, DNS zones, and the plain types around them. */
export const network = plainService("Microsoft.Network", [...plainTypes, ...dnsTypes], {
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
        ...dnsRoutes,
    ],
});
