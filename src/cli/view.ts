import { styleText } from "node:util";
import type { View } from "../migration/formats/format";
import { ExitCode } from "../migration/report";
import { type FailOn, processExitCode } from "./failOn";
import type { Io } from "./io";

const STYLES = { heading: "bold", ok: "green", pending: "yellow", wrong: "red", unknown: "gray" } as const;

/** How a report is shown on this standard output: colours are for a terminal, unless NO_COLOR (https://no-color.org) is set. */
export function viewOf({ stdout, env, clock }: Io, version: string, failOn: FailOn): View {
    const view: View = {
        made: { at: clock.now(), version },
        fails: (result) => processExitCode(result, failOn) !== ExitCode.Ok,
    };
    if (!stdout.isTTY) {
        return view;
    }
    return {
        ...view,
        // Some pseudo-terminals say 0.
        ...(stdout.columns && { width: stdout.columns }),
        ...(!env.NO_COLOR && { paint: (text, style) => styleText(STYLES[style], text, { validateStream: false }) }),
    };
}
