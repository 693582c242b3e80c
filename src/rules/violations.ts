import { isOutput, isSamePath, type Path, UNKNOWN, valueAt } from "../values";
import { DECIDING, declaredPatterns, INPUT_RULES, type Input, readInputs } from "./inputs";
import type { Finding } from "./message";
import type { Format, Known, Rule, RuleText } from "./rule";

/** What the arguments of one component are held against. */
export interface Rules<Args> {
    component: string;
    formats: readonly Format[];
    /** The formats of each input. */
    formatsOf: ReadonlyMap<string, Format[]>;
    rules: readonly Rule<Args>[];
    /** What is said of each of them. */
    texts: readonly RuleText[];
}

/** `formats` may be those of other components, too. */
export function defineRules<Args>(
    component: string,
    formats: readonly Format[],
    rules: readonly Rule<Args>[],
): Rules<Args> {
    const patterns = new Set(declaredPatterns(component));
    const isOwn = ({ inputs, isRetired }: Format) =>
        inputs.some((input) => patterns.has(isRetired ? input.replace(/\.[^.]*$/, "") : input));
    const own = formats.filter(isOwn);
    const formatsOf = new Map<string, Format[]>();
    for (const format of own) {
        for (const input of format.inputs) {
            formatsOf.set(input, [...(formatsOf.get(input) ?? []), format]);
        }
    }
    const texts = [...Object.values(INPUT_RULES), ...own, ...rules];
    return { component, formats: own, formatsOf, rules, texts };
}

/**
 * Everything that the arguments violate; `given` are the arguments as the program passes them, where `args` have values
 * in place of outputs. An output, or a value that violates its own format, violates nothing else.
 */
export function findViolations<Args extends object>(
    { component, formatsOf, rules }: Rules<Args>,
    args: object,
    given: object,
): Finding[] {
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
        text
            .validate(values as Known<Args>)
            .filter(({ path }) => !rejected.some((each) => isSamePath(each.path, path)))
            .map((violation): Finding => ({ ...violation, text, value: valueAt(args, violation.path) })),
    );
    return [...ofInputs, ...ofRules];
}

/** What the schema rejects, in the words of the input's format where it has one. */
function ofSchema({ violation, path, given }: Input, formats: Format[]): Finding[] {
    if (violation === undefined) {
        return [];
    }
    const format = formats.find(({ warning }) => !warning);
    const ofFormat = format ? [{ text: format, path, value: given, hint: format.hint?.(given) }] : [];
    // That an output is none of its values is said beside.
    return violation.text === INPUT_RULES.plain || !format
        ? [{ ...violation, path, value: given }, ...ofFormat]
        : ofFormat;
}

function ofFormats({ violation, path, given, value, owner }: Input, formats: Format[]): Finding[] {
    return violation || value === undefined || value === UNKNOWN
        ? []
        : formats
              .filter((format) => format.accepts?.(given, owner, path.at(-1) ?? "") === false)
              .map((text) => ({ text, path, value: given, hint: text.hint?.(given) }));
}

function withoutValue({ path, pattern, value, violation }: Input, given: object): Finding[] {
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
