import type { Cell, Tone } from "../report";
import { oneLine } from "./visible";

/** Marks for tones, for output without colour. */
const MARKS: Record<Tone, string> = { ok: "✓", pending: "…", wrong: "✗", unknown: "?" };

/** A cell, or another text, with the mark of its tone. */
export function toned(cell: Cell): { text: string; tone?: Tone } {
    return typeof cell === "string"
        ? { text: oneLine(cell) }
        : { text: `${MARKS[cell.tone]} ${oneLine(cell.text)}`, tone: cell.tone };
}
