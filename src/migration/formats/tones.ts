import type { Cell, Tone } from "../report";
import { oneLine } from "./visible";

/** What tells a tone where there is no colour. */
const MARKS: Record<Tone, string> = { ok: "✓", pending: "…", wrong: "✗", unknown: "?" };

/** A cell, or another text, with the mark of its tone. */
export function toned(cell: Cell): { text: string; tone?: Tone } {
    return typeof cell === "string"
        ? { text: oneLine(cell) }
        : { text: `${MARKS[cell.tone]} ${oneLine(cell.text)}`, tone: cell.tone };
}
