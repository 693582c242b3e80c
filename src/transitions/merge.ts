import * as pulumi from "@pulumi/pulumi";
import { sameId, sameResource, trimSlashes } from "../azure/resourceId";
import { hasVersion } from "../cluster/livePools";
import { isRecord, type Path, type Values, valueNamed } from "../values";

/**
 * The three-way merge, as `kubectl apply` does it (https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes):
 * *last applied* is what the previous run set, *live* is what Azure has, *desired* is what the program sets now.
 * - What the program sets wins.
 * - What the previous run set, and the program no longer sets, is turned off or left out.
 * - What neither set stays as it is live, whoever set it.
 * Lists are merged as a whole, objects key by key.
 */

/** The paths that a program sets, as a tree: `{ tags: { team: true } }`. Lists and plain values are leaves. */
export type Paths = { [key: string]: Paths | true };

/** What a run has applied, what Azure has, and what the program sets. */
export interface ThreeWay {
    lastApplied?: Paths | undefined;
    live: Values;
    desired: Values;
}

/** The paths of all values. */
export function pathsOf(values: object): Paths {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([key, value]) => [key, isRecord(value) ? pathsOf(value) : true]));
}

/** Switches whose absence does not turn off what they have turned on. */
const SWITCHES = ["enabled", "enableAutoScaling"];

/** What is to be sent. */
export function merge({ lastApplied, live, desired }: ThreeWay): Values {
    const off = turnedOff({ lastApplied, live, desired });
    const switched = { ...desired, ...Object.fromEntries(off.map((key) => [key, false])) };
    if (off.includes("enabled")) {
        // What an add-on was given goes with it.
        return switched;
    }
    const merged = keysOf(switched, live).map((key) => {
        const before = lastApplied && valueNamed(key, lastApplied);
        return [key, mergeValue(before, valueNamed(key, live), switched[key])];
    });
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

/** The switches that the program no longer sets. */
function turnedOff({ lastApplied, live, desired }: ThreeWay): string[] {
    return SWITCHES.filter((key) => lastApplied?.[key] && desired[key] === undefined && live[key] === true);
}

function mergeValue(lastApplied: Paths | true | undefined, live: unknown, desired: unknown): unknown {
    if (desired === undefined) {
        return kept(lastApplied, live ?? undefined);
    }
    return isRecord(desired) && isRecord(live)
        ? merge({ lastApplied: tree(lastApplied), ...both(live, desired) })
        : desired;
}

/** What remains of a value that the program does not set. */
function kept(lastApplied: Paths | true | undefined, live: unknown): unknown {
    if (lastApplied === undefined) {
        return live;
    }
    if (lastApplied === true || !isRecord(live)) {
        return undefined;
    }
    const rest = merge({ lastApplied, ...both(live, {}) });
    return Object.keys(rest).length > 0 ? rest : undefined;
}

/** The paths of *live* that neither the program nor the previous run has set, each as short as possible. */
export function untouched({ lastApplied, live, desired }: ThreeWay, above: Path = []): Path[] {
    if (turnedOff({ lastApplied, live, desired }).includes("enabled")) {
        return [];
    }
    return Object.keys(live).flatMap((key) => {
        const path = [...above, key];
        const [value, set, before] = [live[key], valueNamed(key, desired), lastApplied && valueNamed(key, lastApplied)];
        if (value === undefined || value === null) {
            return [];
        }
        if (set === undefined && before === undefined) {
            return [path];
        }
        const isMerged = isRecord(value) && (set === undefined ? before !== true : isRecord(set));
        return isMerged ? untouched({ lastApplied: tree(before), ...both(value, set ?? {}) }, path) : [];
    });
}

/** Whether *live* has all that the program sets, and nothing of what the previous run set besides. */
export function isApplied(threeWay: ThreeWay): boolean {
    const { lastApplied, live, desired } = threeWay;
    return isWithin(desired, live) && !hasLeftovers(lastApplied, live, desired);
}

function hasLeftovers(lastApplied: Paths | undefined, live: Values, desired: Values): boolean {
    return Object.entries(lastApplied ?? {}).some(([key, before]) => {
        const [value, set] = [valueNamed(key, live), valueNamed(key, desired)];
        if (before === true) {
            return set === undefined && value !== undefined && value !== null && value !== false;
        }
        return (
            isRecord(value) && (set === undefined || isRecord(set)) && hasLeftovers(before, ...pair(value, set ?? {}))
        );
    });
}

/** Whether *live* has each value that is desired; lists may be in another order. */
export function isWithin(desired: unknown, live: unknown, given: Same = sameValue, key = ""): boolean {
    const same = FREE_TEXT.includes(key) ? isSameText : given;
    if (pulumi.isUnknown(desired) || pulumi.Output.isInstance(desired)) {
        return false;
    }
    if (Array.isArray(desired)) {
        // A list of identities is shown as an object, by their ids.
        const shown: unknown = isRecord(live) ? Object.keys(live) : (live ?? []);
        return (
            Array.isArray(shown) &&
            desired.length === shown.length &&
            desired.every((each) => shown.some((other) => isWithin(each, other, same)))
        );
    }
    if (isRecord(desired)) {
        const values: Values = isRecord(live) ? { ...live } : {};
        return Object.entries(desired).every(
            ([name, each]) => each === undefined || isWithin(each, valueNamed(name, values), same, name),
        );
    }
    // A switch that Azure does not show is off.
    return same(String(desired ?? ""), String(live ?? (desired === false ? false : "")), key);
}

type Same = (desired: string, live: string, key: string) => boolean;

/** Whose values are somebody's own text. Azure's own words it compares in any letter case. */
const FREE_TEXT = [
    "tags",
    "nodeLabels",
    "nodeTaints",
    "customCATrustCertificates",
    "httpProxyConfig",
    "linuxOSConfig",
    "linuxProfile",
    "messageOfTheDay",
    "windowsProfile",
];

const isSameText: Same = (desired, live) => desired === live;

/** Whether Azure would find a value unchanged. */
function sameValue(desired: string, live: string, key: string): boolean {
    if (key === "location") {
        return sameId(desired.replaceAll(" ", ""), live.replaceAll(" ", ""));
    }
    if (VERSIONS.includes(key)) {
        return hasVersion(desired, live);
    }
    return isId(desired) ? sameResource(desired, live) : sameId(desired, live);
}

const VERSIONS = ["kubernetesVersion", "orchestratorVersion"];

/** Whether two values differ in letter case at most, or in how a region is written. */
export function sameInAnyCase(desired: string, live: string): boolean {
    const plain = (value: string) => trimSlashes(value).replace(/^\//, "").replaceAll(" ", "");
    return sameId(plain(desired), plain(live));
}

function isId(value: string): boolean {
    return /^\/?subscriptions\//i.test(value);
}

function keysOf(desired: Values, live: Values): string[] {
    const named = new Set(Object.keys(desired).map((key) => key.toLowerCase()));
    return [...Object.keys(desired), ...Object.keys(live).filter((key) => !named.has(key.toLowerCase()))];
}

const tree = (paths: Paths | true | undefined) => (paths === true ? undefined : paths);
const both = (live: object, desired: object): { live: Values; desired: Values } => ({
    live: { ...live },
    desired: { ...desired },
});
const pair = (live: object, desired: object): [Values, Values] => [{ ...live }, { ...desired }];
