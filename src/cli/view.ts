import { styleText } from "node:util";
import type { View } from "../migration/formats/format";
import type { Io } from "./io";

const STYLES = { heading: "bold", ok: "green", pending: "yellow", wrong: "red", unknown: "gray" } as const;

/** How a report is shown on this standard output: colours are for a terminal, unless NO_COLOR (https://no-color.org) is set. */
export function viewOf({ stdout, env, clock }: Io, version: string): View {
    const made = { at: clock.now(), version };
    if (!stdout.isTTY) {
        return { made };
    }
    return {
        made,
        ...(stdout.columns !== undefined && { width: stdout.columns }),
        ...(!env.NO_COLOR && { paint: (text, style) => styleText(STYLES[style], text, { validateStream: false }) }),
    };
}
