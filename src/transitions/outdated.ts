import { hasVersion, poolNamed, poolsOfCluster } from "../cluster/livingPools";
import { CLUSTER_PROPERTIES, POOL_SETTINGS } from "../cluster/ownProperties";
import { isWithin } from "./applied";
import { type ClusterChange, changeOfPool, type PoolChange, type PoolFacts, type ResourceChange } from "./change";

/**
 * What an update would revert: values that it reads from the state, and that others, such as the autoscaler, have
 * changed in Azure since the last refresh. A refresh writes them into the state.
 */
export function outdatedIn(
    names: readonly string[],
    { previous: { inputs, outputs }, desired, living }: ResourceChange,
): string[] {
    return names.filter(
        (name) =>
            desired[name] !== undefined &&
            isSame(desired[name], inputs[name]) &&
            !isSame(outputs[name], living[name]) &&
            !agrees(name, desired[name], living[name]),
    );
}

/** The same of a cluster, as text. For properties that the program does not mention, or that belong to AKS, an update sends the values of the state. */
export function outdatedInCluster({ previous, desired, living, facts }: ClusterChange): string[] {
    if (previous === undefined) {
        return [];
    }
    const { unmentioned, leftToOthers } = facts.ownership;
    const fromState = CLUSTER_PROPERTIES.filter(
        (name) => [...unmentioned, ...leftToOthers].includes(name) && !NAMES.includes(name),
    );
    const change = { previous, desired, living };
    return [
        ...outdatedPools(change),
        ...outdatedIn(fromState, change).map((name) => `${name}, now ${JSON.stringify(living[name])}`),
    ];
}

/** Azure returns them elsewhere. */
const NAMES = ["resourceName", "resourceGroupName"];

/** The same of the pools that an update of a cluster lists, and which of these are no longer there. */
export function outdatedPools(cluster: ResourceChange): string[] {
    return poolsOfCluster(cluster.desired).flatMap((pool) => {
        const name = String(pool.name);
        const change = changeOfPool(name, cluster);
        if (change === undefined) {
            const isGone = poolNamed(name, cluster.previous.inputs) !== undefined;
            return isGone ? [`pool ${name}, which is no longer there`] : [];
        }
        return outdatedInPool({ ...change, facts: { pool: name } });
    });
}

/** The same of a pool: `count of pool system, now 7`. */
export function outdatedInPool({
    previous,
    desired,
    living,
    facts,
}: Omit<PoolChange, "facts"> & { facts: Pick<PoolFacts, "pool"> }): string[] {
    const names = previous === undefined ? [] : outdatedIn(POOL_SETTINGS, { previous, desired, living });
    return names.map((name) => `${name} of pool ${facts.pool}, now ${JSON.stringify(living[name]) ?? "not set"}`);
}

const VERSIONS = ["kubernetesVersion", "orchestratorVersion"];

function agrees(name: string, desired: unknown, living: unknown): boolean {
    return isWithin(desired, living) || (VERSIONS.includes(name) && hasVersion(desired, living));
}

function isSame(one: unknown, other: unknown): boolean {
    return isWithin(one ?? null, other ?? null) && isWithin(other ?? null, one ?? null);
}
