import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import type { Known } from "../validation/rule";
import { type Path, UNKNOWN } from "../values";

/** A pool of the arguments, and where it is. */
export interface Pool {
    pool: Known<NodePoolArgs>;
    path: Path;
    isSystemPool: boolean;
}

/** An input of every pool: of the system pool and of the others. */
export function ofPools(...names: string[]): string[] {
    return names.flatMap((name) => [`systemNodePool.${name}`, `nodePools[].${name}`]);
}

/** An input of both identities of a cluster: of its own, and of those that clusters share. */
export function ofIdentities(...names: string[]): string[] {
    const identities = ["controlPlaneIdentity", "kubeletIdentity"].flatMap((name) => [name, `identities.${name}`]);
    return names.flatMap((name) => identities.map((identity) => `${identity}.${name}`));
}

/** The system pool and then the others. */
export function poolsIn(args: Known<Pick<ManagedIdentityAksClusterArgs, "systemNodePool" | "nodePools">>): Pool[] {
    const { systemNodePool, nodePools = [] } = args;
    return [
        ...(systemNodePool ? [{ pool: systemNodePool, path: ["systemNodePool"], isSystemPool: true }] : []),
        ...nodePools.map((pool, index) => ({ pool, path: ["nodePools", index], isSystemPool: false })),
    ];
}

/** What is known of a list that may be an output. */
export function knownEntries<T>(list: T[] | typeof UNKNOWN | undefined): { entry: T; index: number }[] {
    return Array.isArray(list)
        ? list.map((entry, index) => ({ entry, index })).filter(({ entry }) => entry !== UNKNOWN)
        : [];
}

/** The indexes of entries that are equal to an earlier one. */
export function repeated<T>(entries: readonly T[], equal: (one: T, other: T) => boolean = Object.is): number[] {
    return entries.flatMap((entry, index) =>
        entry !== undefined && entry !== UNKNOWN && entries.slice(0, index).some((other) => equal(other, entry))
            ? [index]
            : [],
    );
}
