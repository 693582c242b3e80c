import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadyFile } from "../local-azure/contract";
import { startLocalAzure } from "../local-azure/localAzure";
import { type AzStep, azSteps, type Expectation } from "./azCommands";
import { findAzureCli } from "./azureCli";

/** `npm run check:az`: the real Azure CLI runs the seed document's commands against a local Azure. */

const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());

interface Outcome {
    ok: boolean;
    /** What went wrong, for a person. */
    why?: string;
}

async function main(): Promise<number> {
    const python = await findAzureCli((line) => process.stderr.write(`${line}\n`), stopped.signal);
    const folder = await mkdtemp(join(tmpdir(), "check-az-"));
    const azure = await startLocalAzure();
    try {
        const { ready } = azure;
        const names = { endpoint: ready.armEndpoint, subscriptionId: ready.subscriptionId, folder };
        const count = { passed: 0, failed: 0 };
        for (const step of azSteps(names)) {
            const started = performance.now();
            const { ok, why } = await outcomeOf(step, python, ready, folder);
            count[ok ? "passed" : "failed"]++;
            const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
            print(`${ok ? "ok    " : "FAILED"} ${seconds} s  ${titleOf(step, names)}`);
            if (why) print(why.replace(/^/gm, "         "));
            if (stopped.signal.aborted) break;
        }
        print(`${count.passed} passed, ${count.failed} failed`);
        return count.failed === 0 ? 0 : 1;
    } finally {
        await azure.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

function outcomeOf(step: AzStep, python: string, ready: ReadyFile, folder: string): Promise<Outcome> {
    return "az" in step ? runAz(step.az, step.holds, python, ready, folder) : post(step.control, ready);
}

/** None of the commands has a blank inside a word. */
function runAz(
    command: string,
    holds: Expectation | undefined,
    python: string,
    ready: ReadyFile,
    folder: string,
): Promise<Outcome> {
    const args = ["-m", "azure.cli", ...command.split(" "), "--only-show-errors", "-o", "json"];
    const options = { env: environment(ready, folder), signal: stopped.signal, timeout: 5 * 60_000 };
    return new Promise((resolve) => {
        const child = execFile(python, args, options, (error, out, complaint) => {
            if (error) return resolve({ ok: false, why: lastLines(complaint) || error.message });
            if (!holds || holds.test(parsed(out))) return resolve({ ok: true });
            resolve({ ok: false, why: `Expected ${holds.what}, but the answer is ${out.trim()}.` });
        });
        // Nobody is there to answer a question.
        child.stdin?.end();
    });
}

/** Nothing of the caller's own Azure set-up gets in, and nothing of this run gets out. */
function environment(ready: ReadyFile, folder: string): NodeJS.ProcessEnv {
    const { IDENTITY_ENDPOINT, IDENTITY_HEADER, REQUESTS_CA_BUNDLE } = ready.env;
    return {
        PATH: process.env.PATH,
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
async function post(control: string, { armEndpoint, caFile }: ReadyFile): Promise<Outcome> {
    const [path = "", content = ""] = control.split(" ");
    const ca = await readFile(caFile);
    const headers = { "content-type": "application/json" };
    const url = `${armEndpoint}/local-azure/${path}`;
    return new Promise((resolve) => {
        const sending = request(url, { method: "POST", ca, headers, agent: false }, (answer) => {
            answer.resume();
            const { statusCode = 0 } = answer;
            answer.on("end", () => resolve(statusCode < 300 ? { ok: true } : { ok: false, why: `HTTP ${statusCode}` }));
        });
        sending.on("error", ({ message }) => resolve({ ok: false, why: message }));
        sending.end(content);
    });
}

/** As one would type it; long ids and this run's port and folder say nothing. */
function titleOf(step: AzStep, { endpoint, subscriptionId, folder }: Parameters<typeof azSteps>[0]): string {
    const text = "az" in step ? `az ${step.az}` : `POST /local-azure/${step.control}`;
    return text
        .replaceAll(endpoint, "<endpoint>")
        .replaceAll(subscriptionId, "<subscription>")
        .replaceAll(folder, "<folder>");
}

function parsed(out: string): unknown {
    return out.trim() === "" ? undefined : JSON.parse(out);
}

const lastLines = (text: string) => text.trim().split("\n").slice(-8).join("\n");

function print(line: string): void {
    process.stdout.write(`${line}\n`);
}

main().then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        process.stderr.write(`check:az: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
