import { hasVersion, isBelow } from "../cluster/livingPools";
import { type ClusterChange, changeOfPool, type PoolChange, type ResourceChange } from "./change";

/** A count or a version that AKS refuses. */
export interface NotAllowed {
    /** The input, as a program names it. */
    input: string;
    desired: unknown;
    living: unknown;
}

type WantedAndLiving = Pick<ResourceChange, "desired" | "living">;

/** A count of a pool whose autoscaler is on. */
export function autoscaledCount(input: string, { desired, living }: WantedAndLiving): NotAllowed[] {
    const isRefused =
        living.enableAutoScaling === true &&
        typeof desired.count === "number" &&
        typeof living.count === "number" &&
        desired.count !== living.count;
    return isRefused ? [{ input: `${input}: count`, desired: desired.count, living: living.count }] : [];
}

/** A version of a pool that is older than the one that runs. */
export function poolDowngrade(input: string, { desired, living }: WantedAndLiving): NotAllowed[] {
    const running = living.currentOrchestratorVersion ?? living.orchestratorVersion;
    return downgrade(`${input}: kubernetesVersion`, desired.orchestratorVersion, running);
}

/** Versions of a cluster and the pool inside it that are older than those that run. */
export function clusterDowngrades(change: ClusterChange): NotAllowed[] {
    const { previous, desired, living } = change;
    const running = living.currentKubernetesVersion ?? living.kubernetesVersion;
    return [
        ...(previous ? downgrade("kubernetesVersion", desired.kubernetesVersion, running) : []),
        ...inSystemPool(change, poolDowngrade),
    ];
}

/** The count of the pool inside a cluster, if its autoscaler is on. */
export function systemPoolCount(change: ClusterChange): NotAllowed[] {
    return inSystemPool(change, autoscaledCount);
}

/** What is not allowed in a pool that is a resource of its own. */
export function inOwnPool(find: typeof poolDowngrade): (change: PoolChange) => NotAllowed[] {
    return (change) => find(`nodePools, ${change.facts.pool}`, change);
}

function inSystemPool({ previous, desired, living, facts }: ClusterChange, find: typeof poolDowngrade): NotAllowed[] {
    const { name } = facts.ownership.systemPool;
    const pool = previous && changeOfPool(name, { previous, desired, living });
    return pool ? find("systemNodePool", pool) : [];
}

function downgrade(input: string, desired: unknown, living: unknown): NotAllowed[] {
    const isOlder =
        typeof desired === "string" &&
        typeof living === "string" &&
        !hasVersion(desired, living) &&
        isBelow(desired, living);
    return isOlder ? [{ input, desired, living }] : [];
}
