import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";

/** How a process ended, and all that it printed. */
export interface ChildOutput {
    code: number | null;
    output: string;
}

/** Resolves at the end of a process. Rejects if it cannot be started. */
export function childOutput(child: ChildProcess & { stdout: Readable; stderr: Readable }): Promise<ChildOutput> {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
            output += chunk.toString();
        });
    }
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, output }));
    });
}
