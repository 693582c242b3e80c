import * as pulumi from "@pulumi/pulumi";
import { addonSwitches } from "../cluster/addonArgs";
import { poolNamed } from "../cluster/livingPools";
import { AUTOSCALING } from "../cluster/managedCluster";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { isOnOnePath } from "../cluster/paths";
import { type Resolved, resolvedAt } from "../engine/resolveOutputs";
import type { Registration } from "../engine/transforms";
import { omit, type Values, withValueAt } from "../values";
import { type AppliedResource, type AppliedSettings, changedByOthers, digestOf, isWithin, spelledAs } from "./applied";
import { isReplacedFor, REPLACEABLE_CLUSTER, REPLACEABLE_POOL, type Replaceable } from "./replacement";

/**
 * How the inputs of a living cluster and its pools are adjusted to what the previous run applied and to what Azure has:
 * pure decisions.
 */

/** The inputs of a cluster as they are compared with those that the previous run applied. */
export interface DesiredCluster {
    /** Absent while a value is not known. */
    digest?: string;
    /** The pool inside it. */
    systemPool: { values: Values; digest?: string };
}

/** What the previous run left of a resource: its settings, where they are known, and its outputs in the state. */
interface Previous<Settings> {
    settings?: Settings;
    outputs: Values;
}

interface Adjusted extends Registration {
    /** The properties that others have changed. */
    ofOthers: string[];
}

export function desiredCluster(resolved: Resolved, { ignoreChanges, systemPool }: ClusterOwnership): DesiredCluster {
    const pool = resolvedAt(resolved, ["agentPoolProfiles", 0]);
    return {
        digest: digestOf(resolved, ignoreChanges),
        systemPool: { values: Object(pool.value), digest: digestOf(pool, systemPool.leftToOthers) },
    };
}

/**
 * Whether a program sets its cluster or the pool inside it otherwise than the previous run did. A value that is not known
 * yet is another one. Undefined where that run has not sent the pool: then it is compared with the living one.
 */
export function clusterDiffers(
    desired: DesiredCluster,
    { systemPool }: ClusterOwnership,
    settings: AppliedSettings | undefined,
): boolean | undefined {
    if (settings !== undefined && inputsDiffer(desired.digest, settings)) {
        return true;
    }
    const applied = settings?.pools[systemPool.name]?.digest;
    return applied === undefined
        ? undefined
        : applied !== desired.systemPool.digest || systemPool.name !== settings?.systemPool;
}

/** Whether a program sets the pool inside its cluster otherwise than it is in Azure. */
export function systemPoolDiffers(
    { systemPool: { values } }: DesiredCluster,
    { systemPool: { name, leftToOthers } }: ClusterOwnership,
    living: Values,
): boolean {
    return !isWithin(omit(values, leftToOthers), poolNamed(name, living));
}

/** Whether the state shows all that a program says of its cluster, as after a refresh where others have set it so. */
export function isClusterShown(
    resolved: Resolved,
    desired: DesiredCluster,
    ownership: ClusterOwnership,
    outputs: Values,
): boolean {
    return (
        isWithin(comparable(resolved, ownership.ignoreChanges), outputs) &&
        !systemPoolDiffers(desired, ownership, outputs)
    );
}

/** The same of a pool that is a resource of its own. */
export function isPoolShown(resolved: Resolved, { leftToOthers }: PoolOwnership, outputs: Values): boolean {
    return isWithin(comparable(resolved, leftToOthers), outputs);
}

/** What of the inputs the outputs show: no name, and no secret. */
function comparable({ value, secrets }: Resolved, leftToOthers: string[]): Values {
    const shown = omit(Object(value), ["resourceGroupName", "resourceName", "agentPoolName", ...leftToOthers]);
    return secrets.reduce((values, path) => withValueAt(values, path.map(String), undefined), shown);
}

/** Whether a program sets a resource otherwise than the previous run did. */
export function inputsDiffer(digest: string | undefined, applied: AppliedResource | undefined): boolean {
    return digest === undefined || digest !== applied?.digest;
}

/** The inputs with their ids spelled as they were; `values` are the inputs without outputs. */
export function withPreviousSpelling(props: Values, values: Values, ids: Record<string, string>): Values {
    return Object.fromEntries(
        Object.entries(props).map(([key, input]) => {
            const spelled = spelledAs(ids, values[key], [key]);
            return JSON.stringify(values[key]) === JSON.stringify(spelled)
                ? [key, input]
                : [
                      key,
                      (pulumi.output(input) as pulumi.Output<unknown>).apply((known) => spelledAs(ids, known, [key])),
                  ];
        }),
    );
}

/**
 * The inputs of an existing cluster:
 * - An add-on that an earlier run turned on, and that this one does not mention, is turned off.
 * - What others have set and the program does not mention stays (`ofOthers`). Without settings of an earlier run, so do
 *   the properties whose change would replace the cluster: azure-native fills in values that the program does not mention.
 * - The pools in the state stay, unless the cluster is about to change. Then the cluster comes from Azure (`living`), and
 *   the system pool is sent with its current count and versions. AKS keeps the pools that an update does not name.
 */
export function adjustCluster(
    { props, ignoreChanges }: Registration,
    ownership: ClusterOwnership,
    { settings, outputs }: Previous<AppliedSettings>,
    living?: Values,
): Adjusted {
    const { unmentioned, leftToOthers, systemPool } = ownership;
    const others = keptOfOthers(REPLACEABLE_CLUSTER, unmentioned, { settings, outputs });
    const off = addonsOff(ownership, settings);
    // The switch of an add-on that is turned off now stays in the state, and is nothing of the program's any more.
    const switches = unmentioned.filter((path) => off.some((each) => isOnOnePath(path, each)));
    const ofOthers = unique([...others, ...switches]);
    const ignored = unique([...ignoreChanges, ...others]);
    const switched = off.reduce((values, path) => withValueAt(values, path.split("."), { enabled: false }), props);
    if (living === undefined) {
        return { props: switched, ignoreChanges: ignored, ofOthers };
    }
    const mentioned = settings?.pools[systemPool.name]?.mentioned ?? [];
    const agentPoolProfiles = pulumi
        .output(switched.agentPoolProfiles as pulumi.Input<Values[]>)
        .apply((pools) => pools.map((pool) => withLiving(pool, systemPool, mentioned, living)));
    const shown = pick(
        leftToOthers.filter((name) => switched[name] !== undefined || outputs[name] !== living[name]),
        living,
    );
    return {
        props: { ...switched, ...shown, agentPoolProfiles },
        ignoreChanges: ignored.filter((path) => path !== "agentPoolProfiles" && !Object.hasOwn(shown, path)),
        ofOthers,
    };
}

/** The same of a pool that is a resource of its own; `living` is its cluster. */
export function adjustPool(
    { props, ignoreChanges }: Registration,
    ownership: PoolOwnership,
    { settings, outputs }: Previous<AppliedResource>,
    living?: Values,
): Adjusted {
    const ofOthers = keptOfOthers(REPLACEABLE_POOL, ownership.unmentioned, { settings, outputs });
    const ignored = unique([...ignoreChanges, ...ofOthers]);
    if (living === undefined) {
        return { props, ignoreChanges: ignored, ofOthers };
    }
    const sent = withLiving(props, ownership, settings?.mentioned ?? [], living);
    return {
        props: sent,
        ignoreChanges: ignored.filter((path) => !ownership.leftToOthers.includes(path) || sent[path] === undefined),
        ofOthers,
    };
}

/**
 * What of the unmentioned properties stays as others have set it. Where no run has left its settings, so does what the
 * resource would be replaced for: azure-native fills in values that the program does not mention, and an import brings in
 * all that the resource shows.
 */
function keptOfOthers(
    replaceable: Replaceable,
    unmentioned: string[],
    { settings, outputs }: Previous<AppliedResource>,
): string[] {
    const kept = settings === undefined ? unmentioned.filter((path) => isReplacedFor(replaceable, path)) : [];
    return unique([...changedByOthers(unmentioned, outputs, settings), ...kept]);
}

/** Where the switches of add-ons are that an earlier run turned on, and that this one does not mention. */
function addonsOff({ mentioned, namesAddons }: ClusterOwnership, settings: AppliedSettings | undefined): string[] {
    const desired = addonSwitches(mentioned);
    return namesAddons ? addonSwitches(settings?.mentioned ?? []).filter((path) => !desired.includes(path)) : [];
}

/** The pool with what belongs to others as it is by now: the values that the program would send, and the autoscaler. */
function withLiving(pool: Values, { name, leftToOthers }: PoolOwnership, mentioned: string[], living: Values): Values {
    const livingPool = poolNamed(name, living) ?? {};
    const sent = pick(
        leftToOthers.filter((property) => pool[property] !== undefined),
        livingPool,
    );
    const isAutoscaledByOthers = pool.enableAutoScaling === undefined && livingPool.enableAutoScaling === true;
    // One that the program had turned on is turned off; one that others have turned on stays.
    const autoscaling = mentioned.includes("enableAutoScaling")
        ? { enableAutoScaling: false }
        : pick(AUTOSCALING, livingPool);
    return { ...pool, ...sent, ...(isAutoscaledByOthers && autoscaling) };
}

function pick(names: string[], values: Values): Values {
    return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

function unique(paths: string[]): string[] {
    return [...new Set(paths)];
}
