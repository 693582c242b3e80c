import { assign, makeGroup, makeIdentity, TestAzure } from "./harness";

const storageBlobDataReader = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
const keyVaultDataAccessAdministrator = "8b54135c-b56d-4d72-a534-26097cfdc8d8";
const nobody = "33333333-3333-4333-8333-333333333333";

let azure: TestAzure;
afterEach(() => azure.server.stop());

const definition = (role: string) => `providers/Microsoft.Authorization/roleDefinitions/${role}`;

test("any built-in role can be read and assigned, and a GUID that no role has cannot", async () => {
    azure = await TestAzure.start({ deployerRole: "Owner" });
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;

    const read = await azure.get(definition(storageBlobDataReader));
    expect(read.status).toBe(200);
    expect(read.body.properties).toMatchObject({
        roleName: "Storage Blob Data Reader",
        type: "BuiltInRole",
        description: "Allows for read access to Azure Storage blob containers and data",
        assignableScopes: ["/"],
        permissions: [
            {
                dataActions: ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"],
                notDataActions: [],
            },
        ],
    });
    expect((await assign(azure, storageBlobDataReader, principalId, group)).status).toBe(201);

    for (const refused of [await azure.get(definition(nobody)), await assign(azure, nobody, principalId, group)]) {
        expect([refused.status, refused.body.error.code]).toEqual([404, "RoleDefinitionDoesNotExist"]);
    }
});

test("what hangs on the condition in a role is neither allowed nor denied: it is not modelled", async () => {
    azure = await TestAzure.start({ deployerRole: "Owner" });
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const token = await azure.tokenOf(principalId);
    await assign(azure, keyVaultDataAccessAdministrator, principalId, group);

    const asked = await assign(azure, storageBlobDataReader, principalId, group, { token });
    expect([asked.status, asked.body.error]).toEqual([
        501,
        {
            code: "NotModelled",
            message:
                "local-azure does not model the condition in role 'Key Vault Data Access Administrator', which " +
                "'Microsoft.Authorization/roleAssignments/write' hangs on. Nothing was changed.",
        },
    ]);
    expect((await azure.patch(group, {}, { token })).body.error.code).toBe("AuthorizationFailed");

    const permissions = [{ actions: ["*/read"], condition: "@Resource[a] BoolEquals true", conditionVersion: "2.0" }];
    const custom = { roleName: "Narrow Reader", assignableScopes: [azure.subscription], permissions };
    const made = await azure.put(definition(nobody), { properties: custom });
    expect([made.status, made.body.error.code]).toEqual([501, "NotModelled"]);
});
