import { isWrite } from "./adoptByImport";
import { changesOf, type Engine, observedOutcome } from "./engine";
import { codes, said } from "./transition";

/** What a run comes to, also one that fails. An update is one without a preview. */
export async function run(
    { stack, newRequests }: Engine,
    what: "preview" | "up",
    options: { continueOnError?: boolean } = {},
) {
    newRequests();
    const { failed, events } = await observedOutcome((rest) =>
        what === "up" ? stack.up({ ...rest, ...options }) : stack.preview(rest),
    );
    const writes = newRequests().filter(isWrite);
    return {
        failed,
        steps: changesOf(events),
        codes: codes(said(events)),
        writes: writes.map(({ method, path, status }) => `${method} ${path.split("/").pop()} ${status}`),
    };
}

/** What comes of a run that changes nothing. */
export const QUIET = { failed: false, steps: [], codes: [], writes: [] };
