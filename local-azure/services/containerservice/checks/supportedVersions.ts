import { type ArmError, notModelled } from "../../../kernel/errors";
import { nameOf } from "../../../kernel/resourceId";
import type { PoolRequest } from "../request/request";
import type { ManagedCluster } from "../state/state";
import { isPatchOf, minorOf } from "../state/versions";
import * as errors from "../updateErrors";
import { type Check, firstRefusal, type Proposal } from "./proposal";

/**
 * By minor version of Kubernetes 1, the last patch that is known. These are the versions of the years that the recordings
 * and the default versions come from, wider than any one region's list on any one day. Later patches, and those from 100
 * on that long-term support adds, may be there.
 */
const lastPatches: Record<number, number> = {
    25: 16,
    26: 15,
    27: 16,
    28: 15,
    29: 15,
    30: 14,
    31: 14,
    32: 11,
    33: 7,
    34: 3,
    35: 1,
};
const minors = Object.keys(lastPatches).map(Number);
const [oldest, newest] = [Math.min(...minors), Math.max(...minors)];

/** Kubernetes has three minor versions a year: so many may have come since the newest known one. */
const perYear = 3;

type Support = "supported" | "unsupported" | "unknown";

export function supportOf(version: string): Support {
    const [, major, , patch = "0"] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(version) ?? [];
    if (major === undefined) return "unknown";
    const minor = minorOf(version);
    if (major !== "1" || minor < oldest || minor > newest + perYear) return "unsupported";
    return Number(patch) <= (lastPatches[minor] ?? -1) ? "supported" : "unknown";
}

/** What runs already may go on, whatever has become of its version. */
export const unsupportedVersion: Check = (proposal) => {
    const { request, before, clusterId } = proposal;
    return (
        refused(request.kubernetesVersion, runningIn(before), (version) =>
            errors.versionNotSupported(nameOf(clusterId), version),
        ) ?? firstRefusal(request.pools, (pool) => unsupportedPoolVersion(pool, before, request.kubernetesVersion))
    );
};

export function unsupportedPoolVersion(
    { orchestratorVersion }: Pick<PoolRequest, "orchestratorVersion">,
    cluster: ManagedCluster | undefined,
    controlPlane?: string,
): ArmError | undefined {
    const running = [...runningIn(cluster), ...(controlPlane ? [controlPlane] : [])];
    return refused(orchestratorVersion, running, errors.poolVersionNotSupported);
}

function refused(
    asked: string | undefined,
    running: string[],
    error: (version: string) => ArmError,
): ArmError | undefined {
    if (!asked || running.some((version) => isPatchOf(version, asked))) return undefined;
    const support = supportOf(asked);
    if (support === "supported") return undefined;
    return support === "unsupported"
        ? error(asked)
        : notModelled(
              `the Kubernetes version '${asked}'. Known are 1.${oldest}.0 to 1.${newest}.${lastPatches[newest]}, ` +
                  "each minor version up to its last known patch",
          );
}

const runningIn = (cluster: Proposal["before"]): string[] =>
    cluster ? [cluster.currentKubernetesVersion, ...cluster.pools.map((pool) => pool.currentOrchestratorVersion)] : [];
