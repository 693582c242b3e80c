import { isMap, type PropertyMap, UNKNOWN, type Value } from "../host/propertyValues";
import { outputNames } from "./resourceTypes";
import type { ResourceType } from "./row";

/**
 * What a preview shows of the outputs: inputs come back as they are, all else is unknown. Hence any update of a cluster
 * makes its `identityProfile` unknown, and role assignments built on it preview as replaced (facts §3.4).
 */
export function previewOutputs(type: ResourceType, inputs: PropertyMap, oldState: PropertyMap = {}): PropertyMap {
    const outputs: PropertyMap = Object.fromEntries(
        outputNames(type).map((name) => [name, previewed(inputs[name], type.outputs[name] ?? "any", type.types)]),
    );
    for (const name of ["name", "location"]) {
        const old = oldState[name];
        if (old !== undefined) outputs[name] = old;
    }
    return outputs;
}

/**
 * An input as a preview shows it among the outputs (PAN:provider/pkg/convert/previewOutputs.go): as it is where it is of
 * the output's type, with every declared key that it lacks unknown; else unknown altogether.
 */
function previewed(value: Value | undefined, shape: string, types: ResourceType["types"]): Value {
    if (value === undefined || value === UNKNOWN) return UNKNOWN;
    if (shape === "any") return value;
    if (shape.startsWith("[]")) {
        return Array.isArray(value) ? value.map((item) => previewed(item, shape.slice(2), types)) : UNKNOWN;
    }
    if (shape.startsWith("{}")) return isMap(value) ? entries(value, shape.slice(2), types) : UNKNOWN;
    if (shape.startsWith("@")) return isMap(value) ? members(value, types[shape.slice(1)] ?? {}, types) : UNKNOWN;
    return typeof value === shape ? value : UNKNOWN;
}

function entries(value: PropertyMap, shape: string, types: ResourceType["types"]): PropertyMap {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, previewed(item, shape, types)]));
}

function members(value: PropertyMap, declared: Record<string, string>, types: ResourceType["types"]): PropertyMap {
    return Object.fromEntries(
        Object.entries(declared).map(([name, shape]) => [name, previewed(value[name], shape, types)]),
    );
}
