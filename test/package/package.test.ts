import { execFile } from "node:child_process";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { dependencies, name } from "../../package.json";
import { cacheFolder } from "../../scripts/cacheFolder";
import { OFFLINE, packPackage } from "../../scripts/packPackage";
import { publicApi } from "../../scripts/publicApi";

/** What npm would publish, as a consumer has it: its files, its public API, its ways to be imported, its examples' tests. */

const ROOT = join(__dirname, "../..");
const MOST_BYTES = 1_500_000;
const run = promisify(execFile);

// It compiles the package.
jest.setTimeout(900_000);

let folder: string;
let modules: string;
let installed: string;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "managed-identity-aks-package-"));
    const tarball = await packPackage(folder);
    modules = join(folder, "consumer", "node_modules");
    installed = join(modules, name);
    mkdirSync(installed, { recursive: true });
    await run("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    // What the package declares, and what its example declares for its tests.
    for (const dependency of [...Object.keys(dependencies), "tsx", "typescript"]) {
        mkdirSync(dirname(join(modules, dependency)), { recursive: true });
        symlinkSync(join(ROOT, "node_modules", dependency), join(modules, dependency), "junction");
    }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    const path = join(folder, "consumer", file);
    writeFileSync(path, program.join("\n"));
    const { stdout } = await run(process.execPath, [path]);
    expect(stdout).toBe("function,function,function\nERR_PACKAGE_PATH_NOT_EXPORTED\n");
});

test("npm's prepare has nothing to do in the unpacked tarball", async () => {
    const before = filesOfPackage();
    const shell = process.platform === "win32";
    await run("npm", ["run", "prepare"], { cwd: installed, env: OFFLINE, shell });
    expect(filesOfPackage()).toEqual(before);
});

/** The example as a user copies it out of the package. */
function copiedExample(): string {
    const copy = join(folder, "consumer", "unit-test");
    cpSync(join(installed, "examples/unit-test"), copy, { recursive: true });
    return copy;
}

test("the example's unit tests in TypeScript pass with the package", async () => {
    const tests = ["--import", "tsx", "--test", "--test-reporter", "tap", "index.test.ts"];
    // Node's runner knows by NODE_TEST_CONTEXT that it runs inside of another.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, tests, { cwd: copiedExample(), env });
    expect(stdout).toMatch(/^# pass 3$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
});

const PYTHON = process.platform === "win32" ? "python" : "python3";

/** Python with `pulumi` of PyPI, in the user's cache; why not where it is not to be had. */
async function pythonWithPulumi(): Promise<{ python?: string; absent?: string }> {
    const environment = cacheFolder("python-unit-tests");
    const python = join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
    try {
        if (!existsSync(join(environment, "complete"))) {
            await run(PYTHON, ["-m", "venv", "--clear", environment]);
            await run(python, ["-m", "pip", "install", "--quiet", "pulumi>=3.218,<4"]);
            writeFileSync(join(environment, "complete"), "");
        }
        return { python };
    } catch (error) {
        return { absent: error instanceof Error ? error.message : String(error) };
    }
}

test("the example's unit tests in Python pass", async () => {
    const { python, absent } = await pythonWithPulumi();
    if (python === undefined) {
        console.warn(`Skipped: no Python with the package pulumi of PyPI could be set up: ${absent}`);
        return;
    }
    const { stderr } = await run(python, ["-m", "unittest"], { cwd: copiedExample() });
    expect(stderr).toMatch(/^Ran 2 tests[\s\S]*\nOK\n$/m);
});
