import { sameId } from "../../azure/resourceId";
import { ownValue } from "../../values";
import { textOf } from "../jsonInput";
import { usesServicePrincipal } from "../live/identities";
import type { ClusterState, LiveNodePool } from "../live/nodes";
import { InvalidInputError } from "../report";
import { isFinal, poolStatusOf, type Upgrade } from "./poolStatus";

/** The upgrades that a run knows of, by the name of the pool. */
export type Upgrades = Readonly<Record<string, Upgrade>>;

/** What to do next with a cluster. */
export type Step =
    /** AKS is doing something; `pool` is absent where it does it to the cluster itself. */
    | { kind: "wait"; pool?: string; state: string }
    | { kind: "upgrade"; pool: LiveNodePool }
    /** Nothing more can be done. */
    | { kind: "end" };

/**
 * What to do next, from what Azure shows alone: so a run goes on where another one was ended. One pool at a time, in the
 * order in which AKS lists them. `selected`: names of the pools that may be upgraded; default: all.
 */
export function nextStep(state: ClusterState, upgrades: Upgrades, selected?: readonly string[]): Step {
    const { cluster, pools } = state;
    const statuses = pools.map((pool) => ({ pool, status: poolStatusOf(pool, state, ownValue(pool.name, upgrades)) }));
    if (usesServicePrincipal(cluster) || statuses.some(({ status }) => status === "failed")) {
        return { kind: "end" };
    }
    const clusterState = textOf(cluster.values.provisioningState);
    if (!isFinal(clusterState)) {
        return { kind: "wait", state: clusterState };
    }
    const busy = statuses.find(({ status }) => status === "upgrading" || status === "busy");
    if (busy !== undefined) {
        return { kind: "wait", pool: busy.pool.name, state: busy.pool.provisioningState };
    }
    const next = statuses.find(({ pool, status }) => status === "pending" && isSelected(pool.name, selected));
    return next === undefined ? { kind: "end" } : { kind: "upgrade", pool: next.pool };
}

/** Whether AKS is changing the cluster or a pool. */
export function isBusy(state: ClusterState): boolean {
    return nextStep(state, {}).kind === "wait";
}

export function isSelected(pool: string, selected?: readonly string[]): boolean {
    return selected === undefined || selected.some((name) => sameId(name, pool));
}

/** Throws `InvalidInputError` where the cluster has no pool of one of these names. */
export function requirePools({ cluster, pools }: ClusterState, selected: readonly string[] = []): void {
    const unknown = selected.filter((name) => !pools.some((pool) => isSelected(pool.name, [name])));
    if (unknown.length > 0) {
        throw new InvalidInputError(
            `--pool: the cluster ${cluster.name} has no pool ${unknown.join(", ")}. Its pools are ${pools.map(({ name }) => name).join(", ")}.`,
        );
    }
}

/** The upgrades with what Azure shows of them at `now`: those that were found going on, and those that have ended. */
export function observed(upgrades: Upgrades, state: ClusterState, now: number): Upgrades {
    const entries = state.pools.flatMap((pool): [string, Upgrade][] => {
        const known = ownValue(pool.name, upgrades);
        const status = poolStatusOf(pool, state, known);
        if (known === undefined) {
            return status === "upgrading" ? [[pool.name, { startedAt: now }]] : [];
        }
        const hasEnded = known.endedAt === undefined && status !== "upgrading" && status !== "busy";
        return [[pool.name, hasEnded ? { ...known, endedAt: now } : known]];
    });
    return Object.fromEntries(entries);
}
