import { meant } from "../messages/nearest";
import { TRANSITIONS } from "../transitions/table";
import { type Rule, type RuleText, rules } from "./rule";

/** Codes of the warnings that a program has seen and does not want to see again. */
export function silencedIn(args: { silenceWarnings?: unknown }): readonly unknown[] {
    return Array.isArray(args.silenceWarnings) ? args.silenceWarnings : [];
}

/** The code of a warning, of whichever component: one list may serve all of a program's. */
export function silenceRules(texts: readonly RuleText[]): Rule[] {
    const codes = [
        ...texts.filter(({ warning }) => warning),
        ...TRANSITIONS.filter(({ verdict }) => verdict === "warn"),
    ].map(({ code }) => code);
    return rules("https://www.pulumi.com/docs/iac/concepts/logging", {
        SilenceWarnings: {
            inputs: ["silenceWarnings[]"],
            accepts: (code) => codes.some((each) => each === code),
            message:
                "a warning is silenced by its code, which stands in the brackets at its end, and what is refused is not silenced",
            hint: (code) => meant(typeof code === "string" ? code : "", codes),
            fix: "Correct the code, or remove it.",
        },
    });
}
