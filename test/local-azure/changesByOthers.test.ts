import { control } from "./aksHelpers";
import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

async function standing(options: { operationSeconds?: number } = {}): Promise<void> {
    azure = await TestAzure.start(options);
    await makeGroup(azure);
    await azure.put(clusterPath(), { ...clusterContent(), tags: { owner: "us", cost: "1" } });
}

const cluster = async () => (await azure.get(clusterPath())).body;
const pool = async () => (await azure.get(`${clusterPath()}/agentPools/nodepool1`)).body;
const change = (body: object) => control(azure, "change", body);
const changePool = (body: object) => control(azure, "agentPools/nodepool1/change", body);

test("an add-on that somebody else turns on is there with all that AKS makes for it, and off again without", async () => {
    await standing();
    await change({ properties: { addonProfiles: { azurepolicy: { enabled: true } } } });
    const { properties } = await cluster();
    expect(properties).toMatchObject({
        addonProfiles: { azurepolicy: { enabled: true, identity: { objectId: expect.any(String) } } },
        provisioningState: "Succeeded",
    });
    const identity = `${azure.subscription}/resourceGroups/${properties.nodeResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/azurepolicy-c1`;
    expect((await azure.get(identity)).status).toBe(200);
    await change({ properties: { addonProfiles: { azurepolicy: { enabled: false } } } });
    expect((await cluster()).properties).toMatchObject({
        addonProfiles: { azurepolicy: { enabled: false } },
    });
    expect((await azure.get(identity)).status).toBe(404);
});

test("what is merged in leaves the rest alone, and null takes away", async () => {
    await standing();
    const before = await cluster();
    const answer = await change({
        properties: { autoScalerProfile: { expander: "priority" }, networkProfile: { outboundType: "none" } },
        tags: { cost: null, policy: "applied" },
    });
    const after = await cluster();
    expect(answer.body).toEqual(after);
    expect(after.tags).toEqual({ owner: "us", policy: "applied" });
    expect(after.properties).toMatchObject({
        autoScalerProfile: { expander: "priority" },
        networkProfile: { outboundType: "none", serviceCidr: "10.0.0.0/16" },
    });
    expect(after.identity).toEqual(before.identity);
    await change({ properties: { autoScalerProfile: null } });
    expect((await cluster()).properties).not.toHaveProperty("autoScalerProfile");
});

test("auto-upgrade: the control plane first, then a pool, whose nodes are made anew", async () => {
    await standing();
    await change({ properties: { kubernetesVersion: "1.33.9" } });
    expect((await cluster()).properties).toMatchObject({
        kubernetesVersion: "1.33.9",
        currentKubernetesVersion: "1.33.9",
    });
    const old = (await pool()).properties;
    expect(old).toMatchObject({ orchestratorVersion: "1.33", currentOrchestratorVersion: "1.33.5" });
    await control(azure, "nodeImage", { release: "202512.01.0" });
    await changePool({ properties: { orchestratorVersion: "1.33.9" } });
    expect((await pool()).properties).toMatchObject({
        orchestratorVersion: "1.33.9",
        currentOrchestratorVersion: "1.33.9",
        nodeImageVersion: expect.stringMatching(/202512\.01\.0$/),
        provisioningState: "Succeeded",
    });
});

test("a pool's count, labels and taints, in its own answer and in its cluster's", async () => {
    await standing();
    const properties = { count: 7, nodeLabels: { team: "them" }, nodeTaints: ["a=b:NoSchedule"] };
    expect(await changePool({ properties })).toMatchObject({ status: 200, body: { properties } });
    expect((await pool()).properties).toMatchObject(properties);
    expect((await cluster()).properties).toMatchObject({ agentPoolProfiles: [properties] });
    await changePool({ properties: { nodeLabels: { team: null } } });
    expect((await pool()).properties).not.toHaveProperty("nodeLabels");
});

test.each([
    ["what only answers hold", { properties: { fqdn: "theirs" } }, "A GET would not show properties.fqdn"],
    [
        "what has a route of its own",
        { properties: { agentPoolProfiles: [{ name: "nodepool1", count: 9 }] } },
        "A GET would not show properties.agentPoolProfiles",
    ],
    [
        "what comes back by itself",
        { properties: { networkProfile: { serviceCidr: null } } },
        "A GET would not show properties.networkProfile.serviceCidr",
    ],
    ["another member", { identity: { type: "None" } }, "Only properties and tags can be changed here, not identity."],
    ["no object", { properties: 5 }, "'properties' is not a JSON object."],
])("%s is refused, and nothing changed", async (_, body, why) => {
    await standing();
    const before = await cluster();
    expect(await change(body)).toMatchObject(refused(400, "InvalidChange", new RegExp(why)));
    expect(await cluster()).toEqual(before);
});

test("of a pool likewise: its name, and a pool that is not there", async () => {
    await standing();
    expect(await changePool({ properties: { nodeImageVersion: "AKSUbuntu" } })).toMatchObject(
        refused(400, "InvalidChange", /properties\.nodeImageVersion/),
    );
    expect(await control(azure, "agentPools/none/change", {})).toMatchObject(
        refused(404, "AgentPoolNotFound", "The cluster has no agent pool 'none'."),
    );
});

test("while an operation is under way nobody else gets in", async () => {
    await standing({ operationSeconds: 60 });
    expect(await change({ tags: { a: "b" } })).toMatchObject({
        status: 409,
        body: { error: { code: "OperationNotAllowed" } },
    });
    azure.advance(60);
    expect((await change({ tags: { a: "b" } })).status).toBe(200);
});
