import { createHash } from "node:crypto";
import { isInside, propertyAt } from "../cluster/paths";
import { CLUSTER_PROPERTIES, POOL_SETTINGS } from "../cluster/properties";
import { isRecord, omit, type Path, type Values, valueAt } from "../values";
import { isApplied, isWithin, merge, type Paths, pathsOf, sameInAnyCase, type ThreeWay, untouched } from "./merge";
import { REPLACEABLE_CLUSTER, REPLACEABLE_POOL, type Replaceable } from "./replacement";

/** What is registered for a resource that exists: pure decisions. */

/** What a run leaves of a resource for the next one. */
export interface AppliedResource {
    /** The paths that the program set. */
    set: Paths;
    /** Digests of the settings that it did not set, as Azure then showed them, by path. */
    others: Record<string, string>;
    /** In which the state has it; absent in records of 0.1, which sent 2025-09-01. */
    apiVersion?: string;
}

/** A kind of resource, with azure-native's names. */
interface Kind {
    /** The properties that an update can set. */
    settable: readonly string[];
    /** Those that identify the resource or are compared apart. */
    apart: readonly string[];
    /** Set by the program as a whole or left to AKS, which fills in the rest. */
    whole: readonly string[];
    /** AKS keeps these where an update leaves them out. */
    keptByAks: readonly string[];
    replaceable: Replaceable;
    /** Used at the creation alone, and never shown: azure-native would replace the resource for another value. */
    creationSecrets: readonly string[];
}

/** The pools of a cluster are merged one by one. */
const APART = ["resourceGroupName", "resourceName", "agentPoolName", "name", "agentPoolProfiles"];

export const WINDOWS_PASSWORD = "windowsProfile.adminPassword";

export const CLUSTER_KIND: Kind = {
    settable: CLUSTER_PROPERTIES,
    apart: APART,
    whole: ["identity", "identityProfile", "servicePrincipalProfile"],
    keptByAks: ["networkProfile", "linuxProfile", "windowsProfile"],
    replaceable: REPLACEABLE_CLUSTER,
    creationSecrets: [WINDOWS_PASSWORD],
};

export const POOL_KIND: Kind = {
    settable: POOL_SETTINGS,
    apart: APART,
    whole: [],
    keptByAks: [],
    replaceable: REPLACEABLE_POOL,
    creationSecrets: [],
};

/** What Azure shows inside of settings that nobody can set. */
const READ_ONLY = ["effectiveOutboundIPs", "provisioningInfo", "provisioningState"];
/** AKS creates the identities of add-ons. */
const WITH_IDENTITY = ["addonProfiles", "ingressProfile"];
const SERVICE_PRINCIPAL = ["servicePrincipalProfile", "secret"];
/** Azure never shows these. */
const WRITE_ONLY: readonly Path[] = [WINDOWS_PASSWORD.split("."), SERVICE_PRINCIPAL];

/** After a refresh the state has it among the inputs of a pool. To send it again would undo a later upgrade of the nodes. */
const NODE_IMAGE = "nodeImageVersion";

/** A resource that exists, as the previous run applied it, as it is live, and as the program sets it. */
export interface Existing {
    lastApplied?: AppliedResource | undefined;
    live: Values;
    desired: Values;
    /** Properties of `desired` that are for a new resource alone: AKS changes them afterwards. */
    creationOnly: readonly string[];
    /** Whether the state may have it in another API version. */
    isOfOtherVersion?: boolean;
}

export interface Update {
    /** Whether something is to be updated: *live* lacks what the program sets, or has what it no longer sets. */
    changes: boolean;
    inputs: Values;
    ignoreChanges: string[];
}

/** The paths that the program sets in a resource that exists. */
export function setIn(kind: Kind, desired: Values, creationOnly: readonly string[]): Paths {
    const set = omit(desired, [...creationOnly, ...kind.apart, ...kind.whole]);
    const whole = kind.whole.filter((name) => desired[name] !== undefined).map((name): [string, true] => [name, true]);
    return { ...pathsOf(set), ...Object.fromEntries(whole) };
}

/** What to register for a pool that is a resource of its own. */
export function poolUpdateOf(existing: Existing): Update {
    return hasChanges(POOL_KIND, existing) ? merged(POOL_KIND, existing) : unchanged(POOL_KIND, existing);
}

/** What to register for a cluster, together with the pool inside it; `isSamePool`: the last run had it there, too. */
export function clusterUpdateOf(cluster: Existing, systemPool: Existing | undefined, isSamePool: boolean): Update {
    const isUnchanged =
        isSamePool &&
        systemPool !== undefined &&
        !hasChanges(CLUSTER_KIND, cluster) &&
        !hasChanges(POOL_KIND, systemPool) &&
        // An update that has failed may be half done.
        cluster.live.provisioningState === "Succeeded";
    if (isUnchanged) {
        return unchanged(CLUSTER_KIND, cluster);
    }
    const update = merged(CLUSTER_KIND, cluster);
    const pools = systemPool ? [merged(POOL_KIND, systemPool).inputs] : cluster.desired.agentPoolProfiles;
    return { ...update, inputs: { ...update.inputs, agentPoolProfiles: pools } };
}

/** The pool inside a cluster's inputs. */
export function inlinePool({ agentPoolProfiles }: Values): Values {
    return { ...Object(Array.isArray(agentPoolProfiles) ? agentPoolProfiles[0] : undefined) };
}

function hasChanges(kind: Kind, existing: Existing): boolean {
    const threeWay = threeWayOf(kind, existing);
    const live = { ...threeWay.live, ...pick(kind.whole, existing.live) };
    const desired = WRITE_ONLY.reduce(without, omit(settingsIn(existing), kind.apart));
    const isOther = existing.isOfOtherVersion === true;
    return isOther || !isWithin(desired, existing.live) || !isApplied({ ...threeWay, live, desired });
}

/** What the state has is registered again, so that nothing is updated. */
function unchanged(kind: Kind, { desired }: Existing): Update {
    return { changes: false, inputs: desired, ignoreChanges: everythingIn(kind, desired) };
}

/**
 * The merged settings. What neither the program nor the last run set, and nobody has changed since, stays as it is in the
 * state: the update then shows what changes, and no values that AKS has filled in.
 */
function merged(kind: Kind, existing: Existing): Update {
    const { lastApplied, live, creationOnly } = existing;
    const threeWay = threeWayOf(kind, existing);
    const inputs = { ...pick([...kind.apart, ...kind.whole], existing.desired), ...merge(threeWay) };
    const isSent = (name: unknown) =>
        creationOnly.includes(String(name)) && existing.desired[String(name)] !== undefined;
    const asBefore = untouched(threeWay).filter(
        (path) => !isSent(path[0]) && lastApplied?.others[propertyPath(path)] === digest(valueAt(threeWay.live, path)),
    );
    return {
        changes: true,
        // A replacement takes what is for a new resource alone.
        inputs: { ...pick(creationOnly, existing.desired), ...asBefore.reduce(without, inputs) },
        ignoreChanges: outermost([...fixedIn(kind, settingsIn(existing), live), ...asBefore.map(propertyPath)]),
    };
}

function settingsIn({ desired, creationOnly }: Existing): Values {
    return omit(desired, creationOnly);
}

function threeWayOf(kind: Kind, existing: Existing): ThreeWay {
    const desired = omit(settingsIn(existing), [...kind.apart, ...kind.whole]);
    const set = existing.lastApplied?.set;
    return {
        // What is for a new resource alone is not turned off when the program no longer sets it.
        lastApplied: set && (omit(set, existing.creationOnly) as Paths),
        live: settableIn(kind, existing.live, desired),
        desired,
    };
}

/** What to ignore where the resource is new, or where it is not known what Azure has: what the program does not set. */
export function ignoredUnseen(kind: Kind, desired: Values, creationOnly: readonly string[]): string[] {
    const set = omit(desired, creationOnly);
    const unset = kind.settable.filter((name) => set[name] === undefined);
    return outermost([...fixedIn(kind, set, {}), ...unset, ...creationOnly]);
}

/** Digests of the settings that the program does not set. */
export function othersIn(kind: Kind, set: Paths, outputs: Values): Record<string, string> {
    const live = settableIn(kind, outputs, set);
    const paths = untouched({ lastApplied: set, live, desired: {} });
    return Object.fromEntries(paths.map((path) => [propertyPath(path), digest(valueAt(live, path))]));
}

function settableIn(kind: Kind, live: Values, desired: Values): Values {
    const kept = kind.keptByAks.filter((name) => desired[name] === undefined);
    const names = kind.settable.filter((name) => ![...kind.apart, ...kind.whole, ...kept].includes(name));
    const replacing = kind.replaceable.inputs.map(([, path]) => path.split("."));
    const settable = Object.entries(pick(names, live)).map(([name, value]) => {
        const readOnly = WITH_IDENTITY.includes(name) ? [...READ_ONLY, "identity"] : READ_ONLY;
        return [name, withoutKeys(value, readOnly)];
    });
    return replacing.reduce<Values>(
        (values, path) => (valueAt(desired, path) === undefined ? without(values, path) : values),
        Object.fromEntries(settable),
    );
}

/** Paths for which azure-native would replace the resource, unless the program sets another value there. */
function fixedIn({ replaceable: { address, inputs }, creationSecrets }: Kind, desired: Values, live: Values): string[] {
    const paths = [...address, ...inputs].map(([, path]) => path);
    const unchanged = paths.filter((path) => {
        const [value, shown] = [propertyAt(desired, path), propertyAt(live, path)];
        return value === undefined || (shown !== undefined && isWithin(value, shown, sameInAnyCase));
    });
    return [...unchanged, ...creationSecrets];
}

/** Everything but the secret of a service principal: another one must not pass unseen. */
function everythingIn({ settable, apart }: Kind, desired: Values): string[] {
    const [profile = "", secret] = SERVICE_PRINCIPAL;
    const hasSecret = valueAt(desired, SERVICE_PRINCIPAL) !== undefined;
    const parts = hasSecret ? Object.keys(Object(desired[profile])).filter((key) => key !== secret) : [];
    const all = [...apart.filter((name) => desired[name] !== undefined), ...settable, NODE_IMAGE];
    return outermost([
        ...all.filter((name) => !hasSecret || name !== profile),
        ...parts.map((key) => `${profile}.${key}`),
    ]);
}

/** Each path once, without those inside of another one: the state keeps them all. */
function outermost(paths: readonly string[]): string[] {
    return [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && isInside(path, other)));
}

/** A path as Pulumi writes it (https://www.pulumi.com/docs/iac/concepts/options/ignorechanges). */
function propertyPath(path: Path): string {
    return path.reduce<string>((text, key) => {
        const isPlain = /^[A-Za-z_]\w*$/.test(String(key));
        return isPlain ? (text === "" ? String(key) : `${text}.${key}`) : `${text}[${JSON.stringify(key)}]`;
    }, "");
}

function digest(value: unknown): string {
    return createHash("sha256")
        .update(JSON.stringify(sorted(value)) ?? "")
        .digest("hex")
        .slice(0, 8);
}

/** With keys in order and without empty values, which Azure shows or not. */
function sorted(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(sorted);
    }
    if (!isRecord(value)) {
        return value;
    }
    const given = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
    return Object.fromEntries(
        given.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, each]) => [key, sorted(each)]),
    );
}

function without(values: Values, [key = "", ...rest]: Path): Values {
    if (rest.length === 0) {
        return omit(values, [String(key)]);
    }
    const inside = values[key];
    return isRecord(inside) ? { ...values, [key]: without({ ...inside }, rest) } : values;
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
    return isRecord(value)
        ? Object.fromEntries(
              Object.entries(value).flatMap(([key, each]) =>
                  keys.includes(key) ? [] : [[key, withoutKeys(each, keys)]],
              ),
          )
        : value;
}

function pick(names: readonly string[], values: Values): Values {
    return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}
