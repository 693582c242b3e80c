import type { Shape } from "./shapes";

/** All that the provider knows of a resource type. Rows follow facts `azure-native-provider.md` §1.1 and the SDK's d.ts. */
export interface ResourceType {
    token: string;
    apiVersion: string;
    /** PUT path; its parameters are inputs of the same name, each of which replaces the resource when changed. */
    path: string;
    /** Settable properties by JSON type; path parameters are strings besides. */
    inputs: Partial<Record<InputType, string[]>>;
    /** Besides the path parameters. */
    required: string[];
    /** Checks of the own name. */
    name?: { minLength?: number; maxLength?: number; pattern?: RegExp };
    /** `a`: top level, and changed leaves one level below it; `a.b`: nested. */
    forceNew: string[];
    /** Defaults of the schema: an input added with this value is no change. */
    defaults: Record<string, boolean | string>;
    /** Outputs that are not inputs. */
    outputs: string[];
    /** Parts of settable objects that only Azure sets; `*` is any element or entry. */
    readOnly: string[];
    shape: Shape;
    /** Objects whose keys ARM spells differently: path to key table. */
    keyTables: Record<string, Record<string, string>>;
    /** A list in the SDK, a map in ARM. */
    stringSets: string[];
    /** Lists that belong to other resources unless the program sets them, by SDK path (the SDK's docs mark them). */
    maintained: string[];
    /** Inputs that are no outputs. */
    inputOnly: string[];
    /** Lists whose elements are told apart by these keys instead of by index (x-ms-identifiers of the API). */
    identifiers: Record<string, string[]>;
    /** Whether a PUT is a long-running operation even when it answers 200 or 201. */
    longRunning: boolean;
}

export type InputType = "string" | "boolean" | "integer" | "number" | "array" | "object";

/** A row of the table: what is not said is empty. */
export type Row = Pick<ResourceType, "token" | "apiVersion" | "path" | "inputs" | "outputs" | "shape"> &
    Partial<ResourceType>;

export const words = (text: string) => text.trim().split(/\s+/);

export const inGroup = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
