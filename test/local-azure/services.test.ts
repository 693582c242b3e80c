import { services } from "../../local-azure/services";
import { assign, reader, TestAzure } from "./harness";
import { group, idOf, layFoundations, plainCases, west } from "./plainCases";

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await layFoundations(azure);
});
afterAll(() => azure.stop());

test.each(plainCases)("%s: made, read, made again, listed, deleted", async (type, path, body, shows) => {
    const made = await azure.put(path, body(azure));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ id: idOf(azure, path), type })]);
    expect(made.body).toMatchObject(shows);
    expect((await azure.get(path)).body).toEqual(made.body);
    // Deployed again, nothing changes; nor does it when the answer is sent back as it came.
    expect(await azure.put(path, body(azure))).toMatchObject({ status: 200, body: made.body });
    expect(await azure.put(path, made.body)).toMatchObject({ status: 200, body: made.body });
    expect((await azure.get(path.slice(0, path.lastIndexOf("/")))).body.value).toContainEqual(made.body);

    expect([200, 202]).toContain((await azure.delete(path)).status);
    expect(await azure.get(path)).toMatchObject({
        status: 404,
        body: { error: { code: "ResourceNotFound" } },
    });
    expect((await azure.delete(path)).status).toBe(204);
});

test.each(plainCases)("%s: governed by its own action", async (type, path, body) => {
    const onlooker = await azure.put(`${group}/Microsoft.ManagedIdentity/userAssignedIdentities/onlooker`, west);
    await assign(azure, reader, onlooker.body.properties.principalId, idOf(azure, "resourceGroups/rg"));
    const token = await azure.tokenOf(onlooker.body.properties.principalId);
    const { status, body: answer } = await azure.put(path, body(azure), { token });
    expect([status, answer.error.code]).toEqual([403, "AuthorizationFailed"]);
    expect(answer.error.message).toContain(`perform action '${type}/write' over scope '${idOf(azure, path)}'`);
    expect((await azure.get(path, { token })).status).toBe(404);
});

test("every plain type has a case above", () => {
    const own = [
        "Microsoft.ContainerService/",
        "Microsoft.Authorization/",
        "Microsoft.Resources/",
        "Microsoft.Features/",
    ];
    const tested = new Set([
        ...plainCases.map(([type]) => type),
        // These have rules of their own, and tests of their own in this folder.
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.KeyVault/vaults/accessPolicies",
        "Microsoft.KeyVault/vaults/keys",
    ]);
    const routes = services.flatMap((service) => service.routes).filter(({ method }) => method === "PUT");
    const untested = routes
        .map(({ type }) => type)
        .filter((type) => !tested.has(type) && !own.some((prefix) => type.startsWith(prefix)));
    expect(untested).toEqual([]);
});
