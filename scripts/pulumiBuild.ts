import { spawn } from "node:child_process";
import { join, sep } from "node:path";
import { createInterface } from "node:readline";
import type { Output } from "../src/cli/io";
import { showProgress } from "../src/cli/progress";

/** A program of Pulumi's that is built from its Go modules. */
export interface GoProgram {
    /** What messages call it. */
    title: string;
    package: string;
    /** Folder of the module that pins it: the hashes of all modules that take part stand in its go.sum. */
    module: string;
    version: string;
    /** The variable that the program tells its version from, if it does. */
    versionVariable?: string;
}

export const PULUMI_CLI: GoProgram = {
    title: "the Pulumi CLI",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    module: join(__dirname, "pulumi-cli"),
    version: "3.259.0",
    versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
};

/** What runs programs in YAML. */
export const YAML_HOST: GoProgram = {
    title: "the language host of Pulumi YAML",
    package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    module: join(__dirname, "pulumi-yaml"),
    version: "1.29.1",
    versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
};

/** What writes the SDK for Java. */
export const JAVA_HOST: GoProgram = {
    title: "the language host of Pulumi Java",
    package: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
    module: join(__dirname, "pulumi-java"),
    version: "1.16.0",
};

/** What writes the SDK for .NET. Newer ones are not in the module proxy. */
export const DOTNET_HOST: GoProgram = {
    title: "the language host of Pulumi .NET",
    package: "github.com/pulumi/pulumi-dotnet/pulumi-language-dotnet/v3",
    module: join(__dirname, "pulumi-dotnet"),
    version: "3.102.0",
};

/** What writes the SDKs for Go, Node and Python, by the CLI's own code generators. */
export const SDK_GENERATOR: GoProgram = {
    title: "the generator of SDKs",
    package: "managed-identity-aks/sdk-generator",
    module: join(__dirname, "sdk-generator"),
    version: PULUMI_CLI.version,
};

/** Builds a program into `folder`. Throws with Go's own words where that fails. */
export async function buildGoProgram(program: GoProgram, folder: string, output: Output): Promise<void> {
    const { title, version, versionVariable, module } = program;
    await go(module, ["version"]);
    output.write(`Building ${title} ${version} from its Go modules: some minutes, once.\n`);
    const started = performance.now();
    const packages = new Set<string>();
    const seen = new Set<string>();
    let modules = 0;
    const stop = showProgress(output, () => {
        const seconds = Math.round((performance.now() - started) / 1000);
        return `  ${seconds} s: ${buildState(modules, packages.size, seen.size, seen.has(program.package))}`;
    });
    try {
        const listed = await go(module, ["list", "-mod=readonly", "-deps", program.package], (line) => {
            if (line.startsWith("go: downloading ")) modules++;
        });
        for (const name of listed) packages.add(name);
        const linkerFlags = versionVariable ? `-s -w -X ${versionVariable}=v${version}` : "-s -w";
        const flags = ["-mod=readonly", "-trimpath", "-buildvcs=false", `-ldflags=${linkerFlags}`];
        // The separator makes it a folder, in which the program gets the name that the system wants.
        await go(module, ["build", "-v", ...flags, "-o", folder + sep, program.package], (line) => {
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

/** Runs Go in a module; `heed` gets each line of its error stream. Resolves to the lines of its output. */
function go(module: string, args: string[], heed?: (line: string) => void): Promise<string[]> {
    const child = spawn("go", args, {
        cwd: module,
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
