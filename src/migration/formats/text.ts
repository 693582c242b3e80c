import type { Block, Diagram, Tone } from "../report";
import { branchesOf, NO_EDGES } from "./diagram";
import type { View } from "./format";
import { tableLines, wrap } from "./layout";
import { toned } from "./tones";
import { visible } from "./visible";

/** A report for a terminal, or as plain text for a file: each block is followed by an empty line. */
export function textOf(blocks: Block[], view: View): string {
    return `${blocks.map((block) => linesOf(block, view).join("\n")).join("\n\n")}\n`;
}

function linesOf(block: Block, view: View): string[] {
    const { width = Number.POSITIVE_INFINITY } = view;
    const paint = view.paint ?? ((text: string) => text);
    switch (block.kind) {
        case "heading":
            return wrap(toned(block.text).text, width).map((line) => paint(line, "heading"));
        case "paragraph": {
            const { text, tone } = toned(
                block.tone === undefined ? block.text : { text: block.text, tone: block.tone },
            );
            return wrap(text, width).map((line) => (tone === undefined ? line : paint(line, tone)));
        }
        case "list":
            return block.items.flatMap((item) =>
                wrap(toned(item).text, width - 2).map((line, index) => `${index === 0 ? "- " : "  "}${line}`),
            );
        case "code":
            return block.lines.map(visible);
        case "table":
            return table(block, width, paint);
        case "diagram":
            return tree(block.diagram, paint);
    }
}

function table(
    { columns, rows }: Extract<Block, { kind: "table" }>,
    width: number,
    paint: (text: string, style: Tone | "heading") => string,
): string[] {
    const cells = rows.map((row) => row.map(toned));
    const shown = [columns.map((column) => toned(column).text), ...cells.map((row) => row.map(({ text }) => text))];
    const lines = tableLines(shown, width, (text, { row, column }) => {
        const style = row === 0 ? "heading" : cells[row - 1]?.[column]?.tone;
        return style === undefined || text === "" ? text : paint(text, style);
    });
    return rows.length === 0 ? [...lines, "(none)"] : lines;
}

const CHANGE_TONES = { gained: "ok", lost: "wrong" } as const;

function tree(diagram: Diagram, paint: (text: string, style: Tone | "heading") => string): string[] {
    const branches = branchesOf(diagram).flatMap(({ label, edges }) => [
        label,
        ...(edges.length === 0 ? [`└─ ${NO_EDGES}`] : []),
        ...edges.map((edge, index) => {
            const line = `${index === edges.length - 1 ? "└─" : "├─"} ${edge.label} ──▶ ${edge.to}`;
            return edge.change === undefined ? line : paint(line, CHANGE_TONES[edge.change]);
        }),
    ]);
    return [paint(toned(diagram.title).text, "heading"), ...branches];
}
