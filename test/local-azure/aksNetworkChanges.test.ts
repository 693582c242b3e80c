import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

// What an update makes of a cluster's network.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterAll(() => azure.stop());

const pluginRefused = refused(
    400,
    "PropertyChangeNotAllowed",
    "Changing property 'networkProfile.networkPlugin' is not allowed.",
);
const overlay = { networkPlugin: "azure", networkPluginMode: "overlay" };
const outbound = (outboundType: string) => ({ networkPlugin: "azure", outboundType });

test.each([
    ["kubenet", { networkPlugin: "kubenet" }, { networkPlugin: "azure" }, pluginRefused],
    ["Azure CNI", { networkPlugin: "azure" }, { networkPlugin: "kubenet" }, pluginRefused],
    ["a plugin of the user's", { networkPlugin: "none" }, overlay, pluginRefused],
    ["Azure CNI Overlay", overlay, { networkPlugin: "none" }, pluginRefused],
    [
        "Cilium",
        { ...overlay, networkDataplane: "cilium" },
        { ...overlay, networkDataplane: "azure" },
        refused(501, "NotModelled", /networkProfile.networkDataplane to 'azure'/),
    ],
])("does not leave %s", async (_, before, after, expected) => {
    const path = clusterPath("left");
    expect((await put(path, before)).body.error).toBeUndefined();
    expect(await put(path, after)).toMatchObject(expected);
    await azure.delete(path);
});

test.each([
    ["kubenet to Azure CNI Overlay", { networkPlugin: "kubenet" }, overlay],
    ["Azure CNI to its overlay", { networkPlugin: "azure" }, overlay],
    ["to Cilium", overlay, { ...overlay, networkDataplane: "cilium" }],
    ["nowhere, in another case", { networkPlugin: "azure" }, { networkPlugin: "Azure" }],
    ["nowhere, left out", { networkPlugin: "kubenet" }, { outboundType: "loadBalancer" }],
    ["to a NAT gateway of AKS's", outbound("loadBalancer"), outbound("managedNATGateway")],
])("goes from %s", async (_, before, after) => {
    const path = clusterPath("moved");
    expect((await put(path, before)).body.error).toBeUndefined();
    expect((await put(path, after)).body.error).toBeUndefined();
    await azure.delete(path);
});

const put = (path: string, networkProfile: object) =>
    azure.put(path, clusterContent({ properties: { networkProfile } }));
