import type { Block, Diagram } from "../report";
import { edgeLabel } from "./diagram";
import { escapeHtml } from "./escapeHtml";
import { PALETTE } from "./palette";
import { oneLine } from "./visible";

/** How a diagram is drawn, in the colours of `palette.ts`. */
export const DIAGRAM_STYLE = `
svg text { fill: var(--text); font-family: system-ui, sans-serif; font-size: 12px; }
svg .node :is(polygon, path, polyline) { stroke: var(--line); fill: var(--raised); }
svg .identity path { stroke: var(--accent); }
svg .edge path { stroke: var(--line); }
svg .edge polygon { stroke: var(--line); fill: var(--line); }
svg .gained :is(path, polygon) { stroke: var(--ok); }
svg .lost :is(path, polygon) { stroke: var(--wrong); }
`;

/** A diagram as an element of a page, laid out by Graphviz (https://graphviz.org/doc/info/attrs.html). */
export async function svgOf(diagram: Diagram, style = ""): Promise<string> {
    // Loaded only where there is something to draw.
    const { instance } = await import("@viz-js/viz");
    const drawn = (await instance()).renderString(graphOf(diagram), { format: "svg" });
    const [, size = "", inside = ""] = /<svg ([^>]*)>([\s\S]*)$/.exec(drawn) ?? [];
    const title = escapeHtml(oneLine(diagram.title));
    const parts = `${diagram.nodes.length} nodes, ${diagram.edges.length} arrows`;
    // Graphviz's titles are its names of the nodes, which a browser would show.
    const shapes = inside.replace(/<title>[^<]*<\/title>\n?|<!--[\s\S]*?-->\n?/g, "");
    return `<svg role="img" ${size}>\n<title>${title}</title>\n<desc>${parts}</desc>\n${style}${shapes}`;
}

/** The diagrams of a report, one below the other, as one file. */
export async function svgFileOf(blocks: Block[]): Promise<string> {
    const diagrams = blocks.flatMap((block) => (block.kind === "diagram" ? [block.diagram] : []));
    return svgOf(merged(diagrams), `<style>${PALETTE}${DIAGRAM_STYLE}</style>\n`);
}

/** One diagram of several: the nodes of each stay apart. */
function merged(diagrams: Diagram[]): Diagram {
    return {
        title: diagrams.map(({ title }) => title).join(", "),
        nodes: diagrams.flatMap(({ nodes }, index) => nodes.map((node) => ({ ...node, id: `${index} ${node.id}` }))),
        edges: diagrams.flatMap(({ edges }, index) =>
            edges.map((edge) => ({ ...edge, from: `${index} ${edge.from}`, to: `${index} ${edge.to}` })),
        ),
    };
}

function graphOf({ nodes, edges }: Diagram) {
    const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
    const shapes = { identity: "box", scope: "box", cluster: "folder" };
    return {
        directed: true,
        graphAttributes: { rankdir: "LR", bgcolor: "transparent", ranksep: "1.2" },
        // Larger than it is drawn: the reader's font may be wider than the one that Graphviz measures.
        nodeAttributes: { fontname: "Helvetica", fontsize: 15 },
        edgeAttributes: { fontname: "Helvetica", fontsize: 15 },
        nodes: nodes.map(({ id, label, kind }) => ({
            name: names.get(id) ?? id,
            attributes: {
                label: plain(label),
                shape: shapes[kind],
                class: kind,
                style: kind === "identity" ? "rounded" : "",
            },
        })),
        edges: edges.map((edge) => ({
            tail: names.get(edge.from) ?? edge.from,
            head: names.get(edge.to) ?? edge.to,
            attributes: {
                label: plain(edgeLabel(edge)),
                class: edge.change ?? "",
                style: edge.change === "lost" ? "dashed" : "",
            },
        })),
    };
}

/** Without Graphviz's own escapes, which begin with a backslash or are HTML's. */
function plain(label: string): string {
    return oneLine(label).replaceAll("\\", "\\\\").replaceAll("&", "&amp;");
}
