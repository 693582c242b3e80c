import * as pulumi from "@pulumi/pulumi";
import { nameOfResource } from "../engine/sdk";
import { isOutput } from "../values";
import { groupOf, lastSegment, parentId } from "./resourceId";

/** Where the value of an output comes from: another input, or a function of one. */
interface Origin {
    input: unknown;
    by?: string;
}

const origins = new WeakMap<object, Origin>();
const resourceNames = new WeakMap<object, string>();
const numbers = new WeakMap<object, number>();
let inputsNumbered = 0;

/** Records that `output` has the value of `input`, so that `sameInput` treats them as equal. */
export function setOrigin(output: pulumi.Output<unknown>, input: unknown): void {
    origins.set(output, { input });
}

/** Records that `output` is the id of the resource with this logical name, if the output itself does not show it. */
export function setResourceName(output: pulumi.Output<unknown>, name: string): void {
    resourceNames.set(output, name);
}

/** What of an id is derived, by what it is. */
const DERIVED = { parent: parentId, group: groupOf, name: lastSegment } as const;

/** A value derived from an id: the id of its parent or of its resource group, or its name. */
export function derived(input: pulumi.Input<string>, what: keyof typeof DERIVED): pulumi.Input<string> {
    const how = DERIVED[what];
    if (typeof input === "string") {
        return how(input);
    }
    const output = pulumi.output(input).apply(how);
    origins.set(output, { input, by: what });
    return output;
}

/** The input, or the fallback if it is left out or is an output without a value. */
export function orElse<T>(input: pulumi.Input<T> | undefined, otherwise: pulumi.Input<T>): pulumi.Input<T> {
    return isOutput(input)
        ? (pulumi.all([input, otherwise]).apply(([value, instead]) => value ?? instead) as pulumi.Output<T>)
        : (input ?? otherwise);
}

/** The result of `make` for an input; undefined if it is left out or is an output without a value. */
export function ifGiven<T, Made>(
    input: pulumi.Input<T> | undefined,
    make: (value: T) => Made,
): pulumi.Input<Made> | undefined {
    return input === undefined
        ? undefined
        : (pulumi
              .output(input)
              .apply((value) => (value === undefined ? undefined : make(value as T))) as pulumi.Output<Made>);
}

/**
 * A key that identifies an input before values are known: the id in lower case, or the output itself. Two outputs with
 * different keys can still have the same value.
 */
export function inputKey(input: unknown): string {
    return textFor(input, numbered);
}

/** Whether two inputs are the same: the same output, or ids that differ in letter case only. */
export function sameInput(a: unknown, b: unknown): boolean {
    return inputKey(a) === inputKey(b);
}

/**
 * A name derived from an input, which is the same in every run and known before values are: the last segment of an id,
 * in lower case, or the name of the resource whose id it is. Undefined for other outputs.
 */
export function shortName(input: unknown): string | undefined {
    const name = textFor(input, (output) => resourceNames.get(output) ?? nameOfResource(output));
    return name === undefined ? undefined : lastSegment(name);
}

/** A plain input as a string, an output as the name that `name` gives its origin. */
function textFor<Name extends string | undefined>(input: unknown, name: (output: object) => Name): string | Name {
    if (typeof input !== "object" || input === null) {
        return String(input).toLowerCase();
    }
    const origin = origins.get(input);
    if (origin === undefined) {
        return name(input);
    }
    const text = textFor(origin.input, name);
    return text === undefined || origin.by === undefined ? text : `${origin.by}(${text})`;
}

function numbered(output: object): string {
    const number = numbers.get(output) ?? ++inputsNumbered;
    numbers.set(output, number);
    return `<output ${number}>`;
}
