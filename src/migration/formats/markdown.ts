import type { Block, Cell, Diagram } from "../report";
import { edgeLabel } from "./diagram";
import { toned } from "./tones";
import { oneLine, visible } from "./visible";

/** A report as GitHub Flavored Markdown (https://github.github.com/gfm), for a pull request or a wiki. */
export function markdownOf(blocks: Block[]): string {
    return `${blocks.map((block) => linesOf(block).join("\n")).join("\n\n")}\n`;
}

function linesOf(block: Block): string[] {
    switch (block.kind) {
        case "heading":
            return [`${"#".repeat(block.level)} ${inline(block.text)}`];
        case "paragraph":
            return [inline(block.tone === undefined ? block.text : { text: block.text, tone: block.tone })];
        case "list":
            return block.items.map((item) => `- ${inline(item)}`);
        case "code":
            return fenced(block.language, block.lines.map(visible));
        case "table":
            return block.rows.length === 0
                ? [`${block.columns.map(inline).join(", ")}: (none)`]
                : [block.columns, block.columns.map(() => "---"), ...block.rows].map(tableLine);
        case "diagram":
            return [`**${inline(block.diagram.title)}**`, "", ...fenced("mermaid", mermaidLines(block.diagram))];
    }
}

function tableLine(cells: Cell[], index: number): string {
    return `| ${cells.map((cell) => (index === 1 ? String(cell) : inline(cell))).join(" | ")} |`;
}

/** Text without any meaning of Markdown's or HTML's. */
export function inline(cell: Cell): string {
    const escaped = toned(cell)
        .text.replace(/[\\`*_[\]|~$]/g, "\\$&")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replace(/^(?=[#>+=-])/, "\\")
        .replace(/^(\d+)(?=[.)])/, "$1\\");
    return unlinked(escaped);
}

/** Without mentions of people and of issues, which GitHub would notify or link. */
export function unlinked(text: string): string {
    return text.replace(/@(?=\w)|#(?=\d)/g, "$&<wbr>");
}

/** The fence is longer than any inside. */
function fenced(language: string, lines: string[]): string[] {
    const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length));
    const fence = "`".repeat(longest + 1);
    return [`${fence}${language}`, ...lines, fence];
}

/** A flowchart (https://mermaid.js.org/syntax/flowchart.html). */
function mermaidLines({ nodes, edges }: Diagram): string[] {
    const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
    const shapes = { identity: ["([", "])"], scope: ["[", "]"], cluster: ["[[", "]]"] } as const;
    return [
        "flowchart LR",
        ...nodes.map(({ id, label, kind }) => `    ${names.get(id)}${shapes[kind].join(quoted(label))}`),
        ...edges.map((edge) => {
            const [line, arrow] = edge.change === "lost" ? ["-.", ".->"] : ["--", "-->"];
            return `    ${names.get(edge.from)} ${line} ${quoted(edgeLabel(edge))} ${arrow} ${names.get(edge.to)}`;
        }),
    ];
}

/** Mermaid reads Markdown, HTML and its own codes even inside of quotes: whatever could be one is a code. */
function quoted(label: string): string {
    return `"${oneLine(label).replace(/[^\p{L}\p{N} /.:,()+−-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;
}
