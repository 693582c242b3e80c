import { readAcceptances, withAcceptances } from "../../../src/migration/checks/acceptances";
import { exitCodeOf, passed, result } from "../../../src/migration/checks/results";
import { FORMATS } from "../../../src/migration/formats";
import { type Acceptance, type CheckResult, ExitCode, type Report } from "../../../src/migration/report";
import { HOSTILE } from "./hostile";

const ID = "/subscriptions/s/resourceGroups/Shop/providers/Microsoft.ContainerService/managedClusters/shop";
const NOW = Date.UTC(2026, 11, 2, 23, 59);
const entry: Acceptance = {
    code: "PoolReplaced",
    resource: `${ID}#pool web`,
    reason: "planned",
    expires: "2026-12-02",
};
const CHECKED = [
    passed("ClusterReplaced", ID),
    result("PoolReplaced", `${ID}#pool web`, ExitCode.Replaced, "Pool web would be replaced."),
    result("StepsRemain", ID, ExitCode.FollowUp, "Steps remain."),
];

function accepting(acceptances: Acceptance[], checks: CheckResult[] = CHECKED): Report & { checks: CheckResult[] } {
    const blocks: Report["blocks"] = [
        { kind: "heading", level: 1, text: "Plan" },
        { kind: "paragraph", text: "what else there is" },
    ];
    const report: Report = { kind: "plan", version: 1, data: {}, exitCode: exitCodeOf(checks), checks, blocks };
    return { checks: [], ...withAcceptances(report, acceptances, NOW) };
}

test("an accepted finding stays, with its reason, and does not count through its last day, in any letter case", () => {
    const accepted = { ...entry, resource: entry.resource.toUpperCase() };
    const { checks, exitCode } = accepting([accepted]);
    expect(exitCode).toBe(ExitCode.FollowUp);
    expect(checks).toEqual([CHECKED[0], { ...CHECKED[1], accepted }, CHECKED[2]]);
});

test.each<[string, Partial<Acceptance>, string, RegExp]>([
    ["that has expired", { expires: "2026-12-01" }, "AcceptanceExpired", /^It was accepted until 2026-12-01: planned$/],
    ["of another resource", { resource: `${ID}#pool other` }, "AcceptanceUnused", /does not have what is accepted/],
    ["of another code", { code: "RoleMissing" }, "AcceptanceUnused", /does not have what is accepted/],
    ["of what is right", { code: "ClusterReplaced", resource: ID }, "AcceptanceUnused", /remove the entry/],
])("an acceptance %s is reported, and changes nothing else", (_, change, code, message) => {
    const accepted = { ...entry, ...change };
    const { checks, exitCode } = accepting([accepted]);
    expect(exitCode).toBe(ExitCode.Replaced);
    expect(checks.slice(0, -1)).toEqual(CHECKED);
    expect(checks.at(-1)).toEqual({
        code,
        resource: `${accepted.resource}#${accepted.code}`,
        message: expect.stringMatching(message),
        state: "pending",
        exitCode: 0,
    });
});

test("an empty list changes nothing", () => {
    const { blocks, checks } = accepting([]);
    expect(blocks).toHaveLength(2);
    expect(checks).toEqual(CHECKED);
});

test("what could not be read cannot be accepted", () => {
    const unread = result("NotRead", ID, ExitCode.Incomplete, "No.");
    const { checks, exitCode } = accepting([{ ...entry, code: "NotRead", resource: ID }], [unread]);
    expect(exitCode).toBe(ExitCode.Incomplete);
    expect(checks).toEqual([
        unread,
        expect.objectContaining({ message: "What could not be read cannot be accepted." }),
    ]);
});

test("every format shows what is accepted, and why", async () => {
    const report = accepting([entry, { ...entry, code: "RoleMissing" }]);
    const show = async (format: keyof typeof FORMATS) => String(await FORMATS[format](report, {}));
    expect(await show("text")).toMatch(/^Plan\n\nAccepted risks\n\ncode /);
    for (const format of ["text", "markdown", "html", "json", "sarif", "junit", "comment"] as const) {
        const shown = await show(format);
        expect(shown).toContain("PoolReplaced");
        expect(shown).toContain("planned");
        expect(shown).toContain("AcceptanceUnused");
    }
    expect(await show("text")).toContain("They do not count: the exit code is 3, and 5 without this list.");
    expect(await show("text")).toMatch(/what else there is\n$/);
    expect(JSON.parse(await show("json")).findings[0]).toMatchObject({ code: "PoolReplaced", accepted: entry });
    const [accepted, counts] = JSON.parse(await show("sarif")).runs[0].results;
    expect(accepted.suppressions).toEqual([
        { kind: "external", status: "accepted", justification: "accepted until 2026-12-02: planned" },
    ]);
    expect(counts).not.toHaveProperty("suppressions");
    expect(await show("junit")).toContain('tests="4" failures="1" errors="0" skipped="1"');
    expect(await show("junit")).toContain('"><skipped message="accepted until 2026-12-02: planned: Pool web would be');
    // What counts stands above what is accepted.
    expect(await show("comment")).toMatch(
        /- … StepsRemain[\s\S]*- ✗ PoolReplaced [^\n]*\(accepted until 2026-12-02: planned\)/,
    );
});

test.each(HOSTILE)("the reason %j changes no element", async (reason) => {
    const tags = async (format: "html" | "junit" | "comment", text: string) =>
        String(await FORMATS[format](accepting([{ ...entry, reason: text }]), {})).match(/<\/?(?!wbr)[a-z][^\s>]*/g);
    for (const format of ["html", "junit", "comment"] as const) {
        expect(await tags(format, reason)).toEqual(await tags(format, "plain"));
    }
});

describe("a file of accepted risks", () => {
    test("is a list of entries", () => {
        expect(readAcceptances([])).toEqual([]);
        expect(readAcceptances([entry])).toEqual([entry]);
    });

    test.each<[string, unknown, string]>([
        ["no list", { accepted: [] }, "this is not a list"],
        ["an entry that is none", ["x"], "entry 1: this is not an object"],
        [
            "an unknown code",
            [entry, { ...entry, code: "Nope" }],
            'entry 2: code is "Nope"; expected the code of a check',
        ],
        ["no reason", [{ ...entry, reason: " " }], 'entry 1: reason is " "; expected a text that says why'],
        ["no resource", [{ ...entry, resource: undefined }], "entry 1: resource is not set; expected the resource"],
        ["no day", [{ ...entry, expires: "soon" }], 'entry 1: expires is "soon"; expected the last day'],
        ["a day that does not exist", [{ ...entry, expires: "2026-02-30" }], 'expires is "2026-02-30"'],
        ["a time", [{ ...entry, expires: "2026-12-02T00:00Z" }], "expected the last day"],
        ["a number", [{ ...entry, expires: 2026 }], "expires is 2026;"],
        ["a misspelt name", [{ ...entry, expiry: "2026-12-02" }], 'entry 1: "expiry" is not known'],
        [
            "the same twice",
            [entry, { ...entry, resource: entry.resource.toLowerCase() }],
            "entry 2: it accepts the same",
        ],
    ])("with %s is refused, with the place and what is expected", (_, json, message) => {
        expect(() => readAcceptances(json)).toThrow(message);
        expect(() => readAcceptances(json)).toThrow("Expected: a list of accepted risks, each with code and resource");
    });
});
