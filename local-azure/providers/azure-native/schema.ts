import { pathParameters } from "./armPath";
import { namingStrategy } from "./autonaming";
import { declarations } from "./declared";
import { resourceTypes } from "./resourceTypes";
import type { ResourceType } from "./row";

/** A property of a Pulumi package schema (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema). */
type Property = { [key: string]: unknown };

const ANY: Property = { $ref: "pulumi.json#/Any" };

/** Shapes that are not the name of a type of the schema. */
const SIMPLE: Record<string, Property> = {
    any: ANY,
    object: { type: "object", additionalProperties: ANY },
    array: { type: "array", items: ANY },
};

/**
 * The schema of the rows, for languages that have no SDK to ask: Pulumi YAML. Inputs are as deep as the SDK's declarations
 * that the rows stand on: what is inside an object is left to the provider.
 */
export const azureNativeSchema = {
    resources: Object.fromEntries([...resourceTypes].map(([token, type]) => [token, resource(type)])),
    types: Object.fromEntries(
        Object.entries(declarations.types).map(([name, members]) => [
            typeToken(name),
            { type: "object", properties: properties(members) },
        ]),
    ),
};

function resource({ token, path, inputs, outputs, defaults }: ResourceType): object {
    const parameters = pathParameters(path);
    const named = namingStrategy(path)?.parameter;
    const declared = declarations.resources[token]?.required ?? [];
    return {
        properties: properties(outputs),
        inputProperties: {
            ...properties({ ...Object.fromEntries(parameters.map((name) => [name, "string"])), ...inputs }),
            ...Object.fromEntries(
                Object.entries(defaults).map(([name, value]) => [name, { type: typeof value, default: value }]),
            ),
        },
        requiredInputs: [...parameters.filter((name) => name !== named), ...declared],
    };
}

/** `id` is every resource's own, outside the schema. */
function properties(shapes: Record<string, string>): Record<string, Property> {
    const entries = Object.entries(shapes).filter(([name]) => name !== "id" && name !== "urn");
    return Object.fromEntries(entries.map(([name, shape]) => [name, property(shape)]));
}

function property(shape: string): Property {
    const [, list, map, type] = /^(?:(\[\])|(\{\})|(@))/.exec(shape) ?? [];
    const rest = shape.slice((list ?? map ?? type ?? "").length);
    if (list !== undefined) return { type: "array", items: property(rest) };
    if (map !== undefined) return { type: "object", additionalProperties: property(rest) };
    if (type !== undefined) return { $ref: `#/types/${typeToken(rest)}` };
    return SIMPLE[shape] ?? { type: shape };
}

function typeToken(name: string): string {
    return `azure-native:${name.replace(".", ":")}`;
}
