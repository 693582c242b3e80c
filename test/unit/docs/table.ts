/** A table in columns of equal width. */
export function table(head: string[], rows: string[][]): string[] {
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
    const line = (row: string[], fill = " ") =>
        `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
    return [line(head), line([], "-"), ...rows.map((row) => line(row))];
}
