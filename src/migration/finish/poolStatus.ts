import type { LiveCluster } from "../live/liveCluster";
import { type ClusterState, type LiveNodePool, type NodeIdentity, nodeIdentityOf } from "../live/nodes";
import { readValue } from "../live/reading";

/** An upgrade of the node image of a pool that this run has started, or that it has found going on. */
export interface Upgrade {
    /** Image of the nodes before. */
    image?: string;
    /** Milliseconds since the epoch. */
    startedAt: number;
    endedAt?: number;
    operation?: PoolOperation;
}

/** An operation of AKS (https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations). */
export interface PoolOperation {
    /** Where its status is read. */
    path: string;
    /** `InProgress`, `Succeeded`, `Failed` and so on; absent where it cannot be read. */
    status?: string;
    /** Azure's message. That is no sign of a failure: operations that go on have some, too. */
    error?: string;
}

/** The status of a pool with regard to the identity of its nodes. */
export type PoolStatus =
    /** Its nodes use the cluster's identity. */
    | "current"
    /** An upgrade of the node image would give them the cluster's identity. */
    | "pending"
    /** Its node image is being upgraded. */
    | "upgrading"
    /** AKS is doing something else to it. */
    | "busy"
    /** The upgrade has failed. */
    | "failed"
    /** The upgrade has ended, and nodes still use the previous identity. */
    | "unchanged"
    /** An upgrade would have no effect: there is no newer image. */
    | "noNewerImage"
    /** It is stopped. AKS does not upgrade such a pool. */
    | "stopped"
    /** Not enough could be read to decide. */
    | "unknown";

/** In these AKS does nothing to a cluster or to a pool. */
const FINAL_STATES = ["Succeeded", "Failed", "Canceled"];

export function isFinal(state: string): boolean {
    return FINAL_STATES.includes(state);
}

interface Facts {
    /** `provisioningState` of the pool. */
    state: string;
    identity: NodeIdentity;
    image: string | undefined;
    latestImage: string | undefined;
    isStopped: boolean;
    upgrade: Upgrade | undefined;
}

/** The first that applies. */
const STATUSES: [PoolStatus, (facts: Facts) => boolean][] = [
    // Right after its start a pool may not show it yet; the operation does.
    ["upgrading", ({ state, upgrade }) => state === "UpgradingNodeImageVersion" || isRunning(upgrade)],
    ["busy", ({ state }) => !isFinal(state)],
    ["failed", ({ state, upgrade }) => upgrade !== undefined && (state !== "Succeeded" || hasFailed(upgrade))],
    ["current", ({ identity }) => identity === "current"],
    ["unknown", ({ identity }) => identity === "unknown"],
    // Continuing would replace the nodes of the other pools without effect.
    ["failed", (facts) => facts.identity === "previous" && hasOtherImage(facts)],
    ["unchanged", ({ upgrade }) => upgrade !== undefined],
    ["stopped", ({ isStopped }) => isStopped],
    // What has begun is completed: the pool may show the newest image already.
    ["pending", ({ state, identity }) => identity === "mixed" || state !== "Succeeded"],
    ["unknown", ({ image, latestImage }) => image === undefined || latestImage === undefined],
    ["noNewerImage", ({ image, latestImage }) => image === latestImage],
    ["pending", () => true],
];

function isRunning(upgrade: Upgrade | undefined): boolean {
    const status = upgrade?.operation?.status;
    return status !== undefined && !isFinal(status);
}

function hasFailed({ operation }: Upgrade): boolean {
    return operation?.status === "Failed" || operation?.status === "Canceled";
}

function hasOtherImage({ upgrade, image }: Facts): boolean {
    return upgrade?.image !== undefined && image !== undefined && upgrade.image !== image;
}

export function poolStatusOf(pool: LiveNodePool, { cluster }: ClusterState, upgrade?: Upgrade): PoolStatus {
    const facts: Facts = {
        state: pool.provisioningState,
        identity: nodeIdentityOf(pool, cluster),
        image: pool.nodeImageVersion,
        latestImage: readValue(pool.latestNodeImageVersion),
        isStopped: pool.isStopped || isStopped(cluster),
        upgrade,
    };
    const [status = "unknown"] = STATUSES.find(([, applies]) => applies(facts)) ?? [];
    return status;
}

/** Whether a cluster is stopped, and with it every pool. */
export function isStopped({ values }: LiveCluster): boolean {
    return Object(values.powerState).code === "Stopped";
}
