import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { canonicalScope, sameResource } from "../azure/resourceId";
import { isOnOnePath, propertyAt } from "../cluster/paths";
import { isSecretAt, type Resolved } from "../engine/resolveOutputs";
import { isRecord, omit, type Path, type Values } from "../values";

/** What the previous successful run set of a resource, and what the resource then showed. */
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
 * What the previous successful run set, kept among the component's outputs. The state alone does not tell it: a refresh
 * writes into the inputs there what others have changed.
 */
export interface AppliedSettings extends AppliedResource {
    /** The pools by name, the system pool among them. */
    pools: Record<string, AppliedResource>;
    /** Name of the pool inside the cluster. */
    systemPool: string;
}

/** The ids among inputs, by path, spelled as they were; no secret is among them. */
export function idsIn(inputs: Resolved, ids: Record<string, string>): Record<string, string> {
    return idsBelow(spelledAs(ids, inputs.value), inputs, []);
}

function idsBelow(value: unknown, inputs: Resolved, path: Path): Record<string, string> {
    if (isSecretAt(inputs, path)) {
        return {};
    }
    if (typeof value === "string") {
        return isId(value) ? { [path.join("/")]: value } : {};
    }
    const isList = Array.isArray(value);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    const below = entries.map(([key, each]) => idsBelow(each, inputs, [...path, isList ? Number(key) : key]));
    return Object.assign({}, ...below);
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
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spelledAs(ids, each, [...path, key])]));
}

function isId(value: unknown): value is string {
    return typeof value === "string" && /^\/?subscriptions\//i.test(value);
}

/** What a resource shows of these properties. */
export function shownIn(outputs: Values, paths: readonly string[]): Record<string, string> {
    return Object.fromEntries(
        paths.flatMap((path) => {
            const value = propertyAt(outputs, path);
            return value === undefined || value === null ? [] : [[path, hash(JSON.stringify(value))]];
        }),
    );
}

/**
 * Which of the properties that the program does not mention others have set: those that the state shows otherwise than the
 * last run left them, and those known before. Where no run has left any settings, all that the state shows.
 */
export function changedByOthers(
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

function hash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * Digest of inputs whose outputs are resolved, but for those that belong to others, or undefined where one is not known
 * yet. No secret is in it.
 */
export function digestOf(resolved: Resolved, leftToOthers: string[]): string | undefined {
    const text = canonical(omit(Object(resolved.value), leftToOthers), resolved, []);
    return text === undefined ? undefined : hash(text);
}

/** As JSON, keys in order. */
function canonical(value: unknown, resolved: Resolved, path: Path): string | undefined {
    if (isSecretAt(resolved, path)) {
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
        .map(([key, each]) => [key, canonical(each, resolved, [...path, isList ? Number(key) : key])] as const);
    return entries.some(([, each]) => each === undefined)
        ? undefined
        : `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join()}}`;
}

/** Whether each value that `desired` holds is in `living`, however the ids and names in it are spelled. */
export function isWithin(desired: unknown, living: unknown): boolean {
    if (pulumi.isUnknown(desired) || pulumi.Output.isInstance(desired)) {
        return false;
    }
    if (Array.isArray(desired)) {
        // A list of identities is shown as an object, by their ids.
        const shown: unknown = isRecord(living) ? Object.keys(living) : living;
        return (
            Array.isArray(shown) &&
            desired.length === shown.length &&
            desired.every((each) => shown.some((other) => isWithin(each, other)))
        );
    }
    if (typeof desired === "object" && desired !== null) {
        return Object.entries(desired as Values).every(
            ([key, each]) => each === undefined || isWithin(each, Reflect.get(Object(living), key)),
        );
    }
    // A switch that Azure does not show is off.
    const shown = living ?? (desired === false ? false : "");
    return String(desired).toLowerCase() === String(shown).toLowerCase();
}
