import { read } from "../../local-azure/providers/azure-native/crud";
import { previewOutputs } from "../../local-azure/providers/azure-native/previewOutputs";
import { azureNativeProvider } from "../../local-azure/providers/azure-native/provider";
import { resourceTypeOf } from "../../local-azure/providers/azure-native/resourceTypes";
import type { ResourceType } from "../../local-azure/providers/azure-native/row";
import { type ArmClient, armClient } from "../../local-azure/providers/host/armClient";
import { isMap, type PropertyMap, UNKNOWN } from "../../local-azure/providers/host/propertyValues";
import { type ScriptedArm, scriptedArm } from "./scriptedArm";

// Tokens with an API version: `azure-native:containerservice/v20260501:ManagedCluster`.

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

const typed = (token: string): ResourceType => {
    const type = resourceTypeOf(`azure-native:${token}`);
    if (!type) throw new Error(`no ${token}`);
    return type;
};
const cluster = (version: string) => typed(`containerservice${version}:ManagedCluster`);
const pool = (version: string) => typed(`containerservice${version}:AgentPool`);
const clusterId = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
const urn = (version: string) => `urn:pulumi:s::p::azure-native:containerservice${version}:ManagedCluster::aks`;
const provider = () => azureNativeProvider(client, arm.settings);
const inputs = { resourceGroupName: "rg", resourceName: "aks", location: "l", dnsPrefix: "d" };

test.each([
    ["", "2025-09-01"],
    ["/v20250901", "2025-09-01"],
    ["/v20251001", "2025-10-01"],
    ["/v20260101", "2026-01-01"],
    ["/v20260201", "2026-02-01"],
    ["/v20260301", "2026-03-01"],
    ["/v20260401", "2026-04-01"],
    ["/v20260501", "2026-05-01"],
])("containerservice%s is %s", async (version, apiVersion) => {
    expect([cluster(version).apiVersion, pool(version).apiVersion]).toEqual([apiVersion, apiVersion]);
    const checked = await provider().check("peer", urn(version), {
        news: inputs,
        olds: {},
        randomSeed: new Uint8Array(32),
    });
    expect(checked.inputs).toMatchObject({ azureApiVersion: apiVersion });
    arm.script({ [`GET ${clusterId}`]: [{ status: 200, body: { id: clusterId } }] });
    const token = `azure-native:containerservice${version}:getManagedCluster`;
    const found = await provider().invoke("peer", token, { resourceGroupName: "rg", resourceName: "aks" });
    expect(found).toEqual({ id: clusterId, azureApiVersion: apiVersion });
    expect(arm.seen[0]?.url).toContain(`api-version=${apiVersion}`);
});

test.each(["/v20250902preview", "/v20260601", "/v2026", "/"])(
    "containerservice%s is no token that it knows",
    (version) => {
        expect(() => provider().diff(urn(version), {}, {}, {})).toThrow(
            /^local-azure does not model the resource type /,
        );
    },
);

test("a property is one since the version that adds it", () => {
    const has = (type: ResourceType, name: string) => [name in type.inputs, name in type.outputs];
    expect(has(cluster("/v20260101"), "hostedSystemProfile")).toEqual([false, false]);
    expect(has(cluster("/v20260201"), "hostedSystemProfile")).toEqual([true, true]);
    expect(has(cluster("/v20260501"), "hostedSystemProfile")).toEqual([true, true]);
    expect(cluster("/v20260501").inputs).toMatchObject({ schedulerProfile: "object" });
    expect(pool("/v20260501").inputs).toMatchObject({ artifactStreamingProfile: "object", nodeImageVersion: "string" });
    expect(has(cluster(""), "schedulerProfile")).toEqual([false, false]);
});

test("a preview shows what a version adds inside of an object as unknown", () => {
    const shown = (version: string) => {
        const { ingressProfile } = previewOutputs(cluster(version), { ingressProfile: {} });
        return isMap(ingressProfile) ? ingressProfile.gatewayAPI : undefined;
    };
    expect([shown(""), shown("/v20260101"), shown("/v20260501")]).toEqual([undefined, undefined, UNKNOWN]);
});

test("another version is an update of azureApiVersion alone", () => {
    const at = (azureApiVersion: string): PropertyMap => ({ ...inputs, azureApiVersion });
    const diff = (version: string, from: string, to: string) => provider().diff(urn(version), at(from), {}, at(to));
    for (const found of [diff("/v20260501", "2025-09-01", "2026-05-01"), diff("", "2026-05-01", "2025-09-01")]) {
        expect(found).toMatchObject({ diffs: ["azureApiVersion"], replaces: [] });
    }
});

describe("refresh", () => {
    const nodes = (nodeImageVersion: string) => [{ name: "p", count: 1, nodeImageVersion }];
    const refreshed = async (type: ResourceType, oldState: PropertyMap, image: string) => {
        const body = { id: clusterId, properties: { agentPoolProfiles: nodes(image) } };
        arm.script({ [`GET ${clusterId}`]: [{ status: 200, body }] });
        const on = { arm: client, type, patience: { deadline: Number.POSITIVE_INFINITY } };
        const old = { ...inputs, agentPoolProfiles: [{ name: "p", count: 1 }] };
        return (await read(on, clusterId, old, oldState)).inputs.agentPoolProfiles;
    };

    test("the state of another version is taken apart as that version has it (pulumi-azure-native#4400)", async () => {
        const old = { azureApiVersion: "2025-09-01", agentPoolProfiles: nodes("a") };
        // To the old version the image was no input: it seems to have come.
        expect(await refreshed(cluster("/v20260501"), old, "a")).toEqual(nodes("a"));
        expect(await refreshed(cluster(""), old, "b")).toEqual([{ name: "p", count: 1 }]);
    });

    test("of one version only what has changed comes in", async () => {
        const old = { azureApiVersion: "2026-05-01", agentPoolProfiles: nodes("a") };
        expect(await refreshed(cluster("/v20260501"), old, "a")).toEqual([{ name: "p", count: 1 }]);
        expect(await refreshed(cluster("/v20260501"), old, "b")).toEqual(nodes("b"));
    });

    test("the inputs stay where nothing is known of the state's version", async () => {
        const old = { azureApiVersion: "2019-01-01", agentPoolProfiles: nodes("a") };
        expect(await refreshed(cluster("/v20260501"), old, "b")).toEqual([{ name: "p", count: 1 }]);
    });
});
