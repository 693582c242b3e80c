import { isOutput, isSamePath, type Path, UNKNOWN, valueAt } from "../values";
import { INPUT_RULES, inputRule } from "./inputRules";
import type { Violation } from "./message";
import { type Input, readInputs } from "./readInputs";
import { accepts, type Format, type Known, type Rule, type RuleText } from "./rule";
import { declaredPatterns } from "./schema";
import { settingsFinder } from "./settings";

/** The rules for the arguments of one component. */
export interface RuleSet<Args> {
    component: string;
    /** The formats of each input. */
    formatsOf: ReadonlyMap<string, (RuleText & Format)[]>;
    /** Inputs that may be outputs, but only of a value: they decide what is created. */
    deciding: readonly string[];
    /** The rules about several inputs, each with the function that finds those that violate it. */
    rules: readonly { rule: Rule<Args>; find(args: Known<Args>): Path[] }[];
    /** The texts of all rules. */
    texts: readonly RuleText[];
}

/**
 * `all` are the rules of every component: what they say of an input is true of this component's, too. They are put together
 * when they are first used: most programs create one or two of the components.
 */
export function defineRuleSet<Args>(
    component: string,
    all: readonly (RuleText & Format)[],
    deciding: readonly string[],
    own: readonly Rule<Args>[],
): RuleSet<Args> {
    let found: ComponentRules<Args> | undefined;
    const rulesOf = () => {
        found ??= rulesOfComponent(component, all, own);
        return found;
    };
    return {
        component,
        deciding,
        get formatsOf() {
            return rulesOf().formatsOf;
        },
        get rules() {
            return rulesOf().rules;
        },
        get texts() {
            return rulesOf().texts;
        },
    };
}

type ComponentRules<Args> = Pick<RuleSet<Args>, "formatsOf" | "rules" | "texts">;

function rulesOfComponent<Args>(
    component: string,
    all: readonly (RuleText & Format)[],
    own: readonly Rule<Args>[],
): ComponentRules<Args> {
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
    const related = own.filter(({ when, validate }) => when || validate);
    const rules = related.map((rule) => ({ rule, find: finderOf(rule) }));
    return { formatsOf, rules, texts: [...new Set([...INPUT_RULES, ...ofInputs, ...related])] };
}

/**
 * Everything that the arguments violate; `given` are the arguments as the program passes them, where `args` have values
 * in place of outputs. An output, or a value that violates its own format, violates nothing else.
 */
export function findViolations<Args extends object>(
    { component, formatsOf, deciding, rules }: RuleSet<Args>,
    args: object,
    given: object,
): Violation[] {
    const { values, inputs } = readInputs(component, args);
    const ofInputs = inputs.flatMap((input) => {
        const ofInput = formatsOf.get(input.pattern) ?? [];
        const hasNoValue = deciding.includes(input.pattern) && isWithoutValue(input, given);
        const { path, value } = input;
        return [
            ...ofSchema(input, ofInput),
            ...ofFormats(input, ofInput),
            ...(hasNoValue ? [{ text: inputRule("OutputWithoutValue"), path, value }] : []),
        ];
    });
    for (const { text, path } of ofInputs) {
        if (!text.warning) {
            forget(values, path);
        }
    }
    // That such an input is missing, or set, has been said.
    const rejected = inputs.filter(({ violation }) => violation);
    const ofRules = rules.flatMap(({ rule: text, find }) =>
        find(values as Known<Args>)
            .filter((path) => !rejected.some((each) => isSamePath(each.path, path)))
            .map((path): Violation => ({ text, path, value: valueAt(args, path) })),
    );
    return [...ofInputs, ...ofRules];
}

/** A function that finds the inputs that violate a rule, each once. */
function finderOf<Args>({ when = [], validate }: Rule<Args>): (args: Known<Args>) => Path[] {
    const finders = [when].flat().map(settingsFinder);
    return (args) => {
        const found = validate?.(args) || [];
        const paths = [
            ...(typeof found === "string" ? [found.split(".")] : found),
            ...finders.flatMap((find) => find(Object(args))),
        ];
        return paths.filter((path, index) => paths.findIndex((other) => isSamePath(other, path)) === index);
    };
}

/** What the schema rejects, in the words of the input's format where it has one. */
function ofSchema({ violation, hint, path, given }: Input, formats: (RuleText & Format)[]): Violation[] {
    if (violation === undefined) {
        return [];
    }
    const format = formats.find(({ warning }) => !warning);
    const bySchema = { text: inputRule(violation), path, value: given, hint };
    const byFormat = format && { text: format, path, value: given, hint: format.accepts ? format.hint?.(given) : hint };
    // An output is reported as one, and with what the input takes.
    return [...(violation === "PlainInput" || !byFormat ? [bySchema] : []), ...(byFormat ? [byFormat] : [])];
}

function ofFormats(input: Input, formats: (RuleText & Format)[]): Violation[] {
    const { violation, path, given, value } = input;
    return violation || value === undefined || value === UNKNOWN
        ? []
        : formats
              .filter((format) => !accepts(format, given, input))
              .map((text) => ({ text, path, value: given, hint: text.hint?.(given) }));
}

/** Whether an output turned out to hold nothing. */
function isWithoutValue({ path, value, violation }: Input, given: object): boolean {
    return value === undefined && !violation && isOutput(valueAt(given, path));
}

/** A value that an output could stand for is as good as one. */
function forget(values: object, path: Path): void {
    const owner = Object(valueAt(values, path.slice(0, -1)));
    const key = path.at(-1) ?? "";
    if (typeof Reflect.get(owner, key) === "string") {
        Reflect.set(owner, key, UNKNOWN);
    }
}
