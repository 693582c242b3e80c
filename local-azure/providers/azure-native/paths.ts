import { isMap, type PropertyMap, type Value } from "../host/propertyValues";

/** The value at a path of keys. */
export function propertyAt(value: Value | undefined, path: string[]): Value | undefined {
    return path.reduce<Value | undefined>((at, key) => (isMap(at) ? at[key] : undefined), value);
}

/** Sets a value at a path of keys, making the maps on the way. */
export function setProperty(map: PropertyMap, path: string[], value: Value): void {
    const [key, ...rest] = path;
    if (key === undefined) return;
    if (rest.length === 0) {
        map[key] = value;
        return;
    }
    const next = map[key];
    const child = isMap(next) ? { ...next } : {};
    map[key] = child;
    setProperty(child, rest, value);
}

/** Applies `change` to every map that holds the last step of a pattern such as `agentPoolProfiles.*.eTag`. */
export function atPattern(
    value: PropertyMap,
    pattern: string,
    change: (holder: PropertyMap, key: string) => void,
): void {
    visit(value, pattern.split("."), change);
}

function visit(value: Value | undefined, steps: string[], change: (holder: PropertyMap, key: string) => void): void {
    const [step, ...rest] = steps;
    if (step === undefined || value === undefined) return;
    if (step === "*") {
        const items = Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
        for (const item of items) visit(item, rest, change);
    } else if (isMap(value)) {
        if (rest.length === 0) change(value, step);
        else visit(value[step], rest, change);
    }
}
