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
const newGroup = (displayName: string) =>
    made("groups", { displayName, mailEnabled: false, mailNickname: displayName, securityEnabled: true });
const idsOf = async (path: string) => (await graph("GET", path)).body.value.map(({ id }) => id);
const link = (id: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });

describe("$filter", () => {
    const object = { displayName: "It's me", on: true, names: ["a", "B"], gone: null };
    const cases: [filter: string, expected: boolean | "refused"][] = [
        ["displayName eq 'it''s me'", true],
        ["displayName eq 'it'", false],
        ["displayName eq 'x' or on eq true", true],
        ["displayName eq 'x' or on eq true and gone eq 'y'", false],
        ["gone eq null", true],
        ["on eq false", false],
        ["startswith(displayName,'IT')", true],
        ["startsWith(displayName, 'me')", false],
        ["names/any(c:c eq 'b')", true],
        ["names/any(c:c eq 'x')", false],
        ["displayName in ('x', 'it''s me')", true],
        ["displayName eq 'a and b'", false],
        ["", true],
        ["displayName ne 'x'", "refused"],
        ["endswith(displayName,'x')", "refused"],
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
        expect((await graph("GET", `servicePrincipals(appId='${clientId}')`)).body).toMatchObject({
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

    test("are changed, listed page by page, and deleted", async () => {
        for (const name of ["a1", "a2", "b"]) await made("applications", { displayName: name });
        const page = (await graph("GET", "applications?$filter=startswith(displayName,'a')&$top=1&$select=displayName"))
            .body;
        expect(page.value).toEqual([{ displayName: "a1" }]);
        const next = String(page["@odata.nextLink"]).replace(`${azure.server.ready.armEndpoint}/v1.0/`, "");
        const second = (await graph("GET", decodeURIComponent(next.replaceAll("+", " ")))).body;
        expect(second.value).toEqual([{ displayName: "a2" }]);
        expect(second).not.toHaveProperty(["@odata.nextLink"]);

        const [{ id } = { id: "" }] = (await graph("GET", "applications?$filter=displayName eq 'b'")).body.value;
        expect((await graph("PATCH", `applications/${id}`, { notes: "n", displayName: "B2" })).status).toBe(204);
        expect((await graph("GET", `applications/${id}`)).body).toMatchObject({
            notes: "n",
            displayName: "B2",
        });
        expect((await graph("PATCH", `applications/${id}`, { displayName: null })).status).toBe(400);
        expect(await idsOf(`applications/${id}/owners`)).toEqual([azure.server.ready.deployerObjectId]);
        expect((await graph("DELETE", `applications/${id}`)).status).toBe(204);
        expect((await graph("GET", `applications/${id}`)).status).toBe(404);
    });

    test("hold federated credentials, no two alike, twenty at most", async () => {
        const { id } = await made("applications", { displayName: "a" });
        const path = `applications/${id}/federatedIdentityCredentials`;
        const credential = (n: number) => ({
            name: `c${n}`,
            issuer: "https://i",
            subject: `s${n}`,
            audiences: ["a"],
        });
        const first = await made(path, credential(0));
        const refused = async (change: object) => (await graph("POST", path, { ...credential(1), ...change })).status;
        expect(await refused({ name: "C0" })).toBe(409);
        expect(await refused({ subject: "s0" })).toBe(409);
        expect(await refused({ audiences: [] })).toBe(400);
        expect(await refused({ issuer: "" })).toBe(400);
        expect((await graph("PATCH", `${path}/${first.id}`, { subject: "other" })).status).toBe(204);
        expect((await graph("GET", `${path}/c0`)).body).toMatchObject({ id: first.id, subject: "other" });
        for (let n = 1; n < 20; n++) await made(path, credential(n));
        expect((await graph("POST", path, credential(20))).body.error.code).toBe("Request_BadRequest");
        expect((await graph("DELETE", `${path}/${first.id}`)).status).toBe(204);
        expect(await idsOf(path)).toHaveLength(19);
    });
});

describe("groups", () => {
    beforeEach(async () => {
        azure = await TestAzure.start();
    });

    test("have members, and what a group may its members may, through other groups too", async () => {
        await makeGroup(azure);
        const { principalId } = (await makeIdentity(azure, "one")).properties;
        const [outer, inner] = [await newGroup("outer"), await newGroup("inner")];
        expect((await graph("POST", `groups/${outer.id}/members/$ref`, link(inner.id))).status).toBe(204);
        expect((await graph("POST", `groups/${inner.id}/members/$ref`, link(principalId))).status).toBe(204);
        const twice = await graph("POST", `groups/${inner.id}/members/$ref`, link(principalId));
        expect([twice.status, twice.body.error.message]).toEqual([
            400,
            "One or more added object references already exist for the following modified properties: 'members'.",
        ]);
        expect(await idsOf(`groups/${outer.id}/transitiveMembers`)).toEqual([inner.id, principalId]);

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
        expect((await graph("DELETE", `groups/${inner.id}/members/${principalId}/$ref`)).status).toBe(204);
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
        expect((await graph("POST", `groups/${admins.id}/members/$ref`, link(admins.id))).status).toBe(400);
        expect((await graph("DELETE", `groups/${admins.id}`)).status).toBe(204);
        expect((await graph("GET", `groups/${admins.id}`)).status).toBe(404);
    });
});

describe("the directory", () => {
    test("gives objects by id, the tenant, and no 'me' to a service principal", async () => {
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
        expect((await graph("GET", "organization")).body.value[0]?.id).toBe(azure.server.ready.tenantId);
        expect((await graph("GET", "me")).body.error.message).toBe(
            "/me request is only valid with delegated authentication flow.",
        );
        expect((await graph("GET", "users?$filter=userPrincipalName eq 'a@b'")).body.value).toEqual([]);
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
        expect((await graph("DELETE", "organization")).status).toBe(405);
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
