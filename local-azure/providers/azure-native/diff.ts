import { isMap, type PropertyMap, same, UNKNOWN, type Value } from "../host/propertyValues";
import type { DiffKind, DiffResult, PropertyDiff } from "../host/provider";
import { pathParameters } from "./armPath";
import { CREATE_BEFORE_DELETE } from "./autonaming";
import { equivalent } from "./equality";
import type { ResourceType } from "./row";

export interface DiffRequest {
    oldInputs: PropertyMap;
    oldState: PropertyMap;
    news: PropertyMap;
}

/** Old inputs against new inputs; outputs have no say but in the two rules marked below (facts §3.1, cases A and D). */
export function diffInputs(type: ResourceType, { oldInputs, oldState, news }: DiffRequest): DiffResult {
    const olds = { ...oldInputs };
    // A state from before v3 has no version among its inputs: first rule in which the state has a say.
    const versionFromState = olds.azureApiVersion === undefined && oldState.azureApiVersion !== undefined;
    if (versionFromState) olds.azureApiVersion = oldState.azureApiVersion ?? null;

    const detailedDiff = new Map<string, PropertyDiff>();
    for (const [path, kind] of detailed(olds, news, replaceKeys(type), type.identifiers)) {
        detailedDiff.set(path, { kind, inputDiff: !(versionFromState && path === "azureApiVersion") });
    }
    if (detailedDiff.size === 0) return { changes: false, diffs: [], replaces: [], deleteBeforeReplace: false };

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
function replaceKeys(type: Pick<ResourceType, "path" | "forceNew">): ReadonlySet<string> {
    return new Set([...pathParameters(type.path), ...type.forceNew]);
}

/** Every path that differs, with its kind. */
export function detailed(
    olds: PropertyMap,
    news: PropertyMap,
    replace: ReadonlySet<string>,
    identifiers: Identifiers = {},
): Map<string, DiffKind> {
    return new Map(objectDiff(olds, news, { path: "", key: "" }, { replace, identifiers }));
}

/** By the list's key: the properties that tell its elements apart. */
type Identifiers = Record<string, string[]>;

interface Rules {
    replace: ReadonlySet<string>;
    identifiers: Identifiers;
}

/** Where we are: `path` as the engine writes it, `key` as `replaceKeys` does. */
interface Position {
    path: string;
    key: string;
}

type Entries = [string, DiffKind][];

function objectDiff(olds: PropertyMap, news: PropertyMap, at: Position, rules: Rules): Entries {
    const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) => !name.startsWith("__"));
    return names.flatMap((name): Entries => {
        const position = { path: joined(at.path, name), key: at.key === "" ? name : `${at.key}.${name}` };
        const old = olds[name];
        const now = news[name];
        const forced = rules.replace.has(position.key) ? "_REPLACE" : "";
        if (old === undefined && now === undefined) return [];
        if (old === undefined) return [[position.path, `ADD${forced}`]];
        if (now === undefined) return [[position.path, `DELETE${forced}`]];
        return valueDiff(old, now, position, rules, at.key === "" ? name : undefined);
    });
}

function valueDiff(old: Value, now: Value, at: Position, rules: Rules, topLevelName?: string): Entries {
    const forced = rules.replace.has(at.key);
    if (old !== UNKNOWN && now !== UNKNOWN) {
        if (equivalent(old, now, topLevelName)) return [];
        if (isMap(old) && isMap(now)) return promoted(objectDiff(old, now, at, rules), at, forced);
        if (Array.isArray(old) && Array.isArray(now)) return arrayDiff(old, now, at, rules);
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

/** Elements come and go without replacing; which is which says their key, if the list has one, else their index. */
function arrayDiff(olds: Value[], news: Value[], at: Position, rules: Rules): Entries {
    const pairs = keyedPairs(olds, news, rules.identifiers[at.key]) ?? indexedPairs(olds, news);
    return pairs.flatMap(([oldIndex, newIndex]): Entries => {
        const old = oldIndex === undefined ? undefined : olds[oldIndex];
        const now = newIndex === undefined ? undefined : news[newIndex];
        const position = { path: `${at.path}[${newIndex ?? oldIndex}]`, key: `${at.key}[]` };
        if (old === undefined) return [[position.path, "ADD"]];
        if (now === undefined) return [[position.path, "DELETE"]];
        return valueDiff(old, now, position, rules);
    });
}

type Pair = [oldIndex: number | undefined, newIndex: number | undefined];

function indexedPairs(olds: Value[], news: Value[]): Pair[] {
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, i) => [
        i < olds.length ? i : undefined,
        i < news.length ? i : undefined,
    ]);
}

/** Undefined unless every element of both lists is an object with a key of its own (TestDiffKeyedArrays). */
function keyedPairs(olds: Value[], news: Value[], identifiers: string[] | undefined): Pair[] | undefined {
    const [before, after] = [indexByKey(olds, identifiers), indexByKey(news, identifiers)];
    if (!before || !after) return undefined;
    const [kept, added] = [...after].reduce<[Pair[], Pair[]]>(
        ([both, only], [key, i]) => {
            (before.has(key) ? both : only).push([before.get(key), i]);
            return [both, only];
        },
        [[], []],
    );
    const gone = [...before].filter(([key]) => !after.has(key)).map(([, i]): Pair => [i, undefined]);
    // In this order: where one is added at the index at which another is gone, the real provider lists the latter.
    return [...kept, ...added, ...gone];
}

function indexByKey(list: Value[], identifiers: string[] | undefined): Map<string, number> | undefined {
    if (!identifiers) return undefined;
    const keys = list.map((item) => keyOf(item, identifiers));
    const index = new Map(keys.flatMap((key, i): [string, number][] => (key === undefined ? [] : [[key, i]])));
    return index.size === list.length ? index : undefined;
}

function keyOf(item: Value, identifiers: string[]): string | undefined {
    if (!isMap(item)) return undefined;
    const values = identifiers.map((name) => item[name]);
    return values.some((value) => value === undefined || value === UNKNOWN) ? undefined : JSON.stringify(values);
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
        if (path === name && entry.kind === "ADD" && name in type.defaults && same(value, type.defaults[name]))
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
