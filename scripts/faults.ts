import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { reliabilityPage } from "../test/engine/faults/page";
import { FOUND_CLI, findPulumiCli } from "./pulumiCli";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm run faults`: the fault matrix, in as many processes as there are parts, and docs/reliability.md from what became of each
 * case. Fails where a case of the component does not converge, or leaves something wrong, that the page has not listed before.
 */

const ROOT = join(__dirname, "..");
/** Not among jest's own tests: it takes half an hour. */
const MATRIX = "<rootDir>/test/engine/faults/matrix.ts";
const PAGE = join(ROOT, "docs/reliability.md");

interface Options {
    parts: string;
    minutes: string;
    results?: string;
    write?: boolean;
}

async function main({ parts, minutes, results, write }: Options, folder: string): Promise<boolean> {
    process.env[FOUND_CLI] = JSON.stringify(await findPulumiCli(process.stdout));
    const file = results ?? join(folder, "results.jsonl");
    const until = String(Date.now() + Number(minutes) * 60_000);
    const jest = require.resolve("jest/bin/jest");
    await Promise.all(
        Array.from({ length: Number(parts) }, (_, part) => {
            const env = { ...process.env, FAULTS_RESULTS: file, FAULTS_PART: `${part}/${parts}`, FAULTS_UNTIL: until };
            const args = [jest, "-i", "--silent=false", "--testMatch", MATRIX];
            return once(
                spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] }),
                "close",
            );
        }),
    );
    const text = existsSync(file) ? await readFile(file, "utf8") : "";
    const rows = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    const { page, failures } = reliabilityPage(rows);
    for (const failure of failures) process.stdout.write(`${failure}\n`);
    if (write) await writeFile(PAGE, page);
    const known = existsSync(PAGE) ? await readFile(PAGE, "utf8") : "";
    return rows.length > 0 && failures.every((failure) => known.includes(failure));
}

const options = new Command("faults")
    .description("Strikes deployments on the model of Azure with faults, and says what becomes of each.")
    .option("--parts <number>", "processes at a time", "2")
    .option("--minutes <number>", "when no further life of a cluster is begun", "40")
    .option("--results <file>", "keep what became of each case in this file, and go on from it")
    .option("--write", "write docs/reliability.md")
    .parse()
    .opts<Options>();

runMain("faults", () => withTemporaryFolder((folder) => main(options, folder)));
