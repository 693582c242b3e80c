import { TRANSITIONS } from "../transitions/table";
import { meant } from "../validation/nearest";
import { type Rule, type RuleText, rules } from "../validation/rule";

/** The code of a warning of any component, so that one list can be used for all components of a program. */
export function silenceRules(texts: readonly RuleText[]): Rule[] {
    const codes = [
        ...texts.filter(({ warning }) => warning),
        ...TRANSITIONS.filter(({ effect }) => effect === "warn"),
    ].map(({ code }) => code);
    return rules("https://www.pulumi.com/docs/iac/concepts/logging", {
        SilenceWarnings: {
            inputs: ["silenceWarnings[]"],
            accepts: (code) => codes.some((each) => each === code),
            message:
                "this must be the code of a warning, which is in parentheses at the end of its message; errors cannot be silenced",
            hint: (code) => meant(typeof code === "string" ? code : "", codes),
            fix: "Correct the code, or remove it.",
        },
    });
}
