import type { DeclaredResource } from "./declared";
import type { Shape } from "./shapes";

/** All that the provider knows of a resource type: what the SDK declares, and a row that follows facts `azure-native-provider.md` §1.1. */
export interface ResourceType extends DeclaredResource {
    token: string;
    /** PUT path; its parameters are inputs of the same name, each of which replaces the resource when changed. */
    path: string;
    /** Checks of the own name. */
    name?: { minLength?: number; maxLength?: number; pattern?: RegExp };
    /** `a`: top level, and changed leaves one level below it; `a.b`: nested. */
    forceNew: string[];
    shape: Shape;
    /** The shapes of the types of its API version. */
    types: Record<string, Record<string, string>>;
    /** Objects whose keys ARM spells differently: path to key table. */
    keyTables: Record<string, Record<string, string>>;
    /** Lists that belong to other resources unless the program sets them, by SDK path (the SDK's docs mark them). */
    maintained: string[];
    /** Lists whose elements are told apart by these keys instead of by index (x-ms-identifiers of the API). */
    identifiers: Record<string, string[]>;
    /** Besides what the SDK does not declare as settable. */
    alsoReadOnly: string[];
    /** Numbers that need not be whole. */
    fractions: string[];
    /** Whether a PUT is a long-running operation even when it answers 200 or 201. */
    longRunning: boolean;
}

/** A row of the table: what is not said is empty, or as the SDK declares it. */
export type Row = Pick<ResourceType, "token" | "path" | "shape"> & Partial<Omit<ResourceType, "types">>;

export const inGroup = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
