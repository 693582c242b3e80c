import type * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { matches, type Path, type UNKNOWN } from "../values";
import type { InputPlace } from "./readInputs";
import type { Settings } from "./settings";

/** The texts of a rule, in messages and in "docs/rules.md". */
export interface RuleText {
    /** Stable name, printed with every violation. */
    code: string;
    /** Code of the error that Azure answers with, where one is known. */
    azureCode?: string;
    /** The violation is a warning, because Azure still accepts the value. */
    warning?: boolean;
    /** The value must not be printed, even where the program did not mark it as a secret. */
    hidesValue?: boolean;
    /** What must hold, as the second half of "`path` is `value`: …". */
    message: string;
    /** What to do, as a sentence. */
    fix: string;
    /** The page that documents it. */
    source: string;
}

/**
 * One thing that Azure or Pulumi rejects, and that is rejected here before anything is created. A rule is about the value
 * of single inputs (`inputs`), about settings that do not go together (`when`), or about what `validate` finds.
 */
export interface Rule<Args = ManagedIdentityAksClusterArgs> extends RuleText, Format {
    /** Settings that violate the rule together, or several such combinations. The violation is reported at the first input of each. */
    when?: Settings | readonly Settings[];
    validate?(args: Known<Args>): ViolatingInputs;
}

/** The format of an input, at any path. */
export interface Format {
    /**
     * The inputs that have this format: `nodePools[].name`; `[]` is any entry of a list, `{}` any value of a map. A
     * value that does not have the declared type is reported with this rule.
     */
    inputs?: readonly string[];
    /** What a value of the declared type must match; left out if the declared type is enough. */
    accepts?: RegExp | ((value: unknown, place: InputPlace) => boolean);
    /** What to do about this value, as a sentence before `fix`. */
    hint?(value: unknown): string | undefined;
    /** The input no longer exists; the message says what replaces it. */
    isRetired?: boolean;
}

/** The inputs that violate a rule: one, as `network.serviceCidr`, or several by their paths. `false` is none. */
export type ViolatingInputs = false | string | readonly Path[];

/**
 * Arguments with plain values in place of outputs. A value that is not known yet, or that violates its own format, is
 * `UNKNOWN`: a rule that compares it with anything finds no violation.
 */
export type Known<T> = T extends pulumi.OutputInstance<unknown> | Promise<unknown>
    ? typeof UNKNOWN
    : T extends readonly (infer Entry)[]
      ? Known<Entry>[]
      : T extends object
        ? { [Name in keyof T]: Name extends "properties" ? Record<string, unknown> | undefined : Known<T[Name]> }
        : T;

/** A row of a table of rules. The key of the row is the code; rows without `source` use the page of the table. */
type Row<Args> = Omit<Rule<Args>, "code" | "source"> & { source?: string };

/** The rules of a table. `source` is the page of rows that have none, in the form of `page`. */
export function rules<Args = ManagedIdentityAksClusterArgs>(
    source: string,
    table: Record<string, Row<Args>>,
): Rule<Args>[] {
    return Object.entries(table).map(([code, row]) => ({ ...row, code, source: page(row.source ?? source) }));
}

/** The URL of a page of Azure's documentation (`aks/cost-analysis`), or of another page by its whole URL. */
export function page(source: string): string {
    return new URL(source, "https://learn.microsoft.com/azure/").href;
}

/** Whether the value of an input has the format. */
export function accepts(format: Format, value: unknown, place: InputPlace): boolean {
    const condition = format.accepts ?? (() => true);
    return condition instanceof RegExp ? matches(condition, value) : condition(value, place);
}
