import { type Input, readInputs } from "../schema/readInputs";
import { declaredPatterns } from "../schema/schema";
import { isOutput, isSamePath, type Path, UNKNOWN, valueAt } from "../values";
import { DECIDING, INPUT_RULES } from "./inputs";
import type { Violation } from "./message";
import { accepts, type Format, type Known, type Rule, type RuleText } from "./rule";
import { findSettings } from "./settings";

/** What the arguments of one component are held against. */
export interface Rules<Args> {
    component: string;
    /** The formats of each input. */
    formatsOf: ReadonlyMap<string, (RuleText & Format)[]>;
    rules: readonly Rule<Args>[];
    /** What is said of each of them. */
    texts: readonly RuleText[];
}

/** `all` are the rules of every component: what they say of an input is true of this component's, too. */
export function defineRules<Args>(
    component: string,
    all: readonly (RuleText & Format)[],
    own: readonly Rule<Args>[],
): Rules<Args> {
    const patterns = new Set(declaredPatterns(component));
    const isDeclared = (input: string) => patterns.has(input);
    const ofInputs = all.filter(({ inputs = [], isRetired }) =>
        inputs.map((input) => (isRetired ? input.replace(/\.[^.]*$/, "") : input)).some(isDeclared),
    );
    const formatsOf = new Map<string, (RuleText & Format)[]>();
    for (const rule of ofInputs) {
        for (const input of rule.inputs ?? []) {
            formatsOf.set(input, [...(formatsOf.get(input) ?? []), rule]);
        }
    }
    const rules = own.filter(({ when, validate }) => when || validate);
    return { component, formatsOf, rules, texts: [...new Set([...Object.values(INPUT_RULES), ...ofInputs, ...rules])] };
}

/**
 * Everything that the arguments violate; `given` are the arguments as the program passes them, where `args` have values
 * in place of outputs. An output, or a value that violates its own format, violates nothing else.
 */
export function findViolations<Args extends object>(
    { component, formatsOf, rules }: Rules<Args>,
    args: object,
    given: object,
): Violation[] {
    const { values, inputs } = readInputs(component, args);
    const ofInputs = inputs.flatMap((input) => {
        const ofInput = formatsOf.get(input.pattern) ?? [];
        return [...ofSchema(input, ofInput), ...ofFormats(input, ofInput), ...withoutValue(input, given)];
    });
    for (const { text, path } of ofInputs) {
        if (!text.warning) {
            forget(values, path);
        }
    }
    // That such an input is missing, or set, has been said.
    const rejected = inputs.filter(({ violation }) => violation);
    const ofRules = rules.flatMap((text) =>
        violatingInputs(text, values as Known<Args>)
            .filter((path) => !rejected.some((each) => isSamePath(each.path, path)))
            .map((path): Violation => ({ text, path, value: valueAt(args, path) })),
    );
    return [...ofInputs, ...ofRules];
}

/** The inputs that violate a rule, each once. */
function violatingInputs<Args>({ when = [], validate }: Rule<Args>, args: Known<Args>): Path[] {
    const found = validate?.(args) || [];
    const paths = [
        ...(typeof found === "string" ? [found.split(".")] : found),
        ...[when].flat().flatMap((settings) => findSettings(Object(args), settings)),
    ];
    return paths.filter((path, index) => paths.findIndex((other) => isSamePath(other, path)) === index);
}

/** What the schema rejects, in the words of the input's format where it has one. */
function ofSchema({ violation, hint, path, given }: Input, formats: (RuleText & Format)[]): Violation[] {
    if (violation === undefined) {
        return [];
    }
    const format = formats.find(({ warning }) => !warning);
    const bySchema = { text: INPUT_RULES[violation], path, value: given, hint };
    const byFormat = format && { text: format, path, value: given, hint: format.accepts ? format.hint?.(given) : hint };
    // That an output is none of its values is said beside.
    return [...(violation === "plain" || !byFormat ? [bySchema] : []), ...(byFormat ? [byFormat] : [])];
}

function ofFormats(input: Input, formats: (RuleText & Format)[]): Violation[] {
    const { violation, path, given, value } = input;
    return violation || value === undefined || value === UNKNOWN
        ? []
        : formats
              .filter((format) => !accepts(format, given, input))
              .map((text) => ({ text, path, value: given, hint: text.hint?.(given) }));
}

function withoutValue({ path, pattern, value, violation }: Input, given: object): Violation[] {
    return value === undefined && !violation && DECIDING.includes(pattern) && isOutput(valueAt(given, path))
        ? [{ text: INPUT_RULES.withoutValue, path, value }]
        : [];
}

/** A value that an output could stand for is as good as one. */
function forget(values: object, path: Path): void {
    const owner = Object(valueAt(values, path.slice(0, -1)));
    const key = path.at(-1) ?? "";
    if (typeof Reflect.get(owner, key) === "string") {
        Reflect.set(owner, key, UNKNOWN);
    }
}
