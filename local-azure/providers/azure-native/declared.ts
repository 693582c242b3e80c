import generated from "./sdk.generated.json";

export type InputType = "string" | "boolean" | "number" | "array" | "object";

/** What the SDK declares of a resource (`scripts/sdkDeclarations.ts`). */
export interface DeclaredResource {
    apiVersion: string;
    /** Settable properties with their JSON types; path parameters are strings besides. */
    inputs: Record<string, InputType>;
    /** Besides the path parameters. */
    required: string[];
    /** Defaults of the schema: an input added with this value is no change. */
    defaults: Record<string, boolean | number | string>;
    /** The shape of each property of the state besides `id`. */
    outputs: Record<string, string>;
    /** Parts of settable objects that only Azure sets; `*` is any element or entry. */
    readOnly: string[];
    /** A list in the SDK, a map in ARM. */
    stringSets: string[];
}

/**
 * A shape is text: `string`, `number`, `boolean`, `any`, `@type`, `[]element`, `{}entry`.
 */
export interface SdkDeclarations {
    /** By token. */
    resources: Record<string, DeclaredResource>;
    /** By `module.Type`, the shapes of its members. */
    types: Record<string, Record<string, string>>;
    /** By module, the later stable API versions that the provider knows, oldest first, each with what it adds to those before. */
    versions: Record<string, Record<string, AddedDeclarations>>;
}

/** Properties of resources, by token, and members of types. */
export type AddedDeclarations = Record<"resources" | "types", Record<string, Record<string, string>>>;

// What JSON.parse gives has no narrower type than text for the words of `inputs`.
export const declarations = generated as SdkDeclarations;
