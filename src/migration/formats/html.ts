import type { Block, Cell, Diagram, Report } from "../report";
import { branchesOf, NO_EDGES } from "./diagram";
import { escapeHtml } from "./escapeHtml";
import type { View } from "./format";
import { PALETTE } from "./palette";
import { DIAGRAM_STYLE, svgOf } from "./svg";
import { timeOf, titled } from "./title";
import { toned } from "./tones";
import { oneLine, visible } from "./visible";

const STYLE = `${PALETTE}
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: var(--page); color: var(--text);
    font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
div { overflow-x: auto; }
table { border-collapse: collapse; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
tbody th { font-weight: inherit; }
th { overflow-wrap: break-word; }
th, td { padding: 0.3rem 0.8rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
pre { padding: 0.8rem; background: var(--raised); overflow-x: auto; }
figure { margin: 1rem 0; }
footer { margin-top: 2rem; color: var(--unknown); }
@media print {
    body { max-width: none; margin: 0; }
    div, pre { overflow: visible; }
    pre { white-space: pre-wrap; }
    tr, pre, figure { break-inside: avoid; }
    h1, h2, h3 { break-after: avoid; }
}
.ok { color: var(--ok); } .pending { color: var(--pending); } .wrong { color: var(--wrong); }
.unknown { color: var(--unknown); }
${DIAGRAM_STYLE}`;

/** A report as one file that loads nothing and runs nothing. */
export async function htmlOf(report: Report, { made }: View = {}): Promise<string> {
    const { title, blocks } = titled(report, made);
    const parts = await Promise.all(blocks.map((block, index) => elementOf(block, headingOf(blocks, index))));
    const footer = made && `<footer>managed-identity-aks ${inline(made.version)}, ${timeOf(made)}</footer>`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${await hashOf(STYLE)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${inline(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.join("\n")}
</main>
${footer ?? ""}
</body>
</html>
`;
}

/** The one style that the page's policy lets in (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
async function hashOf(style: string): Promise<string> {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** The heading above a block, which names its table for whoever does not see where it stands. */
function headingOf(blocks: Block[], index: number): string {
    const above = blocks.slice(0, index).findLast((block) => block.kind === "heading");
    return above === undefined ? "" : above.text;
}

async function elementOf(block: Block, heading: string): Promise<string> {
    switch (block.kind) {
        case "heading":
            return `<h${block.level}>${inline(block.text)}</h${block.level}>`;
        case "paragraph":
            return tagged("p", block.tone === undefined ? block.text : { text: block.text, tone: block.tone });
        case "list":
            return `<ul>${block.items.map((item) => tagged("li", item)).join("")}</ul>`;
        case "code":
            return `<pre><code>${block.lines.map((line) => escapeHtml(visible(line))).join("\n")}</code></pre>`;
        case "table":
            return table(block, heading);
        case "diagram":
            return `<figure>\n<div>${await svgOf(block.diagram)}</div>\n${caption(block.diagram)}\n</figure>`;
    }
}

function table({ columns, rows }: Extract<Block, { kind: "table" }>, heading: string): string {
    const row = (tag: string, cells: Cell[]) => `<tr>${cells.map((cell) => tagged(tag, cell)).join("")}</tr>`;
    // What a row is about stands first.
    const rowOf = (cells: Cell[]) => {
        const tags = cells.map((cell, index) =>
            tagged(index === 0 && cells.length > 1 ? 'th scope="row"' : "td", cell),
        );
        return `<tr>${tags.join("")}</tr>`;
    };
    const body = rows.length === 0 ? `<tr><td colspan="${columns.length}">(none)</td></tr>` : "";
    return [
        `<div><table>${heading && `<caption>${inline(heading)}</caption>`}<thead>${row('th scope="col"', columns)}</thead>`,
        `<tbody>${body}${rows.map(rowOf).join("\n")}</tbody></table></div>`,
    ].join("\n");
}

/** The same as text, for whoever does not see the picture. */
function caption(diagram: Diagram): string {
    const items = branchesOf(diagram).map(({ label, edges }) => {
        const lines = edges.length === 0 ? [NO_EDGES] : edges.map((edge) => `${edge.label}: ${edge.to}`);
        return `<li>${escapeHtml(label)}<ul>${lines.map((line) => tagged("li", line)).join("")}</ul></li>`;
    });
    const summary = `<summary>${inline(diagram.title)}, as a list</summary>`;
    return `<figcaption><details open>${summary}<ul>${items.join("")}</ul></details></figcaption>`;
}

function tagged(tag: string, cell: Cell): string {
    const { text, tone } = toned(cell);
    const name = tag.split(" ")[0];
    return `<${tag}${tone === undefined ? "" : ` class="${tone}"`}>${escapeHtml(text)}</${name}>`;
}

function inline(text: string): string {
    return escapeHtml(oneLine(text));
}
