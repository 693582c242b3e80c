import { readPrevious, withPrevious } from "../../../src/migration/checks/previous";
import { passed, result } from "../../../src/migration/checks/results";
import { FORMATS } from "../../../src/migration/formats";
import { type CheckResult, ExitCode, type Report } from "../../../src/migration/report";
import { HOSTILE } from "./hostile";

const ID = "/subscriptions/s/resourceGroups/Shop/providers/Microsoft.ContainerService/managedClusters/shop";
const missing = (name: string, exitCode: ExitCode = ExitCode.Rejected) =>
    result("RoleAssignmentMissing", `${ID}#${name}`, exitCode, `${name} lacks a role.`);

const reportOf = (
    checks: CheckResult[],
    clusters: object[] = [{ id: ID }],
    kind: Report["kind"] = "verify",
): Report => ({
    kind,
    version: 1,
    data: { clusters },
    exitCode: ExitCode.Rejected,
    checks,
    blocks: [
        { kind: "heading", level: 1, text: "Verification" },
        { kind: "paragraph", text: "what else there is" },
    ],
});
const jsonOf = async (report: Report) => JSON.parse(String(await FORMATS.json(report, {})));

/** The report with these checks, compared with what one with those printed. */
async function since(before: CheckResult[], checks: CheckResult[], name = "old.json"): Promise<Report> {
    const report = reportOf(checks);
    return withPrevious(report, readPrevious("verify", await jsonOf(reportOf(before)), name));
}

test("a report says what is new, gone and unchanged since the previous one", async () => {
    const before = [
        missing("kubelet"),
        missing("control plane"),
        missing("addon", ExitCode.FollowUp),
        passed("NotRead", ID),
    ];
    const resource = `${ID}#kubelet`.toUpperCase();
    const checks = [
        { ...missing("kubelet"), resource },
        passed("RoleAssignmentMissing", `${ID}#control plane`),
        missing("addon"),
        result("NotRead", ID, ExitCode.Incomplete, "No."),
    ];
    const report = await since(before, checks);
    expect(report.checks?.map(({ change }) => change)).toEqual(["unchanged", undefined, "new", "new"]);
    expect(report.exitCode).toBe(ExitCode.Rejected);
    const json = await jsonOf(report);
    expect(json.findings.map(({ change }: CheckResult) => change)).toEqual(["unchanged", "new", "new"]);
    expect(json.gone).toMatchObject([{ code: "RoleAssignmentMissing", resource: `${ID}#control plane` }]);
    const text = await FORMATS.text(report, {});
    expect(text).toMatch(/^Verification\n\nSince old\.json\n\n2 new, 1 gone, 1 unchanged\.\n\nchange /);
    expect(text).toMatch(/what else there is\n$/);
    expect(
        String(text)
            .match(/^. (new|gone) +\w+/gm)
            ?.map((row) => row.replace(/ +/g, " ")),
    ).toEqual(["✗ new RoleAssignmentMissing", "? new NotRead", "✓ gone RoleAssignmentMissing"]);
    const { results } = JSON.parse(String(await FORMATS.sarif(report, {}))).runs[0];
    expect(results.map(({ baselineState }: { baselineState: string }) => baselineState)).toEqual([
        "unchanged",
        "new",
        "new",
    ]);
    expect(String(await FORMATS.comment(report, {})).match(/- . (new: )?\w+/g)).toEqual([
        "- ? new: NotRead",
        "- ✗ RoleAssignmentMissing",
        "- ✗ new: RoleAssignmentMissing",
    ]);
});

test("the same report again has nothing new, whatever its messages count", async () => {
    const report = await since([missing("kubelet")], [{ ...missing("kubelet"), message: "Other words." }]);
    expect(await FORMATS.text(report, {})).toContain("\n\n0 new, 0 gone, 1 unchanged.\n\nwhat else");
    expect((await jsonOf(report)).gone).toEqual([]);
});

test.each(HOSTILE)("%j in a previous report changes no element", async (text) => {
    const tags = async (format: "html" | "comment", each: string) => {
        const before = [{ ...missing("x"), resource: each, message: each }];
        return String(await FORMATS[format](await since(before, [], each), {})).match(/<\/?(?!wbr)[a-z][^\s>]*/g);
    };
    for (const format of ["html", "comment"] as const) {
        expect(await tags(format, text)).toEqual(await tags(format, "plain"));
    }
});

test.each<[string, unknown]>([
    ["null", null],
    ["a list", []],
    ["a report of another command", { kind: "plan", findings: [] }],
    ["a report of a version without findings", { kind: "verify" }],
    ["findings that are none", { kind: "verify", findings: [{ code: 1 }] }],
])("%s is refused as a previous report", (_, json) => {
    expect(() => readPrevious("verify", json, "old.json")).toThrow(
        "old.json: this is no previous report. Expected: what `managed-identity-aks verify --format json` prints.",
    );
});

test("a report of other clusters, or of another stack, is refused", async () => {
    const read = async (before: object[], now: object[]) =>
        withPrevious(reportOf([], now), readPrevious("verify", await jsonOf(reportOf([], before)), "old.json"));
    await expect(read([{ id: "/other" }], [{ id: ID }])).rejects.toThrow(
        "old.json: this is a report of other clusters, such as /other. Pass the previous report of ",
    );
    await expect(
        read([{ id: ID, urn: "urn:pulumi:dev::a" }], [{ id: ID, urn: "urn:pulumi:prod::a" }]),
    ).rejects.toThrow();
    await expect(read([{ id: "/other" }, { id: ID.toLowerCase() }], [{ id: ID }])).resolves.toMatchObject({
        gone: [],
    });
    await expect(read([], [{ id: ID }])).resolves.toMatchObject({ gone: [] });
});
