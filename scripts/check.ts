import { spawn } from "node:child_process";
import { join } from "node:path";

/** `npm run check`: what can be said of the code without running it, in seconds. */

/** What `tsc` remembers of its last run, where what is built from the packages may stay. */
const TYPES_CACHE = "node_modules/.cache/types.tsbuildinfo";

/** A check: its name, and the command that fails where it does not hold. */
export const CHECKS: readonly { name: string; command: readonly string[] }[] = [
    { name: "types", command: ["tsc", "--incremental", "--tsBuildInfoFile", TYPES_CACHE] },
    { name: "lint and format", command: ["biome", "ci", "--colors=off", "--error-on-warnings", "."] },
    {
        name: "arrows between the parts",
        command: ["depcruise", "--output-type", "err", "src", "local-azure", "scripts", "test", "examples"],
    },
    { name: "nothing unused", command: ["knip"] },
];

/** Runs one check; true if it holds. Only a failure prints what the command said. */
export async function runCheck({ name, command }: (typeof CHECKS)[number]): Promise<boolean> {
    const [tool = "", ...args] = command;
    const { code, output } = await runTool(tool, args);
    process.stdout.write(`${code === 0 ? "✓" : "✗"} ${name}\n${code === 0 ? "" : output}`);
    return code === 0;
}

export async function runChecks(): Promise<{ passed: number; failed: number }> {
    const held = await Promise.all(CHECKS.map(runCheck));
    const passed = held.filter(Boolean).length;
    return { passed, failed: held.length - passed };
}

/** A command-line tool of this project's own packages. */
function runTool(tool: string, args: string[]): Promise<{ code: number | null; output: string }> {
    const root = join(__dirname, "..");
    const child = spawn(join(root, "node_modules", ".bin", tool), args, {
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
