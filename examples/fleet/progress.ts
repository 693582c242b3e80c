/** Shows what happens in stacks that run at a time. */
export interface Progress {
    step(stack: string, text: string): void;
    end(stack: string, text: string): void;
}

/** On a terminal a line for each stack that runs, which changes; elsewhere a line for each change. */
export function progressOn(output: NodeJS.WriteStream): Progress {
    return output.isTTY ? changingLines(output) : logLines(output);
}

function logLines(output: NodeJS.WriteStream): Progress {
    const write = (stack: string, text: string) => void output.write(`${stack}: ${text}\n`);
    return { step: write, end: write };
}

function changingLines(output: NodeJS.WriteStream): Progress {
    const running = new Map<string, string>();
    let shown = 0;
    const draw = (finished = "") => {
        const lines = [...running].map(([stack, text]) => `${stack}: ${text}`.slice(0, output.columns - 1));
        const up = shown > 0 ? `\x1b[${shown}A` : "";
        const text = [finished, ...lines].filter(Boolean).map((line) => `${line}\n`);
        output.write(`${up}\x1b[J${text.join("")}`);
        shown = lines.length;
    };
    return {
        step: (stack, text) => {
            running.set(stack, text);
            draw();
        },
        end: (stack, text) => {
            running.delete(stack);
            draw(`${stack}: ${text}`);
        },
    };
}
