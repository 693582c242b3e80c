/** Regions that take less than others, as "China East" or "chinaeast": Azure reads both as one. */

const WITHOUT_USER_ASSIGNED_IDENTITY = ["usdodcentral", "usdodeast", "usgoviowa"];
const WITHOUT_OWN_KUBELET_IDENTITY = ["chinaeast", "chinanorth"];

/** The region's name as Azure compares it. */
export function regionName(location: string): string {
    return location.replaceAll(" ", "").toLowerCase();
}

/** Whether AKS takes a user-assigned control plane identity there. */
export function takesUserAssignedIdentity(location: unknown): boolean {
    return !isOneOf(WITHOUT_USER_ASSIGNED_IDENTITY, location);
}

/** Whether AKS takes an own kubelet identity there. */
export function takesOwnKubeletIdentity(location: unknown): boolean {
    return !isOneOf(WITHOUT_OWN_KUBELET_IDENTITY, location);
}

function isOneOf(regions: string[], location: unknown): boolean {
    return typeof location === "string" && regions.includes(regionName(location));
}
