import type { Path } from "../values";
import type { RuleText, Violation } from "./rule";
import { cut, isSecretName, SECRET, show } from "./show";

/** A violated rule, with the value that violates it. */
export interface Finding extends Violation {
    text: RuleText;
    value: unknown;
    /** A secret's value is never printed. */
    secret?: boolean;
}

/** The finding as one line that names the input, the value, the rule and the fix. */
export function messageOf({ text, path, value, hint, secret }: Finding): string {
    const { code, azureCode, message, fix, source } = text;
    const hidden = secret || text.hidesValue || path.some(isSecretName);
    const shown = hidden ? SECRET : show(value);
    // It may give the value away.
    const advice = hint === undefined || hidden ? fix : `${hint} ${fix}`;
    const codes = azureCode ? `${code}, Azure: ${azureCode}` : code;
    return `${showPath(path)} is ${shown}: ${message}. ${advice} (${codes}; ${source})`;
}

/** The path as a user writes it: `nodePools[0].subnetId`, `tags["cost centre"]`. */
export function showPath(path: Path): string {
    return path
        .map((part, index) => {
            if (typeof part === "number" || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part)) {
                return `[${cut(JSON.stringify(part))}]`;
            }
            return index === 0 ? cut(part) : `.${cut(part)}`;
        })
        .join("");
}
