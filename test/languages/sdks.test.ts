import { execFile, spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import {
    JAVA_PROJECT,
    javaHostFolder,
    javaPackages,
    pythonWithPulumi,
    sdkGenerator,
} from "../../scripts/languageTools";
import { findPulumiCli } from "../../scripts/pulumiCli";
import { MANY_RUNS, remaining, withEngine } from "../engine/engine";
import { installPlugin, pluginArchive } from "../engine/yamlProgram";

// What compiles, compiles for the first time.
jest.setTimeout(MANY_RUNS);

const ROOT = join(__dirname, "../..");
const SECRET = "Tr0ub4dor-and-3";

const run = promisify(execFile);
const archive = pluginArchive();
const generator = sdkGenerator();
const python = pythonWithPulumi();
const inPython = generator === undefined || python === undefined ? skipped("Python with Pulumi") : test;
const javaHost = javaHostFolder();
const maven = javaPackages();
const inJava = javaHost === undefined || maven === undefined ? skipped("Pulumi Java and Maven") : test;
const hasGo = spawnSync("go", ["version"]).status === 0;
const inGo = generator === undefined || !hasGo ? skipped("Go") : test;
const inAny = generator === undefined ? skipped("the generator of SDKs") : test;

function skipped(tool: string) {
    return (title: string, _: () => Promise<void>) =>
        test.skip(`SKIPPED, for lack of ${tool} (npm test provides it): ${title}`, () => {});
}

let sdks: string;
beforeAll(async () => {
    sdks = await mkdtemp(join(tmpdir(), "managed-identity-aks-sdks-"));
    if (generator !== undefined) {
        // It fails where Pulumi's binder has an error or a warning.
        await run(generator, [join(ROOT, "src/schema.json"), sdks]);
    }
});
afterAll(() => rm(sdks, { recursive: true, force: true }));

inAny("the SDK for Node compiles", async () => {
    const folder = join(sdks, "nodejs");
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "--noEmit", "-p", folder]);
    expect(stdout).toBe("");
});

inJava("the SDK for Java compiles", async () => {
    const { root } = await findPulumiCli(process.stderr);
    const cli = root === undefined ? "pulumi" : join(root, "bin/pulumi");
    const env = {
        ...process.env,
        PATH: [javaHost, process.env.PATH].join(delimiter),
        PULUMI_HOME: join(sdks, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    const schema = join(ROOT, "src/schema.json");
    await run(cli, ["package", "gen-sdk", schema, "--language", "java", "--out", sdks], { env });
    const folder = join(sdks, "java");
    await cp(JAVA_PROJECT, join(folder, "pom.xml"));
    const offline = ["--batch-mode", "--quiet", "--offline", `-Dmaven.repo.local=${maven}`, "compile"];
    await run("mvn", offline, { cwd: folder, shell: process.platform === "win32" });
    const compiled = await readdir(join(folder, "target/classes/com/pulumi/managedidentityaks"));
    expect(compiled).toContain("ManagedIdentityAksCluster.class");
});

interface Finished {
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs a program of the Automation API on an engine with the plugin's archive installed. */
async function onEngine(
    command: [string, ...string[]],
    env: Record<string, string>,
    use: (finished: Finished, stateText: string) => void,
): Promise<void> {
    await withEngine(
        async () => {},
        { watchJobs: true },
        async ({ stack, azure, stateText }) => {
            await installPlugin(stack, archive);
            const { pulumiCommand, pulumiHome = "", envVars } = stack.workspace;
            const [program, ...args] = command;
            const finished = await run(program, args, {
                env: {
                    ...process.env,
                    ...envVars,
                    ...env,
                    PULUMI_HOME: pulumiHome,
                    PULUMI_CONFIG_PASSPHRASE: "passphrase",
                    PATH: [dirname(pulumiCommand.command), process.env.PATH].join(delimiter),
                },
            }).then(
                ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
                ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
            );
            use(finished, await stateText());
            expect(remaining(azure.requests())).toEqual([]);
        },
    );
}

/** The consumer has deployed, found nothing to change and destroyed all. */
function expectDeployed({ code, stdout, stderr }: Finished): void {
    expect({ code, ...(code !== 0 && { stderr }) }).toEqual({ code: 0 });
    expect(JSON.parse(stdout)).toEqual({
        clusterName: expect.stringMatching(/^aks/),
        kubeletClientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        again: { same: expect.any(Number) },
    });
}

describe("Python", () => {
    const consumer = (...args: string[]): [string, ...string[]] => [
        String(python),
        join(__dirname, "python/consumer.py"),
        ...args,
    ];
    const env = () => ({ PYTHONPATH: join(sdks, "installed"), PYTHONDONTWRITEBYTECODE: "1" });

    beforeAll(async () => {
        if (generator !== undefined && python !== undefined) {
            // A release takes the package's own along.
            await cp(join(ROOT, "README.md"), join(sdks, "python/README.md"));
            const offline = ["--no-index", "--no-deps", "--no-build-isolation"];
            const target = ["--target", join(sdks, "installed"), join(sdks, "python")];
            await run(python, ["-m", "pip", "install", "--quiet", ...offline, ...target]);
        }
    });

    inPython("a program deploys a cluster, identities for it and for its workload", async () => {
        await onEngine(consumer("up", SECRET), env(), expectDeployed);
    });

    inPython("what is refused is refused without the value of a secret", async () => {
        await onEngine(consumer("refused", SECRET), env(), ({ code, stdout, stderr }, state) => {
            expect(code).toBe(1);
            expect(stderr).toContain("systemNodePool.name is an output");
            for (const text of [stdout, stderr, state]) {
                expect(text).not.toContain(SECRET);
            }
        });
    });
});

describe("Go", () => {
    inGo("a program deploys a cluster, identities for it and for its workload", async () => {
        // The folder of the SDK becomes a module with a program in it, whose go.sum holds the hashes of all others.
        const folder = join(sdks, "go");
        await cp(join(__dirname, "go"), folder, { recursive: true });
        const program = join(folder, process.platform === "win32" ? "consumer.exe" : "consumer");
        const build = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", program, "."];
        await run("go", build, { cwd: folder, env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" } });
        await onEngine([program], {}, expectDeployed);
    });
});
