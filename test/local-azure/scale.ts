import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ArmServer } from "../../local-azure/contract";
import { usualApiVersion } from "./apiVersions";

/** Makes clusters, each with two identities and their two assignments, and measures the first and the last of them. */
export interface Scale {
    clusters: number;
    window: number;
    /** How many answers had which status. */
    statuses: Record<number, number>;
    /** Per cluster, over the first and the last `window` of them. */
    milliseconds: { first: number; last: number };
    kilobytes: { first: number; last: number };
    timeRatio: number;
    memoryRatio: number;
}

export async function measure(server: ArmServer, clusters: number, window: number): Promise<Scale> {
    const client = await signedIn(server);
    const statuses: Record<number, number> = {};
    const put = async (path: string, body: unknown) => {
        const { status, json } = await client("PUT", path, body);
        statuses[status] = (statuses[status] ?? 0) + 1;
        return json;
    };
    await client("PUT", "resourceGroups/rg", { location: "westus2" });
    const make = (index: number) => makeCluster(put, client, statuses, index, server.ready.subscriptionId);

    // What the engine compiles and the heap settles on is not a cluster's cost.
    const warmUp = Math.min(window, Math.floor(clusters / 4));
    for (let index = 0; index < warmUp; index++) await make(index);
    const span = async (from: number, to: number) => {
        const [memory, time] = [heap(), performance.now()];
        for (let index = from; index < to; index++) await make(index);
        return {
            milliseconds: (performance.now() - time) / (to - from),
            kilobytes: (heap() - memory) / 1024 / (to - from),
        };
    };
    const first = await span(warmUp, warmUp + window);
    for (let index = warmUp + window; index < clusters - window; index++) await make(index);
    const last = await span(clusters - window, clusters);
    client.close();
    return {
        clusters,
        window,
        statuses,
        milliseconds: { first: first.milliseconds, last: last.milliseconds },
        kilobytes: { first: first.kilobytes, last: last.kilobytes },
        timeRatio: last.milliseconds / first.milliseconds,
        memoryRatio: last.kilobytes / first.kilobytes,
    };
}

export function report({ clusters, window, milliseconds, kilobytes, timeRatio, memoryRatio }: Scale): string {
    const row = (what: string, unit: string, { first, last }: { first: number; last: number }, ratio: number) =>
        `${what}: ${first.toFixed(2)} ${unit} for the first, ${last.toFixed(2)} ${unit} for the last, ratio ${ratio.toFixed(2)}`;
    return [
        `${clusters} clusters with 2 identities and 2 role assignments each; per cluster, ${window} measured at either end`,
        row("time", "ms", milliseconds, timeRatio),
        row("memory", "KB", kilobytes, memoryRatio),
    ].join("\n");
}

type Client = {
    (method: string, path: string, body?: unknown): Promise<{ status: number; json: Body }>;
    close(): void;
};

interface Body {
    id: string;
    properties: { principalId: string };
}

/** Five PUTs that make, and one GET that settles the cluster's operation. */
async function makeCluster(
    put: (path: string, body: unknown) => Promise<Body>,
    client: Client,
    statuses: Record<number, number>,
    index: number,
    subscriptionId: string,
): Promise<void> {
    const provider = (type: string) => `resourceGroups/rg/providers/${type}`;
    const identity = (name: string) =>
        put(`${provider("Microsoft.ManagedIdentity/userAssignedIdentities")}/${name}${index}`, {
            location: "westus2",
        });
    const [control, kubelet] = [await identity("control"), await identity("kubelet")];
    const { principalId } = control.properties;
    const assign = (role: string, scope: string, kind: number) =>
        put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${guid(index * 2 + kind)}`, {
            properties: {
                roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
                principalId,
                principalType: "ServicePrincipal",
            },
        });
    await assign("f1a07417-d97a-45cb-824c-7a7467783830", kubelet.id, 0);
    await assign("4d97b98b-1d4f-4787-a291-c67834d212e7", "resourceGroups/rg", 1);
    const path = `${provider("Microsoft.ContainerService/managedClusters")}/c${index}`;
    await put(path, {
        location: "westus2",
        identity: { type: "UserAssigned", userAssignedIdentities: { [control.id]: {} } },
        properties: {
            dnsPrefix: `c${index}`,
            identityProfile: { kubeletidentity: { resourceId: kubelet.id } },
            agentPoolProfiles: [{ name: "np", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" }],
        },
    });
    const { status } = await client("GET", path);
    statuses[status] = (statuses[status] ?? 0) + 1;
}

function guid(number: number): string {
    return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** After a collection: whatever is left is held on to. */
function heap(): number {
    collect();
    return process.memoryUsage().heapUsed;
}

/** The collector, which Node hands out only when asked to. */
const collect = (() => {
    setFlagsFromString("--expose-gc");
    const gc: unknown = runInNewContext("gc");
    if (typeof gc !== "function") throw new Error("This Node does not let its memory be collected.");
    return () => void gc();
})();

async function signedIn({ ready }: ArmServer): Promise<Client> {
    const response = await fetch(`${ready.identityEndpoint}?resource=https://management.azure.com`, {
        headers: { "X-IDENTITY-HEADER": ready.identityHeader },
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const agent = new Agent({ keepAlive: true, ca: readFileSync(ready.caFile) });
    const root = `${ready.armEndpoint}/subscriptions/${ready.subscriptionId}/`;
    const client = (method: string, path: string, body?: unknown) => {
        const url = new URL(path.startsWith("/") ? ready.armEndpoint + path : root + path);
        url.searchParams.set("api-version", usualApiVersion(url.pathname));
        return exchange(url, method, agent, token, body === undefined ? "" : JSON.stringify(body));
    };
    return Object.assign(client, { close: () => agent.destroy() });
}

function exchange(url: URL, method: string, agent: Agent, token: string, content: string) {
    const headers = {
        authorization: `Bearer ${token}`,
        "content-length": String(Buffer.byteLength(content)),
    };
    return new Promise<{ status: number; json: Body }>((resolve, reject) => {
        const outgoing = request(url, { method, agent, headers }, (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("end", () =>
                resolve({
                    status: incoming.statusCode ?? 0,
                    json: JSON.parse(Buffer.concat(chunks).toString()) as Body,
                }),
            );
        });
        outgoing.on("error", reject);
        outgoing.end(content);
    });
}
