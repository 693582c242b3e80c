import type { SchemaViolation } from "./readInputs";
import { type Rule, rules } from "./rule";

/** What the schema alone decides, of every input. */
export const INPUT_RULES = rules("https://www.pulumi.com/docs/iac/concepts/inputs-outputs", {
    PlainInput: {
        message: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass the value itself, not an output or a promise of it.",
    },
    UnknownInput: {
        message: "there is no such input",
        fix: "Correct its name, or remove it.",
    },
    InputShape: {
        message: "an input takes what it is declared with, and nothing else",
        fix: "Pass that, or leave the input out.",
    },
    InputType: {
        message: "an input takes values of its declared type, and no others",
        fix: "Pass such a value, or leave the input out.",
    },
    InputMissing: {
        message: "this input is required",
        fix: "Set it.",
    },
    OutputWithoutValue: {
        message: "this input decides which resources and role assignments are created, and its output has no value",
        fix: "Leave the input out, or pass an output that always has a value.",
    },
});

/** What is said of an input by one of these codes. */
export function inputRule(code: SchemaViolation | "OutputWithoutValue"): Rule {
    const [rule] = INPUT_RULES.filter((each) => each.code === code) as [Rule];
    return rule;
}
