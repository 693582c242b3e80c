import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { bearerTokenAuthenticationPolicy, createPipelineFromOptions, RestError } from "@azure/core-rest-pipeline";
import type { AzureApi } from "../../../src/cli/azure/azureClient";
import { httpApi } from "../../../src/cli/azure/httpApi";

/** `use` with an API that answers like this. */
async function withApi(listener: RequestListener, use: (api: AzureApi, endpoint: string) => Promise<void>) {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
        const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
        // The server of this test has no certificate.
        pipeline.addPolicy({
            name: "insecure",
            sendRequest: (request, next) => next(Object.assign(request, { allowInsecureConnection: true })),
        });
        await use(httpApi(endpoint, pipeline), endpoint);
    } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
    }
}

const answering =
    (body: unknown): RequestListener =>
    (_, response) =>
        response.end(typeof body === "string" ? body : JSON.stringify(body));

test.each(["nextLink", "@odata.nextLink"])("a list has the entries of all pages (%s)", async (link) => {
    const asked: (string | undefined)[] = [];
    const pages: RequestListener = ({ url, headers }, response) => {
        asked.push(url);
        const next = asked.length < 3 ? { [link]: `http://${headers.host}/things?page=${asked.length}` } : {};
        response.end(JSON.stringify({ value: [{ name: `n${asked.length}` }], ...next }));
    };
    await withApi(pages, async (api) => {
        expect(await api.list("/things", { "api-version": "1", $filter: "a eq 'b c'" })).toEqual([
            { name: "n1" },
            { name: "n2" },
            { name: "n3" },
        ]);
    });
    expect(asked).toEqual(["/things?api-version=1&%24filter=a+eq+%27b+c%27", "/things?page=1", "/things?page=2"]);
});

test.each<[string, (endpoint: string) => unknown, string]>([
    ["pages that go in a circle", (endpoint) => ({ value: [], nextLink: `${endpoint}/things` }), "EndlessList"],
    ["a page elsewhere", () => ({ value: [], nextLink: "https://elsewhere.local/things" }), "ForeignAddress"],
    ["no list", () => ({ items: [] }), "InvalidAnswer"],
    ["a list of texts", () => ({ value: ["a"] }), "InvalidAnswer"],
    ["no JSON", () => "<html>", "InvalidAnswer"],
])("a list is refused: %s", async (_, body, code) => {
    let listener: RequestListener = answering({});
    await withApi(
        (request, response) => listener(request, response),
        async (api, endpoint) => {
            listener = answering(body(endpoint));
            await expect(api.list("/things")).rejects.toMatchObject({ name: "AzureError", code });
        },
    );
});

test.each([
    ["in an error object, as ARM and Graph send it", { error: { code: "Conflict", message: "Not now." } }],
    ["bare, as AKS sends it", { code: "Conflict", details: null, message: "Not now.", subcode: "" }],
])("a refusal is read: %s", async (_, body) => {
    const listener: RequestListener = (_request, response) => response.writeHead(409).end(JSON.stringify(body));
    await withApi(listener, async (api) => {
        await expect(api.post("/things/upgrade", {})).rejects.toThrow("POST /things/upgrade: 409 Conflict: Not now.");
    });
});

test("an operation outside of the endpoint is not followed", async () => {
    const listener: RequestListener = (_, response) =>
        response.writeHead(202, { "azure-asyncoperation": "https://elsewhere.local/operation" }).end();
    await withApi(listener, async (api) => {
        await expect(api.post("/things/upgrade", {})).rejects.toMatchObject({ code: "ForeignAddress" });
    });
});

test("an operation is identified by its path", async () => {
    const listener: RequestListener = ({ headers }, response) =>
        response.writeHead(202, { location: `http://${headers.host}/operations/1?api-version=2` }).end();
    await withApi(listener, async (api) => {
        expect(await api.post("/things/upgrade", {})).toEqual({
            status: 202,
            body: undefined,
            operation: "/operations/1?api-version=2",
        });
    });
});

test("no answer is an error without a status", async () => {
    const closed: RequestListener = (request) => request.socket.destroy();
    await withApi(closed, async (api) => {
        await expect(api.get("/things")).rejects.toMatchObject({ name: "AzureError", status: undefined });
    });
});

test.each([
    ["ECONNREFUSED", "Check the network, the proxy, and ARM_METADATA_HOSTNAME if it is set."],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "set NODE_EXTRA_CA_CERTS to the file of its certificate authority."],
])("a host that does not answer is named, with what to do: %s", async (code, advice) => {
    const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
    pipeline.addPolicy({
        name: "unanswered",
        sendRequest: (request) => Promise.reject(new RestError(`no answer (${code})`, { code, request })),
    });
    await expect(httpApi("https://arm.local:1", pipeline).get("/metadata/endpoints")).rejects.toThrow(
        expect.objectContaining({ message: expect.stringContaining(advice) }),
    );
    await expect(httpApi("https://arm.local:1", pipeline).get("/metadata/endpoints")).rejects.toThrow(
        `GET https://arm.local:1/metadata/endpoints: ${code}: `,
    );
});

test("a token is never sent without TLS", async () => {
    await withApi(answering({}), async (_, endpoint) => {
        const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
        const credential = { getToken: async () => ({ token: "x", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
        pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: "any" }), { phase: "Sign" });
        await expect(httpApi(endpoint, pipeline).get("/things")).rejects.toThrow(/not permitted for non-TLS/);
    });
});

test("without the Azure SDK a live command says how to install it", async () => {
    jest.resetModules();
    jest.doMock("@azure/identity", () => {
        throw Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
    });
    try {
        const { connect } =
            require("../../../src/cli/azure/connect") as typeof import("../../../src/cli/azure/connect");
        await expect(connect({ env: {} })).rejects.toThrow(
            "This command reads Azure with the Azure SDK, which is not installed. Install it: npm install @azure/identity @azure/core-rest-pipeline",
        );
    } finally {
        jest.dontMock("@azure/identity");
        jest.resetModules();
    }
});
