import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withTemporaryFolder } from "../../../scripts/temporaryFolder";
import type { Io, Output } from "../../../src/cli/io";
import { run } from "../../../src/cli/run";

/** What a run of the command printed, and how it ended. */
export interface Ran {
    code: number;
    stdout: string;
    stderr: string;
}

export interface Surroundings {
    stdin?: string | Uint8Array;
    /** Whether somebody types it. */
    isTyped?: boolean;
    env?: Record<string, string>;
    /** Columns of the terminal that standard output is. */
    terminal?: number;
    /** Azure and the clock of live commands. Default: there is none. */
    live?: Live;
}

/** What live commands use. */
export type Live = Pick<Io, "azure" | "clock" | "interruption">;

export const NO_AZURE: Live = {
    azure: () => Promise.reject(new Error("This test has no Azure.")),
    clock: { now: () => 0, wait: () => Promise.reject(new Error("This test has no clock.")) },
    interruption: () => new AbortController().signal,
};

/** Runs the command in this process. */
export async function command(
    argv: string[],
    { stdin = "", isTyped = false, env = {}, terminal, live = NO_AZURE }: Surroundings = {},
): Promise<Ran> {
    const written = { stdout: "", stderr: "" };
    const output = (name: keyof typeof written): Output => ({
        write: (text) => {
            written[name] += text;
        },
        ...(terminal !== undefined && { isTTY: true, columns: terminal }),
    });
    const bytes = typeof stdin === "string" ? Buffer.from(stdin) : stdin;
    const code = await run(argv, {
        stdin: Object.assign(chunks(bytes), { isTTY: isTyped }),
        stdout: output("stdout"),
        stderr: output("stderr"),
        env,
        ...live,
    });
    return { code, ...written };
}

async function* chunks(bytes: Uint8Array) {
    yield bytes.subarray(0, 7);
    yield bytes.subarray(7);
}

/** Calls `use` with files of these contents, by their names, and removes them. */
export function withFiles<T>(
    files: Record<string, string | Uint8Array>,
    use: (folder: string) => Promise<T>,
): Promise<T> {
    return withTemporaryFolder((folder) => {
        for (const [name, content] of Object.entries(files)) {
            writeFileSync(join(folder, name), content);
        }
        return use(folder);
    });
}
