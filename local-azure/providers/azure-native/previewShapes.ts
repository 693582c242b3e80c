import { isMap, type PropertyMap, UNKNOWN, type Value } from "../host/propertyValues";
import generated from "./previewShapes.generated.json";

/**
 * Shapes of outputs as the SDK declares them. A shape is text: `string`, `number`, `boolean`, `any`, `@type`,
 * `[]element`, `{}entry`.
 */
export interface PreviewShapes {
    /** By token. */
    rows: Record<string, Record<string, string>>;
    /** By `module.Type`. */
    types: Record<string, Record<string, string>>;
}

const { rows, types }: PreviewShapes = generated;

/** What is declared of an output of a resource. */
export function outputShape(token: string, name: string): string {
    return rows[token]?.[name] ?? "any";
}

/**
 * An input as a preview shows it among the outputs (PAN:provider/pkg/convert/previewOutputs.go): as it is where it is of
 * the output's type, with every declared key that it lacks unknown; else unknown altogether.
 */
export function previewed(value: Value | undefined, shape: string): Value {
    if (value === undefined || value === UNKNOWN) return UNKNOWN;
    if (shape === "any") return value;
    if (shape.startsWith("[]")) {
        return Array.isArray(value) ? value.map((item) => previewed(item, shape.slice(2))) : UNKNOWN;
    }
    if (shape.startsWith("{}")) return isMap(value) ? entries(value, shape.slice(2)) : UNKNOWN;
    if (shape.startsWith("@")) return isMap(value) ? members(value, types[shape.slice(1)] ?? {}) : UNKNOWN;
    return typeof value === shape ? value : UNKNOWN;
}

function entries(value: PropertyMap, shape: string): PropertyMap {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, previewed(item, shape)]));
}

function members(value: PropertyMap, declared: Record<string, string>): PropertyMap {
    return Object.fromEntries(Object.entries(declared).map(([name, shape]) => [name, previewed(value[name], shape)]));
}
