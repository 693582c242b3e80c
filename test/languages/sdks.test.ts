import { symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "../../scripts/runProgram";
import { MANY_RUNS, remaining, withEngine } from "../engine/engine";
import { installPlugin, pluginArchive } from "../engine/yamlProgram";
import { CONSUMERS, type Consumer, generatedSdks } from "./consumers";
import { expectNoSecretWritten, throughHost } from "./secrets";
import { inAny, inPython, ROOT } from "./tools";

// What compiles, compiles for the first time.
jest.setTimeout(MANY_RUNS);

const SECRET = "Tr0ub4dor-and-3";

const archive = pluginArchive();
const sdks = generatedSdks();

inAny("the SDK for Node compiles", async () => {
    const folder = join(sdks.path, "nodejs");
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = await runProgram(process.execPath, [compiler, "--noEmit", "-p", folder]);
    expect(stdout).toBe("");
});

interface Finished {
    code: number;
    stdout: string;
    stderr: string;
}

/** Runs a program of the Automation API on an engine with the plugin's archive installed. */
async function onEngine(
    { command: [program, ...given], env }: Consumer,
    args: string[],
    use: (finished: Finished, stateText: string) => void,
): Promise<void> {
    await withEngine(
        async () => {},
        { watchJobs: true },
        async ({ stack, azure, stateText }) => {
            await installPlugin(stack, archive);
            const { pulumiCommand, pulumiHome = "", envVars } = stack.workspace;
            const finished = await runProgram(program, [...given, ...args], {
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

describe.each(Object.entries(CONSUMERS))("%s", (language, { inLanguage, build, debugMessage }) => {
    let built: Promise<Consumer> | undefined;
    const consumer = () => {
        built ??= build(sdks.path);
        return built;
    };

    inLanguage("a program deploys a cluster, identities for it and for its workload", async () => {
        await onEngine(await consumer(), ["up", SECRET], ({ code, stdout, stderr }) => {
            expect({ code, ...(code !== 0 && { stderr }) }).toEqual({ code: 0 });
            // It has deployed, found nothing to change and destroyed all.
            expect(JSON.parse(stdout)).toEqual({
                clusterName: expect.stringMatching(/^aks/),
                kubeletClientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
                again: { same: expect.any(Number) },
            });
        });
    });

    inLanguage("no secret is written anywhere", async () => {
        const { command, env } = await consumer();
        const serve = throughHost({ command: () => [...command, "program"], env });
        await expectNoSecretWritten(serve, { archive, bySdk: debugMessage });
    });

    if (language === "Python") {
        inPython("what is refused is refused without the value of a secret", async () => {
            await onEngine(await consumer(), ["refused", SECRET], ({ code, stdout, stderr }, state) => {
                expect(code).toBe(1);
                expect(stderr).toContain("systemNodePool.name is an output");
                for (const text of [stdout, stderr, state]) {
                    expect(text).not.toContain(SECRET);
                }
            });
        });
    }
});
