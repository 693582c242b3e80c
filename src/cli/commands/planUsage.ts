import { InvalidInputError } from "../../migration/report";
import type { Call } from "../command";

/** Options of `pulumi preview` that are not passed on, and why. */
const REJECTED_OPTIONS: readonly [pattern: RegExp, reason: string][] = [
    [/^(--stack\b|-s)/, "give --stack before the --, so that the export is of the same stack"],
    [/^(--cwd\b|-C)/, "give --cwd before the --, so that the export is of the same stack"],
    [/^--show-secrets\b/, "a plan needs no secrets"],
    [/^--expect-no-changes\b/, "--fail-on says which results fail"],
];

/** Throws `InvalidInputError` if arguments and options of `plan` contradict each other. */
export function validatePlanUsage({ args, options }: Call): void {
    const problem = options.run === true ? problemOfRun(args) : problemOfFile(args, options);
    if (problem !== undefined) {
        throw new InvalidInputError(problem);
    }
}

function problemOfFile(args: readonly string[], options: Call["options"]): string | undefined {
    if (args.length === 0) {
        return "plan requires a preview: pass a file, - for standard input, or --run.";
    }
    if (args.length > 1) {
        return "plan reads one preview. Options for pulumi, after --, require --run.";
    }
    const option = ["stack", "cwd"].find((name) => options[name] !== undefined);
    return option && `--${option} requires --run.`;
}

function problemOfRun(args: readonly string[]): string | undefined {
    const [first] = args;
    // What follows -- begins with an option of pulumi.
    if (first !== undefined && !/^-./.test(first)) {
        return `--run creates the preview, so ${first} is not read: leave out one of the two. Put options for pulumi after --.`;
    }
    for (const option of args) {
        const rejected = REJECTED_OPTIONS.find(([pattern]) => pattern.test(option));
        if (rejected !== undefined) {
            return `${option.split("=")[0]} is not passed on to pulumi: ${rejected[1]}.`;
        }
    }
    return undefined;
}
