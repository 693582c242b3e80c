import { isRecord, matches } from "../values";

/** The inputs of each component, from `schema.json`. */

/** A property of the schema (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema). */
export interface Property {
    type?: string;
    $ref?: string;
    items?: Property;
    additionalProperties?: Property;
    optional?: boolean;
    plain?: boolean;
    /** Whether the string can be empty, as the value of a label. */
    mayBeEmpty?: boolean;
}

interface ObjectType {
    properties?: Record<string, Property>;
    enum?: { value: string }[];
}

interface Schema {
    name: string;
    types: Record<string, ObjectType>;
    resources: Record<string, { inputProperties: Record<string, Property> }>;
}

/** Loaded on first use: a program that imports the package may not need it. */
function schema(): Schema {
    return require("../schema.json") as typeof import("../schema.json");
}

/** The declared inputs of a component, by name. */
export function declaredInputs(component: string): Record<string, Property> {
    const { name, resources } = schema();
    const { inputProperties } = resources[`${name}:index:${component}`] ?? { inputProperties: {} };
    return inputProperties;
}

/** The type that a property refers to. */
export function typeOf({ $ref }: Property): ObjectType | undefined {
    return $ref === undefined ? undefined : schema().types[$ref.replace(/^#\/types\//, "")];
}

/** The inputs inside of an object. */
export function innerInputs(property: Property): Record<string, Property> {
    return typeOf(property)?.properties ?? {};
}

/** The patterns of all inputs of a component, those inside of others included. */
export function declaredPatterns(component: string): string[] {
    const below = (property: Property, pattern: string): string[] => {
        const { items, additionalProperties } = property;
        return [
            pattern,
            ...(items ? below(items, `${pattern}[]`) : []),
            ...(additionalProperties && !isPassedOn(property) ? [`${pattern}{}`] : []),
            ...Object.entries(innerInputs(property)).flatMap(([name, each]) => below(each, `${pattern}.${name}`)),
        ];
    };
    return Object.entries(declaredInputs(component)).flatMap(([name, each]) => below(each, name));
}

/** Whether azure-native gets it unchanged: it has its own rules. */
export function isPassedOn({ additionalProperties }: Property): boolean {
    return additionalProperties?.$ref === "pulumi.json#/Any";
}

/** A value in a map, which can be empty, as the value of a label. */
export function label(property: Property): Property {
    return { ...property, mayBeEmpty: true };
}

/** Whether it has no inputs inside. */
export function isLeaf(property: Property): boolean {
    return (
        property.items === undefined &&
        property.additionalProperties === undefined &&
        typeOf(property)?.properties === undefined
    );
}

/** No control characters: names, ids and sentences in Azure are one line. */
const LINE = /^[^\p{Cc}]*$/u;

/** Whether a value is of the declared type. */
export function isOfType(property: Property, value: unknown): boolean {
    const type = typeOf(property);
    if (type?.enum) {
        return type.enum.some((each) => each.value === value);
    }
    if (type?.properties) {
        return isRecord(value);
    }
    switch (property.type) {
        case "array":
            return Array.isArray(value);
        case "object":
            // The SDK sends a map as it is, and fails over one without a prototype.
            return isRecord(value) && Object.getPrototypeOf(value) !== null;
        case "boolean":
            return typeof value === "boolean";
        case "integer":
            return Number.isInteger(value);
        case "number":
            return Number.isFinite(value);
        default:
            return matches(LINE, value) && (property.mayBeEmpty || String(value).trim() !== "");
    }
}

/** The declared type in words: `true or false`. */
export function describeType(property: Property): string {
    const type = typeOf(property);
    if (type?.enum) {
        return type.enum.map(({ value }) => value).join(" or ");
    }
    if (type?.properties) {
        return `an object with ${Object.keys(type.properties).join(", ")}`;
    }
    if (isPassedOn(property)) {
        return "an object with azure-native's property names";
    }
    const { items, additionalProperties } = property;
    if (items) {
        return `a list, each entry ${describeType(items)}`;
    }
    if (additionalProperties) {
        return `an object, each value ${describeType(label(additionalProperties))}`;
    }
    const words: Record<string, string> = { boolean: "true or false", integer: "a whole number", number: "a number" };
    const text = property.mayBeEmpty ? "a string of one line, or an empty string" : "a string of one line";
    return words[property.type ?? ""] ?? text;
}
