import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import type { LocalAzureOptions, ReadyFile } from "./contract";
import { realClock } from "./kernel/clock";
import { startLocalAzure } from "./localAzure";
import { parseFaultRules } from "./server/faultRules";

/** `npm run local-azure`: a local Azure in the foreground, until it is interrupted. */

interface Options {
    readyFile?: string;
    port: number;
    speed: number;
    latency: "none" | "realistic";
    directoryDelay?: number;
    propagationDelay?: number;
    identitySwitch?: number;
    operationTime?: number;
    faults?: string;
    loose: boolean;
    patchedIdentity: "ignored" | "refused";
    graphAccess: "full" | "denied";
    deployerRole: string;
    state?: string;
}

const command = new Command("local-azure")
    .description("A model of Azure on this machine, to deploy AKS clusters to without an account.")
    .option("--ready-file <file>", "write endpoints, certificate and environment to this JSON file when ready")
    .option("--port <port>", "port of the ARM endpoint; 0 takes a free one", atLeast(0), 0)
    .option("--speed <factor>", "how much faster than the machine's clock time passes", atLeast(0.001), 1)
    .addOption(
        new Option("--latency <profile>", "how long Azure takes: not at all, or as documented and recorded")
            .choices(["none", "realistic"])
            .default("none"),
    )
    .option("--directory-delay <seconds>", "until the directory shows a new principal", atLeast(0))
    .option("--propagation-delay <seconds>", "until a role assignment takes effect", atLeast(0))
    .option(
        "--identity-switch <seconds>",
        "how long control planes go on as the managed identity that they have left",
        atLeast(0),
    )
    .option("--operation-time <seconds>", "how long AKS works on a cluster or a pool", atLeast(0))
    .option("--faults <file>", "a JSON array of fault rules: what is to go wrong")
    .option("--loose", "take api-versions and properties that Azure does not declare", false)
    .addOption(
        new Option("--patched-identity <answer>", "what AKS makes of another identity in a PATCH of a cluster")
            .choices(["ignored", "refused"])
            .default("ignored"),
    )
    .addOption(
        new Option("--graph-access <access>", "whether the deployer may use Microsoft Graph")
            .choices(["full", "denied"])
            .default("full"),
    )
    .option("--deployer-role <role>", 'built-in role of the deployer on the subscription, or "none"', "Owner")
    .option("--state <file>", "keep the state in this file between runs");

async function main(): Promise<void> {
    const options = command.parse().opts<Options>();
    const azure = await startLocalAzure(await settings(options));
    const stopped = interrupted();
    try {
        if (options.readyFile) {
            await writeReadyFile(options.readyFile, azure.ready);
        }
        process.stdout.write(`${introduction(azure.ready)}\n`);
        await stopped;
    } finally {
        await azure.stop();
        if (options.readyFile) {
            await rm(options.readyFile, { force: true });
        }
    }
}

async function settings(options: Options): Promise<LocalAzureOptions> {
    return {
        port: options.port,
        clock: realClock(options.speed),
        latency: options.latency,
        directoryDelaySeconds: options.directoryDelay,
        propagationDelaySeconds: options.propagationDelay,
        identitySwitchSeconds: options.identitySwitch,
        operationSeconds: options.operationTime,
        faults: options.faults ? parseFaultRules(await readFile(options.faults, "utf8")) : [],
        loose: options.loose,
        patchedIdentity: options.patchedIdentity,
        graphAccess: options.graphAccess,
        deployerRole: options.deployerRole,
        stateFile: options.state,
    };
}

function atLeast(least: number): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (text.trim() === "" || !Number.isFinite(value) || value < least) {
            throw new InvalidArgumentError(`It is a number of at least ${least}.`);
        }
        return value;
    };
}

function interrupted(): Promise<void> {
    return new Promise((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
            process.once(signal, () => resolve());
        }
    });
}

/** Whoever waits for the file never reads half of it. It opens the way in, so only its owner may read it. */
async function writeReadyFile(file: string, ready: ReadyFile): Promise<void> {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify(ready, undefined, 2)}\n`, { mode: 0o600 });
    await rename(draft, file);
}

function introduction(ready: ReadyFile): string {
    return [
        `local-azure is ready at ${ready.armEndpoint} (subscription ${ready.subscriptionId}).`,
        "Environment for the Pulumi CLI, the Azure SDKs and the Azure CLI:",
        ...Object.entries(ready.env).map(([name, value]) => `  export ${name}=${quoted(value)}`),
        "Stop it with Ctrl-C.",
    ].join("\n");
}

function quoted(value: string): string {
    return `'${value.replaceAll("'", "'\\''")}'`;
}

main().catch((error: unknown) => {
    process.stderr.write(`local-azure: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
