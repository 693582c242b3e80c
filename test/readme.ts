import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a page shows between two lines of backticks. */
export interface Block {
    /** `ts`, `diff`, `bash`, or nothing. */
    kind: string;
    /** Line of the first backticks, from 1. */
    line: number;
    text: string;
}

const ROOT = join(__dirname, "..");

/** The pages for users. */
export const PAGES = [
    "README.md",
    ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name.replaceAll("\\", "/")}`),
    ...readdirSync(join(ROOT, "examples")).map((name) => `examples/${name}/README.md`),
];

export function pageText(page: string): string {
    return readFileSync(join(ROOT, page), "utf8");
}

export function blocksOf(page: string): Block[] {
    const text = pageText(page);
    return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].map(({ 1: kind = "", 2: block = "", index }) => ({
        kind,
        line: text.slice(0, index).split("\n").length,
        text: block,
    }));
}

/** A report with the day of the pages in its title, where a run has its own. */
export function withDayOfPages(report: string): string {
    return report.replace(/^(.* – )\d{4}-\d\d-\d\d$/m, "$12026-12-02");
}

/** What a change starts from (`-`) or comes to (`+`). */
export function sideOf(diff: string, sign: "-" | "+"): string {
    return diff
        .split("\n")
        .filter((line) => !/^[-+]/.test(line) || line.startsWith(sign))
        .map((line) => line.slice(1))
        .join("\n");
}
