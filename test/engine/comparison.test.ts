import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withGenerated } from "../../scripts/generatedBlocks";
import { asOnPage } from "./asOnPage";
import { COMPARISON, withBoth } from "./comparedPrograms";
import { mistakes, type ShownMistake } from "./mistakes";

/** `UPDATE_DOCS=1 npm test -- test/engine/comparison` writes its generated places anew. */
const PAGE = join(__dirname, "../../docs/comparison.md");
/** What the programs name of what has automatic names. */
const NAMES = ["shop", "routes", "images", "aks", "aks-cluster"];

test("both programs deploy the same cluster, and the page says what goes wrong by hand", async () => {
    await withBoth(async (compared) => {
        const blocks: Record<string, () => string> = {};
        for (const [name, compare] of Object.entries(mistakes)) {
            const text = textOf(await compare(compared));
            blocks[name] = () => text;
        }
        const { handwritten, component } = compared;
        expect(await handwritten.deployed()).toEqual(await component.deployed());
        await expectOnPage(blocks);
    });
}, 600_000);

interface Program {
    title: string;
    file: string;
    comment: RegExp;
    /** What is found once a role assignment that the program writes. */
    roleAssignment: RegExp;
}

const PROGRAMS: Program[] = [
    { title: "this package", file: "component/index.ts", comment: /^\/\//, roleAssignment: /RoleAssignment\(/g },
    { title: "hand-written Pulumi", file: "handwritten/index.ts", comment: /^\/\//, roleAssignment: /^ {4}assign\(/gm },
    { title: "Azure CLI", file: "az/create.sh", comment: /^#/, roleAssignment: /(?<=^for scope in .*)"\$\w+"/gm },
    { title: "Terraform (azurerm)", file: "terraform/main.tf", comment: /^#/, roleAssignment: /\brole = "/g },
];

test("the page counts the lines and role assignments of the four programs", async () => {
    const rows = await Promise.all(
        PROGRAMS.map(async ({ title, file, comment, roleAssignment }) => {
            const text = await readFile(join(COMPARISON, file), "utf8");
            const lines = text.split("\n").map((line) => line.trim());
            const written = lines.filter((line) => line !== "" && !comment.test(line)).length;
            return { title, file, lines: written, roleAssignments: text.match(roleAssignment)?.length ?? 0 };
        }),
    );
    expect(rows.map(({ roleAssignments }) => roleAssignments)).toEqual([0, 5, 2, 5]);
    await expectOnPage({ size: () => sizeTable(rows) });
});

function sizeTable(rows: { title: string; file: string; lines: number; roleAssignments: number }[]): string {
    const cells = rows.map(({ title, file, lines, roleAssignments }) => [
        title,
        `[${file}](../examples/comparison/${file})`,
        String(lines),
        String(roleAssignments),
    ]);
    const head = ["written with", "program", "lines", "role assignments in it"];
    const widths = head.map((title, column) =>
        Math.max(...[head, ...cells].map((row) => (row[column] ?? title).length)),
    );
    const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
    return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

function textOf(runs: ShownMistake[]): string {
    const lines = runs.flatMap(({ title, lines }) => [title, ...lines.map((line) => `    ${line}`)]);
    return ["```text", asOnPage(NAMES)(lines.join("\n")), "```"].join("\n");
}

async function expectOnPage(blocks: Record<string, () => string>): Promise<void> {
    const page = await readFile(PAGE, "utf8");
    const expected = withGenerated(page, blocks);
    if (process.env.UPDATE_DOCS) {
        await writeFile(PAGE, expected);
    } else {
        expect(page).toBe(expected);
    }
}
