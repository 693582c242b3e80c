import { fork } from "node:child_process";
import type { Cluster } from "./cluster";
import type { Progress } from "./progress";
import type { Job, Message, Result } from "./runStack";

export interface Options extends Omit<Job, "cluster"> {
    /** How many stacks run at a time. */
    parallel: number;
    /** No further stack starts once this is aborted. */
    stop: AbortSignal;
    /** Interrupts the stacks that run. */
    interrupt: AbortSignal;
}

export interface StackResult extends Result {
    name: string;
    seconds: number;
}

/** Runs all stacks, some at a time, in the order of the file. A stack that fails is a result, and stops no other. */
export async function runFleet(clusters: Cluster[], options: Options, progress: Progress): Promise<StackResult[]> {
    const results = clusters.map(
        ({ name }): StackResult => ({ name, outcome: "not started", changes: {}, seconds: 0, errors: [] }),
    );
    const waiting = clusters.entries();
    const work = async () => {
        for (const [index, cluster] of waiting) {
            if (!options.stop.aborted) {
                results[index] = await timed(cluster, options, progress);
            }
        }
    };
    await Promise.all(Array.from({ length: options.parallel }, work));
    return results;
}

async function timed(cluster: Cluster, options: Options, progress: Progress): Promise<StackResult> {
    const { name } = cluster;
    const started = Date.now();
    progress.step(name, options.operation);
    const result = await runInProcess(cluster, options, (text) => progress.step(name, text));
    const seconds = (Date.now() - started) / 1000;
    progress.end(name, `${result.outcome} in ${seconds.toFixed(0)} s`);
    return { name, seconds, ...result };
}

/**
 * Each stack has a process of its own. In one process the Automation API reports an error that nobody caught for every
 * stack that runs, so one wrong cluster would fail the others.
 */
function runInProcess(cluster: Cluster, options: Options, onStep: (text: string) => void): Promise<Result> {
    const { operation, continue: isContinued, secretsProvider, interrupt } = options;
    const job: Job = { operation, cluster, continue: isContinued, secretsProvider };
    return new Promise((resolve) => {
        const child = fork(require.resolve("./runStack"), [JSON.stringify(job)]);
        let result: Result | undefined;
        const forward = () => child.send("interrupt");
        interrupt.addEventListener("abort", forward);
        child.on("message", (message: Message) => {
            if ("step" in message) {
                onStep(message.step);
            } else {
                result = message.result;
            }
        });
        child.on("exit", (code, signal) => {
            interrupt.removeEventListener("abort", forward);
            const error = `the process of the stack ended with ${signal ?? code} before it had a result.`;
            resolve(result ?? { outcome: "failed", changes: {}, errors: [error] });
        });
    });
}
