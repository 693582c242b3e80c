import { bases, type Evidence } from "../../local-azure/kernel/evidence";
import { checks } from "../../local-azure/services/containerservice/checks/checks";
import { clusterLinks, poolLinks } from "../../local-azure/services/containerservice/checks/deployerLinks";
import { patchedIdentity } from "../../local-azure/services/containerservice/checks/patchedIdentity";
import { type CheckRow, errorCodes } from "../../local-azure/services/containerservice/checks/proposal";
import { denials } from "../../local-azure/services/containerservice/jobs/denials";
import { type Job, jobTable } from "../../local-azure/services/containerservice/jobs/jobTable";
import { recordingsIn, trimmedFolder } from "../recordings/recording";

const recordings = recordingsIn(trimmedFolder).flatMap(([name, { source }]) => [name, source]);

const tables: Record<string, readonly Evidence[]> = {
    jobs: jobTable,
    "what comes of a denial": Object.values(denials),
    "what the deployer needs": [...clusterLinks, ...poolLinks],
    checks: [...checks.flatMap((row) => ("rows" in row ? row.rows : [row])), patchedIdentity],
};

test.each(Object.entries(tables))("%s: every row has a basis, and a source that can be looked up", (_table, rows) => {
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !isComplete(row))).toEqual([]);
});

function isComplete({ basis, source }: Evidence): boolean {
    const isLink = /^https:\/\/(learn\.microsoft\.com|github\.com)\/[\w./#-]+$/.test(source);
    return bases.includes(basis) && (isLink || source === errorCodes || recordings.includes(source));
}

/** What is concluded or assumed. The limit only falls. */
test("most rows are proven", () => {
    const rows = Object.values(tables).flat();
    const assumed = rows.filter(({ basis }) => basis === "derived" || basis === "unverified");
    expect(assumed.length / rows.length).toBeLessThanOrEqual(0.36);
});

test("what is incomplete is noticed", () => {
    expect(isComplete({ basis: "derived", source: "" })).toBe(false);
    expect(isComplete({ basis: "recorded", source: "99-not-there.json" })).toBe(false);
});

test("a row without evidence does not compile", () => {
    // @ts-expect-error basis and source are missing
    const job: Job = { operation: "pull", identity: "kubelet", scopes: () => [] };
    // @ts-expect-error the same
    const check: CheckRow = { refuse: () => undefined };
    expect([job, check]).toHaveLength(2);
});
