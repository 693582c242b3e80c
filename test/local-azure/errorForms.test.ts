import { clusterContent, clusterPath, makeGroup, TestAzure, userAssigned } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const bare = (code: string) => ({ code, details: null, message: expect.any(String), subcode: "" });
const wrapped = (code: string) => ({ error: { code, message: expect.any(String) } });

const noPools = { ...clusterContent(), properties: { dnsPrefix: "c1", agentPoolProfiles: [] } };
const unknownField = clusterContent({ properties: { colour: "blue" } });
const nobody = () =>
    `${azure.subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nobody`;

test.each([
    ["AKS's refusal of a cluster", () => azure.put(clusterPath(), noPools), bare("InvalidParameter")],
    ["AKS's refusal of what it cannot read", () => azure.put(clusterPath(), unknownField), bare("UnmarshalError")],
    [
        "AKS's refusal of a condition",
        () => azure.put(clusterPath(), clusterContent(), { headers: { "if-match": "other" } }),
        bare("PreconditionFailed"),
    ],
    ["ARM's of a cluster that is not there", () => azure.get(clusterPath()), wrapped("ResourceNotFound")],
    [
        "ARM's of an identity that is not there",
        () => azure.put(clusterPath(), clusterContent({ identity: userAssigned(nobody()) })),
        wrapped("FailedIdentityOperation"),
    ],
    [
        "another provider's",
        () => azure.put("resourceGroups/rg/providers/Microsoft.KeyVault/vaults/x", { location: "westus2" }),
        wrapped("VaultNameNotValid"),
    ],
])("%s", async (_, send, form) => {
    expect((await send()).sent).toEqual(form);
});

test("AKS's refusal while it is busy", async () => {
    await azure.put(clusterPath(), clusterContent());
    expect((await azure.put(clusterPath(), clusterContent())).sent).toEqual(bare("OperationNotAllowed"));
});
