const MOST_SLIPS = 2;

/** The name that was meant, where it is a few slips away, else all that there are. */
export function nearest(name: string, names: readonly string[]): string {
    const slips = names.map((known) => [known, distance(name.toLowerCase(), known.toLowerCase())] as const);
    const [best] = slips.sort(([, a], [, b]) => a - b);
    return best !== undefined && best[1] <= MOST_SLIPS && name.length > MOST_SLIPS
        ? `Did you mean ${best[0]}?`
        : `There are ${names.join(", ")}.`;
}

/** Letters to insert, remove or replace until `a` is `b` (Levenshtein). */
function distance(a: string, b: string): number {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (const [i, letter] of [...a].entries()) {
        const next = [i + 1];
        for (let j = 1; j <= b.length; j++) {
            const replaced = (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1);
            next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}
