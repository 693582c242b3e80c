import { skipLines, skippedTests, tooManySkips } from "../scripts/skips";

const report = {
    testResults: [
        {
            name: "one.test.ts",
            assertionResults: [
                { fullName: "Go SKIPPED, for lack of Go (npm test provides it): compiles", status: "pending" },
                { fullName: "passes", status: "passed" },
            ],
        },
        {
            name: "other.test.ts",
            assertionResults: [
                { fullName: "SKIPPED, for lack of Go (npm test provides it): runs", status: "pending" },
                { fullName: "draws", status: "pending" },
            ],
        },
    ],
};

test("skipped tests are named and counted by what they lack", () => {
    expect(skipLines(skippedTests(report))).toEqual([
        "2 skipped for lack of Go (npm test provides it):",
        "  Go compiles",
        "  runs",
        "1 skipped for other reasons:",
        "  draws",
    ]);
});

test.each([
    [3, undefined, undefined],
    [3, "3", undefined],
    [4, "3", expect.stringContaining("4 tests were skipped, MAX_SKIPPED allows 3")],
])("%d skipped tests with the limit %s", (skipped, limit, said) => {
    expect(tooManySkips(skipped, limit)).toEqual(said);
});
