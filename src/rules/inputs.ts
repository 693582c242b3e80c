import schema from "../schema.json";
import { isOutput, isRecord, matches, type Path, UNKNOWN } from "../values";
import { ofPools } from "./formats";
import { meant } from "./nearest";
import type { RuleText } from "./rule";

/** The arguments of a component, held against `schema.json`: names, types, enum values, and what has to be given. */

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

/** One input, as the arguments have it. */
export interface Input {
    path: Path;
    /** The path for any entry of a list (`nodePools[].name`) and any value of a map (`tags{}`). */
    pattern: string;
    /** As the program passes it. */
    given: unknown;
    /** As rules see it: `UNKNOWN` where it is an output, `undefined` where it is left out or rejected. */
    value: unknown;
    /** The object or the list that it belongs to. */
    owner: object;
    /** What the schema says of a value that it rejects. */
    violation?: { text: RuleText; hint?: string };
}

const PULUMI_INPUTS = "https://www.pulumi.com/docs/iac/concepts/inputs-outputs";

/** What the schema alone decides, of every input. */
export const INPUT_RULES = {
    plain: {
        code: "PlainInput",
        message: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass the value itself, not an output or a promise of it.",
        source: PULUMI_INPUTS,
    },
    unknownName: {
        code: "UnknownInput",
        message: "there is no such input",
        fix: "Correct its name, or remove it.",
        source: PULUMI_INPUTS,
    },
    shape: {
        code: "InputShape",
        message: "an input takes what it is declared with, and nothing else",
        fix: "Pass that, or leave the input out.",
        source: PULUMI_INPUTS,
    },
    type: {
        code: "InputType",
        message: "an input takes values of its declared type, and no others",
        fix: "Pass such a value, or leave the input out.",
        source: PULUMI_INPUTS,
    },
    missing: {
        code: "InputMissing",
        message: "this input is required",
        fix: "Set it.",
        source: PULUMI_INPUTS,
    },
    withoutValue: {
        code: "OutputWithoutValue",
        message:
            "whether this input is given decides what is created and granted, and the output turns out to hold nothing",
        fix: "Leave the input out, or pass an output that always holds a value.",
        source: PULUMI_INPUTS,
    },
} satisfies Record<string, RuleText>;

/**
 * Inputs that may be outputs although it matters whether they are given: what is created and granted depends on it, which
 * has to be known when the program runs. Such an output must hold a value.
 */
export const DECIDING: readonly string[] = [
    "controlPlaneIdentity.servicePrincipal.clientSecret",
    "controlPlaneIdentity.resourceId",
    "controlPlaneIdentity.clientId",
    "controlPlaneIdentity.principalId",
    "controlPlaneIdentity.formerPrincipalId",
    "kubeletIdentity.resourceId",
    "kubeletIdentity.clientId",
    "kubeletIdentity.principalId",
    "identities",
    "identityResourceId",
    "clusterName",
    "dnsPrefix",
    "kubernetesVersion",
    ...ofPools("kubernetesVersion", "count", "minCount", "maxCount", "subnetId", "podSubnetId"),
    "networkAccess.routeTableId",
    "networkAccess.natGatewayId",
    "networkAccess.role",
    "networkRole",
    "apiServer.privateDnsZone",
    "apiServer.subnetId",
    "bootstrapRegistryId",
    "encryption.diskEncryptionSetId",
    "addons.applicationGateway.gatewayId",
    "addons.applicationGateway.subnetId",
    "addons.applicationGateway.subnetCidr",
];

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
    return OF_AZURE_NATIVE.includes(name) ? {} : properties;
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

/** The arguments with plain values in place of outputs, and every input in them. */
export function readInputs(component: string, args: object): { values: object; inputs: Input[] } {
    const inputs: Input[] = [];
    return { values: readObject(declaredInputs(component), args, { path: [], pattern: "" }, inputs), inputs };
}

interface Place {
    path: Path;
    pattern: string;
}

function readObject(
    declared: Record<string, Property>,
    given: object,
    at: Place,
    inputs: Input[],
): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    const below = (name: string): Place => ({
        path: [...at.path, name],
        pattern: at.pattern === "" ? name : `${at.pattern}.${name}`,
    });
    for (const [name, value] of Object.entries(given)) {
        if (value !== undefined && !Object.hasOwn(declared, name)) {
            const hint = meant(name, Object.keys(declared));
            const violation = { text: INPUT_RULES.unknownName, hint };
            inputs.push({ ...below(name), given: value, value: undefined, owner: given, violation });
        }
    }
    for (const [name, property] of Object.entries(declared)) {
        const value: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
        const found = read(property, value, below(name), values, inputs);
        if (found !== undefined) {
            values[name] = found;
        }
    }
    return values;
}

/** Adds the input, and those inside of it; returns its value as rules see it. */
function read(property: Property, given: unknown, at: Place, owner: object, inputs: Input[]): unknown {
    const { plain = false, optional = false } = property;
    const input: Input = { ...at, given, value: undefined, owner };
    inputs.push(input);
    if (given === undefined) {
        if (!optional) {
            input.violation = { text: INPUT_RULES.missing };
        }
    } else if (isOutput(given)) {
        if (plain) {
            input.violation = { text: INPUT_RULES.plain };
        } else {
            input.value = UNKNOWN;
        }
    } else if (isOf(property, given)) {
        input.value = readBelow(property, given, at, inputs);
    } else {
        const text = isLeaf(property) ? INPUT_RULES.type : INPUT_RULES.shape;
        input.violation = { text, hint: `This one takes ${describeType(property)}.` };
        input.value = plain || !isLeaf(property) ? undefined : UNKNOWN;
    }
    return input.value;
}

function readBelow(property: Property, given: unknown, at: Place, inputs: Input[]): unknown {
    const type = typeOf(property);
    if (type?.properties) {
        return OF_AZURE_NATIVE.includes(type.name)
            ? withoutOutputs(given)
            : readObject(type.properties, given as object, at, inputs);
    }
    const { items, additionalProperties } = property;
    if (items) {
        const list: unknown[] = [];
        for (const [index, each] of Array.from(given as unknown[]).entries()) {
            const place = { path: [...at.path, index], pattern: `${at.pattern}[]` };
            list.push(read(items, each, place, list, inputs) ?? (typeOf(items)?.properties ? {} : UNKNOWN));
        }
        return list;
    }
    if (additionalProperties) {
        const map: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(given as object)) {
            const place = { path: [...at.path, key], pattern: `${at.pattern}{}` };
            map[key] = read(label(additionalProperties), each, place, map, inputs) ?? UNKNOWN;
        }
        return map;
    }
    return given;
}

function label(property: Property): Property {
    return { ...property, mayBeEmpty: true };
}

/** Values as azure-native takes them, whatever they are. */
function withoutOutputs(value: unknown, inside: readonly unknown[] = []): unknown {
    if (isOutput(value)) {
        return UNKNOWN;
    }
    if (Array.isArray(value)) {
        return inside.includes(value) ? value : value.map((each) => withoutOutputs(each, [...inside, value]));
    }
    if (!isRecord(value) || inside.includes(value)) {
        return value;
    }
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, each]) => [key, withoutOutputs(each, [...inside, value])]));
}

function isLeaf(property: Property): boolean {
    return (
        property.items === undefined &&
        property.additionalProperties === undefined &&
        typeOf(property)?.properties === undefined
    );
}

/** No control characters: what Azure calls a name, an id or a sentence is one line. */
const LINE = /^[^\p{Cc}]*$/u;

function isOf(property: Property, value: unknown): boolean {
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

function describeType(property: Property): string {
    const type = typeOf(property);
    if (type?.enum) {
        return type.enum.map(({ value }) => value).join(" or ");
    }
    if (type?.properties) {
        return OF_AZURE_NATIVE.includes(type.name)
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
