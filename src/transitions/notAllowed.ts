import { ScaleSetPriority } from "../args";
import { hasVersion, isBelow, poolsOfCluster } from "../cluster/livePools";
import type { Values } from "../values";
import { type ClusterChange, changeOfPool, type PoolChange, type ResourceChange } from "./change";

/** A count or a version that AKS refuses. */
export interface NotAllowed {
    /** The input, as a program names it. */
    input: string;
    desired: unknown;
    live: unknown;
}

/** A count of a pool whose autoscaler is on. */
export function autoscaledCount(input: string, { desired, live }: ResourceChange): NotAllowed[] {
    const isRefused =
        live.enableAutoScaling === true &&
        typeof desired.count === "number" &&
        typeof live.count === "number" &&
        desired.count !== live.count;
    return isRefused ? [{ input: `${input}: count`, desired: desired.count, live: live.count }] : [];
}

/** A version of a pool that is older than the one that runs. */
export function poolDowngrade(input: string, { desired, live }: ResourceChange): NotAllowed[] {
    const running = live.currentOrchestratorVersion ?? live.orchestratorVersion;
    return downgrade(`${input}: kubernetesVersion`, desired.orchestratorVersion, running);
}

/** Versions of a cluster and the pool inside it that are older than those that run. */
export function clusterDowngrades(change: ClusterChange): NotAllowed[] {
    const { live, desired } = change;
    const running = live?.currentKubernetesVersion ?? live?.kubernetesVersion;
    return [
        ...downgrade("kubernetesVersion", desired.kubernetesVersion, running),
        ...inSystemPool(change, poolDowngrade),
    ];
}

/** A spot pool, beside which AKS upgrades the control plane and another pool only one after the other. */
export function spotPoolOfUpgrade({ live, desired, facts }: ClusterChange): Values | undefined {
    const pool = live && changeOfPool(facts.systemPool, { live, desired });
    const isUpgraded =
        isChanged(desired.kubernetesVersion, live?.currentKubernetesVersion ?? live?.kubernetesVersion) &&
        isChanged(
            pool?.desired.orchestratorVersion,
            pool?.live.currentOrchestratorVersion ?? pool?.live.orchestratorVersion,
        );
    return isUpgraded ? spotPool(live) : undefined;
}

export function spotPool(cluster: Values = {}): Values | undefined {
    return poolsOfCluster(cluster).find(({ scaleSetPriority }) => scaleSetPriority === ScaleSetPriority.Spot);
}

function isChanged(desired: unknown, live: unknown): boolean {
    return typeof desired === "string" && typeof live === "string" && !hasVersion(desired, live);
}

/** The count of the pool inside a cluster, if its autoscaler is on. */
export function systemPoolCount(change: ClusterChange): NotAllowed[] {
    return inSystemPool(change, autoscaledCount);
}

/** What is not allowed in a pool that is a resource of its own. */
export function inOwnPool(find: typeof poolDowngrade): (change: PoolChange) => NotAllowed[] {
    return ({ live, desired, facts }) => (live ? find(`nodePools, ${facts.pool}`, { live, desired }) : []);
}

function inSystemPool({ live, desired, facts }: ClusterChange, find: typeof poolDowngrade): NotAllowed[] {
    const pool = live && changeOfPool(facts.systemPool, { live, desired });
    return pool ? find("systemNodePool", pool) : [];
}

function downgrade(input: string, desired: unknown, live: unknown): NotAllowed[] {
    const isOlder = isChanged(desired, live) && isBelow(desired, live);
    return isOlder ? [{ input, desired, live }] : [];
}
