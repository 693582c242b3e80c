import { Client, credentials, type MethodDefinition } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { ArmServer, LocalAzureOptions, RunningProvider } from "../../local-azure/contract";
import { virtualClock } from "../../local-azure/kernel/clock";
import { startAzuread } from "../../local-azure/providers/azuread/azuread";
import {
    fromStruct,
    type PropertyMap,
    secretKeys,
    toStruct,
    UNKNOWN,
} from "../../local-azure/providers/host/propertyValues";
import { startArmServer } from "../../local-azure/server/armServer";
import { unaryCall } from "./engineClient";

let arm: ArmServer;
let provider: RunningProvider;
let client: Client;

async function start(options: LocalAzureOptions = {}): Promise<void> {
    arm = await startArmServer({ clock: virtualClock(), ...options });
    provider = await startAzuread({ ...arm.ready, clock: arm.clock });
    client = new Client(`127.0.0.1:${provider.port}`, credentials.createInsecure());
}
beforeEach(() => start());
afterEach(stop);

async function stop(): Promise<void> {
    client.close();
    await provider.stop();
    await arm.stop();
}

function call<Q, A>(method: MethodDefinition<Q, A>, request: Q): Promise<A> {
    return unaryCall(client, method, request);
}

const service = ResourceProviderService;
const kinds = {
    Application: "application",
    ServicePrincipal: "servicePrincipal",
    ApplicationPassword: "applicationPassword",
    Group: "group",
};
type Kind = keyof typeof kinds;
const urnOf = (kind: Kind) => `urn:pulumi:s::p::azuread:index/${kinds[kind]}:${kind}::res`;

async function check(kind: Kind, news: PropertyMap) {
    const answer = await call(service.check, new rpc.CheckRequest().setUrn(urnOf(kind)).setNews(toStruct(news)));
    return {
        inputs: fromStruct(answer.getInputs()),
        failures: answer.getFailuresList().map((failure) => failure.getReason()),
    };
}

async function create(kind: Kind, inputs: PropertyMap, preview = false) {
    const request = new rpc.CreateRequest().setUrn(urnOf(kind)).setProperties(toStruct(inputs)).setPreview(preview);
    const answer = await call(service.create, request);
    return { id: answer.getId(), state: fromStruct(answer.getProperties()), raw: answer.getProperties() };
}

async function diff(kind: Kind, state: PropertyMap, news: PropertyMap) {
    const request = new rpc.DiffRequest().setUrn(urnOf(kind)).setOlds(toStruct(state)).setNews(toStruct(news));
    const answer = (await call(service.diff, request)).toObject();
    return {
        diffs: answer.diffsList,
        replaces: answer.replacesList,
        deleteFirst: answer.deletebeforereplace,
    };
}

async function update(kind: Kind, id: string, state: PropertyMap, news: PropertyMap) {
    const request = new rpc.UpdateRequest()
        .setUrn(urnOf(kind))
        .setId(id)
        .setOlds(toStruct(state))
        .setNews(toStruct(news));
    return fromStruct((await call(service.update, request)).getProperties());
}

async function read(kind: Kind, id: string, inputs: PropertyMap = {}, state: PropertyMap = {}) {
    const request = new rpc.ReadRequest()
        .setUrn(urnOf(kind))
        .setId(id)
        .setInputs(toStruct(inputs))
        .setProperties(toStruct(state));
    const answer = await call(service.read, request);
    return {
        id: answer.getId(),
        inputs: fromStruct(answer.getInputs()),
        state: fromStruct(answer.getProperties()),
    };
}

const remove = (kind: Kind, id: string) => call(service.delete, new rpc.DeleteRequest().setUrn(urnOf(kind)).setId(id));

async function invoke(name: string, args: PropertyMap = {}) {
    const request = new rpc.InvokeRequest().setTok(`azuread:index/${name}:${name}`).setArgs(toStruct(args));
    return fromStruct((await call(service.invoke, request)).getReturn());
}

const text = (value: unknown) => String(value);

test("it accepts secrets, unlike azure-native (facts §9)", async () => {
    const shaken = await call(service.handshake, new rpc.ProviderHandshakeRequest());
    const configured = await call(service.configure, new rpc.ConfigureRequest().setAcceptsecrets(true));
    expect([shaken.getAcceptSecrets(), configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([
        true,
        true,
        true,
    ]);
});

describe("Application and ServicePrincipal", () => {
    test("ids carry the path, object ids do not (facts §9)", async () => {
        const app = await create("Application", { displayName: "legacy" });
        expect(app.id).toBe(`/applications/${text(app.state.objectId)}`);
        expect(app.state).toMatchObject({
            displayName: "legacy",
            signInAudience: "AzureADMyOrg",
            clientId: expect.stringMatching(/^[\da-f-]{36}$/),
        });
        const principal = await create("ServicePrincipal", { clientId: text(app.state.clientId) });
        expect(principal.id).toBe(`/servicePrincipals/${text(principal.state.objectId)}`);
        expect(principal.state).toMatchObject({
            displayName: "legacy",
            applicationTenantId: arm.ready.tenantId,
            accountEnabled: true,
            type: "Application",
        });
        expect(await invoke("getServicePrincipal", { clientId: text(app.state.clientId) })).toMatchObject({
            id: principal.id,
            objectId: text(principal.state.objectId),
        });
    });

    test("creation waits until the directory shows what it made", async () => {
        await stop();
        await start({ directoryDelaySeconds: 15 });
        const before = arm.clock.now();
        const app = await create("Application", { displayName: "a" });
        await create("ServicePrincipal", { clientId: text(app.state.clientId) });
        expect(arm.clock.now() - before).toBe(32_000);
    });

    test("a service principal that is there is refused", async () => {
        const app = await create("Application", { displayName: "a" });
        const clientId = text(app.state.clientId);
        const first = await create("ServicePrincipal", { clientId });
        await expect(create("ServicePrincipal", { clientId })).rejects.toMatchObject({
            details: `A resource with the ID "${first.id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "azuread_service_principal" for more information.`,
        });
        expect((await read("ServicePrincipal", first.id)).id).toBe(first.id);
        await remove("ServicePrincipal", first.id);
        expect((await read("ServicePrincipal", first.id)).id).toBe("");
    });

    test("update, refresh, import and deletion", async () => {
        const inputs = { displayName: "a", notes: "n" };
        const app = await create("Application", inputs);
        const changed = await update("Application", app.id, app.state, { displayName: "b" });
        expect(changed).toMatchObject({ displayName: "b", notes: "" });
        expect(await read("Application", app.id, { displayName: "b" }, changed)).toMatchObject({
            inputs: { displayName: "b" },
            state: { displayName: "b" },
        });
        expect((await read("Application", app.id)).inputs).toEqual({ displayName: "b", __defaults: [] });
        await remove("Application", app.id);
        await remove("Application", app.id);
        expect((await read("Application", app.id)).id).toBe("");
    });
});

describe("ApplicationPassword", () => {
    test("its value is secret, comes with the creation, and stays in the state (facts §9)", async () => {
        const app = await create("Application", { displayName: "a" });
        const made = await create("ApplicationPassword", { applicationId: app.id, endDate: "2026-01-11T00:00:00Z" });
        const objectId = text(app.state.objectId);
        expect(made.id).toBe(`${objectId}/password/${text(made.state.keyId)}`);
        expect(secretKeys(made.raw)).toEqual(["value"]);
        expect(text(made.state.value).length).toBeGreaterThan(30);
        expect(made.state.endDate).toBe("2026-01-11T00:00:00Z");
        const refreshed = await read("ApplicationPassword", made.id, { applicationId: app.id }, made.state);
        expect(refreshed.state.value).toBe(made.state.value);
        expect((await read("ApplicationPassword", made.id)).state.value).toBeUndefined();
        expect(await diff("ApplicationPassword", made.state, { applicationId: "/applications/other" })).toMatchObject({
            replaces: ["applicationId"],
        });
        await remove("ApplicationPassword", made.id);
        expect((await read("ApplicationPassword", made.id)).id).toBe("");
    });

    test("an application's object id is not its id", async () => {
        const { failures } = await check("ApplicationPassword", {
            applicationId: "11111111-1111-4111-8111-111111111111",
        });
        expect(failures).toEqual([
            'parsing "11111111-1111-4111-8111-111111111111": expected the id of an application in the form "/applications/{applicationId}"',
        ]);
    });
});

describe("groups", () => {
    const admins = { displayName: "admins", securityEnabled: true };

    test("are made, changed and deleted", async () => {
        const group = await create("Group", admins);
        expect(group.id).toBe(`/groups/${text(group.state.objectId)}`);
        expect(group.state).toMatchObject({ mailEnabled: false, mailNickname: expect.any(String) });
        const refreshed = await read("Group", group.id, admins, group.state);
        expect(await diff("Group", refreshed.state, admins)).toMatchObject({ diffs: [] });
        const changed = await update("Group", group.id, refreshed.state, { ...admins, description: "all of us" });
        expect(changed.description).toBe("all of us");
        await remove("Group", group.id);
        expect((await read("Group", group.id)).id).toBe("");
    });

    test("are found by name, and missed by name", async () => {
        const group = await create("Group", admins);
        expect(await invoke("getGroup", { displayName: "admins", securityEnabled: true })).toMatchObject({
            id: group.id,
            objectId: text(group.state.objectId),
        });
        await expect(invoke("getGroup", { displayName: "it's" })).rejects.toMatchObject({
            details: "No group found matching specified filter (displayName eq 'it''s')",
        });
        await create("Group", admins);
        await expect(invoke("getGroup", { displayName: "admins" })).rejects.toMatchObject({
            details: "More than one group found matching specified filter (displayName eq 'admins')",
        });
    });
});

describe("a preview", () => {
    test("knows what the program says and the defaults, not what the server will say", async () => {
        const { id, state } = await create("Application", { displayName: "a" }, true);
        expect(id).toBe("");
        expect(state).toMatchObject({
            displayName: "a",
            signInAudience: "AzureADMyOrg",
            clientId: UNKNOWN,
            objectId: UNKNOWN,
        });
        expect(arm.requests()).toEqual([]);
    });
});

describe("check and diff", () => {
    test("what is required and what is not modelled", async () => {
        expect((await check("Application", {})).failures).toEqual([
            "Missing required argument. The argument \"display_name\" is required, but no definition was found.. Examine values at 'res.displayName'.",
        ]);
        expect((await check("Group", { displayName: "g" })).failures).toEqual([
            '"mail_enabled": one of `mail_enabled,security_enabled` must be specified',
        ]);
        expect(await check("Application", { displayName: UNKNOWN })).toEqual({
            inputs: { displayName: UNKNOWN, __defaults: [] },
            failures: [],
        });
        await expect(check("Application", { displayName: "a", web: {} })).rejects.toMatchObject({
            code: 12,
            details: "local-azure does not model the property 'web' of 'azuread:index/application:Application'",
        });
        await expect(check("Group", { displayName: "g", securityEnabled: true, members: [] })).rejects.toMatchObject({
            code: 12,
            details: "local-azure does not model the property 'members' of 'azuread:index/group:Group'",
        });
        await expect(invoke("getUser")).rejects.toMatchObject({ code: 12 });
    });

    test("a secret that comes in goes out as one", async () => {
        const secret = {
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            value: "hidden",
        };
        const news = { displayName: "a", notes: secret };
        const request = new rpc.CheckRequest().setUrn(urnOf("Application")).setNews(toStruct(news));
        const checked = await call(service.check, request);
        expect(secretKeys(checked.getInputs())).toEqual(["notes"]);
        const made = await create("Application", news);
        expect([secretKeys(made.raw), made.state.notes]).toEqual([["notes"], "hidden"]);
    });

    const state = {
        displayName: "a",
        notes: "",
        tags: ["x", "y"],
        signInAudience: "AzureADMyOrg",
    };
    const cases: [what: string, news: PropertyMap, diffs: string[]][] = [
        ["nothing", { displayName: "a" }, []],
        [
            "unset against empty, and a default written out",
            { displayName: "a", notes: "", signInAudience: "AzureADMyOrg" },
            [],
        ],
        ["the order of a set", { displayName: "a", tags: ["y", "x"] }, []],
        ["a member of a set", { displayName: "a", tags: ["y"] }, ["tags"]],
        ["an unknown", { displayName: UNKNOWN }, ["displayName"]],
        ["what is new", { displayName: "a", notes: "n" }, ["notes"]],
    ];
    test.each(cases)("%s", async (_, news, diffs) => {
        expect((await diff("Application", state, news)).diffs).toEqual(diffs);
    });
});

test("without Graph's permissions the provider says what Graph said", async () => {
    await stop();
    await start({ graphAccess: "denied" });
    await expect(invoke("getGroup", { displayName: "x" })).rejects.toMatchObject({
        details:
            "unexpected status 403 with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.",
    });
});
