import type { Values } from "../values";

/** The pools that a cluster shows, in the order of their names (hashicorp/terraform-provider-azurerm#4560). */
export function poolsOfCluster({ agentPoolProfiles }: Values): Values[] {
    // What is no pool keeps its place: paths count from the first.
    return Array.isArray(agentPoolProfiles) ? agentPoolProfiles.map((each): Values => Object(each)) : [];
}

/** The pool of this name. */
export function poolNamed(name: string, cluster: Values): Values | undefined {
    return poolsOfCluster(cluster).find((pool) => pool.name === name);
}

/** Whether a pool or a cluster of version `living`, `1.34.2`, has the version that is asked for, `1.34` or `1.34.2`. */
export function hasVersion(wanted: unknown, living: unknown): boolean {
    return wanted === living || String(living).startsWith(`${wanted}.`);
}

/** Whether the first of two versions, each with two or three numbers, is below the second. */
export function isBelow(version: unknown, other: unknown): boolean {
    const [one, two] = [version, other].map((each) => String(each).split(".").map(Number));
    const index = (one ?? []).findIndex((number, place) => number !== (two ?? [])[place]);
    return index >= 0 && Number(one?.[index]) < Number(two?.[index]);
}
