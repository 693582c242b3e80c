import type { Output } from "./io";

/** On a terminal: the next output replaces the last line. */
export const BACK_TO_EMPTY_LINE = "\r\x1b[K";

/**
 * Shows how far something is until the returned function is called: on a terminal in one line that changes, elsewhere
 * in a line every 20 seconds, which a log can hold.
 */
export function showProgress(output: Output, text: () => string): () => void {
    const [before, after, interval] = output.isTTY ? [BACK_TO_EMPTY_LINE, "", 500] : ["", "\n", 20_000];
    const timer = setInterval(() => output.write(`${before}${text()}${after}`), interval);
    return () => {
        clearInterval(timer);
        output.write(before);
    };
}
