/** What the command reads and writes, so that tests run it without a process of its own. */
export interface Io {
    stdin: AsyncIterable<Uint8Array>;
    stdout: Output;
    stderr: Output;
    env: Readonly<Record<string, string | undefined>>;
}

/** `process.stdout`, `process.stderr`, or what a test reads. */
export interface Output {
    write(text: string): unknown;
    isTTY?: boolean;
    columns?: number;
}
