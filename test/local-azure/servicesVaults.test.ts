import { makeGroup, refused, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const group = "resourceGroups/rg/providers";

const west = { location: "westus2" };
const start = async (options: Parameters<typeof TestAzure.start>[0] = {}) => {
    azure = await TestAzure.start(options);
    await makeGroup(azure);
};

describe("registries", () => {
    const registry = (name: string) => `${group}/Microsoft.ContainerRegistry/registries/${name}`;
    const body = (properties: object = {}) => ({ ...west, sku: { name: "Standard" }, properties });

    test("permission modes, changed by PATCH as `az acr update` does", async () => {
        await start();
        const made = await azure.put(registry("registry1"), body({ adminUserEnabled: true }));
        expect(made.body.properties).toMatchObject({ roleAssignmentMode: "LegacyRegistryPermissions" });
        const patch = { properties: { roleAssignmentMode: "AbacRepositoryPermissions" } };
        expect((await azure.patch(registry("registry1"), patch)).body.properties).toMatchObject({
            roleAssignmentMode: "AbacRepositoryPermissions",
            adminUserEnabled: true,
        });
        expect(await azure.put(registry("registry1"), body({ roleAssignmentMode: "Abac" }))).toMatchObject(
            refused(400, "InvalidRoleAssignmentMode", /'Abac'/),
        );
    });

    test("names: by rule, and once in the world", async () => {
        await start();
        await azure.put(registry("taken1"), body());
        await makeGroup(azure, "other");
        const elsewhere = registry("taken1").replace("/rg/", "/other/");
        expect(await azure.put(elsewhere, body())).toMatchObject(
            refused(409, "AlreadyInUse", /^The registry DNS name taken1.azurecr.io is already in use/),
        );
        expect(await azure.put(registry("no-dash"), body())).toMatchObject(
            refused(400, "RegistryNameInvalid", /'no-dash' is invalid/),
        );
        const ask = (name: string) =>
            azure.send("POST", "providers/Microsoft.ContainerRegistry/checkNameAvailability", {
                body: { name, type: "Microsoft.ContainerRegistry/registries" },
            });
        expect((await ask("fresh1")).body).toEqual({ nameAvailable: true });
        expect((await ask("taken1")).body).toMatchObject({ nameAvailable: false, reason: "AlreadyExists" });
        expect((await ask("a")).body).toMatchObject({ nameAvailable: false, reason: "AccountNameInvalid" });
    });
});

describe("key vaults", () => {
    const vault = `${group}/Microsoft.KeyVault/vaults/vault1`;
    const body = (properties: object) => ({
        ...west,
        properties: {
            tenantId: azure.server.ready.tenantId,
            sku: { family: "A", name: "standard" },
            ...properties,
        },
    });
    const policy = (keys: string[], objectId = azure.server.ready.deployerObjectId) => ({
        tenantId: azure.server.ready.tenantId,
        objectId,
        permissions: { keys },
    });

    test("access policies are added to, replaced and removed", async () => {
        await start();
        expect(await azure.put(vault, body({}))).toMatchObject(refused(400, "BadRequest", /accessPolicies/));
        await azure.put(vault, body({ accessPolicies: [policy(["get"])] }));
        const change = async (how: string, keys: string[]) =>
            (
                await azure.put(`${vault}/accessPolicies/${how}`, {
                    properties: { accessPolicies: [policy(keys)] },
                })
            ).body;
        expect(await change("add", ["wrapKey"])).toMatchObject({
            properties: { accessPolicies: [policy(["get", "wrapKey"])] },
        });
        expect(await change("replace", ["list"])).toMatchObject({
            properties: { accessPolicies: [policy(["list"])] },
        });
        expect(await change("remove", [])).toMatchObject({ properties: { accessPolicies: [] } });
        expect((await azure.get(vault)).body.properties).toMatchObject({ accessPolicies: [] });
        expect(await change("forget", [])).toMatchObject({ error: { code: "BadRequest" } });
    });

    test("a key is made once and deleted by whom the vault lets, in either permission model", async () => {
        await start();
        await azure.put(vault, body({ enableRbacAuthorization: true }));
        const key = { properties: { kty: "RSA" } };
        const made = await azure.put(`${vault}/keys/k1`, key);
        expect(made.body).toMatchObject({
            type: "Microsoft.KeyVault/vaults/keys",
            properties: {
                kty: "RSA",
                keySize: 2048,
                keyUri: "https://vault1.vault.azure.net/keys/k1",
                keyUriWithVersion: expect.stringMatching(/\/keys\/k1\/[\da-f]{32}$/),
            },
        });
        azure.advance(60);
        expect((await azure.put(`${vault}/keys/k1`, key)).body).toEqual(made.body);
        // Owner holds no data action (facts role-definitions.json, _note).
        expect(await azure.delete(`${vault}/keys/k1`)).toMatchObject(refused(403, "Forbidden", /not authorized/));
        await azure.put(vault, body({ accessPolicies: [policy(["delete"])] }));
        expect((await azure.delete(`${vault}/keys/k1`)).status).toBe(200);
        expect((await azure.get(`${vault}/keys/k1`)).status).toBe(404);
    });

    test.each([
        ["name", "1vault", {}, "VaultNameNotValid"],
        ["two dashes", "va--ult", {}, "VaultNameNotValid"],
        ["tenant", "vault1", { tenantId: "11111111-1111-4111-8111-111111111111" }, "BadRequest"],
        ["sku", "vault1", { sku: undefined }, "BadRequest"],
    ])("a wrong %s", async (_what, name, properties, code) => {
        await start();
        const path = vault.replace("vault1", name);
        expect(await azure.put(path, body({ enableRbacAuthorization: true, ...properties }))).toMatchObject({
            status: 400,
            body: { error: { code } },
        });
    });

    test("one name in the world", async () => {
        await start();
        await makeGroup(azure, "other");
        await azure.put(vault, body({ enableRbacAuthorization: true }));
        expect(
            await azure.put(vault.replace("/rg/", "/other/"), body({ enableRbacAuthorization: true })),
        ).toMatchObject(refused(409, "VaultAlreadyExists", /^The vault name 'vault1' is already in use/));
    });
});
