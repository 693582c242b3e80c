import { poolNamed, poolsOfCluster } from "../cluster/livePools";
import { CLUSTER_PROPERTIES, POOL_SETTINGS } from "../cluster/properties";
import type { Values } from "../values";
import { type ClusterChange, identitiesIn, type PoolChange } from "./change";
import { isWithin } from "./merge";

/** What an update of a resource sends, beside what the state has and what is live. */
interface Sent {
    desired: Values;
    live: Values;
    inState: Values;
    program: Values;
}

/**
 * What an update would revert that sends values of the state, although the component has asked for no change: an earlier run
 * was interrupted, or a secret has changed. A refresh brings the state up to date.
 */
export function outdatedInCluster(change: ClusterChange): string[] {
    const { live, isUnchanged, inState, identities } = change;
    if (live === undefined) {
        return [];
    }
    if (!isUnchanged) {
        return isIdentityOutdated(inState, identities) ? [`identity, now ${JSON.stringify(live.identity)}`] : [];
    }
    const gone = poolsOfCluster(change.desired).filter(({ name }) => poolNamed(String(name), live) === undefined);
    return [...gone.map(({ name }) => `pool ${name}, which is no longer there`), ...inCluster(change, isReverted)];
}

/** The same of a pool: `count of pool work, now 7`. */
export function outdatedInPool(change: PoolChange): string[] {
    return change.isUnchanged ? inPool(change, isReverted) : [];
}

/**
 * What the program sets, and others have changed: the update sets it back. Without a refresh the state does not know of the
 * change, so the preview does not show it.
 */
export function setBackInCluster(change: ClusterChange): string[] {
    return change.isUnchanged ? [] : inCluster(change, isSetBack);
}

export function setBackInPool(change: PoolChange): string[] {
    return change.isUnchanged ? [] : inPool(change, isSetBack);
}

type Find = (name: string, sent: Sent) => boolean;

const differs: Find = (name, { desired, live }) =>
    desired[name] !== undefined && !isWithin(desired[name], live[name], undefined, name);
/** What is sent lacks what the program sets, although Azure has it. */
const lacks: Find = (name, { desired, program }) =>
    program[name] !== undefined && !isWithin(program[name], desired[name], undefined, name);
const isReverted: Find = (name, sent) => differs(name, sent) || lacks(name, sent);
const isSetBack: Find = (name, sent) =>
    differs(name, sent) && isWithin(sent.desired[name], sent.inState[name], undefined, name);

function inCluster({ live, desired, inState = {}, program = {} }: ClusterChange, find: Find): string[] {
    if (live === undefined) {
        return [];
    }
    const names = CLUSTER_PROPERTIES.filter((name) => !SHOWN_ELSEWHERE.includes(name));
    const pools = poolsOfCluster(desired).flatMap((pool) => {
        const [livePool, stated, ofProgram] = [live, inState, program].map((each) =>
            poolNamed(String(pool.name), each),
        );
        const sent = { desired: pool, live: livePool ?? pool, inState: stated ?? {}, program: ofProgram ?? {} };
        return lines(POOL_SETTINGS, sent, find, ` of pool ${pool.name}`);
    });
    return [...pools, ...lines(names, { live, desired, inState, program }, find, "")];
}

function inPool({ live, desired, inState = {}, program = {}, facts }: PoolChange, find: Find): string[] {
    return live ? lines(POOL_SETTINGS, { live, desired, inState, program }, find, ` of pool ${facts.pool}`) : [];
}

/** Names and secrets, which Azure does not show here, and the pools. */
const SHOWN_ELSEWHERE = [
    "resourceName",
    "resourceGroupName",
    "agentPoolProfiles",
    "servicePrincipalProfile",
    "windowsProfile",
];

function lines(names: readonly string[], sent: Sent, find: Find, where: string): string[] {
    return names.filter((name) => find(name, sent)).map((name) => `${name}${where}, now ${shown(sent.live[name])}`);
}

function shown(value: unknown): string {
    return value === undefined || value === null ? "not set" : JSON.stringify(value);
}

/**
 * Whether the state still has a control plane identity that somebody has replaced by the desired one. azure-native would send
 * the update as a PATCH then, of which AKS applies only the tags.
 */
function isIdentityOutdated(inState: Values | undefined, { live, desired }: ClusterChange["identities"]): boolean {
    const before = inState && identitiesIn(inState).controlPlaneId;
    const isLive = live?.controlPlaneId !== undefined && isWithin(desired.controlPlaneId, live.controlPlaneId);
    return typeof before === "string" && isLive && !isWithin(desired.controlPlaneId, before);
}
