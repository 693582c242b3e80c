import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import type { Path, UNKNOWN } from "../values";

/** What is said of a rule, in messages and in `docs/rules.md`. */
export interface RuleText {
    /** Stable name, printed with every violation. */
    code: string;
    /** Code of the error that Azure answers with, where one is known. */
    azureCode?: string;
    /** Azure accepts the value today: it is warned about, not rejected. */
    warning?: boolean;
    /** The value must not be printed, even where the program did not mark it as a secret. */
    hidesValue?: boolean;
    /** What holds, as the second half of "`path` is `value`: …". */
    message: string;
    /** What to do, as a sentence. */
    fix: string;
    /** The page behind it. */
    source: string;
}

/** An input that violates a rule. */
export interface Violation {
    path: Path;
    /** What to do about this very input, as a sentence before the rule's `fix`. */
    hint?: string | undefined;
}

/** One thing that Azure or Pulumi rejects, and that is rejected here before anything is created. */
export interface Rule<Args = ManagedIdentityAksClusterArgs> extends RuleText {
    validate(args: Known<Args>): Violation[];
}

/** What a single value must be, wherever it stands. */
export interface Format extends RuleText {
    /** The inputs that have this format: `nodePools[].name`; `[]` is any entry of a list, `{}` any value of a map. */
    inputs: readonly string[];
    /**
     * Whether a value of the declared type has the format. `owner` is the object that the input belongs to, `key` its name
     * there. Left out where the declared type says it all.
     */
    accepts?(value: unknown, owner: object, key: string | number): boolean;
    hint?(value: unknown): string | undefined;
    /** The input no longer exists; the message says what took its place. */
    isRetired?: boolean;
}

/**
 * Arguments with plain values in place of outputs. A value that is not known yet, or that violates its own format, is
 * `UNKNOWN`: a rule that compares it with anything finds no violation.
 */
export type Known<T> = T extends pulumi.OutputInstance<unknown> | Promise<unknown>
    ? typeof UNKNOWN
    : T extends readonly (infer Entry)[]
      ? Known<Entry>[]
      : T extends object
        ? {
              [Name in keyof T]: Name extends "properties" ? Record<string, unknown> | undefined : Known<T[Name]>;
          }
        : T;

/** Whether an input is given, be its value known or not. */
export function isSet(value: unknown): boolean {
    return value !== undefined;
}

/** A violation at each path, where the condition holds. A path is written as `network.serviceCidr`, or as its parts. */
export function when(condition: boolean, ...paths: (string | Path)[]): Violation[] {
    return condition ? paths.map((path) => ({ path: typeof path === "string" ? path.split(".") : path })) : [];
}
