import fc from "fast-check";
import { parseFilter } from "../../local-azure/graph/filter";
import type { JsonObject } from "../../local-azure/kernel/json";
import { assign, makeGroup, makeIdentity, reader, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure?.stop());

interface GraphBody extends JsonObject {
    id: string;
    appId: string;
    value: GraphBody[];
    error: { code: string; message: string };
}

async function graph(method: string, path: string, body?: unknown) {
    const answer = await azure.graph(method, path, body);
    return { status: answer.status, body: answer.body as unknown as GraphBody };
}

const made = async (path: string, body: unknown): Promise<GraphBody> => {
    const answer = await graph("POST", path, body);
    expect(answer.status).toBe(201);
    return answer.body;
};
const newGroup = (displayName: string, ...members: string[]) =>
    made("groups", {
        displayName,
        mailEnabled: false,
        mailNickname: displayName,
        securityEnabled: true,
        "members@odata.bind": members.map((id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`),
    });
const idsOf = async (path: string) => (await graph("GET", path)).body.value.map(({ id }) => id);

describe("$filter", () => {
    const object = { displayName: "It's me", on: true, names: ["a", "B"], gone: null };
    const cases: [filter: string, expected: boolean | "refused"][] = [
        ["displayName eq 'it''s me'", true],
        ["displayName eq 'it'", false],
        ["displayName eq 'it''s me' and on eq true", true],
        ["displayName eq 'it''s me' and on eq false", false],
        ["gone eq 'x'", false],
        ["names/any(c:c eq 'b')", true],
        ["names/any(c:c eq 'x')", false],
        ["displayName eq 'a and b'", false],
        ["", true],
        ["displayName ne 'x'", "refused"],
        ["displayName eq 'x' or on eq true", "refused"],
        ["startswith(displayName,'x')", "refused"],
        ["names/any(c:d eq 'b')", "refused"],
        ["displayName eq x'", "refused"],
    ];
    test.each(cases)("%s: %s", (filter, expected) => {
        if (expected === "refused") expect(() => parseFilter(filter)).toThrow(/Unsupported or invalid query filter/);
        else expect(parseFilter(filter)(object)).toBe(expected);
    });

    test("any text can be asked for, once its quotes are doubled", () => {
        fc.assert(
            fc.property(fc.string(), fc.string(), (text, other) => {
                const is = parseFilter(`name eq '${text.replaceAll("'", "''")}'`);
                expect(is({ name: text })).toBe(true);
                expect(is({ name: other })).toBe(other.toLowerCase() === text.toLowerCase());
            }),
        );
    });
});

describe("service principals", () => {
    test("of managed identities are found as az looks for them, after the directory delay", async () => {
        azure = await TestAzure.start({ directoryDelaySeconds: 15 });
        await makeGroup(azure);
        const { id, properties } = await makeIdentity(azure, "kubelet");
        const { principalId, clientId } = properties;
        // The query of recording 02, exchange 25.
        const byName = `servicePrincipals?$filter=servicePrincipalNames/any(c:c eq '${clientId}')`;
        expect(await idsOf(byName)).toEqual([]);
        expect((await graph("GET", `servicePrincipals/${principalId}`)).body.error.code).toBe(
            "Request_ResourceNotFound",
        );
        azure.advance(15);
        expect(await idsOf(byName)).toEqual([principalId]);
        expect(await idsOf(`servicePrincipals?$filter=appId eq '${clientId}'`)).toEqual([principalId]);
        expect((await graph("GET", `servicePrincipals/${principalId}`)).body).toMatchObject({
            id: principalId,
            displayName: "kubelet",
            servicePrincipalType: "ManagedIdentity",
            alternativeNames: ["isExplicit=True", id],
        });
        expect((await graph("DELETE", `servicePrincipals/${principalId}`)).status).toBe(400);
    });

    test("of applications are made, hold roles, and go with the application", async () => {
        azure = await TestAzure.start({ directoryDelaySeconds: 15 });
        await makeGroup(azure);
        const app = await made("applications", { displayName: "legacy" });
        expect(app.id).not.toBe(app.appId);
        const early = await graph("POST", "servicePrincipals", { appId: app.appId });
        expect([early.status, early.body.error.message]).toEqual([
            400,
            `The appId '${app.appId}' of the service principal does not reference a valid application object.`,
        ]);
        azure.advance(15);
        const principal = await made("servicePrincipals", { appId: app.appId, tags: ["mine"] });
        expect(principal).toMatchObject({
            displayName: "legacy",
            servicePrincipalType: "Application",
            tags: ["mine"],
        });
        const twice = await graph("POST", "servicePrincipals", { appId: app.appId });
        expect([twice.status, twice.body.error.code]).toEqual([409, "Request_MultipleObjectsWithSameKeyValue"]);

        const untyped = () =>
            azure.put("providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111", {
                properties: {
                    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
                    principalId: principal.id,
                },
            });
        expect((await untyped()).body.error.code).toBe("PrincipalNotFound");
        azure.advance(15);
        expect((await untyped()).body.properties.principalType).toBe("ServicePrincipal");
        const token = await azure.tokenOf(principal.id);
        expect((await azure.get("resourceGroups/rg", { token })).status).toBe(200);

        expect((await graph("DELETE", `applications/${app.id}`)).status).toBe(204);
        expect((await graph("GET", `servicePrincipals/${principal.id}`)).status).toBe(404);
        expect((await azure.get("resourceGroups/rg", { token })).body.error.code).toBe("InvalidAuthenticationToken");
    });
});

describe("applications", () => {
    beforeEach(async () => {
        azure = await TestAzure.start();
    });

    test("are changed and deleted", async () => {
        const { id } = await made("applications", { displayName: "b" });
        expect((await graph("PATCH", `applications/${id}`, { notes: "n", displayName: "B2" })).status).toBe(204);
        expect((await graph("GET", `applications/${id}`)).body).toMatchObject({
            notes: "n",
            displayName: "B2",
        });
        expect((await graph("PATCH", `applications/${id}`, { displayName: null })).status).toBe(400);
        expect((await graph("DELETE", `applications/${id}`)).status).toBe(204);
        expect((await graph("GET", `applications/${id}`)).status).toBe(404);
    });

    test("have secrets, whose text is told once and is in no log", async () => {
        const { id } = await made("applications", { displayName: "a" });
        const endDateTime = "2026-06-01T00:00:00Z";
        const { status, body } = await graph("POST", `applications/${id}/addPassword`, {
            passwordCredential: { endDateTime },
        });
        const secretText = String(body.secretText);
        expect([status, body.endDateTime, body.hint]).toEqual([200, endDateTime, secretText.slice(0, 3)]);
        const shown = (await graph("GET", `applications/${id}`)).body;
        expect(shown.passwordCredentials).toEqual([expect.objectContaining({ keyId: body.keyId, secretText: null })]);
        expect(JSON.stringify([shown, azure.server.requests()])).not.toContain(secretText);
        const remove = () => graph("POST", `applications/${id}/removePassword`, { keyId: body.keyId });
        expect((await remove()).status).toBe(204);
        expect((await remove()).status).toBe(400);
    });
});

describe("groups", () => {
    beforeEach(async () => {
        azure = await TestAzure.start();
    });

    test("have members, and what a group may its members may, through other groups too", async () => {
        await makeGroup(azure);
        const { principalId } = (await makeIdentity(azure, "one")).properties;
        const inner = await newGroup("inner", principalId);
        const outer = await newGroup("outer", inner.id);

        const role = await azure.put(
            "providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111",
            {
                properties: {
                    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
                    principalId: outer.id,
                },
            },
        );
        expect(role.body.properties.principalType).toBe("Group");
        const token = await azure.tokenOf(principalId);
        const read = async () => (await azure.get("resourceGroups/rg", { token })).status;
        expect(await read()).toBe(200);
        expect((await graph("DELETE", `groups/${inner.id}`)).status).toBe(204);
        expect(await read()).toBe(403);
    });

    test("are found by name and changed; what Graph insists on is missed", async () => {
        const admins = await newGroup("admins");
        expect(await idsOf("groups?$filter=displayName eq 'Admins' and securityEnabled eq true")).toEqual([admins.id]);
        expect((await graph("PATCH", `groups/${admins.id}`, { description: "all of us" })).status).toBe(204);
        expect((await graph("GET", `groups/${admins.id}`)).body.description).toBe("all of us");
        const missing = await graph("POST", "groups", {
            displayName: "x",
            mailEnabled: false,
            securityEnabled: true,
        });
        expect(missing.body.error.message).toBe("A value is required for property 'mailNickname' of resource.");
        expect((await graph("DELETE", `groups/${admins.id}`)).status).toBe(204);
        expect((await graph("GET", `groups/${admins.id}`)).status).toBe(404);
    });
});

describe("the directory", () => {
    test("gives objects by id", async () => {
        azure = await TestAzure.start();
        const group = await newGroup("g");
        const deployer = azure.server.ready.deployerObjectId;
        const ids = [group.id, deployer, "99999999-9999-4999-8999-999999999999"];
        const { value } = (await graph("POST", "directoryObjects/getByIds", { ids })).body;
        expect(value.map((each) => [each["@odata.type"], each.id])).toEqual([
            ["#microsoft.graph.group", group.id],
            ["#microsoft.graph.servicePrincipal", deployer],
        ]);
        const groupsOnly = { ids, types: ["group"] };
        expect((await graph("POST", "directoryObjects/getByIds", groupsOnly)).body.value).toHaveLength(1);
    });

    test("is closed to whoever has no permission of Graph, as recorded (02, exchange 25)", async () => {
        azure = await TestAzure.start({ graphAccess: "denied" });
        const { status, body } = await graph("GET", "servicePrincipals?$filter=servicePrincipalNames/any(c:c eq 'x')");
        expect(status).toBe(403);
        expect(body).toEqual({
            error: {
                code: "Authorization_RequestDenied",
                message: "Insufficient privileges to complete the operation.",
                innerError: {
                    date: "2026-01-01T00:00:00",
                    "request-id": expect.stringMatching(/^[\da-f-]{36}$/),
                    "client-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
                },
            },
        });
    });

    test("is closed to a managed identity, Owner of the subscription or not", async () => {
        azure = await TestAzure.start();
        await makeGroup(azure);
        const { principalId } = (await makeIdentity(azure, "one")).properties;
        await assign(azure, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", principalId, azure.subscription);
        const token = await azure.tokenFor("https://graph.microsoft.com", { principal_id: principalId });
        expect((await azure.graph("GET", "groups", undefined, token)).status).toBe(403);
    });

    test("refuses what it does not know, by name", async () => {
        azure = await TestAzure.start();
        const unknown = await graph("GET", "policies/authorizationPolicy");
        expect([unknown.status, unknown.body.error.message]).toEqual([
            501,
            "local-azure does not model the path 'policies/authorizationPolicy' of Microsoft Graph. Nothing was changed.",
        ]);
        const paged = await graph("GET", "groups?$top=1");
        expect([paged.status, paged.body.error.message]).toEqual([
            501,
            "local-azure does not model the query option '$top' of Microsoft Graph. Nothing was changed.",
        ]);
        expect((await graph("DELETE", "groups")).status).toBe(405);
        const none = await azure.send("GET", "/v1.0/groups", { token: null, apiVersion: null });
        expect([none.status, none.body.error.code]).toEqual([401, "InvalidAuthenticationToken"]);
        const malformed = await azure.send("POST", "/v1.0/groups", {
            raw: "{",
            apiVersion: null,
            token: await azure.tokenFor("https://graph.microsoft.com"),
        });
        expect([malformed.status, malformed.body.error.code]).toEqual([400, "BadRequest"]);
    });
});
