import type { Azure } from "./azure/azureClient";

/** What the command reads and writes, so that tests run it without a process of its own. */
export interface Io {
    stdin: AsyncIterable<Uint8Array> & { isTTY?: boolean };
    stdout: Output;
    stderr: Output;
    env: Readonly<Record<string, string | undefined>>;
    /** Azure, signed in with what `env` names. Rejects if the Azure SDK is not installed. */
    azure(): Promise<Azure>;
    clock: Clock;
    /** Aborted by the first Ctrl-C from now on. The second one ends the process. */
    interruption(): AbortSignal;
}

export interface Clock {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Resolves after as many seconds, or once `signal` is aborted. */
    wait(seconds: number, signal?: AbortSignal): Promise<unknown>;
}

/** `process.stdout`, `process.stderr`, or what a test reads. */
export interface Output {
    write(text: string): unknown;
    isTTY?: boolean;
    columns?: number;
}
