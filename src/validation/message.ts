import { type Path, SECRET } from "../values";
import type { RuleText } from "./rule";
import { isSecretName, show, showPath } from "./show";

/** A violated rule, with the value that violates it. */
export interface Violation {
    text: RuleText;
    path: Path;
    value: unknown;
    /** What to do about this value, as a sentence before the rule's `fix`. */
    hint?: string | undefined;
    /** A secret's value is never printed. */
    secret?: boolean;
}

/** The violation as one line with the input, the value, the rule and the fix. */
export function messageOf({ text, path, value, hint, secret }: Violation): string {
    const hidden = secret || text.hidesValue || path.some(isSecretName);
    const shown = hidden ? SECRET : show(value);
    // The hint could reveal the value.
    return `${showPath(path)} is ${shown}: ${explanation(text, hidden ? undefined : hint)}`;
}

/** The same where no value may be shown. */
export function messageWithoutValue({ text, path, value }: Violation): string {
    return `${showPath(path)}${value === undefined ? " is not set" : ""}: ${explanation(text)}`;
}

function explanation({ code, azureCode, message, fix, source }: RuleText, hint?: string): string {
    const advice = hint === undefined ? fix : `${hint} ${fix}`;
    const codes = azureCode ? `${code}, Azure: ${azureCode}` : code;
    return `${message}. ${advice} (${codes}; ${source})`;
}
