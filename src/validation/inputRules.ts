import type { SchemaViolation } from "./readInputs";
import { type Rule, rules } from "./rule";

/** Rules of the schema, for every input. */
export const INPUT_RULES = rules("https://www.pulumi.com/docs/iac/concepts/inputs-outputs", {
    PlainInput: {
        message: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass a plain value, not an output or a promise.",
    },
    UnknownInput: {
        message: "there is no such input",
        fix: "Correct the name, or remove the input.",
    },
    InputShape: {
        message: "the value does not have the declared type of this input",
        fix: "Pass such a value, or leave the input out.",
    },
    InputType: {
        message: "the value does not have the declared type of this input",
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

/** The rule with one of these codes. */
export function inputRule(code: SchemaViolation | "OutputWithoutValue"): Rule {
    const [rule] = INPUT_RULES.filter((each) => each.code === code) as [Rule];
    return rule;
}
