/** The known name with at most `mostSlips` typing mistakes; letter case does not count. */
export function nearest(name: string, names: readonly string[], mostSlips: number): string | undefined {
    // A name whose length differs by more cannot match.
    const [best] = names
        .filter((known) => Math.abs(known.length - name.length) <= mostSlips)
        .map((known) => [known, distance(name.toLowerCase(), known.toLowerCase())] as const)
        .sort(([, a], [, b]) => a - b);
    return best !== undefined && best[1] <= mostSlips && name.length > mostSlips ? best[0] : undefined;
}

/** As a sentence of a message; undefined without a name. */
export function didYouMean(name: string | undefined): string | undefined {
    return name === undefined ? undefined : `Did you mean ${name}?`;
}

const MOST_SLIPS = 2;

/** The nearest name, or all known names, as a sentence of a message. */
export function meant(name: string, names: readonly string[]): string {
    return didYouMean(nearest(name, names, MOST_SLIPS)) ?? `Known: ${names.join(", ")}.`;
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
