import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Cluster } from "../examples/fleet/cluster";
import type { LocalAzureOptions } from "../local-azure/contract";
import { type LocalAzure, startLocalAzure } from "../local-azure/localAzure";
import { type ChildOutput, childOutput } from "./childOutput";
import { BRIEF_STATE, homeWithoutLogs } from "./engine";
import { findPulumiCli } from "./pulumiCli";
import { SECRETS, startSecretsProvider } from "./secretsProvider";

const ROOT = join(__dirname, "..");
const EXAMPLE = join(ROOT, "examples/fleet");

/** `examples/fleet` as a user runs it: in processes of its own, with a folder and a local Azure of its own. */
export interface FleetExample {
    azure: LocalAzure;
    /** The folder of the state. */
    state: string;
    /** Writes `fleet.json`; without it there is the example's own. */
    write(clusters: Cluster[]): Promise<void>;
    /** Runs the example's command to its end; it gets a Ctrl-C when `interrupt` resolves. */
    run(args: string[], interrupt?: Promise<void>): Promise<ChildOutput>;
}

/** Whatever happens to `use`, nothing is left behind. */
export async function withFleetExample(
    options: LocalAzureOptions,
    use: (example: FleetExample) => Promise<void>,
): Promise<void> {
    const cli = await findPulumiCli(process.stderr);
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-fleet-"));
    const secrets = await startSecretsProvider();
    const azure = await startLocalAzure(options);
    const state = join(folder, "state");
    const env = {
        ...process.env,
        ...azure.ready.env,
        ...secrets.env,
        ...BRIEF_STATE,
        PATH: [...(cli.root ? [join(cli.root, "bin")] : []), process.env.PATH].join(delimiter),
        PULUMI_HOME: await homeWithoutLogs(folder),
        PULUMI_BACKEND_URL: `file://${state}`,
        // Its packages are those of this repository, and the component is its source.
        TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json"),
    };
    try {
        await mkdir(state);
        for (const file of ["Pulumi.yaml", "fleet.json"]) {
            await copyFile(join(EXAMPLE, file), join(folder, file));
        }
        await use({
            azure,
            state,
            write: (clusters) => writeFile(join(folder, "fleet.json"), JSON.stringify(clusters)),
            run: (args, interrupt) => runExample(args, { cwd: folder, env }, interrupt),
        });
    } finally {
        await azure.stop();
        await secrets.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** What is to be interrupted has a process group of its own, as from a shell: an interrupt reaches all of the group. */
function runExample(
    args: string[],
    { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
    interrupt?: Promise<void>,
): Promise<ChildOutput> {
    const script = [join(EXAMPLE, "index.ts"), ...args, "--secrets-provider", SECRETS.secretsProvider];
    const child = spawn(process.execPath, ["--import", require.resolve("tsx"), ...script], {
        cwd,
        env,
        detached: interrupt !== undefined,
    });
    void interrupt?.then(() => process.kill(-Number(child.pid), "SIGINT"));
    return childOutput(child);
}
