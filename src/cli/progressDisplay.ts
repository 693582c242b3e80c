import type { Progress, Wait } from "../migration/finish/progress";
import { duration } from "../migration/finish/texts";
import { oneLine } from "../migration/formats/visible";
import type { Io } from "./io";
import { BACK_TO_EMPTY_LINE } from "./progress";

const BAR_WIDTH = 20;

export interface ProgressDisplay {
    show(progress: Progress): void;
    /** Ends the line that is rewritten. */
    end(): void;
}

/**
 * Progress on standard error: on a terminal one line that is rewritten, elsewhere a line for each change. `place` stands
 * before each text.
 */
export function progressDisplay({ stderr, clock }: Pick<Io, "stderr" | "clock">, place = ""): ProgressDisplay {
    const [before, after] = stderr.isTTY ? [BACK_TO_EMPTY_LINE, ""] : ["", "\n"];
    const said = new Set<string>();
    let shown = "";
    return {
        show({ lines, current }) {
            for (const line of lines.filter((each) => !said.has(each))) {
                said.add(line);
                stderr.write(`${before}${oneLine(place + line)}\n`);
            }
            const text = current && (stderr.isTTY ? lineOf(current) : oneLine(place + current.text));
            if (text !== undefined && text !== shown) {
                shown = text;
                stderr.write(`${before}${text}${after}`);
            }
        },
        end: () => stderr.write(before),
    };

    /** Not longer than the terminal is wide: a longer line could not be rewritten. */
    function lineOf({ text, share, since }: Wait): string {
        const elapsed = since === undefined ? "" : ` (${duration((clock.now() - since) / 1000)})`;
        const bar = share === undefined ? "" : `${barOf(share)} `;
        return `${bar}${oneLine(place + text)}${elapsed}`.slice(0, (stderr.columns || 80) - 1);
    }
}

function barOf(share: number): string {
    const full = Math.floor(share * BAR_WIDTH);
    return `[${"#".repeat(full)}${".".repeat(BAR_WIDTH - full)}]`;
}
