import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { canonicalScope, sameResource } from "../azure/resourceId";
import type { Resolved } from "../engine/resolveOutputs";
import { isRecord } from "../values";

type Path = readonly (string | number)[];
type Values = Record<string, unknown>;

/** What the last successful run asked for of a resource, and what the resource then showed. */
export interface AppliedResource {
    /** Paths of its properties that the program gave a value. */
    mentioned: string[];
    /** Digest of these values; absent where they have not been sent: they are then compared with the living ones. */
    digest?: string;
    /** Ids among these values, by path, as they were spelled. */
    ids: Record<string, string>;
    /** Digests of the other properties, as far as it showed any. */
    shown: Record<string, string>;
    /** Those of the other properties that others have changed, which a refresh has brought into the inputs in the state. */
    ofOthers: string[];
}

/**
 * What the last successful run asked for, kept among the component's outputs. The state alone does not tell it: a refresh
 * writes into the inputs there what others have changed.
 */
export interface AppliedSettings extends AppliedResource {
    /** The pools by name, the system pool among them. */
    pools: Record<string, AppliedResource>;
    /** Name of the pool inside the cluster. */
    systemPool: string;
}

/** The ids among values, by path. */
export function idsIn(value: unknown, path: string[] = []): Record<string, string> {
    if (typeof value === "string") {
        return isId(value) ? { [path.join("/")]: value } : {};
    }
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return Object.assign({}, ...entries.map(([key, each]) => idsIn(each, [...path, key])));
}

/**
 * The same values, with ids spelled as they were, and without a slash at their end: azure-native takes another letter case
 * for another id, and replaces a cluster for that of its disk encryption set.
 */
export function spelledAs(ids: Record<string, string>, value: unknown, path: string[] = []): unknown {
    if (typeof value === "string") {
        const before = ids[path.join("/")];
        const isSame = before !== undefined && isId(value) && sameResource(before, value);
        return isSame ? before : isId(value) ? value.replace(/\/+$/, "") : value;
    }
    if (Array.isArray(value)) {
        return value.map((each, index) => spelledAs(ids, each, [...path, String(index)]));
    }
    if (!isRecord(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, spelledAs(ids, each, [...path, key])]),
    );
}

function isId(value: unknown): value is string {
    return typeof value === "string" && /^\/?subscriptions\//i.test(value);
}

/** What a resource shows of these properties. */
export function shownIn(outputs: Values, paths: readonly string[]): Record<string, string> {
    return Object.fromEntries(
        paths.flatMap((path) => {
            const value = valueAt(outputs, path);
            return value === undefined || value === null ? [] : [[path, hash(JSON.stringify(value))]];
        }),
    );
}

/**
 * Which of the properties that the program does not mention others have set: those that the state shows otherwise than the
 * last run left them, and those known before. Where no run has left a word, all that the state shows.
 */
export function ofOthers(
    unmentioned: readonly string[],
    outputs: Values,
    previous: Omit<AppliedResource, "ids"> | undefined,
): string[] {
    if (previous === undefined) {
        return Object.keys(shownIn(outputs, unmentioned));
    }
    const known = Object.keys(previous.shown);
    const changed = [...new Set([...known, ...unmentioned])].filter((path) => {
        const isOld = known.some((each) => each !== path && isOnOnePath(each, path));
        return !isOld && shownIn(outputs, [path])[path] !== previous.shown[path];
    });
    return unmentioned.filter(
        (path) =>
            !previous.mentioned.some((mentioned) => isOnOnePath(mentioned, path)) &&
            [...previous.ofOthers, ...changed].some((other) => isOnOnePath(other, path)),
    );
}

/** Whether one path leads to the other. */
export function isOnOnePath(one: string, other: string): boolean {
    return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function valueAt(values: Values, path: string): unknown {
    return path.split(".").reduce<unknown>((value, name) => Reflect.get(Object(value), name), values);
}

function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * Digest of inputs whose outputs are resolved, but for those that belong to others, or undefined where one is not known
 * yet. No secret is in it.
 */
export function digestOf({ value, secrets }: Resolved, leftToOthers: string[]): string | undefined {
    const text = canonical(without(leftToOthers, { ...(value as Values) }), secrets, []);
    return text === undefined ? undefined : hash(text);
}

export function without(names: string[], values: Values): Values {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** As JSON, keys in order. */
function canonical(value: unknown, secrets: Resolved["secrets"], path: Path): string | undefined {
    if (secrets.some((secret) => secret.join("\n") === path.join("\n"))) {
        return '"[secret]"';
    }
    if (pulumi.isUnknown(value) || pulumi.Output.isInstance(value)) {
        return undefined;
    }
    if (typeof value !== "object" || value === null) {
        return JSON.stringify(isId(value) ? canonicalScope(value) : (value ?? null));
    }
    const isList = Array.isArray(value);
    const entries = Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
            ([key, each]) => [key, canonical(each, secrets, [...path, isList ? Number(key) : key])] as const,
        );
    return entries.some(([, each]) => each === undefined)
        ? undefined
        : `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join()}}`;
}

/** Whether each value that `wanted` holds is in `living`, however the ids and names in it are spelled. */
export function isWithin(wanted: unknown, living: unknown): boolean {
    if (pulumi.isUnknown(wanted) || pulumi.Output.isInstance(wanted)) {
        return false;
    }
    if (Array.isArray(wanted)) {
        return (
            Array.isArray(living) &&
            wanted.length === living.length &&
            wanted.every((each) => living.some((other) => isWithin(each, other)))
        );
    }
    if (typeof wanted === "object" && wanted !== null) {
        return Object.entries(wanted as Values).every(
            ([key, each]) => each === undefined || isWithin(each, Reflect.get(Object(living), key)),
        );
    }
    // A switch that Azure does not show is off.
    const shown = living ?? (wanted === false ? false : "");
    return String(wanted).toLowerCase() === String(shown).toLowerCase();
}
