import { spawn } from "node:child_process";
import { join, sep } from "node:path";
import { createInterface } from "node:readline";
import type { Output } from "../src/cli/io";
import { showProgress } from "../src/cli/progress";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** The hashes of all modules that take part stand in its go.sum. */
const MODULE = join(__dirname, "pulumi-cli");

/** Builds the Pulumi CLI from its Go modules into `folder`. Throws with Go's own words where that fails. */
export async function buildPulumiCli(version: string, folder: string, output: Output): Promise<void> {
    await go(["version"]);
    output.write(`Building the Pulumi CLI ${version} from its Go modules: some minutes, once.\n`);
    const started = performance.now();
    const packages = new Set<string>();
    const seen = new Set<string>();
    let modules = 0;
    const stop = showProgress(output, () => {
        const seconds = Math.round((performance.now() - started) / 1000);
        return `  ${seconds} s: ${buildState(modules, packages.size, seen.size, seen.has(PACKAGE))}`;
    });
    try {
        const listed = await go(["list", "-mod=readonly", "-deps", PACKAGE], (line) => {
            if (line.startsWith("go: downloading ")) modules++;
        });
        for (const name of listed) packages.add(name);
        const linkerFlags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
        const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", `-ldflags=${linkerFlags}`];
        // The separator makes it a folder, in which the program gets the name that the system wants.
        await go(["build", "-v", ...flags, "-o", folder + sep, PACKAGE], (line) => {
            if (packages.has(line)) seen.add(line);
        });
    } finally {
        stop();
    }
}

/** How far a build is. Packages that Go has in its own cache are not compiled again, hence "at most". */
export function buildState(modules: number, packages: number, compiled: number, isLast: boolean): string {
    if (packages === 0) return `${modules} modules fetched`;
    return isLast ? "linking" : `package ${compiled} of at most ${packages}`;
}

/** Runs Go in the module; `heed` gets each line of its error stream. Resolves to the lines of its output. */
function go(args: string[], heed?: (line: string) => void): Promise<string[]> {
    const child = spawn("go", args, {
        cwd: MODULE,
        env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    const said: string[] = [];
    createInterface(child.stdout).on("line", (line) => printed.push(line));
    createInterface(child.stderr).on("line", (line) => {
        said.push(line);
        heed?.(line);
    });
    return new Promise((resolve, reject) => {
        child.on("error", ({ message }) => reject(new Error(`Go cannot be started: ${message}`)));
        child.on("close", (code) => {
            if (code === 0) resolve(printed);
            else reject(new Error(`go ${args[0]} failed: ${said.slice(-8).join("\n")}`));
        });
    });
}
