import { type Path, UNKNOWN, valueAt } from "../values";

/**
 * Settings that do not go together, by input: `{ sku: "Automatic", "systemNodePool.subnetId": isSet }`. Inputs of one
 * list, as `nodePools[].osType`, are those of one entry.
 */
export type Settings = Readonly<Record<string, Setting>>;

/** A value, a list of which one is enough, or a condition; `undefined` is an input that is left out. */
type Setting = Value | readonly Value[] | ((value: unknown) => boolean);
type Value = string | boolean | undefined;

export const SYSTEM_ASSIGNED: Settings = { "controlPlaneIdentity.type": "SystemAssigned" };
export const SERVICE_PRINCIPAL: Settings = { "controlPlaneIdentity.type": "ServicePrincipal" };
export const KUBENET: Settings = { "network.networkPlugin": "kubenet" };
export const AUTOMATIC: Settings = { sku: "Automatic" };
/** AKS Standard: AKS Automatic decides much itself. */
export const STANDARD: Settings = { sku: [undefined, "Base"] };
/** Nodes in a subnet of the user's own. */
export const OWN_SUBNET: Settings = { "systemNodePool.subnetId": isSet };
export const NO_OWN_SUBNET: Settings = { "systemNodePool.subnetId": undefined };

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

/**
 * A function that finds where arguments have all of the settings: the path of the first, in each entry of the list that
 * they name.
 */
export function settingsFinder(settings: Settings): (args: object) => Path[] {
    const inputs = Object.entries(settings).map(([input, setting]) => ({ parts: input.split("."), setting }));
    const list = inputs.flatMap(({ parts }) => parts).find((part) => part.endsWith("[]"));
    const hasAll = (args: object, entry: number) =>
        inputs.every(({ parts, setting }) => has(setting, valueAt(args, pathIn(parts, entry))));
    const first = inputs[0]?.parts ?? [];
    if (list === undefined) {
        return (args) => (hasAll(args, 0) ? [first] : []);
    }
    return (args) => {
        const entries = valueAt(args, [list.slice(0, -2)]);
        const found = [...(Array.isArray(entries) ? entries.keys() : [])].filter((entry) => hasAll(args, entry));
        // What is outside of the list is reported once.
        return (first.includes(list) ? found : found.slice(0, 1)).map((entry) => pathIn(first, entry));
    };
}

function pathIn(parts: string[], entry: number): Path {
    return parts.some((part) => part.endsWith("[]"))
        ? parts.flatMap((part) => (part.endsWith("[]") ? [part.slice(0, -2), entry] : [part]))
        : parts;
}

function has(setting: Setting, value: unknown): boolean {
    return typeof setting === "function"
        ? setting(value)
        : value !== UNKNOWN && [setting].flat().some((each) => each === value);
}
