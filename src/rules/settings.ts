import { type Path, UNKNOWN, valueAt } from "../values";

/**
 * Settings that do not go together, by input: `{ sku: "Automatic", "systemNodePool.subnetId": isSet }`. Inputs of one
 * list, as `nodePools[].osType`, are those of one entry.
 */
export type Settings = Readonly<Record<string, Setting>>;

/** A value, a list of which one is enough, or a condition; `undefined` is an input that is left out. */
type Setting = Value | readonly Value[] | ((value: unknown) => boolean);
type Value = string | boolean | undefined;

/** An input that is given, whatever its value, be it known or not. */
export function isSet(value: unknown): boolean {
    return value !== undefined;
}

/** A list with entries. */
export function hasEntries(value: unknown): boolean {
    return Array.isArray(value) && value.length > 0;
}

/** Any known value but these. */
export function otherThan(...values: Value[]): (value: unknown) => boolean {
    return (value) => value !== UNKNOWN && !values.some((each) => each === value);
}

/** The same settings of the system pool and of each other pool. */
export function inAnyPool(ofPool: Settings, others: Settings = {}): Settings[] {
    return ["systemNodePool", "nodePools[]"].map((pool) => ({
        ...Object.fromEntries(Object.entries(ofPool).map(([name, setting]) => [`${pool}.${name}`, setting])),
        ...others,
    }));
}

/** Where arguments have all of the settings: the path of the first, in each entry of the list that they name. */
export function findSettings(args: object, settings: Settings): Path[] {
    const inputs = Object.entries(settings).map(([input, setting]) => ({ parts: input.split("."), setting }));
    const list = inputs.flatMap(({ parts }) => parts.find((part) => part.endsWith("[]")) ?? []).at(0);
    const entries = list === undefined ? [0] : [...listAt(args, list.slice(0, -2)).keys()];
    const [first = { parts: [""] }] = inputs;
    const found = entries
        .filter((entry) => inputs.every(({ parts, setting }) => has(setting, valueAt(args, pathIn(parts, entry)))))
        .map((entry) => pathIn(first.parts, entry));
    // What is outside of the list is reported once.
    return first.parts.some((part) => part === list) ? found : found.slice(0, 1);
}

function listAt(args: object, name: string): unknown[] {
    const list = valueAt(args, [name]);
    return Array.isArray(list) ? list : [];
}

function pathIn(parts: string[], entry: number): Path {
    return parts.flatMap((part) => (part.endsWith("[]") ? [part.slice(0, -2), entry] : [part]));
}

function has(setting: Setting, value: unknown): boolean {
    return typeof setting === "function"
        ? setting(value)
        : value !== UNKNOWN && [setting].flat().some((each) => each === value);
}
