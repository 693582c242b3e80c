import { readFileSync, readlinkSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { withTemporaryFolder } from "../../../scripts/temporaryFolder";
import type { ManagedIdentityAksClusterArgs } from "../../../src";
import { clusterContent } from "../../local-azure/harness";
import { addFaults, type Engine, observedOutcome, withEngine } from "../engine";
import { makeServicePrincipalByHand } from "../handMadeGround";
import { runImport } from "../importResources";
import { VM_SIZE } from "../program";
import { said } from "../transition";
import { type Act, KINDS } from "./kinds";
import { type Case, LIVES, type Life, OPERATIONS, type Place, PROGRAMS } from "./lives";

/** What became of a case. */
export interface Row extends Case {
    program: string;
    /** How the operation got to its end, step by step: `up` is a plain repetition. Without any it succeeded at once. */
    steps: string[];
    converged: boolean;
    /** Whether the fault struck. */
    struck: boolean;
    /** Errors of the first run that failed, one entry a resource. */
    messages: string[];
    /** What is wrong after it: orphans, what is gone, secrets. */
    wrong: string[];
}

/** A wait that ends only when the test lets go: the answer to the case's call is held back. */
const HELD_SECONDS = 1_234_567;
const MOST_RUNS = 5;

/** Runs a life of a program: the operations one after the other, with a fault in each that has a case. */
export async function runLife(life: Life, program: string, report: (row: Row) => void): Promise<void> {
    await withTemporaryFolder(async (folder) => {
        const stateFile = join(folder, "azure.json");
        let operation = "";
        let place: Place | undefined;
        let more: Partial<ManagedIdentityAksClusterArgs> = {};
        const inline = async () => PROGRAMS[program]?.(life.name, operation, place as Place, more);
        const azure = { stateFile, operationSeconds: 60 };
        await withEngine(inline, azure, async (engine) => {
            engine.stack.workspace.envVars.PULUMI_SKIP_CHECKPOINTS = "false";
            place = await makePlace(engine, life.name);
            const baseline = new Set(await idsIn(stateFile));
            for (const [index, name] of (LIVES[life.name] as string[]).entries()) {
                operation = name;
                more = {};
                if (name === "off a system-assigned identity") {
                    place.formerPrincipalId = await principalOf(stateFile);
                }
                const set = (next: typeof more) => {
                    more = next;
                };
                const result = await runOperation(engine, name, life.cases[index], set);
                const wrong = [
                    ...(result.converged ? await differences(engine, stateFile, baseline) : []),
                    ...(await leaks(engine, place, result.output)),
                ];
                const { output: _, ...shown } = result;
                const drawn = life.cases[index];
                if (drawn) report({ ...drawn, program, ...shown, wrong });
                if (!result.converged) {
                    // Nothing more can be learned from it.
                    return;
                }
            }
        });
    });
}

type Ended = Pick<Row, "steps" | "converged" | "struck" | "messages"> & { output: string };

async function runOperation(
    engine: Engine,
    operation: string,
    drawn: Case | undefined,
    set: (more: Partial<ManagedIdentityAksClusterArgs>) => void,
): Promise<Ended> {
    const { stack, arm } = engine;
    const run = (options: object) => (operation === "destroy" ? stack.destroy(options) : stack.up(options));
    const steps: string[] = [];
    const messages: string[] = [];
    let output = "";
    let struck = false;
    const before = engine.azure.requests().length;
    const keep = (text: string) => {
        output += text;
    };
    for (let tried = 0; tried < MOST_RUNS; tried++) {
        const act = tried === 0 && drawn ? await strike(engine, drawn) : undefined;
        const { failed, events } = await observedOutcome((options) =>
            run({ ...options, ...act?.options, onOutput: keep, onError: keep }),
        );
        if (tried === 0 && drawn) {
            struck =
                act?.struck() ??
                engine.azure
                    .requests()
                    .slice(before)
                    .some(({ fault }) => fault !== undefined);
            await act?.end();
            await removeFaults(arm);
        }
        if (!failed) return { steps, converged: true, struck, messages, output };
        const text = said(events);
        if (tried === 0) messages.push(...errorsOf(text));
        steps.push(await doAsSaid(engine, `${text}\n${output}`, set));
        output = "";
    }
    return { steps, converged: false, struck, messages, output };
}

/** The connection may be one of those that show an untrusted certificate. */
async function removeFaults(arm: Engine["arm"]): Promise<void> {
    for (let left = 5; left > 0; left--) {
        const answer = await arm
            .delete("/local-azure/faults", { token: null, apiVersion: null })
            .catch(() => undefined);
        if (answer) return;
    }
    throw new Error("The faults of local-azure cannot be removed.");
}

/** Messages of resources, without what the engine adds to each failed run. */
function errorsOf(text: string): string[] {
    return text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !/^(update failed|resource .* error|destroy failed)/.test(line));
}

/** Does what the message of a failed run says, or nothing but run it again: the name of the step. */
async function doAsSaid(
    engine: Engine,
    text: string,
    set: (more: Partial<ManagedIdentityAksClusterArgs>) => void,
): Promise<string> {
    const { stack, arm, clock } = engine;
    const [, command] = /^ +pulumi import (.*)$/m.exec(text) ?? [];
    const [, input] = /^.*?((?:adopt: \{|existingRoleAssignments: \[).*[}\]])/m.exec(text) ?? [];
    const [, abort] = /az aks operation-abort --resource-group \S+ --name (\S+)/.exec(text) ?? [];
    if (command !== undefined) {
        await runImport(
            stack,
            [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word),
        );
        return "import";
    }
    if (input !== undefined) {
        set(new Function(`return { ${input} }`)());
        return String(input.split(":")[0]);
    }
    if (abort !== undefined) {
        await arm.post(`resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${abort}/abort`);
        await stack.refresh();
        return "operation-abort, refresh";
    }
    if (/pulumi cancel|currently locked/.test(text)) {
        await stack.cancel();
        return "cancel";
    }
    // AKS goes on meanwhile.
    clock.advance(4 * 3_600_000);
    if (/--refresh|pulumi refresh/.test(text)) {
        await stack.refresh();
        return "refresh";
    }
    return "up";
}

/** A case that acts: what its run is given, whether it has acted, and what is put back afterwards. */
interface Acting {
    options: object;
    struck(): boolean;
    end(): Promise<void>;
}

/** Sets the fault of a case; for one that acts, holds back the answer to its call and acts then. */
async function strike(engine: Engine, { operation, call, kind }: Case): Promise<Acting | undefined> {
    const of = OPERATIONS[operation]?.calls[call];
    if (of === undefined) throw new Error(`No case is of the call ${call} of ${operation}.`);
    const { method, path } = of;
    const { fault, act } = KINDS[kind] as (typeof KINDS)[string];
    if (fault) {
        await addFaults(engine, { method, path, ...fault } as never);
        return undefined;
    }
    await addFaults(engine, { method, path, kind: "slow", seconds: HELD_SECONDS });
    const { clock } = engine;
    const { sleep } = clock;
    const controller = new AbortController();
    const acting = ACTS[act as Act](engine, controller);
    let done: Promise<unknown> | undefined;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
        release = resolve;
    });
    clock.sleep = async (milliseconds) => {
        if (milliseconds < HELD_SECONDS * 1000) return sleep(milliseconds);
        done = (async () => {
            await (await acting).act();
        })();
        // An act that ends the run leaves the request unanswered; after others the run goes on.
        await done;
        if (!(await acting).endsRun) return;
        await released;
    };
    return {
        options: { signal: controller.signal },
        struck: () => done !== undefined,
        end: async () => {
            clock.sleep = sleep;
            release();
            await (await acting).end?.();
        },
    };
}

interface Action {
    act(): Promise<void> | void;
    /** Whether the engine ends by itself, without the answer that is held back. */
    endsRun?: true;
    end?(): Promise<void>;
}

const ACTS: Record<Act, (engine: Engine, controller: AbortController) => Promise<Action>> = {
    "kill -9": async () => ({ act: () => signalCli("SIGKILL"), endsRun: true }),
    "Ctrl-C": async (_, controller) => ({ act: () => controller.abort(), endsRun: true }),
    "Ctrl-C twice": async (_, controller) => ({
        act: () => {
            controller.abort();
            setTimeout(() => signalCli("SIGINT"), 500);
        },
        endsRun: true,
    }),
    "second up": async ({ stack }) => ({
        act: async () => {
            const outcome = await stack.up().then(
                () => "succeeded",
                (error: Error) => error.message,
            );
            if (!outcome.includes("currently locked")) throw new Error(`The second run: ${outcome}`);
        },
    }),
    "no state": async ({ stack }) => {
        const stacks = join(
            String(stack.workspace.envVars.PULUMI_BACKEND_URL).replace("file://", ""),
            ".pulumi/stacks",
        );
        return {
            // Root may write to any folder, but not below a file.
            act: async () => {
                await rename(stacks, `${stacks}.away`);
                await writeFile(stacks, "");
            },
            end: async () => {
                await rm(stacks, { force: true, recursive: true });
                await rename(`${stacks}.away`, stacks);
            },
        };
    },
    "no provider": async ({ stack, azure }) => {
        const { envVars } = stack.workspace;
        const before = envVars.PULUMI_DEBUG_PROVIDERS;
        const sockets = new Set<Socket>();
        const proxy = createServer((client) => {
            const provider = connect(azure.ready.providers["azure-native"] as number, "127.0.0.1");
            for (const [one, other] of [
                [client, provider],
                [provider, client],
            ] as const) {
                sockets.add(one);
                one.on("error", () => other.destroy()).on("close", () => other.destroy());
                one.pipe(other);
            }
        });
        await new Promise<void>((resolve) => {
            proxy.listen(0, "127.0.0.1", resolve);
        });
        const { port } = proxy.address() as { port: number };
        envVars.PULUMI_DEBUG_PROVIDERS = String(before).replace(/azure-native:\d+/, `azure-native:${port}`);
        return {
            act: () => {
                proxy.close();
                for (const socket of sockets) socket.destroy();
            },
            endsRun: true,
            end: async () => {
                proxy.close();
                envVars.PULUMI_DEBUG_PROVIDERS = String(before);
            },
        };
    },
};

/** The CLI that this process has started: its children are listed nowhere else. */
function signalCli(signal: NodeJS.Signals): void {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(/\s+/);
    for (const child of children.filter((each) => each !== "" && isPulumi(each))) process.kill(Number(child), signal);
}

function isPulumi(pid: string): boolean {
    try {
        return readlinkSync(`/proc/${pid}/exe`).endsWith("/pulumi");
    } catch {
        return false;
    }
}

/** A group, a subnet, a service principal and, for an adoption, a cluster. */
async function makePlace({ arm }: Engine, life: string): Promise<Place> {
    const location = "westeurope";
    const group = (await arm.put("resourceGroups/rg", { location })).body.id;
    const network = await arm.put(`${group}/providers/Microsoft.Network/virtualNetworks/network`, {
        location,
        properties: {
            addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
            subnets: [{ name: "nodes", properties: { addressPrefix: "10.10.0.0/20" } }],
        },
    });
    const subnetId = String(network.body.properties.subnets[0]?.id);
    const servicePrincipal = await makeServicePrincipalByHand(arm, "legacy");
    if (life === "adopted") {
        const found = `${group}/providers/Microsoft.ContainerService/managedClusters/found`;
        const pool = { name: "system", count: 1, vmSize: VM_SIZE, vnetSubnetID: subnetId };
        const content = clusterContent({ pool, properties: { dnsPrefix: "found" } });
        const { status } = await arm.put(found, { ...content, location, tags: { tier: "bronze" } });
        expect(status).toBe(201);
        arm.advance(60);
        await arm.get(found);
    }
    return { group, subnetId, servicePrincipal };
}

interface Kept {
    id: string;
    data: { byAks?: boolean; identity?: { principalId?: string }; pools?: { name: string }[] };
}

async function entriesOf(stateFile: string): Promise<Kept[]> {
    return JSON.parse(await readFile(stateFile, "utf8")).entries;
}

const COMPARED = /\/providers\/Microsoft\.(ManagedIdentity|ContainerService|Authorization)\//i;
/** Below the node resource group everything is AKS's own. */
const OF_AKS = /\/resourceGroups\/MC_/i;

/** What programs create, in Azure: clusters with their pools, identities and role assignments. */
async function idsIn(stateFile: string): Promise<string[]> {
    const entries = (await entriesOf(stateFile)).filter(
        ({ id, data }) => COMPARED.test(id) && !OF_AKS.test(id) && !data.byAks,
    );
    return entries.flatMap(({ id, data }) => [id, ...(data.pools ?? []).map(({ name }) => `${id}/agentPools/${name}`)]);
}

async function principalOf(stateFile: string): Promise<string | undefined> {
    const [cluster] = (await entriesOf(stateFile)).filter(({ id }) => /\/managedClusters\/[^/]+$/i.test(id));
    return cluster?.data.identity?.principalId;
}

/** What Azure has and the stack does not, and the other way round. */
async function differences(engine: Engine, stateFile: string, baseline: Set<string>): Promise<string[]> {
    const keyOf = (id: string) => id.toLowerCase();
    const systemPool = (id: string) => /\/agentPools\/system$/i.test(id);
    const { resources = [] } = (await engine.stack.exportStack()).deployment as { resources?: { id?: string }[] };
    const stack = new Set(resources.flatMap(({ id }) => (id && COMPARED.test(id) ? [keyOf(id)] : [])));
    const shown = await idsIn(stateFile);
    const azure = new Set(shown.map(keyOf));
    const before = new Set([...baseline].map(keyOf));
    return [
        ...shown
            .filter((id) => !stack.has(keyOf(id)) && !before.has(keyOf(id)) && !systemPool(id))
            .map((id) => `orphan ${id}`),
        ...[...stack].filter((id) => !azure.has(id)).map((id) => `gone ${id}`),
    ];
}

/** Where the secret of the service principal stands in plain text. */
async function leaks({ stateText }: Engine, { servicePrincipal }: Place, output: string): Promise<string[]> {
    const { secret } = servicePrincipal;
    return [
        ...((await stateText()).includes(secret) ? ["secret in the state"] : []),
        ...(output.includes(secret) ? ["secret in the output"] : []),
    ];
}
