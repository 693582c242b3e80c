/**
 * Whether two inputs are one and the same: the same output, or ids that differ in case only. Two different
 * outputs may still turn out to hold the same value; only their values can tell.
 */
export function sameInput(a: unknown, b: unknown): boolean {
    return a === b || (typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase());
}
