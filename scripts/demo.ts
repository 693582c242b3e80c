import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { Command } from "commander";
import { realClock } from "../local-azure/kernel/clock";
import { type LocalAzure, startLocalAzure } from "../local-azure/localAzure";
import { moduleProgram, openStack } from "./engine";
import { type IdentityFacts, identityText } from "./identityMap";
import { findPulumiCli } from "./pulumiCli";
import { runMain } from "./runMain";
import { startSecretsProvider } from "./secretsProvider";
import { withTemporaryFolder } from "./temporaryFolder";

/** `npm run demo`: the quickstart on a local Azure, from preview to destroy. */

interface Options {
    json?: boolean;
    keep?: boolean;
}

/** Enough to see the first up wait for its role assignments: a minute of the model, a second of the machine. */
const SPEED = 60;
const PROPAGATION_SECONDS = 60;
const CLUSTER_SECONDS = 290;

/** In the shell that people have: PowerShell on Windows, one like Bash elsewhere. */
const SET_VARIABLE = process.platform === "win32" ? "$env:" : "export ";

const options = new Command("demo")
    .description("Deploys examples/quickstart to a local Azure with the Pulumi CLI, shows its identities, removes it.")
    .option("--json", "print one JSON document to standard output, everything else to standard error")
    .option("--keep", "leave local Azure and the stack running until interrupted")
    .parse()
    .opts<Options>();

/** With --json, standard output is for the document alone. */
const output = options.json ? process.stderr : process.stdout;

async function main(folder: string): Promise<void> {
    const interrupts = new Interrupts();
    const secrets = await startSecretsProvider();
    let azure: LocalAzure | undefined;
    try {
        const cli = await findPulumiCli(output);
        heading(`Pulumi CLI ${cli.version} (${cli.origin})`);
        azure = await startLocalAzure({
            clock: realClock(SPEED),
            propagationDelaySeconds: PROPAGATION_SECONDS,
            operationSeconds: CLUSTER_SECONDS,
        });
        say(`Local Azure at ${azure.ready.armEndpoint}, its clock ${SPEED} times as fast as the machine's.`);
        const stack = await openStack({
            cli,
            folder,
            project: "quickstart",
            program: quickstart(),
            secrets,
            env: azure.ready.env,
        });
        const document = await deploy(stack, azure, cli.version, interrupts);
        if (options.json) {
            process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
        }
    } finally {
        await azure?.stop();
        await secrets.stop();
    }
}

async function deploy(stack: Stack, azure: LocalAzure, pulumiVersion: string, interrupts: Interrupts) {
    const { signal } = interrupts;
    heading("pulumi preview");
    const preview = await stack.preview({ onOutput: show, signal });
    heading("pulumi up");
    const up = await stack.up({ onOutput: show, signal });
    const facts = factsOf(up.outputs);
    heading("The identities");
    say(await identityText(facts));
    say(`servicePrincipalProfile.clientId == ${JSON.stringify(facts.servicePrincipalClientId)}`);
    if (options.keep) {
        heading("Left running");
        say(environmentOf(azure));
        say("Ctrl-C destroys the stack and stops local Azure.");
        await interrupts.next();
    }
    heading("pulumi destroy");
    const destroy = await stack.destroy({ onOutput: show, signal });
    return {
        pulumiVersion,
        preview: { changeSummary: preview.changeSummary },
        up: { result: up.summary.result, resourceChanges: up.summary.resourceChanges },
        outputs: withoutSecrets(up.outputs),
        requests: azure.requests().map(({ method, path, status, errorCode }) => ({ method, path, status, errorCode })),
        destroy: { result: destroy.summary.result, resourceChanges: destroy.summary.resourceChanges },
    };
}

/** The example as a user would copy it; each run evaluates the file anew. */
function quickstart() {
    const file = require.resolve("../examples/quickstart/index.ts");
    return moduleProgram(() => {
        delete require.cache[file];
        return require(file);
    });
}

function factsOf(outputs: OutputMap): IdentityFacts {
    return Object.fromEntries(
        Object.entries(outputs).map(([name, { value }]) => [name, value]),
    ) as unknown as IdentityFacts;
}

function withoutSecrets(outputs: OutputMap): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? "[secret]" : value]),
    );
}

function environmentOf(azure: LocalAzure): string {
    return Object.entries(azure.ready.env)
        .map(([name, value]) => `  ${SET_VARIABLE}${name}='${value}'`)
        .join("\n");
}

/** Ctrl-C ends what `next` waits for, and otherwise the operation that runs; the clean-up follows either way. */
class Interrupts {
    private readonly controller = new AbortController();
    private ended: (() => void) | undefined;

    constructor() {
        for (const name of ["SIGINT", "SIGTERM"]) {
            process.on(name, () => (this.ended ? this.ended() : this.controller.abort()));
        }
    }

    get signal(): AbortSignal {
        return this.controller.signal;
    }

    async next(): Promise<void> {
        await new Promise<void>((resolve) => {
            this.ended = resolve;
        });
        this.ended = undefined;
    }
}

function heading(text: string): void {
    say(`\n── ${text} ${"─".repeat(Math.max(0, 76 - text.length))}`);
}

function say(text: string): void {
    show(`${text}\n`);
}

function show(text: string): void {
    output.write(text);
}

runMain("demo", () => withTemporaryFolder(main));
