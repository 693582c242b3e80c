import { isExceeded, tableOf } from "../../scripts/bench/figures";
import { packagesBeyond } from "../../scripts/bench/packages";

test("packages beyond the base are those that no package of the base needs, wherever npm lists what it needs", () => {
    const listed = {
        dependencies: {
            own: {
                version: "1.0.0",
                dependencies: {
                    // Expanded at another place.
                    base: { version: "2.0.0" },
                    shared: { version: "1.0.0", dependencies: { leaf: { version: "1.0.0" } } },
                    extra: {
                        version: "3.0.0",
                        dependencies: { leaf: { version: "1.0.0" }, inner: { version: "1.0.0" } },
                    },
                    peer: {},
                },
            },
            other: {
                version: "1.0.0",
                dependencies: { base: { version: "2.0.0", dependencies: { shared: { version: "1.0.0" } } } },
            },
        },
    };
    expect(packagesBeyond(listed, "own", ["base"])).toEqual(["extra@3.0.0", "inner@1.0.0"]);
});

test("a figure over its limit is marked, and so is one that is no number", () => {
    const figures = [
        { name: "compared with", value: 2, unit: "s" },
        { name: "within", value: 2.2, unit: "s", ratio: 1.1, limit: 1.1 },
        { name: "over", value: 2.3, unit: "s", ratio: 1.15, limit: 1.1 },
        { name: "unknown", value: Number.NaN, unit: "s", ratio: Number.NaN, limit: 1.1 },
        { name: "many", value: 3, unit: "packages", limit: 2, detail: "a, b, c" },
    ] as const;
    expect(figures.map(isExceeded)).toEqual([false, false, true, true, true]);
    expect(tableOf(figures)).toBe(
        [
            "   compared with  2.00 s",
            "✓  within         2.20 s      ratio 1.10  at most 1.1",
            "✗  over           2.30 s      ratio 1.15  at most 1.1",
            "✗  unknown        NaN s       ratio NaN   at most 1.1",
            "✗  many           3 packages              at most 2    a, b, c",
            "",
        ].join("\n"),
    );
});
