import { ownValue } from "../../values";
import { usesServicePrincipal } from "../live/identities";
import { type ClusterState, type LiveNodePool, type NodeIdentity, nodeIdentityOf } from "../live/nodes";
import { readValue } from "../live/reading";
import { ExitCode } from "../report";
import { type PoolStatus, poolStatusOf, type Upgrade } from "./poolStatus";
import { isSelected, type Upgrades } from "./upgrades";

/** What a run of `finish` did and saw. */
export interface FinishRun {
    /** The cluster as it was first read. */
    before: ClusterState;
    /** The cluster as it was last read. */
    after: ClusterState;
    upgrades: Upgrades;
    /** Names of the pools that may be upgraded. Default: all. */
    selected?: readonly string[];
    /** Nothing is upgraded. */
    dryRun?: boolean;
    stop?: Stop;
}

/** Why a run ended early. */
export interface Stop {
    reason: StopReason;
    message: string;
}

export type StopReason =
    /** The cluster uses a service principal. */
    | "servicePrincipal"
    /** A person ended the command. */
    | "interrupted"
    /** Nothing changed for too long. */
    | "timeout"
    /** Azure refused to start an upgrade. */
    | "refused"
    /** The cluster could not be read again. */
    | "unreadable";

/** The data of the report. */
export interface FinishData {
    /** Resource id of the cluster. */
    cluster: string;
    dryRun: boolean;
    /** In the order in which AKS lists them. */
    pools: PoolResult[];
    stopped?: Stop;
}

export interface PoolResult {
    name: string;
    status: PoolStatus;
    /** Whether the run may upgrade it: false where `--pool` leaves it out. */
    selected: boolean;
    /** Which identity its nodes used at the beginning, and at the end. */
    identity: { before: NodeIdentity; after: NodeIdentity };
    /** Parts are absent where AKS does not tell. */
    image: { before?: string; after?: string; latest?: string };
    /** How long the run saw it being upgraded, where that has ended. */
    seconds?: number;
    /** What Azure says of it, where the upgrade has failed or something could not be read. */
    detail?: string;
}

export function finishData({ before, after, upgrades, selected, dryRun = false, stop }: FinishRun): FinishData {
    const stopped = stop ?? servicePrincipalStop(after);
    return {
        cluster: after.cluster.id,
        dryRun,
        pools: after.pools.map((pool) => ({
            ...poolResult(pool, after, before, ownValue(pool.name, upgrades)),
            selected: isSelected(pool.name, selected),
        })),
        ...(stopped && { stopped }),
    };
}

function servicePrincipalStop({ cluster }: ClusterState): Stop | undefined {
    return usesServicePrincipal(cluster)
        ? {
              reason: "servicePrincipal",
              message:
                  "The cluster uses a service principal, so a node image upgrade does not change the identity of its nodes. Update the cluster to a managed identity first.",
          }
        : undefined;
}

function poolResult(
    pool: LiveNodePool,
    after: ClusterState,
    before: ClusterState,
    upgrade: Upgrade | undefined,
): Omit<PoolResult, "selected"> {
    const first = before.pools.find(({ name }) => name === pool.name) ?? pool;
    const latest = readValue(pool.latestNodeImageVersion);
    const status = poolStatusOf(pool, after, upgrade);
    const detail = detailOf(pool, status, upgrade);
    const { startedAt, endedAt } = { ...upgrade };
    return {
        name: pool.name,
        status,
        identity: { before: nodeIdentityOf(first, before.cluster), after: nodeIdentityOf(pool, after.cluster) },
        image: {
            ...(first.nodeImageVersion !== undefined && { before: first.nodeImageVersion }),
            ...(pool.nodeImageVersion !== undefined && { after: pool.nodeImageVersion }),
            ...(latest !== undefined && { latest }),
        },
        ...(startedAt !== undefined && endedAt !== undefined && { seconds: Math.round((endedAt - startedAt) / 1000) }),
        ...(detail !== undefined && { detail }),
    };
}

/** Why a pool stands so, in the words of Azure where it says any. */
function detailOf(
    { scaleSet, latestNodeImageVersion, provisioningState }: LiveNodePool,
    status: PoolStatus,
    upgrade: Upgrade | undefined,
): string | undefined {
    if (status === "failed") {
        return (
            upgrade?.operation?.error ??
            (provisioningState === "Succeeded"
                ? "The nodes have a new image, but still the previous identity."
                : `AKS shows the state ${provisioningState}.`)
        );
    }
    const nodes = "value" in scaleSet ? scaleSet.value.nodes : scaleSet;
    const [failure] = [nodes, latestNodeImageVersion].flatMap((reading) =>
        "failure" in reading ? reading.failure : [],
    );
    return status === "unknown" ? (failure ?? "The cluster shows no kubelet identity.") : undefined;
}

const STATUS_CODES: Record<PoolStatus, ExitCode> = {
    current: ExitCode.Ok,
    pending: ExitCode.FollowUp,
    upgrading: ExitCode.FollowUp,
    busy: ExitCode.FollowUp,
    failed: ExitCode.Rejected,
    unchanged: ExitCode.FollowUp,
    noNewerImage: ExitCode.FollowUp,
    stopped: ExitCode.FollowUp,
    unknown: ExitCode.Incomplete,
};

const STOP_CODES: Record<StopReason, ExitCode> = {
    servicePrincipal: ExitCode.Rejected,
    interrupted: ExitCode.Rejected,
    timeout: ExitCode.Rejected,
    refused: ExitCode.Rejected,
    unreadable: ExitCode.Incomplete,
};

/** The highest of what stopped the run and of its pools. A pool that was left out must follow. */
export function finishExitCode({ pools, stopped }: FinishData): ExitCode {
    if (stopped?.reason === "servicePrincipal") {
        return STOP_CODES.servicePrincipal;
    }
    const codes = pools.map(({ status, selected }) =>
        selected || status === "current" ? STATUS_CODES[status] : ExitCode.FollowUp,
    );
    return Math.max(ExitCode.Ok, ...codes, ...(stopped ? [STOP_CODES[stopped.reason]] : [])) as ExitCode;
}
