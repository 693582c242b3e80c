import { IDENTITY_LIMITS_PAGE, KUBELET_IDENTITY_PAGE } from "./pages";

/** Regions with limits. Azure treats "China East" and "chinaeast" as the same name. */

const WITHOUT_USER_ASSIGNED_IDENTITY = ["usdodcentral", "usdodeast", "usgoviowa"];
const WITHOUT_OWN_KUBELET_IDENTITY = ["chinaeast", "chinanorth"];

/** Message for a user-assigned control plane identity in a region that does not support it. */
export const REGION_WITHOUT_USER_ASSIGNED_IDENTITY = {
    code: "RegionWithoutUserAssignedIdentity",
    message: "AKS does not support user-assigned control plane identities in this region",
    fix: 'Set controlPlaneIdentity.type to "SystemAssigned", or choose another region.',
    source: IDENTITY_LIMITS_PAGE,
};

/** Message for a user-assigned kubelet identity in a region that does not support it. */
export const REGION_WITHOUT_OWN_KUBELET_IDENTITY = {
    code: "RegionWithoutOwnKubeletIdentity",
    message: "AKS does not support user-assigned kubelet identities in this region",
    fix: 'Set kubeletIdentity.type to "AksManaged", or choose another region.',
    source: `${KUBELET_IDENTITY_PAGE}#limitations`,
};

/** The region's name as Azure compares it. */
export function regionName(location: string): string {
    return location.replaceAll(" ", "").toLowerCase();
}

/** Whether AKS supports a user-assigned control plane identity there. */
export function takesUserAssignedIdentity(location: unknown): boolean {
    return !isOneOf(WITHOUT_USER_ASSIGNED_IDENTITY, location);
}

/** Whether AKS supports a user-assigned kubelet identity there. */
export function takesOwnKubeletIdentity(location: unknown): boolean {
    return !isOneOf(WITHOUT_OWN_KUBELET_IDENTITY, location);
}

function isOneOf(regions: string[], location: unknown): boolean {
    return typeof location === "string" && regions.includes(regionName(location));
}
