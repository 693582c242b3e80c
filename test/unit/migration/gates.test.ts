import { CHECKS } from "../../../src/migration/checks/checks";
import { distinct, exitCodeOf, passed, result } from "../../../src/migration/checks/results";
import { FORMATS } from "../../../src/migration/formats";
import { type CheckResult, ExitCode, type Report } from "../../../src/migration/report";
import { HOSTILE } from "./hostile";

const CLUSTER = "/subscriptions/s/resourceGroups/shop/providers/Microsoft.ContainerService/managedClusters/shop";
const CHECKED: CheckResult[] = [
    passed("ClusterReplaced", CLUSTER),
    result("PoolReplaced", `${CLUSTER}#pool web`, ExitCode.Replaced, "Pool web would be replaced."),
    result("StepsRemain", CLUSTER, ExitCode.FollowUp, "Steps remain."),
    result("NotRead", "preview", ExitCode.Incomplete, "It could not be read."),
];
const made = { at: Date.UTC(2026, 11, 2, 10, 30), version: "0.1.0" };

const reportOf = (checks: CheckResult[]): Report => ({
    kind: "plan",
    version: 1,
    data: {},
    exitCode: exitCodeOf(checks),
    checks,
    blocks: [],
});
const shown = async (format: "sarif" | "junit" | "json", checks: CheckResult[], view = {}) =>
    String(await FORMATS[format](reportOf(checks), { made, ...view }));

test("one code of one resource has one result: the worst, with all messages", () => {
    const id = CLUSTER.toUpperCase();
    expect(
        distinct([
            result("NotRead", CLUSTER, ExitCode.Incomplete, "One."),
            result("NotRead", id, ExitCode.FollowUp, "Two."),
            result("NotRead", id, ExitCode.FollowUp, "Two."),
            passed("StateMissing", CLUSTER),
        ]),
    ).toEqual([result("NotRead", CLUSTER, ExitCode.Incomplete, "One. Two."), passed("StateMissing", CLUSTER)]);
});

test("JSON has what checks found, and not what passed", async () => {
    expect(JSON.parse(await shown("json", CHECKED)).findings).toEqual(CHECKED.slice(1));
});

describe("SARIF", () => {
    test("has the rules, and a result at a resource for each finding", async () => {
        const { version, runs } = JSON.parse(await shown("sarif", CHECKED));
        expect(version).toBe("2.1.0");
        const [{ tool, results }] = runs;
        expect(tool.driver).toMatchObject({ name: "managed-identity-aks", version: "0.1.0" });
        expect(tool.driver.rules.map(({ id, shortDescription }: SarifRule) => [id, shortDescription.text])).toEqual(
            CHECKED.map(({ code }) => [code, CHECKS[code as keyof typeof CHECKS]]),
        );
        const found = results.map(({ ruleId, ruleIndex, level, message, locations }: SarifResult) => {
            expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
            // GitHub refuses the whole file where a location has no file.
            expect(locations[0]?.physicalLocation.artifactLocation.uri).toBe("Pulumi.yaml");
            return [ruleId, level, message.text, locations[0]?.logicalLocations[0]?.fullyQualifiedName];
        });
        expect(found).toEqual([
            ["PoolReplaced", "error", "Pool web would be replaced.", `${CLUSTER}#pool web`],
            ["StepsRemain", "warning", "Steps remain.", CLUSTER],
            ["NotRead", "error", "It could not be read.", "preview"],
        ]);
        const prints = results.map(
            ({ partialFingerprints }: SarifResult) => partialFingerprints.primaryLocationLineHash,
        );
        expect(new Set(prints).size).toBe(3);
    });

    test.each(HOSTILE)("has %j as a text", async (text) => {
        const { runs } = JSON.parse(await shown("sarif", [result("NotRead", text, ExitCode.Incomplete, text)]));
        expect(runs[0].results[0]).toMatchObject({
            message: { text },
            locations: [{ logicalLocations: [{ fullyQualifiedName: text }] }],
        });
    });
});

interface SarifRule {
    id: string;
    shortDescription: { text: string };
}

interface SarifResult {
    ruleId: string;
    ruleIndex: number;
    level: string;
    message: { text: string };
    locations: {
        physicalLocation: { artifactLocation: { uri: string } };
        logicalLocations: { fullyQualifiedName: string }[];
    }[];
    partialFingerprints: { primaryLocationLineHash: string };
}

describe("JUnit", () => {
    test("has a test case for each check", async () => {
        expect(await shown("junit", CHECKED)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="managed-identity-aks" tests="4" failures="2" errors="1" skipped="0">
<testsuite name="plan" tests="4" failures="2" errors="1" skipped="0" timestamp="2026-12-02T10:30:00">
<testcase classname="managed-identity-aks.plan.ClusterReplaced" name="${CLUSTER}"/>
<testcase classname="managed-identity-aks.plan.PoolReplaced" name="${CLUSTER}#pool web"><failure type="PoolReplaced" message="Pool web would be replaced."/></testcase>
<testcase classname="managed-identity-aks.plan.StepsRemain" name="${CLUSTER}"><failure type="StepsRemain" message="Steps remain."/></testcase>
<testcase classname="managed-identity-aks.plan.NotRead" name="preview"><error type="NotRead" message="It could not be read."/></testcase>
</testsuite>
</testsuites>
`);
    });

    test("fails where the command fails", async () => {
        const xml = await shown("junit", CHECKED, { fails: (code: ExitCode) => code > ExitCode.FollowUp });
        expect(xml).toContain('tests="4" failures="1" errors="1"');
        expect(xml).toContain("><system-out>Steps remain.</system-out></testcase>");
    });

    test.each(HOSTILE)("has %j as text and attribute, in the same elements as any text", async (text) => {
        const xmlOf = (each: string) =>
            shown(
                "junit",
                [
                    result("NotRead", each, ExitCode.Incomplete, each),
                    { ...result("FeatureRetired", each, ExitCode.Ok, each), state: "pending" },
                ],
                { fails: (code: ExitCode) => code === ExitCode.Incomplete },
            );
        const xml = await xmlOf(text);
        const elements = (each: string) => each.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g);
        expect(elements(xml)).toEqual(elements(await xmlOf("plain")));
        // Neither a character nor an entity that no XML has.
        expect(xml).not.toMatch(/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
        expect(xml.match(/="[^"]*<[^"]*"/g)).toBe(null);
    });
});
