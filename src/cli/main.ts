#!/usr/bin/env node
import { ExitCode } from "../migration/report";
import { run } from "./run";

// Whoever reads may stop early, as `head` does.
process.stdout.on("error", () => process.exit(ExitCode.Failure));

run(process.argv.slice(2), process).then((exitCode) => {
    process.exitCode = exitCode;
});
