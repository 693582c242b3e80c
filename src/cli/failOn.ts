import { ExitCode } from "../migration/report";

/** From which result on the command fails, by the values of `--fail-on`. What could not be read always fails. */
const THRESHOLDS = {
    "follow-up": ExitCode.FollowUp,
    rejected: ExitCode.Rejected,
    replaced: ExitCode.Replaced,
    incomplete: ExitCode.Incomplete,
    never: ExitCode.Incomplete,
} as const;

export type FailOn = keyof typeof THRESHOLDS;
export const FAIL_ON = Object.keys(THRESHOLDS) as FailOn[];

/** How the process ends with this result. */
export function processExitCode(result: ExitCode, failOn: FailOn): ExitCode {
    return result >= ExitCode.FollowUp && result < THRESHOLDS[failOn] ? ExitCode.Ok : result;
}
