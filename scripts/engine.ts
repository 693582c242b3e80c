import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import type { PulumiCli } from "./pulumiCli";
import { SECRETS, type SecretsProvider } from "./secretsProvider";
import { stackFiles } from "./stackFiles";

/** A stack on the real Pulumi engine whose state, plugins and settings live in one folder, which stacks may share. */
export interface StackOptions {
    cli: PulumiCli;
    /** A folder with nothing else in it; removing it removes everything the engine kept. */
    folder: string;
    project: string;
    program: PulumiFn;
    secrets: SecretsProvider;
    /** Environment that leads the engine to a local Azure. */
    env: Record<string, string>;
}

/** The SDK's options of its connections to an engine, which it does not export with types. */
const {
    grpcClientOptions,
}: { grpcClientOptions: Record<string, unknown> } = require("@pulumi/pulumi/runtime/settings");
// The SDK does not close the connections of an inline program that failed. A later run whose engine has the same port would
// share one, and its first call would fail.
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

const STACK = "dev";
const SETTINGS = { ...SECRETS, config: { "azure-native:location": "westeurope" } };

/** Environment of a CLI whose state is removed at the end. */
export const BRIEF_STATE = {
    // Nobody goes back to an earlier state of a folder that is removed at the end, nor on from an interrupted one: a copy
    // of all resources for each of them would take longer than the resources.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_SKIP_CHECKPOINTS: "true",
    // The CLI's many short processes end before collecting their garbage would pay.
    GOGC: "400",
};

export async function openStack({ cli, folder, project, program, secrets, env }: StackOptions): Promise<Stack> {
    const state = join(folder, "state");
    const workspace = await LocalWorkspace.create({
        program,
        pulumiCommand: commandOf(cli),
        pulumiHome: await homeWithoutLogs(folder),
        workDir: await made(join(folder, "projects", project)),
        projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${state}` } },
        stackSettings: { [STACK]: SETTINGS },
        envVars: {
            ...env,
            ...secrets.env,
            PULUMI_BACKEND_URL: `file://${state}`,
            ...BRIEF_STATE,
        },
    });
    const files = stackFiles(state, project, STACK);
    // The library starts the CLI for each of these, and twice for the outputs.
    workspace.createStack = files.create;
    const stack = await Stack.create(STACK, workspace);
    const { outputs } = stack;
    stack.outputs = async () => (await files.outputs()) ?? outputs.call(stack);
    stack.info = files.lastUpdate;
    stack.exportStack = files.deployment;
    return stack;
}

/** The library itself would start the CLI to ask for the version, which is known. */
function commandOf({ root, version }: PulumiCli): PulumiCommand {
    const Command = PulumiCommand as unknown as new (command: string, version: SemVer) => PulumiCommand;
    return new Command(root === undefined ? "pulumi" : join(root, "bin", "pulumi"), new SemVer(version));
}

/** The CLI logs each property of each resource, a third of its time, unless it cannot make the folder of its logs. */
export async function homeWithoutLogs(folder: string): Promise<string> {
    const home = await made(join(folder, "home"));
    await writeFile(join(home, "logs"), "");
    return home;
}

/**
 * A program that is a module, as in a Pulumi project: its exports are the stack's outputs. Each run has to
 * evaluate it anew, which `load` must see to.
 */
export function moduleProgram(load: () => object): PulumiFn {
    return async () => ({ ...load() });
}

async function made(folder: string): Promise<string> {
    await mkdir(folder, { recursive: true });
    return folder;
}
