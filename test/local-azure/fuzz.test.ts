import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import fc from "fast-check";
import { services } from "../../local-azure/services";
import { clusterContent, clusterPath, makeGroup, makeIdentity, TestAzure } from "./harness";

// Whatever comes in, local-azure answers with an error in Azure's form, never with a fault of its own, and goes on.
// The same requests every time; FUZZ_SEED and FUZZ_RUNS look further.

let azure: TestAzure;
let graphToken: string;
let ca: Buffer;
beforeAll(async () => {
    // Taken as it comes, so that it gets as deep as it can; declarations.test.ts tries what refuses it before.
    azure = await TestAzure.start({ loose: true });
    ca = readFileSync(azure.server.ready.caFile);
    graphToken = await azure.tokenFor("https://graph.microsoft.com");
    await makeGroup(azure);
    await makeIdentity(azure, "one");
    await azure.put(clusterPath(), clusterContent());
});
afterAll(() => azure.stop());

const stillThere = async () => expect((await azure.get("resourceGroups/rg")).status).toBe(200);

const methods = fc.constantFrom("PUT", "PUT", "PUT", "PUT", "GET", "HEAD", "PUT", "PATCH", "DELETE", "POST", "OPTIONS");

/** Paths that get somewhere: the types of the routes, with made-up names, at made-up scopes. */
const types = [...new Set(services.flatMap(({ routes }) => routes.map(({ type }) => type)))];
const name = fc.oneof(
    fc.constantFrom("one", "c1", "rg", "nodepool1", "$ref", "..", "%00", "x'y", "🦆"),
    fc.string({ minLength: 1, maxLength: 12 }),
);
const armPath = fc
    .tuple(fc.constantFrom(...types), fc.array(name, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())
    .map(([type, names, inGroup, ending]) => {
        const [namespace = "", ...parts] = type.split("/");
        const steps = parts.flatMap((part, position) => [part, names[position % names.length] ?? "x"]);
        const path = [namespace, ...(ending ? steps : steps.slice(0, -1))].map(encodeURIComponent).join("/");
        return `${azure.subscription}${inGroup ? "/resourceGroups/rg" : ""}/providers/${path}`;
    });
/** What is looked into deepest. */
const deepPath = fc
    .constantFrom(
        clusterPath(),
        clusterPath(),
        clusterPath("c2"),
        `${clusterPath()}/agentPools/np`,
        "resourceGroups/rg",
        "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v",
        "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s",
        "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one",
        "providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111",
        "providers/Microsoft.Authorization/roleDefinitions/11111111-1111-4111-8111-111111111111",
    )
    .map((rest) => `${azure.subscription}/${rest}`);
const graphPath = fc
    .array(
        fc.oneof(
            fc.constantFrom("applications", "groups", "servicePrincipals", "members", "$ref", "owners", "me"),
            fc.constantFrom("federatedIdentityCredentials", "addPassword", "directoryObjects", "getByIds"),
            name,
        ),
        { maxLength: 4 },
    )
    .map((parts) => `/v1.0/${parts.map(encodeURIComponent).join("/")}`);
const loginPath = fc.constantFrom(
    "/x/oauth2/v2.0/token",
    "/7e4a7f3c-2f7b-4f0e-9a57-1d1f0c8b6a20/oauth2/v2.0/token",
    "/common/discovery/instance",
    "/x/.well-known/openid-configuration",
    "/.well-known/openid-configuration",
);
const controlPath = fc.constantFrom(
    "/local-azure/faults",
    "/local-azure/issuers",
    "/local-azure/requests",
    "/local-azure/nothing",
    "/local-azure/clusters/c1/jobs",
    "/local-azure/clusters/c1/change",
    "/local-azure/clusters/c1/agentPools/p/change",
    "/metadata/endpoints",
);
const anyPath = fc.string({ maxLength: 40 }).map((text) => `/${encodeURI(text)}`);
const path = fc.oneof(
    { weight: 4, arbitrary: armPath },
    { weight: 6, arbitrary: deepPath },
    { weight: 3, arbitrary: graphPath },
    loginPath,
    controlPath,
    anyPath,
);

/** Bodies that get somewhere too: the keys that handlers look at, with values of any kind. */
const keys = fc.constantFrom(
    "location",
    "properties",
    "identity",
    "type",
    "userAssignedIdentities",
    "tags",
    "sku",
    "agentPoolProfiles",
    "name",
    "subnets",
    "addressSpace",
    "addressPrefixes",
    "addressPrefix",
    "identityProfile",
    "kubeletidentity",
    "resourceId",
    "networkProfile",
    "roleDefinitionId",
    "principalId",
    "permissions",
    "assignableScopes",
    "addonProfiles",
    "mode",
    "servicePrincipalProfile",
    "clientId",
    "displayName",
    "appId",
    "audiences",
    "members@odata.bind",
    "@odata.id",
    "ids",
    "passwordCredential",
    "endDateTime",
    "kind",
    "issuer",
    "jwks",
    "keys",
    "policyRule",
    "dnsPrefix",
    "count",
    "vmSize",
);
const { value } = fc.letrec((tie) => ({
    leaf: fc.oneof(
        fc.constantFrom(
            null,
            true,
            0,
            -1,
            1e308,
            "",
            "westus2",
            "SystemAssigned",
            "UserAssigned",
            "10.0.0.0/33",
            "__proto__",
        ),
        fc.string({ maxLength: 10 }),
    ),
    value: fc.oneof(
        { maxDepth: 4 },
        tie("leaf"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(
            fc.oneof({ weight: 5, arbitrary: keys }, { weight: 1, arbitrary: fc.string({ maxLength: 6 }) }),
            tie("value"),
            { maxKeys: 5 },
        ),
    ),
}));
/** A body that is right at the top, so that what is below it is looked at. */
const pool = fc.record(
    {
        name: fc.constant("np"),
        mode: fc.constant("System"),
        vmSize: fc.constant("Standard_D4ds_v5"),
        count: fc.oneof(fc.constant(1), value),
        nodeTaints: value,
        securityProfile: value,
        upgradeSettings: value,
        vnetSubnetID: value,
    },
    { requiredKeys: ["name", "mode", "vmSize"] },
);
const cluster = fc.record(
    {
        dnsPrefix: fc.constant("d"),
        agentPoolProfiles: fc.oneof(fc.tuple(pool), fc.array(pool, { maxLength: 2 }), value),
        networkProfile: value,
        addonProfiles: value,
        identityProfile: value,
        ingressProfile: value,
        securityProfile: value,
        apiServerAccessProfile: value,
        aadProfile: value,
        oidcIssuerProfile: value,
    },
    { requiredKeys: ["dnsPrefix", "agentPoolProfiles"] },
);
const network = fc.record({
    addressSpace: fc.oneof(value, fc.constant({ addressPrefixes: ["10.0.0.0/16"] })),
    subnets: fc.oneof(value, fc.array(fc.record({ name: fc.constant("s"), properties: value }))),
});
const half = fc.record(
    {
        location: fc.constant("westus2"),
        identity: fc.oneof(
            { weight: 3, arbitrary: fc.constant({ type: "SystemAssigned" }) },
            { weight: 1, arbitrary: value },
        ),
        properties: fc.oneof(
            { weight: 3, arbitrary: cluster },
            { weight: 1, arbitrary: network },
            { weight: 1, arbitrary: value },
        ),
        tags: value,
        sku: value,
    },
    { requiredKeys: ["location", "identity", "properties"] },
);
const content = fc.oneof(
    { weight: 4, arbitrary: half.map((each) => JSON.stringify(each)) },
    { weight: 6, arbitrary: value.map((each) => JSON.stringify(each) ?? "") },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
    {
        weight: 1,
        arbitrary: fc.constantFrom("{", "[", '{"a":', "grant_type=client_credentials&client_id=%zz", "\u0000"),
    },
);
const query = fc.constantFrom(
    "",
    ...Array.from({ length: 13 }, () => "api-version=2025-09-01"),
    "api-version=x",
    "api-version=2025-09-01&$filter=atScope()",
    "$filter=displayName eq",
    "$filter=%27",
    "$top=-1&$select=,",
    "a=%E0%A4%A",
);
const authorization = fc.constantFrom(
    ...Array.from({ length: 8 }, () => "arm"),
    "graph",
    "graph",
    undefined,
    "Bearer x.y.z",
    "Basic eDp5",
);
const contentType = fc.constantFrom(
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    undefined,
    "/;",
);

interface Sent {
    method: string;
    path: string;
    query: string;
    content: string;
    authorization: string | undefined;
    contentType: string | undefined;
}

test("random requests: never a 500 of its own, never a crash, and every refusal in Azure's form", async () => {
    const armToken = await azure.tokenFor("https://management.azure.com");
    const tokens: Record<string, string> = { arm: `Bearer ${armToken}`, graph: `Bearer ${graphToken}` };
    const requests = fc.record({ method: methods, path, query, content, authorization, contentType });
    await fc.assert(
        fc.asyncProperty(requests, async (sent) => {
            const { status, body } = await send(sent, tokens);
            const told = JSON.stringify([sent, status, body]);
            expect(told).not.toContain("fault of local-azure");
            expect([told, status === 500]).toEqual([told, false]);
            if (status >= 400 && sent.method !== "HEAD") expect([told, isAzureError(body)]).toEqual([told, true]);
        }),
        {
            numRuns: Number(process.env.FUZZ_RUNS ?? 4000),
            seed: Number(process.env.FUZZ_SEED ?? 4),
            endOnFailure: true,
        },
    );
    // The requests got to where decisions are made, not only to the first refusal.
    const statuses = new Set(azure.server.requests().map(({ status }) => status));
    for (const status of [200, 201, 400, 401, 404, 405, 501]) expect([...statuses]).toContain(status);
    const clusterPuts = azure.server
        .requests()
        .filter(({ method, path, status }) => method === "PUT" && /managedClusters\/c\d$/.test(path) && status < 300);
    // One of them is the set-up's.
    expect(clusterPuts.length).toBeGreaterThan(1);
    // Whoever deleted the group on the way made it again here.
    await makeGroup(azure);
    await stillThere();
});

function isAzureError(body: string): boolean {
    const parsed = JSON.parse(body) as { error?: unknown; error_description?: unknown; subcode?: unknown };
    // AKS's own are bare.
    const { error = parsed.subcode === undefined ? undefined : parsed } = parsed;
    if (typeof error === "string") return typeof parsed.error_description === "string";
    return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

function send(sent: Sent, tokens: Record<string, string>): Promise<{ status: number; body: string }> {
    const withBody = sent.method !== "GET" && sent.method !== "HEAD";
    const headers = {
        ...(sent.authorization && { authorization: tokens[sent.authorization] ?? sent.authorization }),
        ...(sent.contentType && withBody && { "content-type": sent.contentType }),
        ...(withBody && { "content-length": String(Buffer.byteLength(sent.content)) }),
    };
    const url = `${azure.server.ready.armEndpoint}${sent.path}${sent.query ? `?${sent.query}` : ""}`;
    return new Promise((resolve, reject) => {
        const outgoing = request(url, { method: sent.method, headers, ca, agent }, (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
            incoming.on("end", () =>
                resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
            );
        });
        outgoing.on("error", reject);
        outgoing.end(withBody ? sent.content : undefined);
    });
}

describe("what is no HTTP", () => {
    /** Sends bytes to the managed-identity port and waits for the end of the connection. */
    const raw = (port: number, bytes: string) =>
        new Promise<string>((resolve) => {
            const chunks: Buffer[] = [];
            const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
            socket.on("data", (chunk) => chunks.push(chunk));
            socket.on("error", () => resolve("reset"));
            socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
        });

    test.each(["\u0000\u0001", "GET / HTTP/1.1\r\nHost", "PUT /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n"])(
        "%j breaks nothing",
        async (bytes) => {
            for (const endpoint of [azure.server.ready.armEndpoint, azure.server.ready.identityEndpoint]) {
                await raw(Number(new URL(endpoint).port), bytes);
            }
            await makeGroup(azure);
            await stillThere();
            const { identityEndpoint } = azure.server.ready;
            expect((await fetch(identityEndpoint)).status).toBe(401);
        },
    );
});

describe("loopback only", () => {
    const outside = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        .filter(({ internal, family }) => !internal && family === "IPv4");

    test("nothing listens on another address of this machine", async () => {
        for (const endpoint of [azure.server.ready.armEndpoint, azure.server.ready.identityEndpoint]) {
            const { hostname, port } = new URL(endpoint);
            expect(hostname).toBe("127.0.0.1");
            // 127.0.0.2 is this machine as well, but no address that is listened on.
            for (const address of ["127.0.0.2", ...outside.map((each) => each.address)]) {
                expect(await connects(address, Number(port))).toBe(false);
            }
            expect(await connects("127.0.0.1", Number(port))).toBe(true);
        }
    });

    function connects(host: string, port: number): Promise<boolean> {
        return new Promise((resolve) => {
            const socket = connect({ host, port, timeout: 2000 }, () => {
                socket.destroy();
                resolve(true);
            });
            socket.on("error", () => resolve(false));
            socket.on("timeout", () => {
                socket.destroy();
                resolve(false);
            });
        });
    }
});
