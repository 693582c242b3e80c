import { control, denied, settled, systemAssigned } from "./aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    networkContributor,
    ownKubelet,
    reader,
    TestAzure,
    userAssigned,
} from "./harness";

const hour = 3600;
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60, identitySwitchSeconds: 4 * hour });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const allowed = async () => (await azure.jobs("c1")).filter((job) => job.allowed);

test("a deleted control plane identity can do nothing more, whatever roles it still holds", async () => {
    const subnet = await makeSubnet(azure);
    const identity = await makeIdentity(azure, "cp");
    await assign(azure, networkContributor, identity.properties.principalId, subnet);
    await settled(azure, clusterContent({ identity: userAssigned(identity.id), pool: { vnetSubnetID: subnet } }));
    expect(denied(await azure.jobs("c1"))).toEqual([]);
    expect((await azure.delete(identity.id)).status).toBe(200);
    expect(await allowed()).toEqual([]);
    expect((await azure.jobs("c1"))[0]?.signInError).toMatch(/no longer in the directory/);
    // Another one of the same name is another principal.
    const again = await makeIdentity(azure, "cp");
    await assign(azure, networkContributor, again.properties.principalId, subnet);
    expect(await allowed()).toEqual([]);
});

test("a deleted kubelet identity pulls no images", async () => {
    const cp = await makeIdentity(azure, "cp");
    const kubelet = await makeIdentity(azure, "kubelet");
    await assign(azure, managedIdentityOperator, cp.properties.principalId, kubelet.id);
    const registry = (
        await azure.put("resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/registry1", {
            location: "westus2",
            sku: { name: "Basic" },
        })
    ).body.id;
    await assign(azure, acrPull, kubelet.properties.principalId, registry);
    await settled(azure, clusterContent({ identity: userAssigned(cp.id), properties: ownKubelet(kubelet.id) }));
    await control(azure, "workload", { registries: [registry] });
    expect(denied(await azure.jobs("c1"))).toEqual([]);
    await azure.delete(kubelet.id);
    expect(denied(await azure.jobs("c1"))).toContainEqual(expect.stringMatching(/^kubelet: .*pull/));
});

test("the policy of a vault lets nobody in who is gone", async () => {
    const { id, properties } = await makeIdentity(azure, "reader");
    const vault = await azure.put("resourceGroups/rg/providers/Microsoft.KeyVault/vaults/vault-1", {
        location: "westus2",
        properties: {
            tenantId: azure.server.ready.tenantId,
            sku: { family: "A", name: "standard" },
            accessPolicies: [
                {
                    tenantId: azure.server.ready.tenantId,
                    objectId: properties.principalId,
                    permissions: { keys: ["encrypt", "decrypt"] },
                },
            ],
        },
    });
    const kms = { enabled: true, keyId: "https://vault-1.vault.azure.net/keys/etcd/1" };
    const content = clusterContent({
        identity: userAssigned(id),
        properties: { securityProfile: { azureKeyVaultKms: kms } },
    });
    expect(vault.status).toBe(201);
    await settled(azure, content);
    const keyJobs = async () => (await azure.jobs("c1")).filter((job) => job.data).map((job) => job.allowed);
    expect(await keyJobs()).toEqual([true, true]);
    await azure.delete(id);
    expect(await keyJobs()).toEqual([false, false]);
});

test("a system-assigned identity that a cluster leaves goes on until its token expires, then not", async () => {
    const subnet = await makeSubnet(azure);
    const { body } = await settled(azure, clusterContent({ identity: systemAssigned, pool: { vnetSubnetID: subnet } }));
    const left = body.identity.principalId;
    await assign(azure, networkContributor, left, subnet);
    const next = await makeIdentity(azure, "cp");
    await assign(azure, networkContributor, next.properties.principalId, subnet);
    await settled(azure, clusterContent({ identity: userAssigned(next.id), pool: { vnetSubnetID: subnet } }));
    const ofLeft = async () => (await azure.jobs("c1")).filter(({ principalId }) => principalId === left);
    expect(denied(await ofLeft())).toEqual([]);
    expect(await ofLeft()).not.toEqual([]);
    // To the directory it is gone at once: nobody can give it a role without its type, or find it.
    expect((await assign(azure, reader, left, subnet, {}, { principalType: undefined })).body.error.code).toBe(
        "PrincipalNotFound",
    );
    azure.advance(4 * hour);
    expect(await ofLeft()).toEqual([]);
    expect((await azure.get(clusterPath())).status).toBe(200);
});
