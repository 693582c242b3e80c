import { lastSegment } from "../../azure/resourceId";
import { list, section, table } from "../blocks";
import { type Block, type Cell, ExitCode, type Report, type Tone } from "../report";
import { nextSteps } from "./nextSteps";
import type { PoolStatus } from "./poolStatus";
import {
    type FinishData,
    type FinishRun,
    finishData,
    finishExitCode,
    type PoolResult,
    type Stop,
    type StopReason,
} from "./result";
import { duration } from "./texts";

/** What became of the node pools of a cluster, and what must follow. */
export function finishReport(run: FinishRun): Report<FinishData> {
    const data = finishData(run);
    return reportOf(data, nextSteps(data, run.after.cluster));
}

/** The same of a cluster of which nothing is known. */
export function unreadReport(cluster: string, stopped: Stop): Report<FinishData> {
    return reportOf({ cluster, dryRun: false, pools: [], stopped }, []);
}

function reportOf(data: FinishData, next: Block[]): Report<FinishData> {
    const exitCode = finishExitCode(data);
    return {
        kind: "finish",
        version: 1,
        data,
        exitCode,
        blocks: [
            { kind: "heading", level: 1, text: `Nodes of ${lastSegment(data.cluster)}` },
            { kind: "paragraph", ...verdictOf(data, exitCode) },
            ...(data.stopped?.reason === "servicePrincipal"
                ? []
                : table(
                      ["pool", "result", "identity of the nodes", "image", "time"],
                      data.pools.map((pool) => rowOf(pool, data)),
                  )),
            ...section(2, "Details", list(data.pools.flatMap(detailOf))),
            ...section(2, "Next steps", next),
        ],
    };
}

const STOP_TONES: Record<StopReason, Tone> = {
    servicePrincipal: "wrong",
    refused: "wrong",
    timeout: "pending",
    interrupted: "pending",
    unreadable: "unknown",
};

/** How the cluster stands, in a sentence or two. */
export function verdictOf({ pools, stopped, dryRun }: FinishData, exitCode: ExitCode): { text: string; tone: Tone } {
    const named = (isMeant: (pool: PoolResult) => boolean) =>
        pools
            .filter(isMeant)
            .map(({ name }) => name)
            .join(", ");
    const failed = named(({ status }) => status === "failed");
    const unknown = named(({ status, selected }) => status === "unknown" && selected);
    const pending = named(({ status, selected }) => status === "pending" && selected);
    if (stopped !== undefined) {
        return { text: stopped.message, tone: STOP_TONES[stopped.reason] };
    }
    if (failed !== "") {
        return { text: `The upgrade of ${failed} has failed. No other pool was started after it.`, tone: "wrong" };
    }
    if (unknown !== "") {
        return { text: `It is not known which identity the nodes of ${unknown} use.`, tone: "unknown" };
    }
    if (dryRun && pending !== "") {
        return {
            text: `Dry run: nothing was changed. These pools would be upgraded, one at a time: ${pending}.`,
            tone: "pending",
        };
    }
    return exitCode === ExitCode.Ok
        ? { text: "All nodes use the identity of the cluster.", tone: "ok" }
        : {
              text: `Not all nodes use the identity of the cluster. Steps remain for ${named(({ status }) => status !== "current")}.`,
              tone: "pending",
          };
}

const RESULTS: Record<PoolStatus, { text: string; tone: Tone }> = {
    current: { text: "nothing to do", tone: "ok" },
    pending: { text: "not upgraded", tone: "pending" },
    upgrading: { text: "upgrade in progress", tone: "pending" },
    busy: { text: "AKS is changing it", tone: "pending" },
    failed: { text: "upgrade failed", tone: "wrong" },
    unchanged: { text: "upgrade without effect", tone: "pending" },
    noNewerImage: { text: "no newer image", tone: "pending" },
    stopped: { text: "stopped", tone: "pending" },
    unknown: { text: "unknown", tone: "unknown" },
};

function rowOf(pool: PoolResult, { dryRun }: FinishData): Cell[] {
    const { name, identity, image, seconds } = pool;
    return [
        name,
        resultOf(pool, dryRun),
        change(identity.before, identity.after),
        change(image.before ?? "?", dryRun && pool.status === "pending" ? (image.latest ?? "?") : (image.after ?? "?")),
        seconds === undefined ? "" : duration(seconds),
    ];
}

function resultOf({ status, selected, identity }: PoolResult, dryRun: boolean): Cell {
    const result = RESULTS[status];
    if (!selected && status !== "current") {
        return { ...result, text: "left out" };
    }
    if (status === "current" && identity.before !== "current") {
        return { ...result, text: "upgraded" };
    }
    return status === "pending" && dryRun ? { ...result, text: "would be upgraded" } : result;
}

function change(before: string, after: string): string {
    return before === after ? after : `${before} → ${after}`;
}

function detailOf({ name, detail }: PoolResult): string[] {
    return detail === undefined ? [] : [`${name}: ${detail}`];
}
