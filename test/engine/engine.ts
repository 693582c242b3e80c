import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { globalAgent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { transformSync } from "@swc/core";
import type { ClusterJob, FaultRule, LocalAzureOptions, LoggedRequest } from "../../local-azure/contract";
import { type VirtualClock, virtualClock } from "../../local-azure/kernel/clock";
import { type LocalAzure, startLocalAzure } from "../../local-azure/localAzure";
import type { Workload } from "../../local-azure/services/containerservice/state/state";
import { openStack } from "../../scripts/engine";
import { findPulumiCli } from "../../scripts/pulumiCli";
import { runProgram } from "../../scripts/runProgram";
import { startSecretsProvider } from "../../scripts/secretsProvider";
import { backoff } from "../../src/grants/retry";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { TestAzure } from "../local-azure/harness";

/** A stack on the real engine and a local Azure of its own, on a clock that the test owns. */
export interface Engine {
    stack: Stack;
    azure: LocalAzure;
    clock: VirtualClock;
    /** Seconds that the component waited for role assignments, one entry a wait. */
    waits: number[];
    /** What happens in the world while the component waits. */
    meanwhile?: () => Promise<void>;
    /** Requests since the last call. */
    newRequests(): readonly LoggedRequest[];
    /** The deployer's own way to ARM, beside Pulumi. */
    arm: TestAzure;
    jobs(clusterName: string): Promise<ClusterJob[]>;
    /** Says what the workloads of a cluster make AKS use: resource ids, by the names that local-azure gives to them. */
    declareWorkload(clusterName: string, workload: Partial<Workload>): Promise<void>;
    /** All that the engine keeps on disk, as text: what somebody with the state would read. */
    stateText(): Promise<string>;
    /** A stack of another project, on the same engine, state and Azure. */
    openAnother(project: string, program: PulumiFn): Promise<Stack>;
}

export interface EngineOptions {
    project?: string;
    /** Ports of further plugins, by name. */
    plugins?: Record<string, number>;
}

/** Milliseconds for what runs the engine a dozen times, or deploys dozens of clusters. Other tests have jest's `testTimeout`. */
export const MANY_RUNS = 900_000;

/** Looked for once a file: it is asked for its version. */
let cli: ReturnType<typeof findPulumiCli> | undefined;

/**
 * Runs `use` with an engine for `program`; whatever happens, nothing is left behind. With `watchJobs`, no job of a cluster
 * may have been denied after any write that was allowed before it.
 */
export async function withEngine(
    program: PulumiFn,
    { project = "test", plugins = {}, ...options }: LocalAzureOptions & EngineOptions,
    use: (engine: Engine) => Promise<void>,
): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-test-"));
    const clock = virtualClock();
    const azure = await startLocalAzure({ ...options, clock });
    const secrets = await startSecretsProvider();
    const waits: number[] = [];
    let engine: Engine | undefined;
    // The component's wait is the model's time: no test waits for real.
    const ca = globalAgent.options.ca;
    // The component asks Azure itself, too, for which a real Azure needs no certificate of its own.
    globalAgent.options.ca = await readFile(azure.ready.caFile);
    const wait = jest.spyOn(backoff, "wait").mockImplementation(async (seconds) => {
        waits.push(seconds);
        await engine?.meanwhile?.();
        await clock.sleep(seconds * 1000);
    });
    try {
        cli ??= findPulumiCli(process.stderr);
        const found = await cli;
        const attached = Object.entries(plugins).map(([name, port]) => `${name}:${port}`);
        const standIns = azure.ready.env.PULUMI_DEBUG_PROVIDERS ?? "";
        const env = { ...azure.ready.env, PULUMI_DEBUG_PROVIDERS: [standIns, ...attached].join(",") };
        const openAnother = (named: string, of: PulumiFn) =>
            openStack({ cli: found, folder, project: named, program: of, secrets, env });
        const stack = await openAnother(project, program);
        const arm = await TestAzure.over(azure, clock);
        let seen = 0;
        engine = {
            stack,
            azure,
            clock,
            waits,
            newRequests: () => {
                const all = azure.requests();
                const fresh = all.slice(seen);
                seen = all.length;
                return fresh;
            },
            arm,
            jobs: (clusterName) => arm.jobs(clusterName),
            declareWorkload: async (clusterName, body) => {
                const path = `/local-azure/clusters/${clusterName}/workload`;
                expect((await arm.post(path, { body, token: null, apiVersion: null })).status).toBe(200);
            },
            stateText: () => textBelow(join(folder, "state")),
            openAnother,
        };
        await use(engine);
        if (options.watchJobs) {
            expect(await arm.lostJobs()).toEqual([]);
        }
    } finally {
        wait.mockRestore();
        // An option that is there, if only as undefined, comes before a request's own.
        if (ca === undefined) {
            delete globalAgent.options.ca;
        } else {
            globalAgent.options.ca = ca;
        }
        await azure.stop();
        await secrets.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** Runs the CLI in the folder of a stack's program. Rejects where it fails. */
export function runCli(
    { workspace }: Stack,
    args: string[],
    env: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
    const { pulumiCommand, workDir, pulumiHome, envVars } = workspace;
    return runProgram(pulumiCommand.command, args, {
        cwd: workDir,
        env: { ...process.env, ...envVars, ...env, PULUMI_HOME: pulumiHome },
    }).catch((error) => {
        // What is wrong with a program stands in its output.
        throw Object.assign(error, { message: `${error.message}\n${error.stdout}` });
    });
}

/**
 * The program in a folder of the examples, evaluated anew by each run, its exports the stack's outputs; `edited` is what a
 * reader has made of it.
 */
export function exampleProgram(folder: string, edited = (source: string) => source): PulumiFn {
    const file = join(__dirname, "../../examples", folder, "index.ts");
    return async () => evaluate(edited(await readFile(file, "utf8")), file);
}

/** The same of a program that is a text, which may be another one in each run. */
export function textProgram(source: () => string): PulumiFn {
    return async () => evaluate(source(), join(__dirname, "text.ts"));
}

function evaluate(source: string, filename: string): Record<string, unknown> {
    const { code } = transformSync(source, {
        filename,
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "commonjs" },
    });
    const module = { exports: {} };
    // The test's own module registry: the program must share one Pulumi runtime with the engine's client.
    new Function("require", "module", "exports", code)(require, module, module.exports);
    return { ...module.exports };
}

/** What `use` finds while one role assignment is gone; it is put back after. */
export async function without<T>(
    { arm }: Pick<Engine, "arm">,
    { id = "", roleDefinitionId, principalId, description }: RequiredRoleAssignment,
    use: () => Promise<T>,
): Promise<T> {
    const version = { apiVersion: "2022-04-01" };
    expect((await arm.delete(id, version)).status).toBe(200);
    const found = await use();
    const properties = {
        roleDefinitionId,
        principalId,
        principalType: "ServicePrincipal",
        description,
    };
    expect((await arm.put(id, { properties }, version)).status).toBe(201);
    return found;
}

/** What a preview or an update comes to, and what the engine tells meanwhile. */
export async function observed<Result>(
    run: (options: { onEvent: (event: EngineEvent) => void }) => Promise<Result>,
): Promise<{ result: Result; events: EngineEvent[] }> {
    const events: EngineEvent[] = [];
    return { result: await run({ onEvent: (event) => events.push(event) }), events };
}

/** What the engine tells of a preview or an update, and whether it fails. */
export async function observedOutcome(
    run: (options: { onEvent: (event: EngineEvent) => void }) => Promise<unknown>,
): Promise<{ failed: boolean; events: EngineEvent[] }> {
    const { result, events } = await observed((options) =>
        run(options).then(
            () => false,
            () => true,
        ),
    );
    return { failed: result, events };
}

/** Lets local-azure answer the next requests by these rules. */
export async function addFaults({ arm }: Pick<Engine, "arm">, ...rules: FaultRule[]): Promise<void> {
    const { status } = await arm.post("/local-azure/faults", { body: rules, token: null, apiVersion: null });
    expect(status).toBeLessThan(300);
}

/** What a preview or an update would do, resource by resource: `create aks-cluster`. */
export function steps(events: EngineEvent[]): string[] {
    return events.flatMap(({ resourcePreEvent }) => {
        const step = resourcePreEvent?.metadata;
        return step && step.op !== "same" ? [`${step.op} ${step.urn.split("::").pop()}`] : [];
    });
}

/** The same, apart from providers that the engine makes itself. */
export function changesOf(events: EngineEvent[]): string[] {
    return steps(events).filter((step) => !step.includes("default"));
}

/** What was put and not deleted since, by the log; deleting a group takes its content along. */
export function remaining(requests: readonly { method: string; path: string; status: number }[]): string[] {
    const there = new Set<string>();
    for (const { method, path, status } of requests) {
        const id = path.toLowerCase();
        if (method === "PUT" && status < 300) {
            there.add(id);
        } else if (method === "DELETE" && status < 300) {
            for (const each of there) {
                if (each === id || each.startsWith(`${id}/`)) {
                    there.delete(each);
                }
            }
        }
    }
    return [...there];
}

async function textBelow(folder: string): Promise<string> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}
