import { clone, isMap, type PropertyMap, type Value } from "../host/propertyValues";
import { atPattern, propertyAt } from "./paths";
import type { ResourceType } from "./row";
import type { Shape } from "./shapes";

/** The ARM body for these inputs; with the inputs of before, what left a string set is nulled. */
export function requestBody(type: ResourceType, inputs: PropertyMap, oldInputs: PropertyMap = {}): PropertyMap {
    const settable = pick(inputs, Object.keys(type.inputs));
    for (const pattern of type.stringSets) {
        atPattern(settable, pattern, (holder, key) => {
            const before = propertyAt(oldInputs, pattern.split("."));
            if (Array.isArray(holder[key])) holder[key] = setToMap(holder[key], Array.isArray(before) ? before : []);
        });
    }
    for (const [pattern, keys] of Object.entries(type.keyTables)) {
        atPattern(settable, pattern, (holder, key) => {
            const value = holder[key];
            if (isMap(value)) holder[key] = renameKeys(value, keys);
        });
    }
    return toArm(settable, type.shape);
}

/** The provider sends a body that holds a null as PATCH: the way to take an entry out of a map (PAN#4640). */
export function containsNull(value: Value): boolean {
    if (value === null) return true;
    return isMap(value) && Object.values(value).some(containsNull);
}

/** A copy: what is changed afterwards is not the caller's. */
function pick(inputs: PropertyMap, names: string[]): PropertyMap {
    return clone(Object.fromEntries(Object.entries(inputs).filter(([name]) => names.includes(name))));
}

function setToMap(list: Value[], before: Value[]): PropertyMap {
    const entries = (items: Value[], value: Value) =>
        items.flatMap((item): [string, Value][] => (typeof item === "string" ? [[item, clone(value)]] : []));
    return Object.fromEntries([...entries(before, null), ...entries(list, {})]);
}

function toArm(value: PropertyMap, shape: Shape): PropertyMap {
    const body: PropertyMap = {};
    const properties: PropertyMap = {};
    for (const [name, item] of Object.entries(value)) {
        const nested = shape.nested?.[name];
        const converted = nested ? eachObject(item, (object) => toArm(object, nested)) : item;
        if (shape.envelope.includes(name)) body[name] = converted;
        // An input called `properties`, where that is no member of the envelope, is ARM's `properties` itself (keys).
        else if (name === "properties" && isMap(converted)) Object.assign(properties, converted);
        else properties[shape.renames?.[name] ?? name] = converted;
    }
    if (Object.keys(properties).length > 0) body.properties = properties;
    return body;
}

/** Applies to an object, or to each object of a list. */
export function eachObject(value: Value, convert: (object: PropertyMap) => PropertyMap): Value {
    if (Array.isArray(value)) return value.map((item) => (isMap(item) ? convert(item) : item));
    return isMap(value) ? convert(value) : value;
}

export function renameKeys(value: PropertyMap, keys: Record<string, string>): PropertyMap {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [keys[key] ?? key, item]));
}
