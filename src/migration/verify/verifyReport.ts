import { clustersNamed, commands, list, section, table } from "../blocks";
import { exitCodeOf } from "../checks/results";
import type { Block, Report, Tone } from "../report";
import { type Check, SECTIONS } from "./check";
import { type VerifiedCluster, verifyResults } from "./verify";

export interface VerifyData {
    clusters: VerifiedCluster[];
    /** Outputs with role assignments that belong to none of these clusters, and were not verified. */
    notVerified: string[];
}

/** What was verified of clusters, as a report. */
export function verifyReport(data: VerifyData): Report<VerifyData> {
    const checks = verifyResults(data.clusters);
    return {
        kind: "verify",
        version: 1,
        data,
        exitCode: exitCodeOf(checks),
        checks,
        subject: clustersNamed(data.clusters.map(({ name }) => name)),
        blocks: [
            { kind: "heading", level: 1, text: "Verification" },
            ...data.clusters.flatMap(blocksOf),
            ...data.notVerified.map(
                (path): Block => ({ kind: "paragraph", text: `${path} belongs to no cluster and was not verified.` }),
            ),
        ],
    };
}

/** How the state of a cluster is worded. */
const SUMMARIES: Readonly<Record<Tone, string>> = {
    ok: "Everything is as in the stack.",
    pending: "Nothing is wrong, but steps remain.",
    wrong: "Something is wrong.",
    unknown: "Not enough could be read to decide.",
};

function blocksOf({ name, id, state, checks }: VerifiedCluster): Block[] {
    const todo = checks.filter(({ advice }) => advice !== undefined);
    return [
        { kind: "heading", level: 2, text: `${name}: ${id}` },
        { kind: "paragraph", text: `${SUMMARIES[state]} ${countsOf(checks)}`, tone: state },
        ...SECTIONS.flatMap((each) =>
            section(3, titleOf(each), tableOf(checks.filter((check) => check.section === each))),
        ),
        ...section(3, "What to do", [
            ...list([...new Set(todo.map(({ advice = "" }) => advice))]),
            ...commands(checks.flatMap((check) => check.commands ?? [])),
        ]),
    ];
}

/** "7 checks: 6 ok, 1 wrong." */
function countsOf(checks: Check[]): string {
    const states = (Object.keys(SUMMARIES) as Tone[]).flatMap((state) => {
        const { length } = checks.filter((check) => check.state === state);
        return length === 0 ? [] : [`${length} ${state}`];
    });
    return `${checks.length} ${checks.length === 1 ? "check" : "checks"}: ${states.join(", ")}.`;
}

function titleOf(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

function tableOf(checks: Check[]): Block[] {
    return table(
        ["check", "state", "expected", "found"],
        checks.map(({ name, state, expected, found }) => [name, { text: state, tone: state }, expected, found]),
    );
}
