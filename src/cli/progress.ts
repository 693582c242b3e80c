import type { Output } from "./io";

/** On a terminal: the next output replaces the last line. */
export const BACK_TO_EMPTY_LINE = "\r\x1b[K";

/** What stands before and after a text, and the milliseconds between two. */
const styleOf = ({ isTTY }: Output) =>
    isTTY ? { before: BACK_TO_EMPTY_LINE, after: "", interval: 500 } : { before: "", after: "\n", interval: 20_000 };

/**
 * Shows how far something is until the returned function is called: on a terminal in one line that changes, elsewhere
 * in a line every 20 seconds, which a log can hold.
 */
export function showProgress(output: Output, text: () => string): () => void {
    const { before, after, interval } = styleOf(output);
    const timer = setInterval(() => output.write(`${before}${text()}${after}`), interval);
    return () => {
        clearInterval(timer);
        output.write(before);
    };
}

/** The same of work that leaves a timer no time: `tick` is called often and shows something when it is time. */
export function tickProgress(output: Output, text: () => string, now: () => number) {
    const { before, after, interval } = styleOf(output);
    let shown = now();
    return {
        tick: () => {
            if (now() - shown >= interval) {
                shown = now();
                output.write(`${before}${text()}${after}`);
            }
        },
        stop: () => output.write(before),
    };
}
