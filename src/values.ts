import * as pulumi from "@pulumi/pulumi";

/** The small questions that are asked of whatever a program passes. */

/** Plain data of a resource, by azure-native's names. */
export type Values = Record<string, unknown>;

/** Where a value is inside of another: `["nodePools", 0, "subnetId"]`. */
export type Path = readonly (string | number)[];

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Stands in messages in place of a secret value. */
export const SECRET = "a secret value";

/** A value that is not known yet: a preview does not know what the same update creates. */
export const UNKNOWN = Symbol("unknown");

/** Whether a value is known only later. */
export function isOutput(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}

export function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
}

/** Whether it is an object as a program writes one, no list, date or the like. */
export function isRecord(value: unknown): value is object {
    return isObject(value) && tagOf(value) === "Object";
}

/** `Date` of a date. */
export function tagOf(value: object): string {
    return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

export function matches(pattern: RegExp, value: unknown): boolean {
    return typeof value === "string" && pattern.test(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), value);
}

/** The value of this name, in whatever case: AKS does not always return a key in the case that it was sent in. */
export function valueNamed<T>(name: string, values: Record<string, T>): T | undefined {
    return Object.entries(values).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The value of this name, where the object has it itself: every object has a `constructor` by inheritance. */
export function ownValue<T>(name: string, values: Readonly<Record<string, T>>): T | undefined {
    return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The object with another value at a path of keys. */
export function withValueAt(values: Values, [key = "", ...rest]: readonly string[], value: unknown): Values {
    return { ...values, [key]: rest.length === 0 ? value : withValueAt(Object(values[key]), rest, value) };
}

export function isSamePath(one: Path, other: Path): boolean {
    return one.length === other.length && one.every((part, index) => part === other[index]);
}

/** The object without these keys. */
export function omit(object: object, keys: readonly string[]): Values {
    return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** An absent key and an undefined one are the same to Pulumi, but not to a reader of the request. */
export function withoutUndefined<T extends object>(object: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
    const given = Object.entries(object).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}

/** The logical name in a URN, which may have colons of its own. */
export function nameInUrn(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
