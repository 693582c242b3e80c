import { TRANSITIONS } from "../transitions/table";
import { meant } from "./nearest";
import { entries } from "./places";
import type { Rule } from "./rule";

/** Inputs that every component has to keep warnings quiet. */
interface SilencingArgs {
    silenceWarnings?: unknown;
}

/** Codes of the warnings that a program has seen and does not want to see again. */
export function silencedIn({ silenceWarnings }: SilencingArgs): readonly unknown[] {
    return Array.isArray(silenceWarnings) ? silenceWarnings : [];
}

/** Refuses a code that no warning has, of whichever component: one list may serve all of a program's. */
export function silenceRule<Args extends SilencingArgs>(
    rules: readonly { code: string; warning?: boolean }[],
): Rule<Args> {
    const codes = [
        ...rules.filter(({ warning }) => warning),
        ...TRANSITIONS.filter(({ verdict }) => verdict === "warn"),
    ].map(({ code }) => code);
    return {
        code: "SilenceWarnings",
        // An output would be known when the warnings have been printed.
        asksOutputs: true,
        places: ({ silenceWarnings }) => entries(["silenceWarnings"], silenceWarnings),
        broken: (value) => !codes.some((code) => code === value),
        rule: "a warning is silenced by its code, which stands in the brackets at its end, and what is refused is not silenced",
        hint: (_, __, value) => meant(typeof value === "string" ? value : "", codes),
        fix: "Correct the code, or remove it.",
        source: "https://www.pulumi.com/docs/iac/concepts/logging",
    };
}
