import { create, read, remove, update } from "../../local-azure/providers/azure-native/crud";
import { azureNativeProvider } from "../../local-azure/providers/azure-native/provider";
import type { ResourceType } from "../../local-azure/providers/azure-native/row";
import { type ArmClient, armClient } from "../../local-azure/providers/host/armClient";
import { PartialFailure } from "../../local-azure/providers/host/provider";
import { type ScriptedAnswer, type ScriptedArm, scriptedArm } from "./scriptedArm";
import { row } from "./support";

let arm: ScriptedArm;
let client: ArmClient;
beforeAll(async () => {
    arm = await scriptedArm();
    client = armClient(arm.settings, () => 1);
});
afterAll(async () => {
    client.close();
    await arm.close();
});

const cluster = row("containerservice:ManagedCluster");
const identity = row("managedidentity:UserAssignedIdentity");
const network = row("network:VirtualNetwork");
const group = "/subscriptions/S/resourceGroups/rg";
const clusterId = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
const networkId = `${group}/providers/Microsoft.Network/virtualNetworks/net`;
const operation = "/subscriptions/S/providers/Microsoft.ContainerService/locations/l/operations/1";
const inputs = { resourceGroupName: "rg", resourceName: "aks", location: "l", dnsPrefix: "d" };

const missing: ScriptedAnswer = { status: 404, body: { error: { code: "ResourceNotFound", message: "gone" } } };
const begun: ScriptedAnswer = {
    status: 201,
    headers: { "Azure-AsyncOperation": `https://{host}${operation}?api-version=2016-03-30` },
    body: { id: clusterId.replace("Groups", "groups"), properties: { provisioningState: "Creating" } },
};
const state = (value: string, error?: unknown): ScriptedAnswer => ({ status: 200, body: { status: value, error } });
const ready: ScriptedAnswer = {
    status: 200,
    body: { id: clusterId.replace("Groups", "groups"), properties: { fqdn: "f" } },
};
const patience = (ms = 7_200_000) => ({ deadline: arm.clock.now() + ms });
const on = (type: ResourceType, ms?: number) => ({ arm: client, type, patience: patience(ms) });
const trace = () => arm.seen.map(({ method, url, at }) => `${at}s ${method} ${url.split("/").at(-1)}`);

describe("create (facts, last table)", () => {
    test("looks first, puts, polls every ten seconds, reads back; the id is the answer's", async () => {
        arm.script({
            [`GET ${clusterId}`]: [missing, ready],
            [`PUT ${clusterId}`]: [begun],
            // An error beside a state that is not final is no failure.
            [`GET ${operation}`]: [state("InProgress", { code: "Retrying" }), state("InProgress"), state("Succeeded")],
        });
        const written = await create(on(cluster), inputs, "S");
        expect(written).toEqual({
            id: clusterId.replace("Groups", "groups"),
            properties: {
                id: clusterId.replace("Groups", "groups"),
                fqdn: "f",
                azureApiVersion: "2025-09-01",
            },
        });
        expect(trace()).toEqual([
            "0s GET aks?api-version=2025-09-01",
            "0s PUT aks?api-version=2025-09-01",
            "0s GET 1?api-version=2016-03-30",
            "10s GET 1?api-version=2016-03-30",
            "20s GET 1?api-version=2016-03-30",
            "20s GET aks?api-version=2025-09-01",
        ]);
        expect(arm.seen[1]?.body).toEqual({ location: "l", properties: { dnsPrefix: "d" } });
    });

    test.each<[string, ScriptedAnswer, string]>([
        ["200", ready, `cannot create already existing resource '${clusterId}'`],
        [
            "403",
            { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } },
            `cannot check existence of resource '${clusterId}': status code 403, {"error":{"code":"AuthorizationFailed","message":"no"}}`,
        ],
    ])("existence check answers %s", async (_status, answer, message) => {
        arm.script({ [`GET ${clusterId}`]: [answer] });
        await expect(create(on(cluster), inputs, "S")).rejects.toThrow(message);
        expect(arm.seen.map(({ method }) => method)).toEqual(["GET"]);
    });

    test("a refused PUT is a plain error", async () => {
        arm.script({
            [`PUT ${clusterId}`]: [{ status: 400, body: { error: { code: "PrincipalNotFound", message: "who?" } } }],
        });
        const failed = create(on(cluster), inputs, "S");
        await expect(failed).rejects.toThrow('Status=400 Code="PrincipalNotFound" Message="who?"');
        await expect(failed).rejects.not.toBeInstanceOf(PartialFailure);
    });

    test.each<[string, ScriptedAnswer[], object]>([
        [
            "with the state that can be read",
            [missing, ready],
            { id: clusterId.replace("Groups", "groups"), fqdn: "f", azureApiVersion: "2025-09-01" },
        ],
        ["without, where it cannot", [missing], {}],
    ])("an operation that fails after acceptance keeps the resource, %s", async (_name, gets, properties) => {
        arm.script({
            [`GET ${clusterId}`]: gets,
            [`PUT ${clusterId}`]: [begun],
            [`GET ${operation}`]: [state("Failed", { code: "QuotaExceeded", message: "no cores" })],
        });
        await expect(create(on(cluster), inputs, "S")).rejects.toMatchObject({
            id: clusterId.replace("Groups", "groups"),
            inputs,
            properties,
            reason: 'Status=200 Code="QuotaExceeded" Message="no cores"',
        });
    });

    test("a relative Location on 201 is no operation (UserAssignedIdentity, facts §5)", async () => {
        arm.script({
            [`GET ${identityId}`]: [missing, { status: 200, body: { properties: { clientId: "c" } } }],
            [`PUT ${identityId}`]: [{ status: 201, headers: { Location: identityId }, body: {} }],
        });
        const written = await create(on(identity), { ...inputs, resourceName: "id" }, "S");
        expect([written.id, written.properties.clientId]).toEqual([identityId, "c"]);
        expect(arm.seen).toHaveLength(3);
    });

    test("unset subnets are sent empty (subresources_test)", async () => {
        arm.script({ [`PUT ${networkId}`]: [{ status: 200, body: {} }] });
        await create(on(network), { resourceGroupName: "rg", virtualNetworkName: "net" }, "S");
        expect(arm.seen[1]?.body).toEqual({ properties: { subnets: [], virtualNetworkPeerings: [] } });
    });

    test("polls provisioningState where there is no header", async () => {
        const creating = { status: 201, body: { properties: { provisioningState: "Updating" } } };
        const done = { status: 200, body: { properties: { provisioningState: "Succeeded" } } };
        arm.script({ [`GET ${networkId}`]: [missing, creating, done], [`PUT ${networkId}`]: [creating] });
        await create(on(network), { resourceGroupName: "rg", virtualNetworkName: "net" }, "S");
        expect(arm.seen.at(-1)?.at).toBe(10);
    });

    test("time-out (facts §5)", async () => {
        arm.script({ [`PUT ${clusterId}`]: [begun], [`GET ${operation}`]: [state("InProgress")] });
        await expect(create(on(cluster, 25_000), inputs, "S")).rejects.toThrow("operation timed out");
        expect(arm.seen.filter(({ url }) => url.startsWith(operation)).map(({ at }) => at)).toEqual([0, 10, 20]);
    });
});

describe("update", () => {
    test("PUT of the full body, then GET", async () => {
        arm.script({
            [`PUT ${identityId}`]: [{ status: 200, body: {} }],
            [`GET ${identityId}`]: [{ status: 200, body: {} }],
        });
        await update(on(identity), identityId, {}, { location: "l", tags: { a: "b" } });
        expect(arm.seen.map(({ method }) => method)).toEqual(["PUT", "GET"]);
        expect(arm.seen[0]?.body).toEqual({ location: "l", tags: { a: "b" } });
    });
    test("an identity that leaves the set goes out as PATCH (#4640)", async () => {
        arm.script({ [`PATCH ${clusterId}`]: [{ status: 200, body: {} }], [`GET ${clusterId}`]: [ready] });
        const ids = (id: string) => ({ location: "l", identity: { userAssignedIdentities: [id] } });
        await update(on(cluster), clusterId, ids("a"), ids("b"));
        expect(arm.seen[0]).toMatchObject({
            method: "PATCH",
            body: { location: "l", identity: { userAssignedIdentities: { a: null, b: {} } } },
        });
    });
    test("unset subnets are copied from the server, in ARM's shape (#611)", async () => {
        const subnets = [{ name: "s", properties: { addressPrefix: "p" } }];
        arm.script({
            [`GET ${networkId}`]: [{ status: 200, body: { properties: { subnets } } }],
            [`PUT ${networkId}`]: [{ status: 200, body: {} }],
        });
        await update(on(network), networkId, {}, { addressSpace: {} });
        expect(arm.seen[1]?.body).toEqual({ properties: { addressSpace: {}, subnets } });
    });
    test("a vault's policies are copied where the SDK has them, in its `properties`", async () => {
        const vaultId = `${group}/providers/Microsoft.KeyVault/vaults/v`;
        const accessPolicies = [{ objectId: "o" }];
        arm.script({
            [`GET ${vaultId}`]: [{ status: 200, body: { properties: { accessPolicies, vaultUri: "u" } } }],
            [`PUT ${vaultId}`]: [{ status: 200, body: {} }],
        });
        const news = { location: "l", properties: { tenantId: "t" } };
        await update(on(row("keyvault:Vault")), vaultId, {}, news);
        expect(arm.seen[1]?.body).toEqual({ location: "l", properties: { tenantId: "t", accessPolicies } });
        expect(news).toEqual({ location: "l", properties: { tenantId: "t" } });
    });
    test("skipReadOnUpdate: the state is the write's own answer, and nothing is read (TestReadAfterWrite)", async () => {
        const subject = azureNativeProvider(client, arm.settings);
        subject.configure("a", { skipReadOnUpdate: "true" });
        subject.configure("b", {});
        const urn = "urn:pulumi:s::p::azure-native:managedidentity:UserAssignedIdentity::id";
        const methods = async (peer: string) => {
            arm.script({ [`PUT ${identityId}`]: [{ status: 200, body: { name: "id" } }] });
            const olds = { inputs: {}, state: {} };
            const options = { preview: false, timeoutSeconds: 0 };
            await subject.update(peer, urn, identityId, olds, {}, options);
            return arm.seen.map(({ method }) => method);
        };
        expect(await methods("a")).toEqual(["PUT"]);
        expect(await methods("b")).toEqual(["PUT", "GET"]);
    });
    test("a read that fails afterwards does not fail the update (facts §3.3)", async () => {
        arm.script({ [`PUT ${identityId}`]: [{ status: 200, body: { name: "id" } }] });
        expect(await update(on(identity), identityId, {}, {})).toMatchObject({ name: "id" });
    });
});

describe("read and delete", () => {
    test("404 on read: empty id", async () => {
        arm.script({});
        expect((await read(on(cluster), clusterId, inputs, {})).id).toBe("");
    });
    test("404 on delete is success", async () => {
        arm.script({});
        await remove(on(cluster), clusterId);
        expect(arm.seen.map(({ method }) => method)).toEqual(["DELETE"]);
    });
    test("202 is followed through Location every thirty seconds", async () => {
        arm.script({
            [`DELETE ${clusterId}`]: [{ status: 202, headers: { Location: operation } }],
            [`GET ${operation}`]: [{ status: 202 }, { status: 202, headers: { "Retry-After": "5" } }, { status: 204 }],
        });
        await remove(on(cluster), clusterId);
        expect(trace().slice(1)).toEqual([0, 30, 35].map((at) => `${at}s GET 1?api-version=2025-09-01`));
    });
    test("202 without a header", async () => {
        arm.script({ [`DELETE ${clusterId}`]: [{ status: 202 }] });
        await expect(remove(on(cluster), clusterId)).rejects.toThrow("response is missing polling URL");
    });
});

describe("retries (facts §5)", () => {
    const error = (status: number, code: string, headers?: Record<string, string>): ScriptedAnswer => ({
        status,
        body: { error: { code, message: "m" } },
        ...(headers ? { headers } : {}),
    });
    const ok: ScriptedAnswer = { status: 200, body: {} };
    test.each<[string, ScriptedAnswer[], number[]]>([
        ["503", [error(503, "Busy")], [0, 20, 80, 200]],
        ["429 until it works", [error(429, "Throttled"), ok], [0, 20]],
        ["408", [error(408, "Slow"), ok], [0, 20]],
        ["409 AnotherOperationInProgress", [error(409, "AnotherOperationInProgress"), ok], [0, 20]],
        [
            "409 Concurrent federated credentials",
            [error(409, "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"), ok],
            [0, 20],
        ],
        ["409 OperationNotAllowed is final", [error(409, "OperationNotAllowed"), ok], [0]],
        ["409 RoleAssignmentExists is final", [error(409, "RoleAssignmentExists"), ok], [0]],
        ["400 PrincipalNotFound is final", [error(400, "PrincipalNotFound"), ok], [0]],
        ["403 is final", [error(403, "AuthorizationFailed"), ok], [0]],
        ["501 is final", [error(501, "NotImplemented"), ok], [0]],
        ["Retry-After", [error(429, "T", { "Retry-After": "7" }), ok], [0, 7]],
        ["retry-after-ms", [error(429, "T", { "retry-after-ms": "1500" }), ok], [0, 1.5]],
        ["Retry-After above two minutes stops", [error(429, "T", { "Retry-After": "121" }), ok], [0]],
    ])("%s", async (_name, answers, times) => {
        arm.script({ [`PUT ${identityId}`]: answers });
        const request = { method: "PUT", url: identityId, apiVersion: "2023-01-31", body: {} } as const;
        await client.send(request, patience());
        expect(arm.seen.map(({ at }) => at)).toEqual(times);
    });
    test("no answer at all is retried, then told", async () => {
        const settings = { ...arm.settings, armEndpoint: "https://127.0.0.1:1" };
        const deaf = armClient(settings, () => 1);
        const started = arm.clock.now();
        await expect(deaf.send({ method: "GET", url: clusterId }, patience())).rejects.toThrow("ECONNREFUSED");
        expect(arm.clock.now() - started).toBe(200_000);
        deaf.close();
    });
});

describe("tokens", () => {
    test("asked of the managed-identity endpoint, kept until five minutes before the end", async () => {
        const own = armClient(arm.settings, () => 1);
        arm.script({ [`GET ${identityId}`]: [{ status: 200, body: {} }] });
        arm.tokensAsked.length = 0;
        const get = () => own.send({ method: "GET", url: identityId }, patience());
        await Promise.all([get(), get()]);
        arm.clock.advance(54 * 60_000);
        await get();
        expect(arm.tokensAsked).toEqual([
            `header /token?api-version=2019-08-01&resource=${encodeURIComponent(arm.settings.armEndpoint)}`,
        ]);
        arm.clock.advance(2 * 60_000);
        await get();
        expect(arm.tokensAsked).toHaveLength(2);
        expect(new Set(arm.seen.map(({ authorization }) => authorization)).size).toBe(2);
        own.close();
    });
    test("never sent to another server", async () => {
        await expect(client.send({ method: "GET", url: "https://127.0.0.1:9/x" }, patience())).rejects.toThrow(
            "refusing to send a token",
        );
    });
});

describe("provider", () => {
    const urn = (type: string) => `urn:pulumi:s::p::parent:index:C$azure-native:${type}::x::y`;
    const provider = () => azureNativeProvider(client, arm.settings);
    const checked = (news: Record<string, string>) => ({ olds: {}, news, randomSeed: Buffer.from("seed") });

    test("the group's location is asked for once; a missing group is not remembered (facts §1.4)", async () => {
        const subject = provider();
        const location = async () => {
            const found = await subject.check(
                "peer",
                urn("managedidentity:UserAssignedIdentity"),
                checked({ resourceGroupName: "rg" }),
            );
            return found.inputs.location;
        };
        arm.script({ [`GET ${group}`]: [missing, { status: 200, body: { location: "l" } }, missing] });
        expect([await location(), await location(), await location()]).toEqual([undefined, "l", "l"]);
        expect(trace()).toEqual(["0s GET rg?api-version=2020-10-01", "0s GET rg?api-version=2020-10-01"]);
    });
    test("each connection has its own configuration", async () => {
        const subject = provider();
        subject.configure("a", { subscriptionId: "A", location: "la" });
        subject.configure("b", { subscriptionId: "B", location: "lb" });
        const found = await subject.check("a", urn("network:VirtualNetwork"), checked({ resourceGroupName: "rg" }));
        expect(found.inputs).toMatchObject({ location: "la", virtualNetworkName: "x::y614742c2" });
        expect(await subject.invoke("a", "azure-native:authorization:getClientConfig", {})).toEqual({
            clientId: "app",
            objectId: "object",
            subscriptionId: "A",
            tenantId: "tenant",
        });
    });
    test("a configuration with a client id signs in as that managed identity, for requests and for tokens", async () => {
        const subject = provider();
        subject.configure("a", { clientId: "C" });
        subject.configure("b", {});
        arm.script({ [`GET ${identityId}`]: [{ status: 200, body: { id: identityId } }] });
        arm.tokensAsked.length = 0;
        const tokens = [];
        for (const peer of ["a", "b"]) {
            await subject.read(peer, urn("managedidentity:UserAssignedIdentity"), identityId, {}, {});
            tokens.push((await subject.invoke(peer, "azure-native:authorization:getClientToken", {})).token);
        }
        expect(arm.seen.map(({ authorization }) => authorization)).toEqual(
            tokens.map((token) => `Bearer ${String(token)}`),
        );
        expect(new Set(tokens).size).toBe(2);
        expect(arm.tokensAsked.filter((asked) => asked.includes("client_id=C"))).toHaveLength(1);
    });
    test("what is not modelled is refused by name", async () => {
        expect(() => provider().diff(urn("web:WebApp"), {}, {}, {})).toThrow(
            "local-azure does not model the resource type 'azure-native:web:WebApp'",
        );
        await expect(provider().invoke("a", "azure-native:web:getWebApp", {})).rejects.toThrow(
            "local-azure does not model the function 'azure-native:web:getWebApp'",
        );
    });
    test("invokes (facts §1.6)", async () => {
        const kubeconfigs = [{ name: "clusterUser", value: "YQ==" }];
        arm.script({
            [`POST ${clusterId}/listClusterUserCredential`]: [{ status: 200, body: { kubeconfigs } }],
        });
        const args = { resourceGroupName: "rg", resourceName: "aks" };
        const list = "azure-native:containerservice:listManagedClusterUserCredentials";
        expect(await provider().invoke("a", list, { ...args, format: "exec" })).toEqual({ kubeconfigs });
        expect(arm.seen[0]?.url.split("?")[1]).toBe("api-version=2025-09-01&format=exec");
        await expect(provider().invoke("a", "azure-native:containerservice:getManagedCluster", args)).rejects.toThrow(
            `request failed ${clusterId}: Status=404 Code="ResourceNotFound" Message="Not in the script."`,
        );
    });
    test("a function of another API version asks by that one, and shows what it adds", async () => {
        const id = `${group}/providers/Microsoft.ContainerRegistry/registries/images`;
        const body = { id, properties: { loginServer: "l", roleAssignmentMode: "AbacRepositoryPermissions" } };
        arm.script({ [`GET ${id}`]: [1, 2].map(() => ({ status: 200, body })) });
        const get = (module: string) =>
            provider().invoke("a", `azure-native:${module}:getRegistry`, {
                resourceGroupName: "rg",
                registryName: "images",
            });
        expect(await get("containerregistry")).toEqual({ id, loginServer: "l", azureApiVersion: "2023-01-01-preview" });
        expect(await get("containerregistry/v20251101")).toEqual({
            id,
            loginServer: "l",
            roleAssignmentMode: "AbacRepositoryPermissions",
            azureApiVersion: "2025-11-01",
        });
        expect(arm.seen.map(({ url }) => url.split("?")[1])).toEqual([
            "api-version=2023-01-01-preview",
            "api-version=2025-11-01",
        ]);
        await expect(get("containerregistry/v20251102")).rejects.toThrow(
            "local-azure does not model the function 'azure-native:containerregistry/v20251102:getRegistry'",
        );
    });
    test("cancelling ends what waits", async () => {
        const subject = provider();
        subject.configure("peer", {});
        arm.script({ [`PUT ${clusterId}`]: [begun], [`GET ${operation}`]: [state("InProgress")] });
        const running = subject.create("peer", urn("containerservice:ManagedCluster"), inputs, {
            preview: false,
            timeoutSeconds: 0,
        });
        subject.cancel("peer");
        await expect(running).rejects.toThrow();
    });
});
