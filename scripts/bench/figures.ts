/** One thing that is measured. */
export interface Figure {
    name: string;
    value: number;
    unit: "s" | "MB" | "packages";
    /** Of the value to that which it is compared with. */
    ratio?: number;
    /** What the ratio may be at most, or the value where there is no ratio. */
    limit?: number;
    /** What the value is made of. */
    detail?: string;
}

export const MEGABYTE = 1e6;

export function isExceeded({ value, ratio, limit }: Figure): boolean {
    // What is not a number is no proof.
    return limit !== undefined && !((ratio ?? value) <= limit);
}

/** The figures as lines of a table, those over their limit marked. */
export function tableOf(figures: readonly Figure[]): string {
    const rows = figures.map((figure) => {
        const { name, value, unit, ratio, limit, detail } = figure;
        const digits = unit === "packages" ? 0 : 2;
        return [
            isExceeded(figure) ? "✗" : limit === undefined ? " " : "✓",
            name,
            `${value.toFixed(digits)} ${unit}`,
            ratio === undefined ? "" : `ratio ${ratio.toFixed(2)}`,
            limit === undefined ? "" : `at most ${limit}`,
            detail ?? "",
        ];
    });
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
    const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
    return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** Of several runs, the one that was disturbed least. */
export function least(numbers: readonly number[]): number {
    return numbers.length === 0 ? Number.NaN : Math.min(...numbers);
}

/** Measures each of several ways as often, in turn, so that a busy minute is everyone's. A first turn fills caches. */
export async function inTurn<Way, Cost>(
    runs: number,
    ways: readonly Way[],
    measure: (way: Way) => Promise<Cost>,
): Promise<Cost[][]> {
    const costs = ways.map((): Cost[] => []);
    for (let run = 0; run <= runs; run++) {
        for (const [index, way] of ways.entries()) {
            const cost = await measure(way);
            if (run > 0) costs[index]?.push(cost);
        }
    }
    return costs;
}
