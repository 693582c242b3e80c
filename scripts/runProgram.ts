import { type ExecFileOptions, execFile } from "node:child_process";
import { promisify } from "node:util";

/** Scripts on Windows, which only a shell starts. */
const SCRIPTS = ["mvn", "npm"];

/** Runs a program to its end. Rejects, with all that it has printed, where it fails. */
export function runProgram(
    program: string,
    args: readonly string[],
    options: ExecFileOptions = {},
): Promise<{ stdout: string; stderr: string }> {
    const shell = process.platform === "win32" && SCRIPTS.includes(program);
    const all = { shell, maxBuffer: Number.POSITIVE_INFINITY, ...options, encoding: "utf8" } as const;
    return promisify(execFile)(program, args, all);
}
