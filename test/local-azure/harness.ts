import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import type { ArmServer, ClusterJob, LocalAzureOptions } from "../../local-azure/contract";
import { type VirtualClock, virtualClock } from "../../local-azure/kernel/clock";
import { startArmServer } from "../../local-azure/server/armServer";
import { usualApiVersion } from "./apiVersions";

export interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    /** An error's code and message are in `error`, whether they were sent there or, by AKS, bare: every client reads both. */
    body: ArmBody;
    /** The body as it was sent. */
    sent: unknown;
}

export interface Sent {
    body?: unknown;
    /** Sent as it is instead of `body`. */
    raw?: string;
    apiVersion?: string | null;
    /** `null`: no Authorization header at all. */
    token?: string | null;
    headers?: Record<string, string>;
}

/** What tests look at in answers: a claim for the reader, checked by each expectation, not by the compiler. */
export interface ArmBody {
    id: string;
    name: string;
    error: { code: string; message: string };
    tags: Record<string, string>;
    value: ArmBody[];
    identity: {
        type: string;
        principalId: string;
        userAssignedIdentities: Record<string, { principalId?: string; clientId?: string }>;
    };
    registrationState: string;
    kubeconfigs: { name: string; value: string }[];
    properties: {
        principalId: string;
        clientId: string;
        principalType: string;
        roleDefinitionId: string;
        provisioningState: string;
        nodeResourceGroup: string;
        nodeImageVersion: string;
        defaultIngestionSettings?: { dataCollectionRuleResourceId: string };
        subnets: { id: string }[];
        virtualNetworkPeerings: { id: string }[];
        peeringState: string;
        identityProfile: Record<string, { resourceId: string; clientId: string; objectId: string }>;
    };
}

/** A running ARM server with time in the test's hand, and the deployer signed in. */
export class TestAzure {
    readonly #ca: Buffer;

    private constructor(
        readonly server: ArmServer,
        readonly clock: VirtualClock,
        private readonly token: string,
        /** Keeps connections, where `stop` ends them: most of the time of a request is that of its handshake. */
        private readonly agent?: Agent,
    ) {
        this.#ca = readFileSync(server.ready.caFile);
    }

    static async start(options: LocalAzureOptions = {}, startTime?: number): Promise<TestAzure> {
        const clock = virtualClock(startTime);
        const server = await startArmServer({ clock, ...options });
        return new TestAzure(server, clock, await tokenOf(server), new Agent({ keepAlive: true }));
    }

    /** The same for a server that somebody else started, and stops. */
    static async over(server: ArmServer, clock: VirtualClock): Promise<TestAzure> {
        return new TestAzure(server, clock, await tokenOf(server));
    }

    get subscription(): string {
        return `/subscriptions/${this.server.ready.subscriptionId}`;
    }

    /** `path` from the root, or an id's rest below the subscription when it does not start with a slash. */
    async send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
        const absolute = path.startsWith("/") ? path : `${this.subscription}/${path}`;
        const { apiVersion = usualApiVersion(absolute), token = this.token } = sent;
        const joint = absolute.includes("?") ? "&" : "?";
        const url =
            apiVersion === null || /[?&]api-version=/.test(absolute)
                ? absolute
                : `${absolute}${joint}api-version=${apiVersion}`;
        const content = sent.raw ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
        return sendOver(this.server.ready.armEndpoint + encodeURI(url), {
            method,
            ca: this.#ca,
            agent: this.agent ?? false,
            headers: {
                ...sent.headers,
                ...(token !== null && { authorization: `Bearer ${token}` }),
                ...(content !== undefined && {
                    "content-type": "application/json",
                    "content-length": String(Buffer.byteLength(content)),
                }),
            },
            content,
        });
    }

    get = (path: string, sent?: Sent) => this.send("GET", path, sent);
    put = (path: string, body: unknown, sent?: Sent) => this.send("PUT", path, { ...sent, body });
    patch = (path: string, body: unknown, sent?: Sent) => this.send("PATCH", path, { ...sent, body });
    delete = (path: string, sent?: Sent) => this.send("DELETE", path, sent);
    post = (path: string, sent?: Sent) => this.send("POST", path, sent);

    /** A token for any identity of the subscription. */
    tokenOf = (principalId: string) => tokenOf(this.server, { principal_id: principalId });

    /** A token for another resource than ARM, the deployer's unless the query says whose. */
    tokenFor = (resource: string, query: Record<string, string> = {}) => tokenOf(this.server, { resource, ...query });

    /** A request to Microsoft Graph; `path` below the version. */
    async graph(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
        return this.send(method, `/v1.0/${path}`, {
            apiVersion: null,
            token: token ?? (await this.tokenFor("https://graph.microsoft.com")),
            ...(body !== undefined && { body }),
        });
    }

    jobs(cluster: string): Promise<ClusterJob[]> {
        return this.#jobsAt(`/local-azure/clusters/${cluster}/jobs`);
    }

    lostJobs(): Promise<ClusterJob[]> {
        return this.#jobsAt("/local-azure/lostJobs");
    }

    async #jobsAt(path: string): Promise<ClusterJob[]> {
        const { body } = await this.get(path, { token: null, apiVersion: null });
        return body as unknown as ClusterJob[];
    }

    advance(seconds: number): void {
        this.clock.advance(seconds * 1000);
    }

    stop = () => {
        this.agent?.destroy();
        return this.server.stop();
    };
}

async function tokenOf(server: ArmServer, query: Record<string, string> = {}): Promise<string> {
    const { identityEndpoint, identityHeader } = server.ready;
    const search = new URLSearchParams({
        "api-version": "2019-08-01",
        resource: "https://management.azure.com/",
        ...query,
    });
    const response = await fetch(`${identityEndpoint}?${search}`, {
        headers: { "X-IDENTITY-HEADER": identityHeader },
    });
    const answer = (await response.json()) as { access_token: string };
    return answer.access_token;
}

function sendOver(
    url: string,
    {
        content,
        ...options
    }: {
        method: string;
        ca: Buffer;
        agent: Agent | false;
        headers: Record<string, string>;
        content: string | undefined;
    },
): Promise<Answer> {
    return new Promise((resolve, reject) => {
        const sending = request(url, options, (message) => {
            const chunks: Buffer[] = [];
            message.on("data", (chunk: Buffer) => chunks.push(chunk));
            message.on("error", reject);
            message.on("end", () => {
                const text = Buffer.concat(chunks).toString("utf8");
                try {
                    const sent: unknown = text === "" ? undefined : JSON.parse(text);
                    resolve({ status: message.statusCode ?? 0, headers: message.headers, body: withError(sent), sent });
                } catch (error) {
                    reject(error);
                }
            });
        });
        sending.on("error", reject);
        sending.end(content);
    });
}

function withError(sent: unknown): ArmBody {
    const { code, subcode, message } = Object(sent);
    return subcode === undefined ? (sent as ArmBody) : { ...(sent as ArmBody), error: { code, message } };
}

/** The pieces most tests stand on. */
export const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
export const managedIdentityOperator = "f1a07417-d97a-45cb-824c-7a7467783830";
export const privateDnsZoneContributor = "b12aa53e-6015-4669-85d0-8515ebb3ae7f";
export const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
export const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

let assignmentCount = 0;

/** A GUID that no other assignment of the run has. */
export function assignmentName(): string {
    assignmentCount++;
    return `00000000-0000-4000-8000-${String(assignmentCount).padStart(12, "0")}`;
}

export async function assign(
    azure: TestAzure,
    role: string,
    principalId: string,
    scope: string,
    sent?: Sent,
    more: object = {},
): Promise<Answer> {
    const properties = {
        roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId,
        principalType: "ServicePrincipal",
        ...more,
    };
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignmentName()}`;
    return azure.put(path, { properties }, { apiVersion: "2022-04-01", ...sent });
}

export async function makeGroup(azure: TestAzure, name = "rg", location = "westus2"): Promise<string> {
    const { body } = await azure.put(`resourceGroups/${name}`, { location });
    return body.id;
}

/** A custom role of the subscription, made anew or changed. */
export async function putRole(azure: TestAzure, guid: string, roleName: string, actions: string[]): Promise<Answer> {
    return azure.put(`${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`, {
        properties: { roleName, assignableScopes: [azure.subscription], permissions: [{ actions }] },
    });
}

export interface MadeIdentity {
    id: string;
    properties: { principalId: string; clientId: string };
}

export async function makeIdentity(azure: TestAzure, name: string, group = "rg"): Promise<MadeIdentity> {
    const path = `resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    return (await azure.put(path, { location: "westus2" })).body;
}

export async function makeSubnet(azure: TestAzure, properties: object = {}, range = "10.1.0.0/16"): Promise<string> {
    const subnets = [{ name: "nodes", properties: { addressPrefix: "10.1.0.0/24", ...properties } }];
    const path = "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet";
    const network = {
        location: "westus2",
        properties: { addressSpace: { addressPrefixes: [range] }, subnets },
    };
    return (await azure.put(path, network)).body.properties.subnets[0]?.id ?? "";
}

export const clusterPath = (name = "c1") =>
    `resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/${name}`;

/** A managed cluster's content; `properties` and `pool` override. */
export function clusterContent(parts: { identity?: object; properties?: object; pool?: object } = {}): object {
    return {
        location: "westus2",
        identity: parts.identity ?? { type: "SystemAssigned" },
        properties: {
            dnsPrefix: "c1",
            agentPoolProfiles: [
                { name: "nodepool1", mode: "System", count: 3, vmSize: "Standard_D4ds_v5", ...parts.pool },
            ],
            ...parts.properties,
        },
    };
}

export const userAssigned = (id: string) => ({ type: "UserAssigned", userAssignedIdentities: { [id]: {} } });
export const ownKubelet = (id: string) => ({ identityProfile: { kubeletidentity: { resourceId: id } } });

/** What an answer looks like that refuses, for `toMatchObject`. */
export const refused = (status: number, code: string, message: string | RegExp) => ({
    status,
    body: {
        error: { code, message: typeof message === "string" ? message : expect.stringMatching(message) },
    },
});
