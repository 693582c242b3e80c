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
