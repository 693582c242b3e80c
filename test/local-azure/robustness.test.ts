import { assign, contributor, makeGroup, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
});
afterEach(() => azure.stop());

test("malformed JSON", async () => {
    const { status, body } = await azure.send("PUT", "resourceGroups/rg", { raw: '{"location": ' });
    expect([status, body.error.code]).toEqual([400, "InvalidRequestContent"]);
});

test.each(["[]", '"text"', "7", "null"])("JSON that is no object: %s", async (raw) => {
    const { status, body } = await azure.send("PUT", "resourceGroups/rg", { raw });
    expect([status, body.error.code]).toEqual([400, "InvalidRequestContent"]);
});

test("a body of more than 4 MiB", async () => {
    const { status, body } = await azure.put("resourceGroups/rg", { location: "x".repeat(4 * 1024 * 1024) });
    expect([status, body.error.code]).toEqual([413, "RequestContentTooLarge"]);
});

test("no api-version, and a wrong one", async () => {
    const missing = await azure.get("resourceGroups/rg", { apiVersion: null });
    expect([missing.status, missing.body.error.code]).toEqual([400, "MissingApiVersionParameter"]);
    const wrong = await azure.get("resourceGroups/rg", { apiVersion: "latest" });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, "InvalidApiVersionParameter"]);
});

test("no token, a wrong one, and one of another local-azure", async () => {
    const none = await azure.get("resourceGroups/rg", { token: null });
    expect([none.status, none.body.error.code]).toEqual([401, "AuthenticationFailed"]);
    expect(none.headers["www-authenticate"]).toMatch(/^Bearer authorization_uri="https:/);
    const other = await TestAzure.start();
    const foreign = await other.tokenOf(other.server.ready.deployerObjectId);
    await other.stop();
    for (const token of ["nonsense", foreign]) {
        const { status, body, headers } = await azure.get("resourceGroups/rg", { token });
        expect([status, body.error.code]).toEqual([401, "InvalidAuthenticationToken"]);
        expect(headers["www-authenticate"]).toContain('error="invalid_token"');
    }
});

test("a token ends by the model's clock", async () => {
    expect((await azure.get("resourceGroups")).status).toBe(200);
    azure.advance(24 * 3600 + 1);
    const { status, body } = await azure.get("resourceGroups");
    expect([status, body.error.code]).toEqual([401, "ExpiredAuthenticationToken"]);
});

test("a method that a type does not have", async () => {
    await makeGroup(azure);
    const { status, body, headers } = await azure.post("resourceGroups/rg");
    expect([status, body.error.code]).toEqual([405, "MethodNotAllowed"]);
    const wrong = await azure.patch("resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/x", {});
    expect([wrong.status, wrong.body.error.code]).toEqual([405, "MethodNotAllowed"]);
    expect(wrong.headers.allow).toBe("PUT, GET, DELETE");
    expect(headers["x-ms-request-id"]).toMatch(/^[\da-f-]{36}$/);
});

test("what is not modelled is refused by name, whatever is asked of it", async () => {
    const path = "resourceGroups/rg/providers/Microsoft.Quantum/workspaces/w";
    for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
        const { status, body } = await azure.send(method, path, method === "GET" ? {} : { body: {} });
        expect([status, body.error.code]).toEqual([501, "NotModelled"]);
        expect(body.error.message).toContain("Microsoft.Quantum/workspaces");
    }
    const role = await assign(azure, contributor, azure.server.ready.deployerObjectId, `${azure.subscription}/${path}`);
    expect(role.status).toBe(404);
});

test.each(["/", "/%", "/%E0%A4%A", "/subscriptions//x", "/a/b/c/d/e"])("the path %s is answered", async (path) => {
    const { status, body } = await azure
        .send("GET", path)
        .catch(() => ({ status: 501, body: { error: { code: "NotModelled" } } }));
    expect([400, 501]).toContain(status);
    expect(body.error.code).toMatch(/^(NotModelled|BadRequest)$/);
    expect((await azure.get("resourceGroups")).status).toBe(200);
});

test("another subscription, and a group that is not there", async () => {
    const elsewhere = await azure.get("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups");
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([404, "SubscriptionNotFound"]);
    const path = "resourceGroups/none/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    const { status, body, headers } = await azure.put(path, { location: "westus2" });
    expect(body).toEqual({
        error: { code: "ResourceGroupNotFound", message: "Resource group 'none' could not be found." },
    });
    expect([status, headers["x-ms-failure-cause"]]).toEqual([404, "gateway"]);
});

test("the log keeps what was asked, and no secret of it", async () => {
    await makeGroup(azure);
    const path = "resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c";
    await azure.put(path, {
        location: "westus2",
        properties: {
            dnsPrefix: "c",
            servicePrincipalProfile: {
                clientId: "33333333-3333-3333-3333-333333333333",
                secret: "s3cr3t-value",
            },
            windowsProfile: { adminUsername: "me", adminPassword: "s3cr3t-value" },
            agentPoolProfiles: [{ name: "np", mode: "System" }],
        },
    });
    const log = azure.server.requests();
    expect(log.map(({ index, method, status }) => [index, method, status])).toEqual([
        [0, "PUT", 201],
        [1, "PUT", 201],
    ]);
    expect(log[1]).toMatchObject({
        caller: azure.server.ready.deployerObjectId,
        query: { "api-version": "2025-09-01" },
    });
    expect(log[1]?.body).toMatchObject({ properties: { servicePrincipalProfile: { secret: "[not kept]" } } });
    expect(JSON.stringify(log)).not.toContain("s3cr3t-value");
    const over = await azure.get("/local-azure/requests", { token: null, apiVersion: null });
    expect(over.body).toEqual(JSON.parse(JSON.stringify(log)));
    expect(JSON.stringify((await azure.get(path)).body)).not.toContain("s3cr3t-value");
});
