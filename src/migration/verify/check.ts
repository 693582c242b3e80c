import { ExitCode, type Tone } from "../report";

/** One thing that is verified of a cluster. */
export interface Check {
    section: Section;
    /** What is looked at. */
    name: string;
    state: Tone;
    /** What should be, as text. */
    expected: string;
    /** What is, or why it could not be read. */
    found: string;
    /** Ids of the role assignments that give what is expected, or that are left over. */
    roleAssignmentIds?: readonly string[];
    /** What to do, as a sentence; absent where there is nothing to do. */
    advice?: string;
    /** Commands that do it, for a POSIX shell, a line each. */
    commands?: readonly string[];
}

/** The sections in the order in which they are shown. */
export const SECTIONS = ["cluster", "identities", "role assignments", "node pools", "leftovers"] as const;
export type Section = (typeof SECTIONS)[number];

/** The states from the best to the worst, with what a cluster ends with that has one in this state. */
const EXIT_CODES: readonly (readonly [Tone, ExitCode])[] = [
    ["ok", ExitCode.Ok],
    ["pending", ExitCode.FollowUp],
    ["wrong", ExitCode.Rejected],
    ["unknown", ExitCode.Incomplete],
];

/** The state of them all: what could not be read counts most. */
export function worstState(checks: readonly Pick<Check, "state">[]): Tone {
    const [worst] = EXIT_CODES.findLast(([state]) => checks.some((check) => check.state === state)) ?? [];
    return worst ?? "ok";
}

export function stateExitCode(state: Tone): ExitCode {
    return EXIT_CODES.find(([each]) => each === state)?.[1] ?? ExitCode.Incomplete;
}
