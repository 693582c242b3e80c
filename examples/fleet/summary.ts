import type { StackResult } from "./fleet";

/** A table of all stacks, and below it why each one failed. */
export function summaryOf(results: StackResult[]): string {
    const rows = results.map(({ name, outcome, changes, seconds }) => [
        name,
        outcome,
        changesText(changes),
        seconds.toFixed(0),
    ]);
    const table = [["stack", "result", "changes", "seconds"], ...rows];
    const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
    const errors = results.flatMap(({ name, errors }) => errors.map((error) => `\n${name}: ${error}`));
    return [...lines, ...errors].join("\n");
}

function changesText(changes: StackResult["changes"]): string {
    const texts = Object.entries(changes).map(([operation, count]) => `${count} ${operation}`);
    return texts.length > 0 ? texts.join(", ") : "none";
}
