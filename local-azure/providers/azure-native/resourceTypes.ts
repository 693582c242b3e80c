import { type AddedDeclarations, declarations, type InputType } from "./declared";
import type { ResourceType, Row } from "./row";
import { rows } from "./rows";

const unsaid = {
    forceNew: [],
    keyTables: {},
    maintained: [],
    identifiers: {},
    alsoReadOnly: [],
    fractions: [],
    longRunning: false,
};

/** Those of the SDK's own API versions, keyed by token. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
    rows.map((row) => [`azure-native:${row.token}`, typeOf({ ...row, token: `azure-native:${row.token}` })]),
);

function typeOf(row: Row): ResourceType {
    const declared = declarations.resources[row.token];
    if (!declared) throw new Error(`sdk.generated.json holds no ${row.token}: run scripts/sdkDeclarations.ts`);
    // The SDK requires no location, since the provider fills it in; the APIs of networks and private zones do not either.
    const isOptional = !("location" in declared.inputs) || /^azure-native:(network|privatedns):/.test(row.token);
    const required = isOptional ? declared.required : [...declared.required, "location"];
    return { ...unsaid, ...declared, types: declarations.types, required, ...row };
}

/**
 * Those of other API versions, which the real provider finds by their tokens, too: `azure-native:containerservice/v20260501:…`
 * (PAN:provider.go, lookupResourceFromURN, looks for `urn.Type()` in a table of all API versions).
 */
const ofVersions: ReadonlyMap<string, ResourceType> = new Map(
    [...resourceTypes.values()].flatMap(versionsOf).map((type) => [type.token, type]),
);

/** By the token of the SDK, or of an API version. */
export function resourceTypeOf(token: string): ResourceType | undefined {
    return resourceTypes.get(token) ?? ofVersions.get(token);
}

/** The same resource in another API version. */
export function inApiVersion(type: ResourceType, apiVersion: string): ResourceType | undefined {
    return type.apiVersion === apiVersion ? type : ofVersions.get(versioned(type.token, apiVersion));
}

/** All types of other API versions. */
export const versionedTypes = () => ofVersions.values();

function versioned(token: string, apiVersion: string): string {
    const [, module = "", name = ""] = /^(azure-native:\w+)(?:\/\w+)?:(\w+)$/.exec(token) ?? [];
    return `${module}/v${apiVersion.replaceAll("-", "")}:${name}`;
}

function versionsOf(base: ResourceType): ResourceType[] {
    const [, module = ""] = base.token.split(":");
    const additions = declarations.versions[module];
    if (!additions) return [];
    const types = [inVersion(base, base.apiVersion)];
    for (const [apiVersion, added] of Object.entries(additions)) {
        types.push(withAdditions(inVersion(types.at(-1) ?? base, apiVersion), base.token, added));
    }
    return types;
}

function inVersion(type: ResourceType, apiVersion: string): ResourceType {
    return { ...type, token: versioned(type.token, apiVersion), apiVersion };
}

function withAdditions(type: ResourceType, token: string, { resources, types }: AddedDeclarations): ResourceType {
    const own = resources[token] ?? {};
    const members = Object.entries(types).map(([name, added]) => [name, { ...type.types[name], ...added }]);
    const settable = new Set(Object.values(types).flatMap(Object.keys));
    return {
        ...type,
        inputs: { ...type.inputs, ...kindsOf(own) },
        outputs: { ...type.outputs, ...own },
        types: { ...type.types, ...Object.fromEntries(members) },
        readOnly: type.readOnly.filter((path) => !settable.has(path.slice(path.lastIndexOf(".") + 1))),
    };
}

function kindsOf(shapes: Record<string, string>): Record<string, InputType> {
    return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, kindOf(shape)]));
}

function kindOf(shape: string): InputType {
    if (shape.startsWith("[]")) return "array";
    return shape === "string" || shape === "number" || shape === "boolean" ? shape : "object";
}

/** Every property of the state besides `id` and `azureApiVersion`. */
export function outputNames({ outputs }: ResourceType): string[] {
    return Object.keys(outputs).filter((name) => name !== "id" && name !== "azureApiVersion");
}
