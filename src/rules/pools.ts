import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { type Path, UNKNOWN } from "../values";
import type { Known, Violation } from "./rule";

/** A pool of the arguments, and where it is. */
export interface Pool {
    pool: Known<NodePoolArgs>;
    path: Path;
    isSystemPool: boolean;
}

/** The system pool and then the others. */
export function poolsIn(args: Known<Pick<ManagedIdentityAksClusterArgs, "systemNodePool" | "nodePools">>): Pool[] {
    const { systemNodePool, nodePools = [] } = args;
    return [
        ...(systemNodePool ? [{ pool: systemNodePool, path: ["systemNodePool"], isSystemPool: true }] : []),
        ...nodePools.map((pool, index) => ({ pool, path: ["nodePools", index], isSystemPool: false })),
    ];
}

/** The violations in each pool: `find` gets the pool and a function that completes the path of one of its inputs. */
export function inEachPool(
    args: Known<Pick<ManagedIdentityAksClusterArgs, "systemNodePool" | "nodePools">>,
    find: (pool: Pool, at: (...names: (string | number)[]) => Path) => Violation[],
): Violation[] {
    return poolsIn(args).flatMap((pool) => find(pool, (...names) => [...pool.path, ...names]));
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
