import type { ManagedIdentityAksClusterArgs } from "../args";
import { cut, isSecretName, SECRET, show } from "./show";

/** Where an input stands: `["nodePools", 0, "subnetId"]`. */
export type Path = readonly (string | number)[];

/** An input that a rule looks at. */
export interface Place {
    path: Path;
    /** What the user passed, possibly an output; with outputs inside of it only for a verdict that asks for none. */
    value: unknown;
    /** Other inputs that the verdict depends on, possibly outputs. */
    beside?: unknown;
    /** An output that turns out to hold nothing is no place: the input counts as left out. */
    ifGiven?: boolean;
}

/** A rule without the arguments it looks at: what several components refuse, and how it is worded. */
export interface Verdict {
    /** Stable name, printed with every finding. */
    code: string;
    /** Code of the error Azure would answer with, where one is known. */
    azureCode?: string;
    /** Azure takes it, today: it is warned of, not refused. */
    warning?: boolean;
    /** The verdict needs the shape of the input alone, no output's value: it falls at once, even on an output. */
    asksOutputs?: boolean;
    /** It speaks only of places of which no other rule does: they word it better. */
    lastResort?: boolean;
    /** The value is, or has in it, what must not be printed, whoever forgot to mark it as a secret. */
    hidesValue?: boolean;
    broken(value: unknown, beside: unknown): boolean;
    /** What holds, as the second half of "`path` is `value`: …". */
    rule: string;
    /** What the fix says of this very place, as a sentence; of a secret the value is kept from it. */
    hint?(path: Path, beside: unknown, value: unknown): string;
    /** What to do, as a sentence. */
    fix: string;
    /** The page behind it. */
    source: string;
}

/**
 * One thing that Azure (or Pulumi) refuses, and that is refused here before anything is created. A rule is asked
 * only about values that are known; a place whose value is an output is checked when the value arrives.
 */
export interface Rule<Args = ManagedIdentityAksClusterArgs> extends Verdict {
    places(args: Args): Place[];
}

/** A broken rule, with the place and the value that broke it. */
export interface Finding {
    rule: Verdict;
    path: Path;
    value: unknown;
    beside: unknown;
    /** A secret's value is never printed. */
    secret?: boolean;
}

/** The finding as one line that names the input, the value, the rule and the fix. */
export function describe({ rule, path, value, beside, secret }: Finding): string {
    const hidden = secret || rule.hidesValue || path.some(isSecretName);
    const shown = hidden ? SECRET : show(value);
    const fix = rule.hint ? `${rule.hint(path, beside, hidden ? undefined : value)} ${rule.fix}` : rule.fix;
    const code = rule.azureCode ? `${rule.code}, Azure: ${rule.azureCode}` : rule.code;
    return `${showPath(path)} is ${shown}: ${rule.rule}. ${fix} (${code}; ${rule.source})`;
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
