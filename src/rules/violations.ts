import { isOutput, UNKNOWN } from "../values";
import { DECIDING, declaredPatterns, INPUT_RULES, type Input, readInputs } from "./inputs";
import type { Finding } from "./message";
import type { Format, Known, Path, Rule, RuleText } from "./rule";

/** What the arguments of one component are held against. */
export interface Rules<Args> {
    component: string;
    formats: readonly Format[];
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
    const patterns = declaredPatterns(component);
    const own = formats.filter(({ inputs }) => inputs.some((input) => patterns.includes(input)));
    return { component, formats: own, rules, texts: [...Object.values(INPUT_RULES), ...own, ...rules] };
}

/**
 * Everything that the arguments violate; `given` are the arguments as the program passes them, where `args` have values
 * in place of outputs. An output, or a value that violates its own format, violates nothing else.
 */
export function findViolations<Args extends object>(
    { component, formats, rules }: Rules<Args>,
    args: object,
    given: object,
): Finding[] {
    const { values, inputs } = readInputs(component, args);
    const ofInputs = inputs.flatMap((input) => {
        const ofInput = formats.filter(({ inputs }) => inputs.includes(input.pattern));
        return [...ofSchema(input, ofInput), ...ofFormats(input, ofInput), ...withoutValue(input, given)];
    });
    for (const { text, path } of ofInputs) {
        if (!text.warning) {
            forget(values, path);
        }
    }
    const ofRules = rules.flatMap((text) =>
        text
            .validate(values as Known<Args>)
            .map((violation): Finding => ({ ...violation, text, value: valueAt(args, violation.path) })),
    );
    return [...ofInputs, ...ofRules];
}

/** What the schema rejects, in the words of the input's format where it has one. */
function ofSchema({ violation, path, given }: Input, formats: Format[]): Finding[] {
    if (violation === undefined) {
        return [];
    }
    const isAboutValue = violation.text !== INPUT_RULES.plain && violation.text !== INPUT_RULES.unknownName;
    const format = isAboutValue ? formats.find(({ warning }) => !warning) : undefined;
    return format
        ? [{ text: format, path, value: given, hint: format.hint?.(given) }]
        : [{ ...violation, path, value: given }];
}

function ofFormats({ violation, path, value, owner }: Input, formats: Format[]): Finding[] {
    return violation || value === undefined || value === UNKNOWN
        ? []
        : formats
              .filter((format) => format.accepts?.(value, owner, path.at(-1) ?? "") === false)
              .map((text) => ({ text, path, value, hint: text.hint?.(value) }));
}

function withoutValue({ path, pattern, value }: Input, given: object): Finding[] {
    return value === undefined && DECIDING.includes(pattern) && isOutput(valueAt(given, path))
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

export function valueAt(value: unknown, path: Path): unknown {
    return path.reduce<unknown>((inside, key) => Reflect.get(Object(inside), key), value);
}
