import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConstructRequest, type ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { CLUSTER_TYPE } from "../src/aksTypes";
import { startFakeEngine } from "./fakeEngine";

const TYPE = "managed-identity-aks:index:ManagedIdentityAksCluster";

export interface ConstructCost {
    seconds: number;
    /** Largest resident set; only where the system tells it (Linux). */
    megabytes?: number;
}

/** From the start of a plugin's process to the end of its first component, a cluster in a preview. */
export async function firstConstruct(node: string, command: readonly string[], cwd: string): Promise<ConstructCost> {
    const engine = await startFakeEngine();
    const started = performance.now();
    const child = spawn(node, [...command, engine.address], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    child.stderr.on("data", (text) => {
        said += text;
    });
    try {
        const port = await new Promise<string>((resolve, reject) => {
            child.stdout.once("data", (line) => resolve(String(line).trim()));
            child.once("exit", () => reject(new Error(`${command[0]} has ended: ${said}`)));
        });
        await construct(port, engine.address);
        const seconds = (performance.now() - started) / 1000;
        if (!engine.registered.includes(CLUSTER_TYPE)) {
            throw new Error(`${command[0]} has created no cluster: ${engine.registered.join(", ")}`);
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
        .setOrganization("organization")
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

async function peakMemory(pid: number | undefined): Promise<Pick<ConstructCost, "megabytes">> {
    const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
    return kilobytes === undefined ? {} : { megabytes: Number(kilobytes) / 1024 };
}
