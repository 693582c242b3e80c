import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConstructRequest, type ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { startFakeEngine } from "./fakeEngine";
import { bundlePlugin } from "./pluginArchive";

/**
 * `npm run bench`: the plugin's start and first component, hosted in three ways from a production install, as ratios of the
 * first of them, which is how Pulumi hosts a package that has no plugin of its own. `--json` for machines. Installs the
 * package into a temporary folder, for which npm needs its registry or cache.
 */
const ROOT = join(__dirname, "..");
const RUNS = 5;
const TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";
const PLUGIN = "pulumi-resource-managed-identity-aks";

interface Cost {
    seconds: number;
    /** Largest resident set; only where the system tells it (Linux). */
    megabytes?: number;
}

interface Way {
    name: string;
    /** Script and arguments, before the address of the engine. */
    command: readonly string[];
    /** What it may cost of the first way. */
    limits?: Partial<Record<keyof Cost, number>>;
}

async function main(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "managed-identity-aks-bench-"));
    try {
        const installed = await productionInstall(folder);
        const bundle = join(folder, "bundle");
        await bundlePlugin(bundle);
        const runPlugin = join(folder, "node_modules/@pulumi/pulumi/cmd/run-plugin");
        const ways: Way[] = [
            { name: "hosted by Pulumi (run-plugin)", command: [runPlugin, installed] },
            {
                name: "launcher",
                command: [join(installed, PLUGIN)],
                limits: { seconds: 0.25, megabytes: 0.35 },
            },
            { name: "bundle", command: [join(bundle, PLUGIN)], limits: { seconds: 0.18 } },
        ];
        const costs = ways.map((): Cost[] => []);
        // In turn, so that a busy minute is everyone's.
        for (let run = 0; run <= RUNS; run++) {
            for (const [index, way] of ways.entries()) {
                const cost = await costOf(way, folder);
                // The first fills the system's cache of files.
                if (run > 0) costs[index]?.push(cost);
            }
        }
        report(ways, costs.map(median));
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** The packed package, installed as a user does; its folder. */
async function productionInstall(folder: string): Promise<string> {
    const npm = (args: string[], cwd: string) =>
        promisify(execFile)("npm", args, { cwd, shell: process.platform === "win32" });
    process.stderr.write("Building the package and installing it …\n");
    await promisify(execFile)(process.execPath, [join(ROOT, "scripts/prepare.mjs")]);
    const packed = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
    const { stdout } = await npm(packed, ROOT);
    await writeFile(join(folder, "package.json"), '{"private": true}');
    const quiet = ["--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await npm(["install", ...quiet, join(folder, stdout.trim())], folder);
    return join(folder, "node_modules/managed-identity-aks");
}

/** Start of the process to the end of its first Construct. */
async function costOf({ name, command }: Way, cwd: string): Promise<Cost> {
    const engine = await startFakeEngine();
    const started = performance.now();
    const child = spawn(process.execPath, [...command, engine.address], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    child.stderr.on("data", (text) => {
        said += text;
    });
    try {
        const port = await new Promise<string>((resolve, reject) => {
            child.stdout.once("data", (line) => resolve(String(line).trim()));
            child.once("exit", () => reject(new Error(`${name} has ended: ${said}`)));
        });
        await construct(port, engine.address);
        const seconds = (performance.now() - started) / 1000;
        if (!engine.registered.includes("azure-native:containerservice:ManagedCluster")) {
            throw new Error(`${name} has created no cluster: ${engine.registered.join(", ")}`);
        }
        return { seconds, ...(await peakMemory(child.pid)) };
    } finally {
        child.kill();
        await ended;
        engine.stop();
    }
}

/** A first cluster, in a preview. */
async function construct(port: string, address: string): Promise<ConstructResponse> {
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const inputs = {
        resourceGroupName: "group",
        systemNodePool: {
            vmSize: "Standard_D4ds_v5",
            subnetId:
                "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/group/providers/Microsoft.Network/virtualNetworks/network/subnets/nodes",
        },
    };
    const request = new ConstructRequest()
        .setProject("bench")
        .setStack("dev")
        .setDryrun(true)
        .setParallel(16)
        .setMonitorendpoint(address)
        .setType(TYPE)
        .setName("aks")
        .setInputs(Struct.fromJavaScript(inputs));
    try {
        return await new Promise((resolve, reject) =>
            client.construct(request, (error, response) => (error ? reject(error) : resolve(response))),
        );
    } finally {
        client.close();
    }
}

async function peakMemory(pid: number | undefined): Promise<Pick<Cost, "megabytes">> {
    const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
    return kilobytes === undefined ? {} : { megabytes: Number(kilobytes) / 1024 };
}

function median(costs: Cost[]): Cost {
    const middle = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
    const megabytes = costs.flatMap((cost) => cost.megabytes ?? []);
    return {
        seconds: middle(costs.map(({ seconds }) => seconds)),
        ...(megabytes.length > 0 && { megabytes: middle(megabytes) }),
    };
}

function report(ways: Way[], costs: Cost[]): void {
    const [base] = costs;
    const rows = ways.map(({ name, limits = {} }, index) => {
        const cost = costs[index] as Cost;
        const ratio = (of: keyof Cost) => (cost[of] ?? Number.NaN) / (base?.[of] ?? Number.NaN);
        return { name, ...cost, ratios: { seconds: ratio("seconds"), megabytes: ratio("megabytes") }, limits };
    });
    if (process.argv.includes("--json")) {
        process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
        return;
    }
    for (const { name, seconds, megabytes, ratios, limits } of rows) {
        const part = (text: string, ratio: number, limit?: number) =>
            `${text} (${ratio.toFixed(2)}${limit === undefined ? "" : `, at most ${limit}`})`;
        const time = part(`${seconds.toFixed(2)} s`, ratios.seconds, limits.seconds);
        const memory =
            megabytes === undefined
                ? "memory is not told by this system"
                : part(`${megabytes.toFixed(0)} MB`, ratios.megabytes, limits.megabytes);
        process.stdout.write(`${name.padEnd(32)}${time.padEnd(32)}${memory}\n`);
    }
}

main().catch((error: unknown) => {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
