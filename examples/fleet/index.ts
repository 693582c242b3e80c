import { parseArgs } from "node:util";
import { runFleet } from "./fleet";
import { readFleet } from "./fleetFile";
import { progressOn } from "./progress";
import type { Operation } from "./runStack";
import { summaryOf } from "./summary";

const USAGE = `npm run fleet -- <preview|up|destroy> [cluster ...] [options]

Without names of clusters: all of the file.

  --file <file>            the clusters (default: fleet.json)
  --parallel <number>      stacks at a time (default: 4)
  --continue               leave out stacks that the same command has already finished
  --secrets-provider <url> for new stacks, for example azurekeyvault://<vault>.vault.azure.net/keys/<key>`;

async function main(): Promise<void> {
    const { positionals, values } = parseArgs({
        allowPositionals: true,
        options: {
            file: { type: "string", default: "fleet.json" },
            parallel: { type: "string", default: "4" },
            continue: { type: "boolean", default: false },
            "secrets-provider": { type: "string" },
        },
    });
    const [operation, ...names] = positionals;
    const parallel = Number(values.parallel);
    if (!isOperation(operation)) throw new Error(USAGE);
    if (!(Number.isInteger(parallel) && parallel > 0)) {
        throw new Error(`--parallel must be a number of stacks, 1 or more, not ${values.parallel}.`);
    }
    const clusters = readFleet(values.file, names);
    const options = {
        ...signals(),
        operation,
        parallel,
        continue: values.continue,
        secretsProvider: values["secrets-provider"],
    };
    const results = await runFleet(clusters, options, progressOn(process.stdout));
    process.stdout.write(`\n${summaryOf(results)}\n`);
    const isDone = results.every(({ outcome }) => outcome === "succeeded" || outcome === "done before");
    process.exitCode = isDone ? 0 : 1;
}

function isOperation(text = ""): text is Operation {
    return ["preview", "up", "destroy"].includes(text);
}

/** Ctrl-C reaches the Pulumi CLIs by itself, as a part of the terminal's job. SIGTERM reaches this process alone. */
function signals(): { stop: AbortSignal; interrupt: AbortSignal } {
    const stop = new AbortController();
    const interrupt = new AbortController();
    process.on("SIGINT", () => stop.abort());
    process.on("SIGTERM", () => {
        stop.abort();
        interrupt.abort();
    });
    return { stop: stop.signal, interrupt: interrupt.signal };
}

main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
});
