import { type ExecFileOptions, execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import type { ClusterJob, ReadyFile } from "../local-azure/contract";
import { startLocalAzure } from "../local-azure/localAzure";
import { type AzStep, azSteps, type Expectation } from "./azCommands";
import { comparisonSteps } from "./azComparison";
import { findAzureCli } from "./azureCli";
import { runMain } from "./runMain";
import { withTemporaryFolder } from "./temporaryFolder";

/**
 * `npm run check:az`: the real Azure CLI runs the seed document's commands against a local Azure, and then those of
 * examples/comparison.
 */

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());

interface Outcome {
    ok: boolean;
    /** What went wrong, for a person. */
    why?: string;
}

async function main(folder: string): Promise<boolean> {
    const python = await findAzureCli((line) => process.stderr.write(`${line}\n`), stopped.signal);
    const azure = await startLocalAzure();
    try {
        const { ready } = azure;
        const names = { endpoint: ready.armEndpoint, subscriptionId: ready.subscriptionId, folder };
        const count = { passed: 0, failed: 0 };
        await writeFile(join(folder, "az"), `#!/bin/sh\nexec "${python}" -m azure.cli "$@" --only-show-errors\n`, {
            mode: 0o755,
        });
        for (const step of [...azSteps(names), ...comparisonSteps(names)]) {
            const started = performance.now();
            const { ok, why } = await outcomeOf(step, python, ready, folder);
            count[ok ? "passed" : "failed"]++;
            const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
            print(`${ok ? "ok    " : "FAILED"} ${seconds} s  ${titleOf(step, names)}`);
            if (why) print(why.replace(/^/gm, "         "));
            if (stopped.signal.aborted) break;
        }
        print(`${count.passed} passed, ${count.failed} failed`);
        return count.failed === 0;
    } finally {
        await azure.stop();
    }
}

function outcomeOf(step: AzStep, python: string, ready: ReadyFile, folder: string): Promise<Outcome> {
    if ("control" in step) return control(step.control, ready);
    if ("jobs" in step) return jobsOf(step.jobs, ready);
    const options = { env: environment(ready, folder), signal: stopped.signal, timeout: 5 * 60_000 };
    if ("script" in step) return run("bash", step.script.split(" "), options, step);
    // None of the commands has a blank inside a word.
    const args = ["-m", "azure.cli", ...step.az.split(" "), "--only-show-errors", "-o", "json"];
    return run(python, args, options, step);
}

function run(
    file: string,
    args: string[],
    options: ExecFileOptions,
    { holds, fails }: { holds?: Expectation; fails?: string },
): Promise<Outcome> {
    return new Promise((resolve) => {
        const child = execFile(file, args, options, (error, out, complaint) => {
            if (fails !== undefined) return resolve(failure(fails, error, String(complaint)));
            if (error) return resolve({ ok: false, why: lastLines(String(complaint)) || error.message });
            if (!holds || holds.test(parsed(String(out)))) return resolve({ ok: true });
            resolve({ ok: false, why: `Expected ${holds.what}, but the answer is ${String(out).trim()}.` });
        });
        // Nobody is there to answer a question.
        child.stdin?.end();
    });
}

/** Of a command that has to fail. */
function failure(expected: string, error: Error | null, complaint: string): Outcome {
    if (!error) return { ok: false, why: `Expected it to fail with '${expected}', but it succeeded.` };
    if (complaint.includes(expected)) return { ok: true };
    return { ok: false, why: `Expected '${expected}', but it says: ${lastLines(complaint)}` };
}

/** Nothing of the caller's own Azure set-up gets in, and nothing of this run gets out. */
function environment(ready: ReadyFile, folder: string): NodeJS.ProcessEnv {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER, REQUESTS_CA_BUNDLE } = ready.env;
    return {
        // With the `az` of scripts.
        PATH: [folder, process.env.PATH].join(delimiter),
        HOME: folder,
        USERPROFILE: folder,
        // Without it Python opens no socket on Windows.
        SystemRoot: process.env.SystemRoot,
        AZURE_CONFIG_DIR: join(folder, "azure"),
        AZURE_CORE_COLLECT_TELEMETRY: "no",
        AZURE_CORE_SURVEY_MESSAGE: "no",
        AZURE_EXTENSION_USE_DYNAMIC_INSTALL: "no",
        NO_PROXY: "127.0.0.1",
        IDENTITY_ENDPOINT,
        IDENTITY_HEADER,
        REQUESTS_CA_BUNDLE,
    };
}

/** `path content`. */
async function control(step: string, ready: ReadyFile): Promise<Outcome> {
    const [path = "", ...content] = step.split(" ");
    const { status } = await localAzure("POST", path, ready, content.join(" "));
    return status < 300 ? { ok: true } : { ok: false, why: `HTTP ${status}` };
}

async function jobsOf(cluster: string, ready: ReadyFile): Promise<Outcome> {
    const { text } = await localAzure("GET", `clusters/${cluster}/jobs`, ready);
    const jobs = JSON.parse(text) as ClusterJob[];
    const denied = jobs.filter(({ allowed }) => !allowed).map(({ operation, action }) => `${operation}: ${action}`);
    if (jobs.length > 0 && denied.length === 0) return { ok: true };
    return { ok: false, why: ["Expected jobs that are all allowed, but these are denied:", ...denied].join("\n") };
}

async function localAzure(method: string, path: string, { armEndpoint, caFile }: ReadyFile, content?: string) {
    const ca = await readFile(caFile);
    const headers = { "content-type": "application/json" };
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
        const url = `${armEndpoint}/local-azure/${path}`;
        const sending = request(url, { method, ca, headers, agent: false }, async (answer) => {
            resolve({ status: answer.statusCode ?? 0, text: await text(answer) });
        });
        sending.on("error", reject);
        sending.end(content);
    });
}

/** As one would type it; long ids and this run's port and folder say nothing. */
function titleOf(step: AzStep, { endpoint, subscriptionId, folder }: Parameters<typeof azSteps>[0]): string {
    return commandOf(step)
        .replaceAll(endpoint, "<endpoint>")
        .replaceAll(subscriptionId, "<subscription>")
        .replaceAll(folder, "<folder>");
}

function commandOf(step: AzStep): string {
    if ("az" in step) return `az ${step.az}`;
    if ("script" in step) return `bash ${step.script}`;
    return "jobs" in step ? `GET /local-azure/clusters/${step.jobs}/jobs` : `POST /local-azure/${step.control}`;
}

function parsed(out: string): unknown {
    return out.trim() === "" ? undefined : JSON.parse(out);
}

const lastLines = (text: string) => text.trim().split("\n").slice(-8).join("\n");

function print(line: string): void {
    process.stdout.write(`${line}\n`);
}

runMain("check:az", () => withTemporaryFolder(main));
