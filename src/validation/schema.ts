import schema from "../schema.json";
import { isRecord, matches } from "../values";

/** What `schema.json` says of the inputs of each component. */

/** A property of the schema (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema). */
export interface Property {
    type?: string;
    $ref?: string;
    items?: Property;
    additionalProperties?: Property;
    optional?: boolean;
    plain?: boolean;
    /** Whether the text may be empty, as that of a label. */
    mayBeEmpty?: boolean;
}

interface ObjectType {
    properties?: Record<string, Property>;
    enum?: { value: string }[];
}

/** azure-native's own arguments, which have rules of their own. */
const OF_AZURE_NATIVE = ["ClusterPropertiesArgs", "NodePoolPropertiesArgs"];

const TYPES: Record<string, ObjectType> = schema.types;
const COMPONENTS: Record<string, { inputProperties: Record<string, Property> }> = schema.resources;

/** The declared inputs of a component, by name. */
export function declaredInputs(component: string): Record<string, Property> {
    const { inputProperties } = COMPONENTS[`${schema.name}:index:${component}`] ?? { inputProperties: {} };
    return inputProperties;
}

/** The type that a property refers to, with its name. */
export function typeOf({ $ref }: Property): ({ name: string } & ObjectType) | undefined {
    const token = $ref?.replace(/^#\/types\//, "");
    const type = token === undefined ? undefined : TYPES[token];
    return type && { name: String(token?.split(":").pop()), ...type };
}

/** The inputs inside of an object; none of azure-native's own, which are not told apart. */
export function innerInputs(property: Property): Record<string, Property> {
    const { name = "", properties = {} } = typeOf(property) ?? {};
    return isAzureNative(name) ? {} : properties;
}

/** The patterns of all inputs of a component, those inside of others included. */
export function declaredPatterns(component: string): string[] {
    const below = (property: Property, pattern: string): string[] => {
        const { items, additionalProperties } = property;
        return [
            pattern,
            ...(items ? below(items, `${pattern}[]`) : []),
            ...(additionalProperties ? [`${pattern}{}`] : []),
            ...Object.entries(innerInputs(property)).flatMap(([name, each]) => below(each, `${pattern}.${name}`)),
        ];
    };
    return Object.entries(declaredInputs(component)).flatMap(([name, each]) => below(each, name));
}

/** Whether a type is azure-native's own, whose properties are not told apart. */
export function isAzureNative(type: string): boolean {
    return OF_AZURE_NATIVE.includes(type);
}

/** Of a value in a map: it may be empty, as that of a label. */
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

/** No control characters: what Azure calls a name, an id or a sentence is one line. */
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
        return isAzureNative(type.name)
            ? "an object by azure-native's names"
            : `an object with ${Object.keys(type.properties).join(", ")}`;
    }
    const { items, additionalProperties } = property;
    if (items) {
        return `a list, each entry ${describeType(items)}`;
    }
    if (additionalProperties) {
        return `an object, each value ${describeType(label(additionalProperties))}`;
    }
    const words: Record<string, string> = { boolean: "true or false", number: "a number" };
    const text = property.mayBeEmpty ? "a text of one line, or an empty one" : "a text of one line";
    return words[property.type ?? ""] ?? text;
}
