import { ADDED_TO_AKS } from "../../scripts/aksVersions";
import { clusterContent, clusterPath, makeGroup, TestAzure } from "./harness";

// Each stable api-version of AKS knows what those before it know, and refuses what only later ones have.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterAll(() => azure.stop());

const versions = ["2025-09-01", ...Object.keys(ADDED_TO_AKS)];
const previous = (version: string) => versions[versions.indexOf(version) - 1] ?? "";

type Example = [since: string, path: string, value: unknown];

const ofClusters: Example[] = [
    ["2026-01-01", "httpProxyConfig.enabled", true],
    ["2026-01-01", "networkProfile.advancedNetworking.security.transitEncryption.type", "WireGuard"],
    ["2026-01-01", "networkProfile.advancedNetworking.performance.accelerationMode", "None"],
    ["2026-01-01", "serviceMeshProfile.istio.components.proxyRedirectionMechanism", "CNIChaining"],
    ["2026-02-01", "ingressProfile.gatewayAPI.installation", "Standard"],
    ["2026-02-01", "ingressProfile.webAppRouting.gatewayAPIImplementations.appRoutingIstio.mode", "Enabled"],
    ["2026-02-01", "azureMonitorProfile.appMonitoring.autoInstrumentation.enabled", true],
    ["2026-04-01", "azureMonitorProfile.metrics.controlPlane.enabled", true],
    ["2026-05-01", "schedulerProfile.upstream.schedulerConfigMode", "ManagedByCRD"],
    ["2026-05-01", "securityProfile.defender.securityGating.allowSecretAccess", true],
    ["2026-06-01", "azureMonitorProfile.appMonitoring.openTelemetryMetrics.enabled", true],
];

const ofPools: Example[] = [
    ["2026-03-01", "artifactStreamingProfile.enabled", true],
    ["2026-03-01", "osSKU", "AzureContainerLinux"],
    ["2026-06-01", "networkProfile.dranet.mode", "Managed"],
];

const nested = (path: string, value: unknown) =>
    path.split(".").reduceRight<unknown>((inside, key) => ({ [key]: inside }), value) as Record<string, object>;
/** What AKS requires beside it. */
const required: Record<string, object> = {
    serviceMeshProfile: { mode: "Istio" },
    azureMonitorProfile: { metrics: { enabled: true } },
};

function clusterWith(path: string, value: unknown): object {
    const properties = nested(path, value);
    const [name = ""] = Object.keys(properties);
    const monitor = path.includes("metrics.")
        ? { metrics: { ...Object(properties[name]).metrics, enabled: true } }
        : {};
    return clusterContent({ properties: { [name]: { ...required[name], ...properties[name], ...monitor } } });
}

const poolContent = (path: string, value: unknown) => ({
    properties: { count: 1, vmSize: "Standard_D4ds_v5", mode: "User", ...nested(path, value) },
});

const at = (body: { properties: object }, path: string) =>
    path.split(".").reduce<unknown>((value, key) => Object(value)[key], body.properties);

test.each(ofClusters)("%s: %s", async (since, path, value) => {
    const [name, content] = [clusterPath(path.replaceAll(".", "-").slice(-40)), clusterWith(path, value)];
    const early = await azure.put(name, content, { apiVersion: previous(since) });
    expect(early).toMatchObject({ status: 400, body: { error: { code: "UnmarshalError" } } });
    expect(early.body.error.message).toContain("json: unknown field");

    const accepted = await azure.put(name, content, { apiVersion: since });
    expect([accepted.status, accepted.body.error]).toEqual([201, undefined]);
    expect(at((await azure.get(name, { apiVersion: since })).body, path)).toBe(value);
    expect(at((await azure.get(name, { apiVersion: previous(since) })).body, path)).toBeUndefined();
});

describe("pools", () => {
    beforeAll(async () => {
        await azure.put(clusterPath("pools"), clusterContent());
        azure.clock.advance(3_600_000);
    });

    test.each(ofPools)("%s: %s", async (since, path, value) => {
        const name = `${clusterPath("pools")}/agentPools/${path.slice(0, 8).toLowerCase()}`;
        const content = poolContent(path, value);
        const early = await azure.put(name, content, { apiVersion: previous(since) });
        const code = path === "osSKU" ? "InvalidOSSKU" : "UnmarshalError";
        expect(early).toMatchObject({ status: 400, body: { error: { code } } });

        const accepted = await azure.put(name, content, { apiVersion: since });
        expect([accepted.status, accepted.body.error]).toEqual([201, undefined]);
        azure.clock.advance(3_600_000);
        const shown = async (apiVersion: string) => at((await azure.get(name, { apiVersion })).body, path);
        expect(await shown(since)).toBe(value);
        // A value that a version does not name is shown all the same.
        expect(await shown(previous(since))).toBe(path === "osSKU" ? value : undefined);
    });

    test("a node image may be sent since 2026-04-01: only the pool's own is modelled", async () => {
        const name = `${clusterPath("pools")}/agentPools/imaged`;
        await azure.put(name, poolContent("maxPods", 30));
        azure.clock.advance(3_600_000);
        const { nodeImageVersion } = (await azure.get(name)).body.properties;
        const put = (image: string, apiVersion: string) =>
            azure.put(name, poolContent("nodeImageVersion", image), { apiVersion });
        expect((await put("AKSUbuntu-other", "2026-03-01")).status).toBe(200);
        azure.clock.advance(3_600_000);
        expect(await put("AKSUbuntu-other", "2026-04-01")).toMatchObject({
            status: 501,
            body: { error: { message: expect.stringContaining("'AKSUbuntu-other'") } },
        });
        expect((await put(nodeImageVersion, "2026-04-01")).status).toBe(200);
    });
});

test("a preview api-version may have what the stable one of its day has", async () => {
    const content = clusterWith("ingressProfile.gatewayAPI.installation", "Standard");
    expect((await azure.put(clusterPath("preview"), content, { apiVersion: "2026-02-02-preview" })).status).toBe(201);
});
