/** JSON as it comes over the wire: nothing in it is trusted to have a shape until one of these has looked. */
export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, `undefined` as soon as a step is not an object. */
export function valueAt(value: unknown, ...path: string[]): unknown {
    return path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

export function objectAt(value: unknown, ...path: string[]): JsonObject | undefined {
    const found = valueAt(value, ...path);
    return isObject(found) ? found : undefined;
}

export function stringAt(value: unknown, ...path: string[]): string | undefined {
    const found = valueAt(value, ...path);
    return typeof found === "string" ? found : undefined;
}

export function arrayAt(value: unknown, ...path: string[]): unknown[] | undefined {
    const found = valueAt(value, ...path);
    return Array.isArray(found) ? found : undefined;
}

/** The texts at a path such as `a.*.id`, where `*` is every element of a list; empty ones do not count. */
export function stringsAt(value: unknown, path: string): string[] {
    return path
        .split(".")
        .reduce<unknown[]>((found, key) => found.flatMap((each) => membersAt(each, key)), [value])
        .filter((found) => typeof found === "string")
        .filter((found) => found !== "");
}

function membersAt(value: unknown, key: string): unknown[] {
    if (key !== "*") return isObject(value) ? [value[key]] : [];
    return Array.isArray(value) ? value : [];
}

/** Sets the value at a path such as `a.b`, making the objects on the way. */
export function setAt(object: JsonObject, path: string, value: unknown): void {
    const [key = "", ...rest] = path.split(".");
    if (rest.length === 0) {
        object[key] = value;
        return;
    }
    const inner = object[key];
    const child = isObject(inner) ? inner : {};
    object[key] = child;
    setAt(child, rest.join("."), value);
}

export function deleteAt(object: JsonObject, path: string): void {
    const keys = path.split(".");
    const holder = objectAt(object, ...keys.slice(0, -1));
    if (holder) delete holder[keys.at(-1) ?? ""];
}

/** The object without the keys whose value is undefined: Azure leaves out what it does not have. */
export function compact(object: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** RFC 7396: objects are merged, null takes away, all else replaces. */
export function mergePatched(target: JsonObject, patch: JsonObject): JsonObject {
    const merged = { ...target };
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) delete merged[key];
        else if (isObject(value)) merged[key] = mergePatched(objectAt(target, key) ?? {}, value);
        else merged[key] = value;
    }
    return merged;
}

/** Azure's tags: strings only; whatever else is sent is not kept. */
export function tagsOf(body: JsonObject): Record<string, string> | undefined {
    const tags = objectAt(body, "tags");
    return tags && Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}
