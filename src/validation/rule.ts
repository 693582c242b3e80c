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
    /** Azure accepts the value today: it is warned about, not rejected. */
    warning?: boolean;
    /** The value must not be printed, even where the program did not mark it as a secret. */
    hidesValue?: boolean;
    /** What must hold, as the second half of "`path` is `value`: …". */
    message: string;
    /** What to do, as a sentence. */
    fix: string;
    /** The page behind it. */
    source: string;
}

/**
 * One thing that Azure or Pulumi rejects, and that is rejected here before anything is created. A rule is about the value
 * of single inputs (`inputs`), about settings that do not go together (`when`), or about what `validate` finds.
 */
export interface Rule<Args = ManagedIdentityAksClusterArgs> extends RuleText, Format {
    /** Settings that violate the rule together, or several such. It is reported at the first input of each. */
    when?: Settings | readonly Settings[];
    validate?(args: Known<Args>): ViolatingInputs;
}

/** What the value of an input must be, wherever it is. */
export interface Format {
    /**
     * The inputs that have this format: `nodePools[].name`; `[]` is any entry of a list, `{}` any value of a map. A value
     * that is not of the declared type is reported in the words of this rule.
     */
    inputs?: readonly string[];
    /** What a value of the declared type must match or fulfil; left out where the declared type says it all. */
    accepts?: RegExp | ((value: unknown, place: InputPlace) => boolean);
    /** What to do about this very value, as a sentence before `fix`. */
    hint?(value: unknown): string | undefined;
    /** The input no longer exists; the message says what took its place. */
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

/** A rule as it is written down: its code is its key in a table, and a table has a page for those without their own. */
type Row<Args> = Omit<Rule<Args>, "code" | "source"> & { source?: string };

/** The rules of a table. `source` is the page behind those that name no other, as in `page`. */
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
