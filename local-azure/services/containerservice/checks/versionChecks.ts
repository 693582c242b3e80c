import { type ArmError, notModelled } from "../../../kernel/errors";
import { stringAt } from "../../../kernel/json";
import { controlPlaneVersions, livingVersions, type PoolContext, poolVersions } from "../request/pools";
import type { PoolRequest } from "../request/request";
import type { AgentPool } from "../state/state";
import { isLaterRelease, isPatchOf, minorOf, type Versions } from "../state/versions";
import * as errors from "../updateErrors";
import { type Check, firstRefusal } from "./proposal";

/** Versions only rise, one minor version at a time, and no node is ahead of the control plane or far behind it. */
export const refusedVersions: Check = ({ request, before, apiVersion }) => {
    const versions = controlPlaneVersions(request, before, apiVersion);
    const context = { versions, apiVersion };
    if (!before) return firstRefusal(request.pools, (pool) => refusedPoolVersion(pool, undefined, context));
    const error =
        refusedControlPlane(request.kubernetesVersion ?? "", livingVersions(before), versions) ??
        (sameOrUnchanged(request.pools, before.pools, versions) ? undefined : errors.poolVersionsDiffer());
    if (error) return error;
    const isUpgraded = versions.current !== before.currentKubernetesVersion;
    return firstRefusal(before.pools, (pool) => {
        const asked = request.pools.find(({ name }) => name === pool.name) ?? {};
        return isUpgraded
            ? refusedChange(pool.currentOrchestratorVersion, poolVersions(asked, pool, context), versions)
            : refusedPoolVersion(asked, pool, context);
    });
};

/** Beside a spot pool AKS does not upgrade the control plane and other pools together; what it says then is not known. */
export const refusedBesideSpot: Check = ({ request, before, apiVersion }) => {
    const isSpot = ({ properties }: AgentPool) => stringAt(properties, "scaleSetPriority") === "Spot";
    if (!before?.pools.some(isSpot)) return undefined;
    const versions = controlPlaneVersions(request, before, apiVersion);
    if (versions.current === before.currentKubernetesVersion) return undefined;
    const isUpgraded = (pool: AgentPool) => {
        const asked = request.pools.find(({ name }) => name === pool.name);
        return asked && poolVersions(asked, pool, { versions, apiVersion }).current !== pool.currentOrchestratorVersion;
    };
    return before.pools.some(isUpgraded)
        ? notModelled("an upgrade of the control plane together with a pool, beside a spot pool")
        : undefined;
};

/** A pool that stays as it is, is not looked at. */
export function refusedPoolVersion(
    request: Pick<PoolRequest, "orchestratorVersion">,
    before: AgentPool | undefined,
    context: Pick<PoolContext, "versions" | "apiVersion">,
): ArmError | undefined {
    const wanted = poolVersions(request, before, context);
    if (before?.currentOrchestratorVersion === wanted.current) return undefined;
    return refusedChange(before?.currentOrchestratorVersion ?? wanted.current, wanted, context.versions);
}

function refusedChange(
    from: string,
    { current: to }: Versions,
    { current: controlPlane }: Versions,
): ArmError | undefined {
    if (isLaterRelease(from, to) || minorOf(to) > minorOf(from) + 1) return errors.poolVersionNotAllowed(from, to);
    const ahead = minorOf(to) - minorOf(controlPlane);
    if (ahead > 0) return errors.poolMinorAhead(to, controlPlane);
    if (isLaterRelease(to, controlPlane)) return errors.poolPatchAhead(to, controlPlane);
    return ahead < -3 ? errors.poolBehind(to, controlPlane) : undefined;
}

function refusedControlPlane(asked: string, living: Versions, wanted: Versions): ArmError | undefined {
    const [from, to] = [living.current, wanted.current];
    if (isLaterRelease(from, to)) return errors.versionDowngrade(from, asked);
    return minorOf(to) > minorOf(from) + 1 ? errors.versionSkipped(from, asked) : undefined;
}

/** A cluster's own request leaves the versions of its pools alone, or brings them to the control plane's. */
function sameOrUnchanged(requests: PoolRequest[], pools: AgentPool[], controlPlane: Versions): boolean {
    const specified = requests.flatMap(({ name, orchestratorVersion }) =>
        orchestratorVersion ? [{ name, asked: orchestratorVersion }] : [],
    );
    if (specified.length > 0 && specified.length < requests.length) return false;
    return specified.every(({ name, asked }) => {
        const pool = pools.find((each) => each.name === name);
        const running = [pool?.currentOrchestratorVersion, controlPlane.current];
        return running.some((version) => version !== undefined && isPatchOf(version, asked));
    });
}
