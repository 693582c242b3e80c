import { spawn } from "node:child_process";
import { join } from "node:path";
import { type ChildOutput, childOutput } from "./childOutput";
import { packPackage } from "./packPackage";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/** `npm run check`: what can be said of the code, and of the package that is made of it, without running it. */

/** What `tsc` remembers of its last run, where what is built from the packages may stay. */
const TYPES_CACHE = "node_modules/.cache/types.tsbuildinfo";

const FOLDERS = ["src", "local-azure", "scripts", "test", "examples"];

/** A check: its name, and the script of a package, with its arguments, that fails where it does not hold. */
const CHECKS: readonly { name: string; command: readonly string[] }[] = [
    { name: "types", command: ["typescript/bin/tsc", "--incremental", "--tsBuildInfoFile", TYPES_CACHE] },
    {
        name: "lint and format",
        command: ["@biomejs/biome/bin/biome", "ci", "--colors=off", "--error-on-warnings", "."],
    },
    {
        name: "arrows between the parts",
        command: ["dependency-cruiser/bin/dependency-cruise.mjs", "--output-type", "err", ...FOLDERS],
    },
    { name: "nothing unused", command: ["knip/bin/knip.js"] },
];

/** Checks of what npm would publish; the tarball is the last argument. */
const PACKAGE_CHECKS: typeof CHECKS = [
    { name: "package.json fits the tarball", command: ["publint/src/cli.js", "run", "--strict"] },
    {
        name: "types for all ways to import",
        command: ["@arethetypeswrong/cli/dist/index.js", "--format", "ascii", "--no-color"],
    },
];

/** Runs one check; true if it holds. Only a failure prints what the command said. */
async function runCheck({ name, command }: (typeof CHECKS)[number]): Promise<boolean> {
    const { code, output } = await runScript(command);
    process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name}\n${code === 0 ? "" : output}`);
    return code === 0;
}

export async function runChecks(): Promise<{ passed: number; failed: number }> {
    return withTemporaryFolder(runChecksIn);
}

/** The same, with the tarball, which stays in the folder. */
export async function runChecksIn(folder: string): Promise<{ passed: number; failed: number; tarball?: string }> {
    const [ofTree, { held: ofPackage, tarball }] = await Promise.all([
        Promise.all(CHECKS.map(runCheck)),
        runPackageChecks(folder),
    ]);
    const held = [...ofTree, ...ofPackage];
    const passed = held.filter(Boolean).length;
    return { passed, failed: held.length - passed, ...(tarball !== undefined && { tarball }) };
}

async function runPackageChecks(folder: string): Promise<{ held: boolean[]; tarball?: string }> {
    try {
        const tarball = await packPackage(folder);
        const checks = PACKAGE_CHECKS.map(({ name, command }) => runCheck({ name, command: [...command, tarball] }));
        return { held: await Promise.all(checks), tarball };
    } catch (error) {
        process.stdout.write(`✗ npm pack\n${error}\n`);
        return { held: [false] };
    }
}

/** On Node itself: what npm puts into `node_modules/.bin` starts in other ways on Windows. */
function runScript([script = "", ...args]: readonly string[]): Promise<ChildOutput> {
    const root = join(__dirname, "..");
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
    });
    return childOutput(child);
}

if (require.main === module) {
    runMain("check", async () => (await runChecks()).failed === 0);
}
