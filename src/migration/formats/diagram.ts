import type { Diagram } from "../report";
import { oneLine } from "./visible";

type Edge = Diagram["edges"][number];

/** Where edges of a node lead. */
export interface Branch {
    label: string;
    edges: { label: string; to: string; change?: Edge["change"] }[];
}

/** What a change of an edge looks like without a colour. */
const SIGNS = { gained: "+ ", lost: "− " } as const;

/** A diagram as a list: each node that edges leave, and each identity, with its edges. */
export function branchesOf({ nodes, edges }: Diagram): Branch[] {
    const labels = new Map(nodes.map(({ id, label }) => [id, oneLine(label)]));
    return nodes
        .map(({ id, label, kind }) => ({ label: oneLine(label), kind, edges: edges.filter(({ from }) => from === id) }))
        .filter(({ kind, edges }) => kind === "identity" || edges.length > 0)
        .map((node) => ({
            label: node.label,
            edges: node.edges.map((edge) => ({
                label: edgeLabel(edge),
                to: labels.get(edge.to) ?? oneLine(edge.to),
                change: edge.change,
            })),
        }));
}

export function edgeLabel({ label, change }: Edge): string {
    return `${change === undefined ? "" : SIGNS[change]}${oneLine(label)}`;
}

/** Text for an identity without edges. */
export const NO_EDGES = "no role assignment";
