import { spawn } from "node:child_process";
import { join } from "node:path";

/** `npm run check`: what can be said of the code without running it, in seconds. */

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

/** Runs one check; true if it holds. Only a failure prints what the command said. */
async function runCheck({ name, command }: (typeof CHECKS)[number]): Promise<boolean> {
    const { code, output } = await runScript(command);
    process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name}\n${code === 0 ? "" : output}`);
    return code === 0;
}

export async function runChecks(): Promise<{ passed: number; failed: number }> {
    const held = await Promise.all(CHECKS.map(runCheck));
    const passed = held.filter(Boolean).length;
    return { passed, failed: held.length - passed };
}

/** On Node itself: what npm puts into `node_modules/.bin` starts in other ways on Windows. */
function runScript([script = "", ...args]: readonly string[]): Promise<{
    code: number | null;
    output: string;
}> {
    const root = join(__dirname, "..");
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
            output += chunk.toString();
        });
    }
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, output }));
    });
}

if (require.main === module) {
    runChecks().then(({ failed }) => {
        process.exitCode = failed === 0 ? 0 : 1;
    });
}
