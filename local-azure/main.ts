import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { LocalAzureOptions, ReadyFile } from "./contract";
import { realClock } from "./kernel/clock";
import { messageOf } from "./kernel/errors";
import { startLocalAzure } from "./localAzure";
import { InvalidFaultRule, parseFaultRules } from "./server/faultRules";

/** `npm run local-azure`: a local Azure in the foreground, until it is interrupted. */

type Kept =
    | "port"
    | "latency"
    | "loose"
    | "patchedIdentity"
    | "nodesOnSwitch"
    | "graphAccess"
    | "deployerRole"
    | "pageSize";

/** As the command line names them. */
interface Options extends Pick<LocalAzureOptions, Kept> {
    readyFile?: string;
    environment?: string;
    speed: number;
    directoryDelay?: number;
    propagationDelay?: number;
    revocationDelay?: number;
    identitySwitch?: number;
    operationTime?: number;
    writeTime?: number;
    faults?: string;
    state?: string;
}

const command = new Command("local-azure")
    .description("A model of Azure on this machine, to deploy AKS clusters to without an account.")
    .option("--ready-file <file>", "write endpoints, certificate and environment to this JSON file when ready")
    .option("--environment <file>", "write the environment to this file when ready, as a shell loads it: . <file>")
    .option("--port <port>", "port of the ARM endpoint; 0 takes a free one", portNumber, 0)
    .option("--speed <factor>", "how much faster than the machine's clock time passes", atLeast(0.001), 1)
    .addOption(
        new Option(
            "--latency <profile>",
            "how long Azure takes: not at all, or as documented and recorded, which is minutes to hours of its time",
        )
            .choices(["none", "realistic"])
            .default("none"),
    )
    .option("--directory-delay <seconds>", "until the directory shows a new principal", atLeast(0))
    .option("--propagation-delay <seconds>", "until a role assignment takes effect", atLeast(0))
    .option("--revocation-delay <seconds>", "how long a deleted role assignment goes on to count", atLeast(0))
    .option(
        "--identity-switch <seconds>",
        "how long control planes go on as the managed identity that they have left",
        atLeast(0),
    )
    .option("--operation-time <seconds>", "how long AKS works on a cluster or a pool", atLeast(0))
    .option("--write-time <seconds>", "how long a network or an identity is busy with one write in it", atLeast(0))
    .option("--faults <file>", "a JSON array of fault rules: what is to go wrong")
    .option("--page-size <items>", "most items on a page of a list; default: lists come whole", atLeast(1))
    .option("--loose", "take api-versions and properties that Azure does not declare", false)
    .addOption(
        new Option("--patched-identity <answer>", "what AKS makes of another identity in a PATCH of a cluster")
            .choices(["ignored", "refused"])
            .default("ignored"),
    )
    .addOption(
        new Option(
            "--nodes-on-switch <what>",
            "what becomes of the nodes of a cluster that leaves its service principal",
        )
            .choices(["kept", "reimaged"])
            .default("kept"),
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
    const notices = noticesOf(options);
    const withdraw = () => {
        for (const { option, file } of notices) about(option, file, "written", () => rmSync(file, { force: true }));
    };
    // What a run that was killed has left behind, and what an error or a second Ctrl-C would.
    withdraw();
    process.on("exit", withdraw);
    const azure = await startLocalAzure(settings(options));
    const stopped = interrupted();
    try {
        for (const { option, file, content } of notices) {
            about(option, file, "written", () => writeWhole(file, content(azure.ready)));
        }
        process.stdout.write(`${introduction(azure.ready)}\n`);
        await stopped;
    } finally {
        withdraw();
        await azure.stop();
    }
}

/** A file that says how to reach a local-azure, as long as there is one. */
interface Notice {
    option: string;
    file: string;
    content: (ready: ReadyFile) => string;
}

function noticesOf({ environment, readyFile }: Options): Notice[] {
    const json = (ready: ReadyFile) => `${JSON.stringify(ready, undefined, 2)}\n`;
    return [
        ...(environment ? [{ option: "--environment", file: environment, content: exportLines }] : []),
        ...(readyFile ? [{ option: "--ready-file", file: readyFile, content: json }] : []),
    ];
}

function settings(options: Options): LocalAzureOptions {
    const { faults } = options;
    return {
        ...options,
        clock: realClock(options.speed),
        directoryDelaySeconds: options.directoryDelay,
        propagationDelaySeconds: options.propagationDelay,
        revocationDelaySeconds: options.revocationDelay,
        identitySwitchSeconds: options.identitySwitch,
        operationSeconds: options.operationTime,
        writeSeconds: options.writeTime,
        faults: faults ? about("--faults", faults, "read", () => parseFaultRules(readFileSync(faults, "utf8"))) : [],
        stateFile: options.state,
    };
}

/** Does something to the file of an option; an error says which option and file it is about. */
function about<T>(option: string, file: string, what: "read" | "written", act: () => T): T {
    try {
        return act();
    } catch (error) {
        if (error instanceof InvalidFaultRule) throw new Error(`${option} ${file}: ${error.message}`);
        throw new Error(`${option} ${file} cannot be ${what}: ${messageOf(error)}. Give a file that can be ${what}.`);
    }
}

function portNumber(text: string): number {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError("It is a whole number from 0 to 65535.");
    return value;
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
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            process.once(signal, () => resolve());
        }
    });
}

/** Whoever waits for the file never reads half of it. It opens the way in, so only its owner may read it. */
function writeWhole(file: string, content: string): void {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, file);
}

function introduction(ready: ReadyFile): string {
    return [
        `local-azure is ready at ${ready.armEndpoint} (subscription ${ready.subscriptionId}).`,
        "Environment for the Pulumi CLI, the Azure SDKs and the Azure CLI:",
        exportLines(ready).replace(/^/gm, "  ").trimEnd(),
        "Stop it with Ctrl-C.",
    ].join("\n");
}

/** The environment in the words of a shell. */
function exportLines({ env }: ReadyFile): string {
    return Object.entries(env)
        .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
        .join("");
}

function quoted(value: string): string {
    return `'${value.replaceAll("'", "'\\''")}'`;
}

main().catch((error: unknown) => {
    process.stderr.write(`local-azure: ${messageOf(error)}\n`);
    process.exitCode = 1;
});
