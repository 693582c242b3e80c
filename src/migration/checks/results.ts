import { type CheckResult, ExitCode, type Tone } from "../report";
import { CHECKS, type CheckCode } from "./checks";

const STATES: Readonly<Record<ExitCode, Tone>> = {
    [ExitCode.Ok]: "ok",
    [ExitCode.Failure]: "wrong",
    [ExitCode.InvalidInput]: "wrong",
    [ExitCode.FollowUp]: "pending",
    [ExitCode.Rejected]: "wrong",
    [ExitCode.Replaced]: "wrong",
    [ExitCode.Incomplete]: "unknown",
};

/** What was found, with the state that its exit code stands for. */
export function result(code: CheckCode, resource: string, exitCode: ExitCode, message: string): CheckResult {
    return { code, resource, message, state: STATES[exitCode], exitCode };
}

export function passed(code: CheckCode, resource: string): CheckResult {
    return result(code, resource, ExitCode.Ok, CHECKS[code]);
}

/** One result for each code and resource: the worst, with all messages. */
export function distinct(results: readonly CheckResult[]): CheckResult[] {
    const known = new Map<string, CheckResult>();
    for (const each of results) {
        const key = resultKey(each);
        const other = known.get(key);
        const worse = other !== undefined && other.exitCode > each.exitCode ? other : each;
        const isNew = other !== undefined && !other.message.includes(each.message);
        known.set(key, { ...worse, message: isNew ? `${other.message} ${each.message}` : (other ?? each).message });
    }
    return [...known.values()];
}

/** Azure compares ids without letter case. */
export function resultKey({ code, resource }: Pick<CheckResult, "code" | "resource">): string {
    return `${code} ${resource.toLowerCase()}`;
}

/** A report ends with the highest of its results that count. */
export function exitCodeOf(results: readonly CheckResult[]): ExitCode {
    return Math.max(
        ExitCode.Ok,
        ...results.map(({ exitCode, accepted }) => (accepted ? ExitCode.Ok : exitCode)),
    ) as ExitCode;
}
