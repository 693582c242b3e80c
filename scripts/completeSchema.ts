import { nameOfToken, type ObjectType, type PackageSchema, type Property, usedTypes } from "./packageSchema";
import type { PublicType } from "./publicTypes";

/** What the analyzer cannot tell, by the names of the sources. */
export interface Completion {
    /** Types of azure-native: their properties are passed on as they are. */
    passedOn: readonly string[];
    /**
     * Types of outputs that are an input of another component as they are, and the type of that input: to Go, Java and C# types
     * of one shape are still two types.
     */
    sameAs: Readonly<Record<string, string>>;
    /** Inputs that hold a secret, as `Type.property`. */
    secrets: readonly string[];
    /** Numbers that need not be whole, as `Type.property`: TypeScript cannot say which are. */
    fractions: readonly string[];
    /** Settings of the languages. */
    language: Record<string, object>;
    /** What else the package is called and where it is found. */
    metadata: object;
    types: ReadonlyMap<string, PublicType>;
}

const ANY: Property = { $ref: "pulumi.json#/Any" };
const INTEGER = "integer";

/** The schema of the package: what the analyzer made, and what it cannot tell. */
export function completeSchema(analyzed: PackageSchema, completion: Completion): object {
    const { passedOn, sameAs, types: documented, secrets, fractions, metadata } = completion;
    const tokenOf = (type: string) => `${analyzed.name}:index:${type}`;

    const property = (owner: string, name: string, given: Property): Property => {
        const { description, ...rest } = shape(given);
        const deprecationMessage = documented.get(owner)?.deprecated[name];
        return {
            ...rest,
            ...(fractions.includes(`${owner}.${name}`) && { type: "number" }),
            ...(secrets.includes(`${owner}.${name}`) && { secret: true }),
            ...(description !== undefined && { description }),
            ...(deprecationMessage !== undefined && { deprecationMessage }),
        };
    };
    const shape = (given: Property): Property => {
        const { $ref = "", items, additionalProperties, type, ...rest } = given;
        const name = nameOfToken($ref);
        if (passedOn.includes(name)) {
            return { type: "object", additionalProperties: ANY, ...rest };
        }
        return {
            ...(type !== undefined && { type: type === "number" ? INTEGER : type }),
            ...($ref !== "" && {
                $ref: $ref.startsWith("#/types/") ? `#/types/${tokenOf(schemaName(sameAs[name] ?? name))}` : $ref,
            }),
            ...(items && { items: shape(items) }),
            ...(additionalProperties && { additionalProperties: shape(additionalProperties) }),
            ...rest,
        };
    };
    const properties = (owner: string, all: Record<string, Property>) =>
        Object.fromEntries(Object.entries(all).map(([name, each]) => [name, property(owner, name, each)]));

    const types = Object.entries(analyzed.types).flatMap(([token, type]): [string, ObjectType][] => {
        const name = nameOfToken(token);
        if (passedOn.includes(name)) {
            return [];
        }
        const { description = "" } = documented.get(name) ?? {};
        const { properties: members, ...rest } = type;
        return [
            [
                tokenOf(schemaName(name)),
                { description, ...rest, ...(members && { properties: properties(name, members) }) },
            ],
        ];
    });
    const resources = Object.entries(analyzed.resources).map(([token, component]) => {
        const name = nameOfToken(token);
        const { inputProperties, properties: outputs, ...rest } = component;
        return [
            token,
            {
                ...rest,
                inputProperties: properties(`${name}Args`, inputProperties),
                properties: properties(name, outputs),
            },
        ];
    });
    const used = usedTypes(Object.fromEntries(types), resources);
    return {
        ...analyzed,
        ...metadata,
        resources: Object.fromEntries(resources),
        types: Object.fromEntries(types.filter(([token]) => used.has(token))),
        language: Object.fromEntries(
            Object.entries(analyzed.language).map(([name, given]) => [
                name,
                { ...given, ...completion.language[name] },
            ]),
        ),
    };
}

/** SDKs add `Args` to a type of inputs themselves, so that Go would declare `NodePoolArgs` twice. */
function schemaName(type: string): string {
    return type.replace(/Args$/, "");
}
