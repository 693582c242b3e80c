import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { makeGroup, makeIdentity, refused, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const group = "resourceGroups/rg/providers";

const west = { location: "westus2" };
const idOf = (path: string) => `${azure.subscription}/${path}`;
const start = async (options: Parameters<typeof TestAzure.start>[0] = {}) => {
    azure = await TestAzure.start(options);
    await makeGroup(azure);
};

describe("monitoring", () => {
    const folder = temporaryFolder();

    test("a workspace's keys are shown to whom asks, and kept nowhere", async () => {
        const stateFile = join(folder.path, "state.json");
        await start({ stateFile });
        const workspace = `${group}/Microsoft.OperationalInsights/workspaces/logs1`;
        await azure.put(workspace, west);
        const keys = Object.values((await azure.post(`${workspace}/sharedKeys`)).body).map(String);
        expect(keys.map((key) => key.length)).toEqual([88, 88]);
        const kept = JSON.stringify(azure.server.requests()) + readFileSync(stateFile, "utf8");
        expect(kept).toContain("logs1");
        for (const key of keys) expect(kept).not.toContain(key);
    });

    test("an association points at a rule or, under its one name, at an endpoint", async () => {
        await start();
        const insights = `${group}/Microsoft.Insights`;
        const rule = await azure.put(`${insights}/dataCollectionRules/r1`, { ...west, properties: {} });
        const endpoint = await azure.put(`${insights}/dataCollectionEndpoints/e1`, {
            ...west,
            properties: {},
        });
        const on = `${group}/Microsoft.OperationalInsights/workspaces/logs1`;
        await azure.put(on, west);
        const at = (name: string) => `${on}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
        await azure.put(at("a1"), { properties: { dataCollectionRuleId: rule.body.id } });
        expect((await azure.get(`${insights}/dataCollectionRules/r1/associations`)).body.value).toMatchObject([
            { id: idOf(at("a1")) },
        ]);
        const toEndpoint = { properties: { dataCollectionEndpointId: endpoint.body.id } };
        expect(await azure.put(at("a2"), toEndpoint)).toMatchObject(refused(400, "InvalidPayload", /'a2'/));
        expect((await azure.put(at("configurationAccessEndpoint"), toEndpoint)).status).toBe(201);
        expect(await azure.put(at("a3"), { properties: {} })).toMatchObject(
            refused(400, "InvalidPayload", /needs either/),
        );
        await azure.delete(on);
        expect((await azure.get(`${insights}/dataCollectionRules/r1/associations`)).body.value).toEqual([]);
    });

    test("an Azure Monitor workspace brings its managed group, and takes it away", async () => {
        await start();
        const account = `${group}/Microsoft.Monitor/accounts/amw1`;
        const made = await azure.put(account, west);
        const { dataCollectionRuleResourceId } = made.body.properties.defaultIngestionSettings ?? {};
        expect((await azure.get(dataCollectionRuleResourceId ?? "")).status).toBe(200);
        await azure.delete(account);
        expect((await azure.get("resourceGroups/MA_amw1_westus2_managed")).status).toBe(404);
    });
});

describe("the subscription", () => {
    test("a feature is registered in its time, by either API", async () => {
        await start({ operationSeconds: 600 });
        const feature = "providers/Microsoft.Features/providers/Microsoft.ContainerService/features/Preview1";
        const state = async () => (await azure.get(feature)).body.properties;
        expect(await state()).toEqual({ state: "NotRegistered" });
        expect((await azure.post(`${feature}/register`)).body).toEqual({
            id: idOf(feature),
            name: "Microsoft.ContainerService/Preview1",
            type: "Microsoft.Features/providers/features",
            properties: { state: "Registering" },
        });
        azure.advance(600);
        expect(await state()).toEqual({ state: "Registered" });
        const provider = "providers/Microsoft.Features/featureProviders/Microsoft.ContainerService";
        const registration = `${provider}/subscriptionFeatureRegistrations/Preview1`;
        expect((await azure.get(registration)).body.properties).toMatchObject({ state: "Registered" });
        expect((await azure.get("providers/Microsoft.Features/features")).body.value).toHaveLength(1);
        expect((await azure.delete(registration)).status).toBe(200);
        expect(await state()).toEqual({ state: "NotRegistered" });
        expect((await azure.put(registration, {})).body.properties).toMatchObject({ state: "Registering" });
        expect((await azure.post(`${feature}/unregister`)).body.properties).toEqual({
            state: "Unregistered",
        });
    });

    test("registering a provider or a feature needs that provider's own action", async () => {
        await start();
        const { properties } = await makeIdentity(azure, "nobody");
        const token = await azure.tokenOf(properties.principalId);
        const asked = [
            ["providers/Microsoft.KeyVault/register", "Microsoft.KeyVault/register/action"],
            ["providers/Microsoft.KeyVault/unregister", "Microsoft.KeyVault/unregister/action"],
            ["providers/Microsoft.KeyVault/checkNameAvailability", "Microsoft.KeyVault/checkNameAvailability/read"],
            [
                "providers/Microsoft.Features/providers/N/features/F/register",
                "Microsoft.Features/providers/features/register/action",
            ],
        ];
        for (const [path, action] of asked) {
            expect(await azure.post(path ?? "", { token })).toMatchObject(
                refused(403, "AuthorizationFailed", new RegExp(`perform action '${action}'`)),
            );
        }
        expect(await azure.get("providers/Microsoft.KeyVault", { token })).toMatchObject(
            refused(403, "AuthorizationFailed", /'Microsoft.Resources\/subscriptions\/providers\/read'/),
        );
    });

    test("providers: registered until unregistered", async () => {
        await start();
        const provider = "providers/Microsoft.KeyVault";
        const state = async () => (await azure.get(provider)).body.registrationState;
        expect(await state()).toBe("Registered");
        await azure.post(`${provider}/unregister`);
        expect(await state()).toBe("Unregistered");
        await azure.post(`${provider}/register`);
        expect(await state()).toBe("Registered");
    });

    test("locations", async () => {
        await start();
        const { body } = await azure.get("locations");
        expect(body.value).toContainEqual(
            expect.objectContaining({ name: "westus2", displayName: "West US 2", type: "Region" }),
        );
    });
});

describe("further subscriptions", () => {
    const HUB = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";
    const version = { apiVersion: "2021-04-01" };

    test("are listed, hold groups of their own, and count for whoever has a role in them", async () => {
        await start({ otherSubscriptionIds: [HUB] });
        const listed = (await azure.get("/subscriptions", { apiVersion: "2022-12-01" })).body.value;
        expect(listed.map(({ id }) => id)).toEqual([azure.subscription, `/subscriptions/${HUB}`]);
        expect((await azure.put(`/subscriptions/${HUB}/resourceGroups/rg`, west, version)).status).toBe(201);
        const groups = async (subscription: string) =>
            (await azure.get(`${subscription}/resourceGroups`, version)).body.value.map(({ id }) => id);
        expect(await groups(azure.subscription)).toEqual([`${azure.subscription}/resourceGroups/rg`]);
        expect(await groups(`/subscriptions/${HUB}`)).toEqual([`/subscriptions/${HUB}/resourceGroups/rg`]);
    });

    test("are unknown unless they are given", async () => {
        await start();
        expect(await azure.put(`/subscriptions/${HUB}/resourceGroups/rg`, west, version)).toMatchObject(
            refused(404, "SubscriptionNotFound", new RegExp(HUB)),
        );
    });
});
