import { valueAt } from "../values";

/** Paths of properties by azure-native's names: `networkProfile.podCidr`. */

export function propertyAt(values: unknown, path: string): unknown {
    return valueAt(values, path.split("."));
}

/** Whether a path is the other one, or leads to something inside of it. */
export function isInside(path: string, outer: string): boolean {
    return path === outer || path.startsWith(`${outer}.`);
}
