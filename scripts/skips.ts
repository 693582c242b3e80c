/** As much of jest's report as tells which tests were skipped. */
export interface JestReport {
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** The titles of the tests that were skipped. */
export function skippedTests({ testResults }: JestReport): string[] {
    return testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === "pending").map(({ fullName }) => fullName),
    );
}

/** Each skipped test by its name; those that lack the same tool together. */
export function skipLines(skipped: readonly string[]): string[] {
    const byReason = new Map<string, string[]>();
    for (const title of skipped) {
        const [, before = "", reason = "other reasons", name = title] =
            /^(.*?)SKIPPED, for lack of (.*? \(.*?\)): (.*)$/s.exec(title) ?? [];
        byReason.set(reason, [...(byReason.get(reason) ?? []), before + name]);
    }
    return [...byReason].flatMap(([reason, titles]) => [
        `${titles.length} skipped for ${reason === "other reasons" ? reason : `lack of ${reason}`}:`,
        ...titles.map((title) => `  ${title}`),
    ]);
}

/** What is wrong with the number of skipped tests; undefined where nothing is. `limit` is the value of `MAX_SKIPPED`. */
export function tooManySkips(skipped: number, limit: string | undefined): string | undefined {
    if (limit === undefined || limit === "" || skipped <= Number(limit)) {
        return undefined;
    }
    return `${skipped} tests were skipped, MAX_SKIPPED allows ${limit}: provide what they lack, or raise the limit.`;
}
