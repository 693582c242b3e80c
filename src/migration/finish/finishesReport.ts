import { section, table } from "../blocks";
import { type Block, type Cell, ExitCode, type Report } from "../report";
import { verdictOf } from "./finishReport";
import { LEAVE_PRINCIPAL } from "./nextSteps";
import type { FinishData } from "./result";

export interface FinishesData {
    /** In the order in which they were upgraded. */
    clusters: FinishData[];
}

/** What became of one of several clusters, under a name that no other one has. */
export interface NamedReport {
    label: string;
    report: Report<FinishData>;
}

/** What became of the node pools of several clusters, and what must follow. */
export function finishesReport(all: NamedReport[], isDryRun: boolean): Report<FinishesData> {
    const done = all.filter(({ report }) => report.exitCode === ExitCode.Ok);
    return {
        kind: "finish",
        version: 1,
        data: { clusters: all.map(({ report }) => report.data) },
        exitCode: Math.max(ExitCode.Ok, ...all.map(({ report }) => report.exitCode)) as ExitCode,
        blocks: [
            { kind: "heading", level: 1, text: `Nodes of ${all.length} clusters` },
            {
                kind: "paragraph",
                text: `In ${done.length} of ${all.length} clusters all nodes use the identity of the cluster.`,
                tone: done.length === all.length ? "ok" : "pending",
            },
            ...table(["cluster", "pools", "result"], all.map(rowOf)),
            ...all.filter(({ report }) => needsMore(report.data)).flatMap(details),
            ...section(
                2,
                "Next steps",
                [
                    ...(done.length === all.length ? [] : [again(isDryRun)]),
                    ...(done.length === 0 ? [] : [LEAVE_PRINCIPAL]),
                ].map((text): Block => ({ kind: "paragraph", text })),
            ),
        ],
    };
}

const again = (isDryRun: boolean) =>
    isDryRun ? "Run this command without --dry-run." : "Run this command again. It continues where it ended.";

function rowOf({ label, report: { data, exitCode } }: NamedReport): Cell[] {
    const done = data.pools.filter(({ status }) => status === "current").length;
    return [label, `${done} of ${data.pools.length}`, verdictOf(data, exitCode)];
}

/** Whether another run alone does not finish it. */
function needsMore({ pools, stopped }: FinishData): boolean {
    return (
        ["servicePrincipal", "refused"].includes(stopped?.reason ?? "") ||
        pools.some(({ status }) => !["current", "pending", "upgrading", "busy"].includes(status))
    );
}

/** Its own report, one level below, without what the table has. */
function details({ label, report: { blocks } }: NamedReport): Block[] {
    const below = blocks.slice(2).map((block): Block => (block.kind === "heading" ? { ...block, level: 3 } : block));
    return section(2, label, below);
}
