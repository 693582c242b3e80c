import { plainService } from "../plainService";
import { dnsRoutes, dnsTypes } from "./dns";
import { plainTypes } from "./plainTypes";
import { networkTypes } from "./virtualNetworks";

/** Microsoft.Network: virtual networks and subnets with their rules, DNS zones, and the plain types around them. */
export const network = plainService("Microsoft.Network", [...plainTypes, ...dnsTypes, ...networkTypes], {
    routes: dnsRoutes,
});
