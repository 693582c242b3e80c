import { clusterContent, clusterPath, makeGroup, makeIdentity, refused, TestAzure } from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const inGroup = (nodeResourceGroup: string, dnsPrefix = "c1") =>
    clusterContent({ properties: { nodeResourceGroup, dnsPrefix } });
const exists = (group: string) =>
    refused(
        400,
        "NodeResourceGroupAlreadyExists",
        `Node resource group '${group}' under subscription '${azure.server.ready.subscriptionId}' already exists, please provide a new one.`,
    );
const groups = async () => (await azure.get("resourceGroups")).body.value.map(({ name }) => name).sort();

test("a group of the user's is not taken for nodes, whatever case it is written in", async () => {
    await makeGroup(azure, "mine");
    await makeIdentity(azure, "kept", "mine");
    expect(await azure.put(clusterPath(), inGroup("Mine"))).toMatchObject(exists("Mine"));
    expect((await azure.get(clusterPath())).status).toBe(404);
    await makeGroup(azure, "MC_rg_c1_westus2");
    expect(await azure.put(clusterPath(), clusterContent())).toMatchObject(exists("MC_rg_c1_westus2"));
});

test("nor is the cluster's own group", async () => {
    expect(await azure.put(clusterPath(), inGroup("RG"))).toMatchObject(
        refused(
            400,
            "NodeResourceGroupSameAsResourceGroup",
            "Node resource group 'RG' is the same as ResourceGroup 'rg', which is not allowed, please provide a different node resource group.",
        ),
    );
});

test("a second cluster does not get the first one's, which stays with it", async () => {
    expect((await azure.put(clusterPath(), inGroup("nodes"))).status).toBe(201);
    expect(await azure.put(clusterPath("c2"), inGroup("nodes", "c2"))).toMatchObject(exists("nodes"));
    // An update repeats it.
    expect((await azure.put(clusterPath(), inGroup("nodes"))).status).toBe(200);
    expect((await azure.put(clusterPath("c2"), inGroup("others", "c2"))).status).toBe(201);
    await azure.delete(clusterPath("c2"));
    expect(await groups()).toEqual(["nodes", "rg"]);
    await azure.delete(clusterPath());
    expect(await groups()).toEqual(["rg"]);
    expect((await azure.put(clusterPath(), inGroup("nodes"))).status).toBe(201);
});

test("a group that somebody made in the place of the cluster's own stays", async () => {
    await azure.put(clusterPath(), inGroup("nodes"));
    await azure.delete("resourceGroups/nodes");
    await makeGroup(azure, "nodes");
    await azure.delete(clusterPath());
    expect(await groups()).toEqual(["nodes", "rg"]);
});
