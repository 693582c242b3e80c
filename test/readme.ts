import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a README shows between two lines of backticks. */
export interface Block {
    /** `ts`, `diff`, `bash`, or nothing. */
    kind: string;
    /** Line of the first backticks, from 1. */
    line: number;
    text: string;
}

const ROOT = join(__dirname, "..");

export function readmeText(readme: string): string {
    return readFileSync(join(ROOT, readme), "utf8");
}

export function blocksOf(readme: string): Block[] {
    const text = readmeText(readme);
    return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].map(
        ({ 1: kind = "", 2: block = "", index }) => ({
            kind,
            line: text.slice(0, index).split("\n").length,
            text: block,
        }),
    );
}

/** What a change starts from (`-`) or comes to (`+`). */
export function sideOf(diff: string, sign: "-" | "+"): string {
    return diff
        .split("\n")
        .filter((line) => !/^[-+]/.test(line) || line.startsWith(sign))
        .map((line) => line.slice(1))
        .join("\n");
}
