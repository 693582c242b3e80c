import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { FailureError } from "../migration/report";
import type { Io } from "./io";

/** How a run of the Pulumi CLI ended. */
export interface PulumiRun {
    /** What it printed. It stays in memory, since it may hold secrets. */
    stdout: string;
    /** Its error messages, without stacks. */
    errors: string;
    succeeded: boolean;
}

/** A person has ended the command. */
export class InterruptedError extends FailureError {}

/** What ends a process from outside. */
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The reason is at the end of the output. */
const LAST_LINES = 20;

/**
 * Runs the Pulumi CLI of the PATH. `read` makes a text of its standard output while it runs.
 *
 * @throws FailureError if it cannot be started or is interrupted.
 */
export async function runPulumi(
    args: readonly string[],
    { env }: Pick<Io, "env">,
    read: (stdout: AsyncIterable<Uint8Array>) => Promise<string>,
): Promise<PulumiRun> {
    let child: ChildProcess | undefined;
    let interruption: NodeJS.Signals | undefined;
    const interrupt = (signal: NodeJS.Signals) => {
        interruption = signal;
        child?.kill(signal);
    };
    // Before it starts: from then on nothing may end this process alone.
    for (const signal of SIGNALS) {
        process.on(signal, interrupt);
    }
    try {
        const started = spawn("pulumi", ["--non-interactive", "--color=never", ...args], {
            env,
            stdio: ["ignore", "pipe", "pipe"],
            // In a process group of its own a Ctrl-C reaches it once, from here: at the second it would stop without cleaning
            // up. Windows has no process groups, but a window for what is detached.
            detached: process.platform !== "win32",
        });
        child = started;
        await once(started, "spawn").catch((error: NodeJS.ErrnoException) => {
            throw new FailureError(reasonNotStarted(error));
        });
        const ended = once(started, "close");
        const [stdout, stderr, [code]] = await Promise.all([read(started.stdout), text(started.stderr), ended]);
        if (interruption !== undefined) {
            throw new InterruptedError(`pulumi ${args[0]} was interrupted by ${interruption}.`);
        }
        return { stdout, errors: errorsIn(stderr), succeeded: code === 0 };
    } finally {
        for (const signal of SIGNALS) {
            process.off(signal, interrupt);
        }
        // It still runs if its output could not be read.
        child?.kill();
    }
}

function reasonNotStarted({ code, message }: NodeJS.ErrnoException): string {
    return code === "ENOENT"
        ? "there is no pulumi on the PATH. Install the Pulumi CLI (https://www.pulumi.com/docs/iac/download-install/), or pass the output of `pulumi preview --json` as a file."
        : `pulumi cannot be started (${code ?? message}).`;
}

function errorsIn(stderr: string): string {
    const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
    return lines.slice(-LAST_LINES).join("\n");
}
