import type { Block, Cell } from "./report";

/** What a title calls clusters. */
export function clustersNamed(names: string[]): string {
    return names.length > 3 ? `${names.length} clusters` : names.join(", ") || "no cluster";
}

/** Blocks with others right after the first, which is the title. */
export function afterTitle([title, ...blocks]: Block[], added: Block[]): Block[] {
    return [...(title ? [title] : []), ...added, ...blocks];
}

/** A part of a report under its heading; nothing where it has no blocks. */
export function section(level: 2 | 3, text: string, blocks: Block[]): Block[] {
    return blocks.length === 0 ? [] : [{ kind: "heading", level, text }, ...blocks];
}

/** Nothing where there are no rows. */
export function table(columns: string[], rows: Cell[][]): Block[] {
    return rows.length === 0 ? [] : [{ kind: "table", columns, rows }];
}

/** Nothing where there are no items. */
export function list(items: string[]): Block[] {
    return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** Commands for a POSIX shell; nothing where there are none. */
export function commands(lines: string[]): Block[] {
    return lines.length === 0 ? [] : [{ kind: "code", language: "sh", lines }];
}
