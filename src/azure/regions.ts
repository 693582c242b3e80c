import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "./pages";

/** Regions that take less than others, as "China East" or "chinaeast": Azure reads both as one. */

const WITHOUT_USER_ASSIGNED_IDENTITY = ["usdodcentral", "usdodeast", "usgoviowa"];
const WITHOUT_OWN_KUBELET_IDENTITY = ["chinaeast", "chinanorth"];

/** What is said of a user-assigned control plane identity in a region that takes none. */
export const REGION_WITHOUT_USER_ASSIGNED_IDENTITY = {
    code: "RegionWithoutUserAssignedIdentity",
    message: "AKS does not support user-assigned control plane identities in this region",
    fix: 'Set controlPlaneIdentity.type to "SystemAssigned", or choose another region.',
    source: MANAGED_IDENTITY_PAGE,
};

/** What is said of an own kubelet identity in a region that takes none. */
export const REGION_WITHOUT_OWN_KUBELET_IDENTITY = {
    code: "RegionWithoutOwnKubeletIdentity",
    message: "AKS does not support user-assigned kubelet identities in this region",
    fix: 'Set kubeletIdentity.type to "AksManaged", or choose another region.',
    source: KUBELET_IDENTITY_PAGE,
};

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
