import { hasVersion, isBelow } from "../cluster/livingPools";
import type { Values } from "../values";
import { type ClusterChange, changeOfPool, type PoolChange, type ResourceChange } from "./change";

/** A count or a version that AKS refuses. */
export interface NotAllowed {
    /** The input, as a program names it. */
    input: string;
    desired: unknown;
    living: unknown;
    why: "autoscaled" | "downgrade";
}

/** Counts and versions of a cluster and the pool inside it that AKS refuses. */
export function notAllowedInCluster({ previous, desired, living, facts }: ClusterChange): NotAllowed[] {
    if (previous === undefined) {
        return [];
    }
    const pool = changeOfPool(facts.ownership.systemPool.name, { previous, desired, living });
    return [
        ...downgrade(
            "kubernetesVersion",
            desired.kubernetesVersion,
            runningVersion(living, "kubernetesVersion"),
        ),
        ...(pool ? notAllowedInPool("systemNodePool", pool) : []),
    ];
}

/** The same of a pool that is a resource of its own. */
export function notAllowedInOwnPool(change: PoolChange): NotAllowed[] {
    return notAllowedInPool(`nodePools, ${change.facts.pool}`, change);
}

function notAllowedInPool(input: string, { desired, living }: ResourceChange): NotAllowed[] {
    const isAutoscaled =
        living.enableAutoScaling === true &&
        typeof desired.count === "number" &&
        typeof living.count === "number" &&
        desired.count !== living.count;
    return [
        ...(isAutoscaled
            ? [
                  {
                      input: `${input}: count`,
                      desired: desired.count,
                      living: living.count,
                      why: "autoscaled" as const,
                  },
              ]
            : []),
        ...downgrade(
            `${input}: kubernetesVersion`,
            desired.orchestratorVersion,
            runningVersion(living, "orchestratorVersion"),
        ),
    ];
}

function runningVersion(living: Values, name: string): unknown {
    const current = name === "kubernetesVersion" ? "currentKubernetesVersion" : "currentOrchestratorVersion";
    return living[current] ?? living[name];
}

function downgrade(input: string, desired: unknown, living: unknown): NotAllowed[] {
    const isOlder =
        typeof desired === "string" &&
        typeof living === "string" &&
        !hasVersion(desired, living) &&
        isBelow(desired, living);
    return isOlder ? [{ input, desired, living, why: "downgrade" }] : [];
}
