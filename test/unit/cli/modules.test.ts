import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bin } from "../../../package.json";
import { runProgram } from "../../../scripts/runProgram";
import { withFiles } from "./command";

const ROOT = join(__dirname, "../../..");
const ARGS = JSON.stringify({ resourceGroupName: "shop", systemNodePool: { vmSize: "Standard_D4ds_v5" } });

async function loadedBy(...argv: string[]): Promise<{ code: number; loaded: string[] }> {
    const script = ["--import", "tsx", join(__dirname, "modules.ts")];
    const { stdout } = await runProgram(process.execPath, [...script, ...argv], { cwd: ROOT });
    return JSON.parse(stdout);
}

test.each([["--help"], ["--version"], ["grants --help"]])(
    "%s loads commander, and no more of the package than the table of commands",
    async (line) => {
        const { code, loaded } = await loadedBy(...line.split(" "));
        expect(code).toBe(0);
        expect(loaded.filter((name) => !name.startsWith("src/"))).toEqual(["commander"]);
        expect(loaded.filter((name) => name.startsWith("src/") && !name.startsWith("src/cli/"))).toEqual([
            "src/migration/formats/visible.ts",
            "src/migration/jsonInput.ts",
            "src/migration/report.ts",
        ]);
    },
);

test("an input that cannot be read loads nothing else", async () => {
    const { code, loaded } = await loadedBy("grants", "none.json");
    expect(code).toBe(2);
    expect(loaded.filter((name) => !name.startsWith("src/"))).toEqual(["commander"]);
});

test.each([["grants"], ["map --format svg"]])("%s loads no SDK of a provider", async (line) => {
    await withFiles({ "args.json": ARGS }, async (folder) => {
        const { code, loaded } = await loadedBy(...line.split(" "), join(folder, "args.json"));
        expect(code).toBe(0);
        expect(loaded.filter((name) => name.startsWith("@"))).toContain("@pulumi/pulumi");
        expect(loaded.filter((name) => /^@(azure|pulumi\/azure)/.test(name))).toEqual([]);
    });
});

test("npm puts the program on the PATH", () => {
    expect(bin).toEqual({ "managed-identity-aks": "bin/cli/main.js" });
    // tsconfig.build.json compiles src to bin; npm makes the file executable.
    expect(readFileSync(join(ROOT, "src/cli/main.ts"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("the program itself: what it prints, and how it ends", async () => {
    const main = ["--import", "tsx", join(ROOT, "src/cli/main.ts")];
    const runMain = (...argv: string[]) => runProgram(process.execPath, [...main, ...argv], { cwd: ROOT });
    await withFiles({ "args.json": ARGS }, async (folder) => {
        const { stdout, stderr } = await runMain("grants", join(folder, "args.json"), "--format", "json");
        expect(stderr).toBe("");
        expect(JSON.parse(stdout)).toMatchObject({ kind: "grants", version: 1, exitCode: 0 });
        await expect(runMain("grants", "none.json")).rejects.toMatchObject({
            code: 2,
            stdout: "",
            stderr: expect.stringMatching(/^managed-identity-aks: none\.json: there is no such file\. [^\n]+\n$/),
        });
    });
});
