import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack, StackNotFoundError } from "@pulumi/pulumi/automation";
import { type Cluster, clusterProgram } from "./cluster";

/** The process of one stack. It is started with a `Job`, and sends `Message`s. */

export type Operation = "preview" | "up" | "destroy";

export interface Job {
    operation: Operation;
    cluster: Cluster;
    /** Leaves the stack out if there is nothing left to do. */
    continue: boolean;
    /** Of a new stack. Default: the one of the backend. */
    secretsProvider: string | undefined;
}

export interface Result {
    outcome: "succeeded" | "failed" | "done before" | "not started";
    /** Number of changed resources by operation: `create: 10`. */
    changes: Record<string, number>;
    errors: string[];
}

export type Message = { step: string } | { result: Result };

async function main(job: Job): Promise<void> {
    const changed = new Map<string, string>();
    const errors = new Set<string>();
    const onEvent = ({ resourcePreEvent, resOutputsEvent, diagnosticEvent }: EngineEvent) => {
        const step = (resourcePreEvent ?? resOutputsEvent)?.metadata;
        if (step && step.op !== "same" && !step.type.startsWith("pulumi:providers:")) {
            if (resourcePreEvent) {
                send({ step: `${step.op} ${nameIn(step.urn)}` });
            } else if (!/-replace/.test(step.op)) {
                // A replacement is one change: its create and its delete are told besides.
                changed.set(step.urn, step.op);
            }
        }
        if (diagnosticEvent?.severity === "error") {
            const { urn, message } = diagnosticEvent;
            const text = message.replaceAll(/<\{%.*?%\}>/g, "").trim();
            // The summary says that anyway.
            if (!/^\w+ failed$/.test(text)) errors.add(urn ? `${nameIn(urn)}: ${text}` : text);
        }
    };
    const outcome = await run(job, onEvent).catch((error: Error): Result["outcome"] => {
        if (errors.size === 0) errors.add(error.message);
        return "failed";
    });
    const changes: Result["changes"] = {};
    for (const operation of changed.values()) {
        changes[operation] = (changes[operation] ?? 0) + 1;
    }
    send({ result: { outcome, changes, errors: [...errors] } });
}

async function run(job: Job, onEvent: (event: EngineEvent) => void): Promise<Result["outcome"]> {
    const { operation, cluster } = job;
    const stack = await openStack(job);
    const message = `fleet ${versionOf(cluster)}`;
    if (!stack || (job.continue && (await isDone(stack, operation, message)))) {
        return "done before";
    }
    await stack[operation]({ message, onEvent, signal: interrupt() });
    return "succeeded";
}

/** The stack in the folder of `Pulumi.yaml`, where the CLI finds it, too. Only a destroy does not create it. */
async function openStack({ operation, cluster, secretsProvider }: Job): Promise<Stack | undefined> {
    const args = {
        stackName: cluster.name,
        projectName: "managed-identity-aks-fleet",
        program: clusterProgram(cluster),
    };
    const options = { workDir: process.cwd(), ...(secretsProvider && { secretsProvider }) };
    if (operation !== "destroy") {
        return LocalWorkspace.createOrSelectStack(args, options);
    }
    return LocalWorkspace.selectStack(args, options).catch((error: unknown) => {
        if (error instanceof StackNotFoundError) return undefined;
        throw error;
    });
}

/** By the history of the stack: whether its last operation was this one, of the same version, and succeeded. */
async function isDone(stack: Stack, operation: Operation, message: string): Promise<boolean> {
    const [last] = await stack.history(1, 1, false);
    const kind = operation === "destroy" ? "destroy" : "update";
    return last?.kind === kind && last.result === "succeeded" && last.message === message;
}

/** Of all that the stack is deployed from: its entry, the program, and the packages. */
function versionOf(cluster: Cluster): string {
    const hash = createHash("sha256").update(JSON.stringify(cluster));
    const files = readdirSync(__dirname).filter((file) => /\.ts$|^package-lock\.json$/.test(file));
    for (const file of files.sort()) {
        hash.update(readFileSync(join(__dirname, file)));
    }
    return hash.digest("hex").slice(0, 12);
}

/**
 * Aborted by any message. Ctrl-C reaches the Pulumi CLI without this process: it ends what Azure has begun, and saves its
 * state. A second signal would end it at once.
 */
function interrupt(): AbortSignal {
    const controller = new AbortController();
    process.on("message", () => controller.abort());
    return controller.signal;
}

const nameIn = (urn: string) => urn.split("::").pop();

const send = (message: Message) => void process.send?.(message);

process.on("SIGINT", () => {});
void main(JSON.parse(process.argv[2] ?? "")).finally(() => process.disconnect());
