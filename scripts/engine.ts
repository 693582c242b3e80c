import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { PulumiCli } from "./pulumiCli";

/** A stack on the real Pulumi engine whose state, plugins and settings live in one folder, which stacks may share. */
export interface StackOptions {
    cli: PulumiCli;
    /** A folder with nothing else in it; removing it removes everything the engine kept. */
    folder: string;
    project: string;
    program: PulumiFn;
    /** Environment that leads the engine to a local Azure. */
    env: Record<string, string>;
}

const STACK = "dev";
const SETTINGS = { config: { "azure-native:location": "westeurope" } };

export async function openStack({ cli, folder, project, program, env }: StackOptions): Promise<Stack> {
    const state = join(folder, "state");
    await mkdir(state, { recursive: true });
    const stack = await LocalWorkspace.createStack(
        { stackName: STACK, projectName: project, program },
        {
            pulumiCommand: await commandAt(cli.root),
            pulumiHome: join(folder, "home"),
            workDir: await made(join(folder, "projects", project)),
            projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${state}` } },
            stackSettings: { [STACK]: SETTINGS },
            envVars: {
                ...env,
                // It guards nothing but state that lives as long as the folder.
                PULUMI_CONFIG_PASSPHRASE: "local-azure",
                PULUMI_BACKEND_URL: `file://${state}`,
                // Nobody goes back to an earlier state of a folder that is removed at the end, nor on from an
                // interrupted one: a copy of all resources for each of them would take longer than the resources.
                PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
                PULUMI_SKIP_CHECKPOINTS: "true",
                // The CLI's many short processes end before collecting their garbage would pay.
                GOGC: "400",
            },
        },
    );
    // After each operation the library asks for its summary, of which nobody reads a secret: without secrets the CLI
    // need not derive their key once more.
    const { info } = stack;
    stack.info = (showSecrets = false) => info.call(stack, showSecrets);
    return stack;
}

/** The library starts the CLI to ask for its version: once is enough. */
const commands = new Map<string | undefined, Promise<PulumiCommand>>();

function commandAt(root: string | undefined): Promise<PulumiCommand> {
    const command = commands.get(root) ?? PulumiCommand.get({ root });
    commands.set(root, command);
    return command;
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
