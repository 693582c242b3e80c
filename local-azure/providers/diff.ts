import { pathParameters } from "./armPath";
import { CREATE_BEFORE_DELETE } from "./autonaming";
import { equivalent, same } from "./equality";
import { isMap, type PropertyMap, UNKNOWN, type Value } from "./propertyValues";
import type { ResourceType } from "./resourceTypes";

export type DiffKind = "ADD" | "ADD_REPLACE" | "DELETE" | "DELETE_REPLACE" | "UPDATE" | "UPDATE_REPLACE";

export interface PropertyDiff {
    kind: DiffKind;
    inputDiff: boolean;
}

export interface DiffResult {
    /** Whether anything that counts differs. */
    changes: boolean;
    /** Top-level names. */
    diffs: string[];
    replaces: string[];
    /** Absent where nothing differs at all. */
    detailedDiff?: Map<string, PropertyDiff>;
    deleteBeforeReplace: boolean;
}

export interface DiffRequest {
    oldInputs: PropertyMap;
    oldState: PropertyMap;
    news: PropertyMap;
}

/** Old inputs against new inputs; outputs have no say but in the two rules marked below (facts §3.1, cases A and D). */
export function diff(type: ResourceType, { oldInputs, oldState, news }: DiffRequest): DiffResult {
    const olds = { ...oldInputs };
    // A state from before v3 has no version among its inputs: first rule in which the state has a say.
    const versionFromState = olds.azureApiVersion === undefined && oldState.azureApiVersion !== undefined;
    if (versionFromState) olds.azureApiVersion = oldState.azureApiVersion ?? null;

    const detailedDiff = new Map<string, PropertyDiff>();
    for (const [path, kind] of detailed(olds, news, replaceKeys(type))) {
        detailedDiff.set(path, { kind, inputDiff: !(versionFromState && path === "azureApiVersion") });
    }
    if (detailedDiff.size === 0)
        return { changes: false, diffs: [], replaces: [], deleteBeforeReplace: false };

    const { diffs, replaces } = changesAndReplacements(type, detailedDiff, oldState, news);
    const createFirst = oldInputs[CREATE_BEFORE_DELETE];
    return {
        changes: diffs.length > 0,
        diffs,
        replaces,
        detailedDiff,
        deleteBeforeReplace: typeof createFirst === "boolean" ? !createFirst : replaces.length > 0,
    };
}

/** Keys that replace the resource, array indices as `[]`. */
export function replaceKeys(type: Pick<ResourceType, "path" | "forceNew">): ReadonlySet<string> {
    return new Set([...pathParameters(type.path), ...type.forceNew]);
}

/** Every path that differs, with its kind. */
export function detailed(
    olds: PropertyMap,
    news: PropertyMap,
    keys: ReadonlySet<string>,
): Map<string, DiffKind> {
    return new Map(objectDiff(olds, news, { path: "", key: "" }, keys));
}

/** Where we are: `path` as the engine writes it, `key` as `replaceKeys` does. */
interface Position {
    path: string;
    key: string;
}

type Entries = [string, DiffKind][];

function objectDiff(olds: PropertyMap, news: PropertyMap, at: Position, keys: ReadonlySet<string>): Entries {
    const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (name) => !name.startsWith("__"),
    );
    return names.flatMap((name): Entries => {
        const position = { path: joined(at.path, name), key: at.key === "" ? name : `${at.key}.${name}` };
        const old = olds[name];
        const now = news[name];
        const forced = keys.has(position.key) ? "_REPLACE" : "";
        if (old === undefined && now === undefined) return [];
        if (old === undefined) return [[position.path, `ADD${forced}`]];
        if (now === undefined) return [[position.path, `DELETE${forced}`]];
        return valueDiff(old, now, position, keys, at.key === "" ? name : undefined);
    });
}

function valueDiff(
    old: Value,
    now: Value,
    at: Position,
    keys: ReadonlySet<string>,
    topLevelName?: string,
): Entries {
    const forced = keys.has(at.key);
    if (old !== UNKNOWN && now !== UNKNOWN) {
        if (equivalent(old, now, topLevelName)) return [];
        if (isMap(old) && isMap(now)) return promoted(objectDiff(old, now, at, keys), at, forced);
        if (Array.isArray(old) && Array.isArray(now)) return arrayDiff(old, now, at, keys);
    }
    return [[at.path, forced ? "UPDATE_REPLACE" : "UPDATE"]];
}

/**
 * Under a force-new object its changed leaves replace, added and removed ones do not, but then the object itself is
 * listed as well (TestCalculateDiffReplacesBodyProperties).
 */
function promoted(entries: Entries, at: Position, forced: boolean): Entries {
    if (!forced) return entries;
    const resized = entries.some(([, kind]) => kind.startsWith("ADD") || kind.startsWith("DELETE"));
    const leaves = entries.map(([path, kind]): [string, DiffKind] => [
        path,
        kind === "UPDATE" ? "UPDATE_REPLACE" : kind,
    ]);
    return resized ? [[at.path, "UPDATE_REPLACE"], ...leaves] : leaves;
}

/** By index, and elements come and go without replacing. */
function arrayDiff(olds: Value[], news: Value[], at: Position, keys: ReadonlySet<string>): Entries {
    return Array.from({ length: Math.max(olds.length, news.length) }).flatMap((_, i): Entries => {
        const position = { path: `${at.path}[${i}]`, key: `${at.key}[]` };
        const old = olds[i];
        const now = news[i];
        if (old === undefined) return [[position.path, "ADD"]];
        if (now === undefined) return [[position.path, "DELETE"]];
        return valueDiff(old, now, position, keys);
    });
}

function joined(path: string, name: string): string {
    const step = name.includes(".") ? `["${name}"]` : name;
    return path === "" ? step : `${path}.${step}`;
}

/** Nested paths reduced to their top-level names, in order of appearance. */
export function changesAndReplacements(
    type: Pick<ResourceType, "defaults">,
    detailedDiff: Map<string, PropertyDiff>,
    oldState: PropertyMap,
    news: PropertyMap,
): { diffs: string[]; replaces: string[] } {
    const diffs = new Set<string>();
    const replaces = new Set<string>();
    for (const [path, entry] of detailedDiff) {
        const name = topLevel(path);
        const value = news[name];
        // Written out what was there by default, or what Azure already has: second rule in which the state has a say.
        if (path === name && entry.kind === "ADD_REPLACE" && same(value, oldState[name])) entry.kind = "ADD";
        if (
            path === name &&
            entry.kind === "ADD" &&
            name in type.defaults &&
            same(value, type.defaults[name])
        )
            continue;
        diffs.add(name);
        if (entry.kind.endsWith("_REPLACE")) replaces.add(name);
    }
    return { diffs: [...diffs], replaces: [...replaces] };
}

function topLevel(path: string): string {
    const quoted = /^\["([^"]*)"\]/.exec(path);
    return quoted?.[1] ?? path.split(/[.[]/)[0] ?? path;
}
