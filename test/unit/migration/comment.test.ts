import { passed, result } from "../../../src/migration/checks/results";
import { FORMATS } from "../../../src/migration/formats";
import { type Block, type CheckResult, ExitCode, type Report } from "../../../src/migration/report";
import { HOSTILE } from "./hostile";

const made = { at: Date.UTC(2026, 11, 2, 10, 30), version: "0.1.0" };
const blocksOf = (text: string): Block[] => [
    { kind: "heading", level: 1, text: "Plan" },
    { kind: "heading", level: 2, text },
    { kind: "paragraph", text },
    { kind: "heading", level: 3, text },
    { kind: "table", columns: ["role"], rows: [[text]] },
    { kind: "heading", level: 3, text: "Code" },
    { kind: "code", language: "sh", lines: ["az aks show"] },
];
const commentOf = async (blocks: Block[], checks: CheckResult[], report: Partial<Report> = {}) => {
    const base = {
        kind: "plan",
        version: 1,
        data: {},
        exitCode: ExitCode.Replaced,
        subject: "aks",
        stack: "dev of shop",
    };
    return String(await FORMATS.comment({ ...base, checks, blocks, ...report } as Report, { made }));
};
const CHECKED = [
    passed("ClusterReplaced", "/id"),
    result("StepsRemain", "/id", ExitCode.FollowUp, "Steps remain."),
    result("PoolReplaced", "/id#pool web", ExitCode.Replaced, "Pool web would be replaced."),
];

test("a comment has its marker first, then what was found, the worst first, then parts to open", async () => {
    expect(await commentOf(blocksOf("aks"), CHECKED)).toBe(`<!-- managed-identity-aks plan dev of shop -->

### Plan – aks (stack dev of shop) – 2026-12-02

2 of 3 checks found something; exit code 5.

- ✗ PoolReplaced (/id#pool web): Pool web would be replaced.
- … StepsRemain (/id): Steps remain.

#### aks

aks

<details><summary>aks</summary>

| role |
| --- |
| aks |

</details>

<details><summary>Code</summary>

\`\`\`sh
az aks show
\`\`\`

</details>
`);
});

test.each([...HOSTILE, "</summary></details>", "@octocat and #12", "--> <b>"])(
    "%j changes no element, and mentions nobody",
    async (text) => {
        const tags = async (each: string) => {
            const comment = await commentOf(blocksOf(each), [result("NotRead", each, ExitCode.Incomplete, each)], {
                subject: each,
                stack: each,
            });
            expect(comment).not.toMatch(/@\w|#\d/);
            expect(comment).toMatch(/^<!-- (?!.*--.* -->)[\w./ -]+ -->\n/);
            return comment.match(/<!--|<\/?(?!wbr)[a-z]+>/g);
        };
        expect(await tags(text)).toEqual(await tags("plain"));
    },
);

test("what does not fit is left out as a whole, and that is said", async () => {
    const section = (length: number): Block[] => [
        { kind: "heading", level: 2, text: `of ${length}` },
        { kind: "paragraph", text: "😀".repeat(length / 2) },
    ];
    const title = blocksOf("aks").slice(0, 1);
    const fits = await commentOf([...title, ...section(60_000)], CHECKED);
    expect(fits.length).toBeGreaterThan(60_000);
    expect(fits).not.toContain("do not fit");
    for (let length = 64_000; length < 66_000; length += 50) {
        const near = await commentOf([...title, ...section(length)], CHECKED);
        expect(near.length).toBeLessThanOrEqual(65_536);
        expect(near.includes("do not fit")).toBe(!near.includes("😀"));
    }
    const many = Array.from({ length: 60 }, (_, index) => result("NotRead", `/${index}`, ExitCode.Incomplete, "No."));
    const cut = await commentOf(
        [...title, ...section(40_000), ...section(70_000), ...section(30_000), ...section(10_000)],
        many,
    );
    expect(cut.length).toBeLessThanOrEqual(65_536);
    expect(cut.match(/<summary>.*<\/summary>/g)).toEqual([
        "<summary>of 40000</summary>",
        "<summary>of 10000</summary>",
    ]);
    expect(cut.match(/<details>/g)).toHaveLength(cut.match(/<\/details>/g)?.length ?? 0);
    expect(cut).toMatch(/\n\n2 parts of the report do not fit into a comment of 65536 characters\. [^\n]+\n$/);
    expect(cut).toContain("\n- and 10 more\n");
});
