import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { delimiter, dirname, join, posix } from "node:path";
import { bin, dependencies, name, peerDependencies } from "../../package.json";
import { firstConstruct } from "../../scripts/firstConstruct";
import { pythonWithPulumi } from "../../scripts/languageTools";
import { NODE_VERSIONS, nodeProgram } from "../../scripts/nodeVersions";
import { OFFLINE, packPackage } from "../../scripts/packPackage";
import { publicApi } from "../../scripts/publicApi";
import { runProgram } from "../../scripts/runProgram";
import { runCli, withEngine } from "../engine/engine";
import { withDayOfPages } from "../readme";
import { temporaryFolder } from "../temporaryFolder";
import { testWith } from "../testWith";
import { commandExamples } from "../unit/cli/examples";
import { startNodeHost } from "./nodeHost";
import { type NodeProject, nodeProjects, writeProject } from "./nodeProjects";

/** What npm would publish, as a consumer has it: its files, its public API, its ways to be imported, its examples' tests, its command. */

const ROOT = join(__dirname, "../..");
const MOST_BYTES = 1_480_000;

// It compiles the package.
jest.setTimeout(900_000);

/** Windows installs a script of the shell's in place of the link. */
const HAS_LINKS = process.platform !== "win32";
const withLinks = HAS_LINKS ? test : test.skip;

const folder = temporaryFolder();
let consumer: string;
let modules: string;
let installed: string;

beforeAll(async () => {
    const tarball = await packPackage(folder.path);
    consumer = join(folder.path, "consumer");
    modules = join(consumer, "node_modules");
    installed = join(modules, name);
    mkdirSync(installed, { recursive: true });
    await runProgram("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    // What the package declares, and what its example declares for its tests.
    for (const dependency of [...Object.keys(dependencies), "tsx", "typescript"]) {
        mkdirSync(dirname(join(modules, dependency)), { recursive: true });
        symlinkSync(join(ROOT, "node_modules", dependency), join(modules, dependency), "junction");
    }
    if (HAS_LINKS) {
        mkdirSync(join(modules, ".bin"));
        for (const [command, file] of Object.entries(bin)) {
            chmodSync(join(installed, file), 0o755);
            symlinkSync(join("..", name, file), join(modules, ".bin", command));
        }
    }
});

/** Compares a text with a committed file, which UPDATE_DOCS=1 rewrites. */
function expectCommitted(file: string, text: string): void {
    const path = join(__dirname, file);
    if (process.env.UPDATE_DOCS) {
        writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, "utf8"));
}

function filesOfPackage(): string[] {
    return readdirSync(installed, { recursive: true, encoding: "utf8" })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => statSync(join(installed, path)).isFile())
        .sort();
}

test("the tarball has the files that are listed, and is small", () => {
    const files = filesOfPackage();
    expectCommitted("files.txt", `${files.join("\n")}\n`);
    const bytes = files.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test("the public API is the one that is committed", () => {
    const api = publicApi({
        [name]: join(installed, "bin/index.d.ts"),
        [`${name}/testing`]: join(installed, "bin/testing/index.d.ts"),
    });
    expectCommitted("api.txt", api);
});

test.each([
    ["an ES module", "program.mjs", (names: string, from: string) => `import { ${names} } from "${from}";`],
    ["CommonJS", "program.cjs", (names: string, from: string) => `const { ${names} } = require("${from}");`],
])("%s imports both entry points by name, and nothing else", async (_, file, importOf) => {
    const program = [
        importOf("ManagedIdentityAksCluster, ArgumentsError", name),
        importOf("setAzureMocks", `${name}/testing`),
        "console.log([ManagedIdentityAksCluster, ArgumentsError, setAzureMocks].map((each) => typeof each).join());",
        `import("${name}/bin/azure/names.js").catch(({ code }) => console.log(code));`,
    ];
    const path = join(consumer, file);
    writeFileSync(path, program.join("\n"));
    const { stdout } = await runProgram(process.execPath, [path]);
    expect(stdout).toBe("function,function,function\nERR_PACKAGE_PATH_NOT_EXPORTED\n");
});

test("modules and types import only what the package has or declares", () => {
    const declared = [name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const files = filesOfPackage();
    const missing = files
        .filter((file) => /\.(js|d\.ts)$/.test(file))
        .flatMap((file) => importsOf(file).map((specifier) => ({ file, specifier })))
        .filter(({ file, specifier }) =>
            specifier.startsWith(".")
                ? !candidatesOf(posix.join(posix.dirname(file), specifier), file).some((each) => files.includes(each))
                : !isBuiltin(specifier) && !declared.includes(packageOf(specifier)),
        );
    expect(missing).toEqual([]);
});

test("types resolve for a bundler, and know azure-native's properties", async () => {
    const program = [
        `import type { ManagedIdentityAksClusterArgs } from "${name}";`,
        `import { setAzureMocks } from "${name}/testing";`,
        'type Properties = NonNullable<ManagedIdentityAksClusterArgs["properties"]>;',
        "export const free: Properties = { fqdnSubdomain: setAzureMocks.name };",
        "// @ts-expect-error: dnsPrefix is an input.",
        'export const own: Properties = { dnsPrefix: "shop" };',
        "// @ts-expect-error: azure-native has no such property.",
        "export const unknown: Properties = { nothing: true };",
    ];
    writeFileSync(join(consumer, "types.ts"), program.join("\n"));
    const options = ["--strict", "--noEmit", "--skipLibCheck", "--module", "preserve", "--moduleResolution", "bundler"];
    const tsc = [join(modules, "typescript/bin/tsc"), ...options, "types.ts"];
    const { stdout } = await runProgram(process.execPath, tsc, { cwd: consumer }).catch((error) => error);
    expect(stdout).toBe("");
});

/** What a module or a declaration names as imported. */
function importsOf(file: string): string[] {
    const text = readFileSync(join(installed, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    return [...text.matchAll(/\b(?:require\(|import\(|from |import )"([^"]+)"/g)].map(
        ([, specifier = ""]) => specifier,
    );
}

/** Where Node or the compiler looks for a file of the package. */
function candidatesOf(path: string, importer: string): string[] {
    const endings = importer.endsWith(".d.ts") ? [".d.ts", "/index.d.ts"] : ["", ".js", "/index.js"];
    return endings.map((ending) => `${path}${ending}`);
}

function packageOf(specifier: string): string {
    return specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");
}

test("npm runs nothing of the package when it installs it", () => {
    expect(JSON.parse(readFileSync(join(installed, "package.json"), "utf8"))).not.toHaveProperty("scripts");
});

/** The example as a user copies it out of the repository. */
function copiedExample(): string {
    const copy = join(consumer, "unit-test");
    cpSync(join(ROOT, "examples/unit-test"), copy, { recursive: true });
    return copy;
}

test("the example's unit tests in TypeScript pass with the package", async () => {
    const tests = ["--import", "tsx", "--test", "--test-reporter", "tap", "index.test.ts"];
    // Node's runner knows by NODE_TEST_CONTEXT that it runs inside of another.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await runProgram(process.execPath, tests, { cwd: copiedExample(), env });
    expect(stdout).toMatch(/^# pass 3$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
});

const python = pythonWithPulumi();
const inPython = testWith("Python with Pulumi", python !== undefined);

inPython("the example's unit tests in Python pass", async () => {
    const { stderr } = await runProgram(String(python), ["-m", "unittest"], { cwd: copiedExample() });
    expect(stderr).toMatch(/^Ran 2 tests[\s\S]*\nOK\n$/m);
});

/** What TypeScript says of a project does not depend on the Node that runs the compiler: one checks, all transpile. */
const CHECKS_TYPES = NODE_VERSIONS.find((major) => nodeProgram(major) !== undefined);

describe.each(NODE_VERSIONS)("Node %s", (major) => {
    const node = nodeProgram(major) ?? "";
    const compiler: Record<string, string> = major === CHECKS_TYPES ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const onNode = testWith(`Node ${major}`, node !== "");

    onNode(
        "runs a project in JavaScript and TypeScript, as CommonJS and as ES modules, with the same resources",
        async () => {
            // Each Node deploys with another of them.
            const projects = nodeProjects();
            const first = NODE_VERSIONS.indexOf(major) % projects.length;
            const [deployed, ...others] = [...projects.slice(first), ...projects.slice(0, first)];
            await withEngine(
                async () => {},
                {},
                async ({ stack, jobs }) => {
                    const { workspace } = stack;
                    symlinkSync(modules, join(workspace.workDir, "node_modules"), "junction");
                    let env: Record<string, string> | undefined;
                    const host = await startNodeHost(node, () => ({ ...process.env, ...workspace.envVars, ...env }));
                    const pulumi = async (project: NodeProject | undefined, ...args: string[]) => {
                        writeProject(workspace.workDir, project as NodeProject);
                        env = { ...project?.env, ...compiler };
                        await runCli(stack, [...args, "--stack=dev", "--non-interactive", `--client=${host.address}`]);
                    };
                    try {
                        await pulumi(deployed, "up", "--yes", "--skip-preview");
                        const { clusterName, identityProfile } = await stack.outputs();
                        expect(identityProfile?.value).toMatchObject({
                            kubeletidentity: { resourceId: expect.stringMatching(/\/aks-kubelet\w*$/) },
                        });
                        const done = await jobs(clusterName?.value);
                        expect(done).not.toEqual([]);
                        expect(done.filter(({ allowed }) => !allowed)).toEqual([]);
                        for (const project of others) {
                            await pulumi(project, "preview", "--expect-no-changes");
                        }
                    } finally {
                        host.stop();
                    }
                },
            );
        },
    );

    onNode("lets an ES module import each export by name", async () => {
        const program = [name, `${name}/testing`].map(
            (entry, index) =>
                `import * as module${index} from "${entry}"; console.log(JSON.stringify(Object.keys(module${index})));`,
        );
        const path = join(consumer, "names.mjs");
        writeFileSync(path, program.join("\n"));
        const { stdout } = await runProgram(node, [path]);
        const [index, testing] = stdout
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line));
        const namesOf = (file: string) => Object.keys(require(join(installed, file)));
        expect(index).toEqual(expect.arrayContaining(namesOf("bin/index.js")));
        expect(testing).toEqual(expect.arrayContaining(namesOf("bin/testing/index.js")));
    });

    onNode("starts the command and the plugin", async () => {
        const help = await runProgram(node, [join(installed, bin["managed-identity-aks"]), "--help"]);
        expect(help).toMatchObject({ stdout: expect.stringMatching(/^Usage: managed-identity-aks /), stderr: "" });
        // It throws where the plugin creates no cluster.
        await firstConstruct(node, [join(installed, `pulumi-resource-${name}`)], consumer);
    });
});

/** Runs the program of the package from a folder beside it, as npm links it. */
function managedIdentityAks(args: string[], env: NodeJS.ProcessEnv = {}) {
    return runProgram(join(modules, ".bin", "managed-identity-aks"), args, {
        cwd: consumer,
        env: { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), ...env },
    });
}

withLinks("npx managed-identity-aks --help loads commander and the table of commands", async () => {
    const record = join(folder.path, "record.cjs");
    const loaded = join(folder.path, "loaded.json");
    const program = `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache))));`;
    writeFileSync(record, program);
    const direct = await managedIdentityAks(["--help"], { NODE_OPTIONS: `--require ${record}` });
    const names = (JSON.parse(readFileSync(loaded, "utf8")) as string[])
        .filter((file) => file !== record)
        .map((file) => file.replace(`${installed}/`, "").replace(/^.*\/node_modules\/([^/]+)\/.*$/, "$1"));
    const own = names.filter((file) => file.startsWith("bin/"));
    expect([...new Set(names.filter((file) => !own.includes(file)))]).toEqual(["commander"]);
    expect(own.filter((file) => !file.startsWith("bin/cli/")).sort()).toEqual([
        "bin/migration/formats/visible.js",
        "bin/migration/jsonInput.js",
        "bin/migration/report.js",
    ]);

    const byNpx = await runProgram("npx", ["--no-install", "managed-identity-aks", "--help"], {
        cwd: consumer,
        env: OFFLINE,
    });
    expect(byNpx.stdout).toBe(direct.stdout);
    expect(byNpx.stdout).toContain("Usage: managed-identity-aks ");
});

withLinks("the examples of docs/command, by the package that was installed", async () => {
    const { files, calls } = commandExamples();
    for (const [file, text] of Object.entries(files)) {
        writeFileSync(join(consumer, file), text);
    }
    // What live commands print is in page.test.ts: it takes an Azure.
    for (const { args, code, stdout } of calls.filter(({ isLive }) => !isLive)) {
        const ended = await managedIdentityAks(args).catch((error) => error);
        expect({ args, code: ended.code ?? 0, stdout: withDayOfPages(ended.stdout), stderr: ended.stderr }).toEqual({
            args,
            code,
            stdout,
            stderr: "",
        });
    }
});
