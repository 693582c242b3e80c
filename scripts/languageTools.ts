import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Output } from "../src/cli/io";
import { cacheFolder, intoPlace } from "./cacheFolder";
import { nodeTools } from "./nodeVersions";
import { buildGoProgram, DOTNET_HOST, JAVA_HOST, PULUMI_CLI, SDK_GENERATOR, YAML_HOST } from "./pulumiBuild";
import { runProgram } from "./runProgram";
import { withTemporaryFolder } from "./temporaryFolder";

type Tool = [name: string, there: string | undefined, provide: () => Promise<void>];

function yamlHost(output: Output): Tool {
    return [
        YAML_HOST.title,
        yamlHostFolder(),
        () => intoPlace(YAML, (draft) => buildGoProgram(YAML_HOST, draft, output)),
    ];
}

/** What tests of programs in YAML need. What cannot be had is said, and these tests are skipped. */
export function provideYamlHost(output: Output): Promise<void> {
    return provideTools([yamlHost(output)], output);
}

/** What tests of other languages and other versions of Node need, too. */
export function provideLanguageTools(output: Output): Promise<void> {
    const tools: Tool[] = [
        yamlHost(output),
        [
            SDK_GENERATOR.title,
            sdkGenerator(),
            () => intoPlace(GENERATOR, (draft) => buildGoProgram(SDK_GENERATOR, draft, output)),
        ],
        [JAVA_HOST.title, javaHostFolder(), () => intoPlace(JAVA, (draft) => buildGoProgram(JAVA_HOST, draft, output))],
        [
            DOTNET_HOST.title,
            dotnetHostFolder(),
            () => intoPlace(DOTNET, (draft) => buildGoProgram(DOTNET_HOST, draft, output)),
        ],
        ["Pulumi's Java packages", javaPackages(), () => intoPlace(MAVEN, downloadJavaPackages)],
        ["Python with Pulumi", pythonWithPulumi(), () => intoPlace(PYTHON, installPython)],
        [
            "azure-native for Go",
            there(GO_PACKAGES),
            () => intoPlace(GO_PACKAGES, (draft) => compileGoPackages(draft, output)),
        ],
        ...nodeTools(),
    ];
    return provideTools(tools, output);
}

async function provideTools(tools: Tool[], output: Output): Promise<void> {
    for (const [name, there, provide] of tools) {
        if (there === undefined) {
            await provide().catch(({ message }: Error) =>
                output.write(`Tests that need ${name} are skipped, which cannot be had: ${message}\n`),
            );
        }
    }
}

const YAML = cacheFolder(`pulumi-yaml-${YAML_HOST.version}`);

/** Folder of the language host of Pulumi YAML: on the PATH, with the CLI as in its releases, or in the cache. */
export function yamlHostFolder(): string | undefined {
    return folderOf("pulumi-language-yaml", YAML);
}

/** Folder of the language host for Node. Only the CLI's releases bring it: it is no Go module that could be built. */
export function nodeHostFolder(): string | undefined {
    return folderOf("pulumi-language-nodejs");
}

function folderOf(host: string, ...others: string[]): string | undefined {
    const withCli = cacheFolder(join(`pulumi-${PULUMI_CLI.version}`, "bin"));
    const folders = [...(process.env.PATH ?? "").split(delimiter), withCli, ...others];
    return folders.find((folder) => existsSync(join(folder, executable(host))));
}

/** Its source is this project's own: another one is another program. */
const GENERATOR = cacheFolder(`sdk-generator-${digestOf(SDK_GENERATOR.module)}`);

/** Program that writes the SDKs of a schema. */
export function sdkGenerator(): string | undefined {
    return there(join(GENERATOR, executable("sdk-generator")));
}

const JAVA = cacheFolder(`pulumi-java-${JAVA_HOST.version}`);

/** Folder of the language host of Pulumi Java. */
export function javaHostFolder(): string | undefined {
    return existsSync(join(JAVA, executable("pulumi-language-java"))) ? JAVA : undefined;
}

const DOTNET = cacheFolder(`pulumi-dotnet-${DOTNET_HOST.version}`);

/** Folder of the language host of Pulumi .NET. */
export function dotnetHostFolder(): string | undefined {
    return existsSync(join(DOTNET, executable("pulumi-language-dotnet"))) ? DOTNET : undefined;
}

/** A folder with a project of Maven that depends on what a generated SDK depends on. */
export const JAVA_PROJECT = join(__dirname, "../test/languages/java");
const MAVEN = cacheFolder(`maven-${digestOf(JAVA_PROJECT, ["pom.xml"])}`);

/** A repository of Maven that has what compiles a generated SDK. */
export function javaPackages(): string | undefined {
    return there(MAVEN);
}

async function downloadJavaPackages(draft: string): Promise<void> {
    // Maven would leave its results beside the project.
    await withTemporaryFolder(async (project) => {
        await cp(join(JAVA_PROJECT, "pom.xml"), join(project, "pom.xml"));
        const maven = ["--batch-mode", "--quiet", `-Dmaven.repo.local=${draft}`, "compile"];
        await runProgram("mvn", maven, { cwd: project });
    });
}

const AZURE_NATIVE_FOR_PYTHON = "3.28.0";
const PYTHON = cacheFolder(`python-pulumi-${PULUMI_CLI.version}-azure-native-${AZURE_NATIVE_FOR_PYTHON}`);
const PYTHON_PROGRAM = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];

/** A Python with the packages that a generated SDK needs, and what installs it. */
export function pythonWithPulumi(): string | undefined {
    return there(join(PYTHON, ...PYTHON_PROGRAM));
}

async function installPython(draft: string): Promise<void> {
    await runProgram(process.platform === "win32" ? "python" : "python3", ["-m", "venv", draft]);
    const pinned = [`pulumi==${PULUMI_CLI.version}`, `pulumi-azure-native==${AZURE_NATIVE_FOR_PYTHON}`];
    const packages = [...pinned, "parver", "semver", "setuptools", "wheel"];
    // Of azure-native's thousands of modules the tests load some.
    const quick = ["--quiet", "--no-compile"];
    await runProgram(join(draft, ...PYTHON_PROGRAM), ["-m", "pip", "install", ...quick, ...packages]);
}

/** A module whose programs are generated. It has the SDK beside it, in `../sdks/go`. */
const GO_PROGRAMS = join(__dirname, "../test/languages/scenarios");
/** Says that Go has compiled its packages of azure-native, which takes minutes: the packages are in Go's own cache. */
const GO_PACKAGES = cacheFolder(`go-azure-native-${digestOf(GO_PROGRAMS)}`);

async function compileGoPackages(draft: string, output: Output): Promise<void> {
    output.write("Compiling azure-native for Go: some minutes, once.\n");
    await withTemporaryFolder(async (project) => {
        const folder = join(project, "go");
        await cp(GO_PROGRAMS, folder, { recursive: true });
        await cp(join(GO_PROGRAMS, "../go/go.mod"), join(project, "sdks/go/go.mod"));
        const modules = readFileSync(join(folder, "go.mod"), "utf8").matchAll(
            /^\t(\S+\/pulumi-azure-native-sdk\/\S+)/gm,
        );
        const imports = [...modules].map(([, module]) => `import _ "${module}"\n`);
        await writeFile(join(folder, "main.go"), `package main\n\n${imports.join("")}\nfunc main() {}\n`);
        const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" };
        await runProgram("go", ["vet", "."], { cwd: folder, env });
        await writeFile(join(draft, "complete"), "");
    });
}

function there(file: string): string | undefined {
    return existsSync(file) ? file : undefined;
}

function executable(name: string): string {
    return process.platform === "win32" ? `${name}.exe` : name;
}

function digestOf(folder: string, files = readdirSync(folder).sort()): string {
    const hash = createHash("sha256");
    for (const file of files) {
        hash.update(readFileSync(join(folder, file)));
    }
    return hash.digest("hex").slice(0, 12);
}
