import { lastSegment } from "../../azure/resourceId";
import { commands, list, section, table } from "../blocks";
import { type Cell, ExitCode, type Report, type Tone } from "../report";

/** What became of a cluster that was to be adopted. */
export interface Adoption {
    /** Resource id. */
    cluster: string;
    /** Folder of the project. */
    folder: string;
    stack: string;
    state: AdoptionState;
    /** What is left to do, or what kept it from being done, as sentences. */
    left: string[];
}

export type AdoptionState =
    /** It is in the stack, and a preview shows no change. */
    | "adopted"
    /** It is in the stack, and a preview shows a change. */
    | "changes"
    /** The project is written and, where that was asked for, its preview is read: nothing is in the stack. */
    | "prepared"
    /** The component cannot manage it. Nothing was written. */
    | "blocked"
    /** Something failed. Another run goes on from there. */
    | "failed";

export interface AdoptionsData {
    adoptions: Adoption[];
}

const STATES: Record<AdoptionState, { text: string; tone: Tone; exitCode: ExitCode }> = {
    adopted: { text: "adopted", tone: "ok", exitCode: ExitCode.Ok },
    changes: { text: "adopted, with changes", tone: "pending", exitCode: ExitCode.FollowUp },
    prepared: { text: "not yet imported", tone: "pending", exitCode: ExitCode.FollowUp },
    blocked: { text: "cannot be managed", tone: "wrong", exitCode: ExitCode.Rejected },
    failed: { text: "failed", tone: "wrong", exitCode: ExitCode.Rejected },
};

/** What became of clusters, in the order in which they were adopted. `again` is the command that goes on. */
export function adoptionsReport(adoptions: Adoption[], again: string): Report<AdoptionsData> {
    const done = adoptions.filter(({ state }) => state === "adopted").length;
    const open = adoptions.some(({ state }) => state === "prepared" || state === "failed");
    const [{ cluster = "" } = {}] = adoptions;
    const subject = adoptions.length === 1 ? lastSegment(cluster) : `${adoptions.length} clusters`;
    return {
        kind: "adopt",
        version: 1,
        data: { adoptions },
        exitCode: Math.max(ExitCode.Ok, ...adoptions.map(({ state }) => STATES[state].exitCode)) as ExitCode,
        blocks: [
            { kind: "heading", level: 1, text: `Adoption of ${subject}` },
            {
                kind: "paragraph",
                text: `${done} of ${adoptions.length} are adopted, and their previews show no change. Nothing was changed in Azure.`,
                tone: done === adoptions.length ? "ok" : "pending",
            },
            ...table(
                ["cluster", "result", "stack", "folder", "what is left"],
                adoptions.map(({ cluster: id, state, stack, folder, left }): Cell[] => [
                    lastSegment(id),
                    STATES[state],
                    stack,
                    folder,
                    left.join(" "),
                ]),
            ),
            ...section(2, "Next steps", [
                ...list(open ? ["Run the command again. It goes on where it ended."] : []),
                ...commands(open ? [again] : []),
                ...list(
                    done > 0 ? ["Commit the folders. `pulumi up` in one of them changes what its program says."] : [],
                ),
            ]),
        ],
    };
}
