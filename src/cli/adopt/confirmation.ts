import type { Io } from "../io";

/**
 * Asks on the terminal before the first write, and once: the answer is for all that follows. Without a terminal, and without
 * `--yes`, the answer is no.
 */
export function confirmation({ stdin, stderr }: Pick<Io, "stdin" | "stderr">, isGiven: boolean) {
    let answer: Promise<boolean> | undefined = isGiven ? Promise.resolve(true) : undefined;
    return (question: string): Promise<boolean> => {
        answer ??= stdin.isTTY ? ask(question) : Promise.resolve(false);
        return answer;
    };

    async function ask(question: string): Promise<boolean> {
        stderr.write(`${question} [y/N] `);
        let line = "";
        for await (const chunk of stdin) {
            line += Buffer.from(chunk).toString();
            if (line.includes("\n")) {
                break;
            }
        }
        return /^y(es)?$/i.test(line.trim());
    }
}
