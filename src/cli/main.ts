#!/usr/bin/env node
import { setTimeout as timer } from "node:timers/promises";
import { ExitCode } from "../migration/report";
import type { Io } from "./io";
import { run } from "./run";

// The reader may stop early, as `head` does.
process.stdout.on("error", () => process.exit(ExitCode.Failure));

const { stdin, stdout, stderr, env } = process;
const io: Io = {
    stdin,
    stdout,
    stderr,
    env,
    azure: () => (require("./azure/connect") as typeof import("./azure/connect")).connect({ env }),
    clock: { now: Date.now, wait },
    interruption,
};

function wait(seconds: number, signal?: AbortSignal): Promise<unknown> {
    // It rejects only if it is aborted.
    return timer(seconds * 1000, undefined, signal && { signal }).catch(() => undefined);
}

function interruption(): AbortSignal {
    const controller = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"]) {
        process.once(name, () => controller.abort());
    }
    return controller.signal;
}

void run(process.argv.slice(2), io).then((exitCode) => {
    process.exitCode = exitCode;
});
