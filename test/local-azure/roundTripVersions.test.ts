import { clusterContent, TestAzure } from "./harness";
import { group, idOf, layFoundations } from "./plainCases";

// What a GET of a cluster and of its pool answers under any api-version, sent back under it: accepted, nothing changes.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await layFoundations(azure);
});
afterAll(() => azure.stop());

const versions = [
    "2023-05-01",
    "2024-02-01",
    "2024-06-02-preview",
    "2024-09-01",
    "2025-03-01",
    "2025-09-02-preview",
    "2025-10-01",
    "2026-06-01",
];
const on = { enabled: true };
const variants: [what: string, content: () => object][] = [
    ["a plain one", () => clusterContent()],
    [
        "one with add-ons",
        () =>
            clusterContent({
                properties: {
                    networkProfile: {
                        networkPlugin: "azure",
                        networkPluginMode: "overlay",
                        networkDataplane: "cilium",
                    },
                    addonProfiles: {
                        azurepolicy: on,
                        omsagent: {
                            ...on,
                            config: {
                                logAnalyticsWorkspaceResourceID: idOf(
                                    azure,
                                    `${group}/Microsoft.OperationalInsights/workspaces/base`,
                                ),
                            },
                        },
                    },
                    ingressProfile: { webAppRouting: on },
                    metricsProfile: { costAnalysis: on },
                    httpProxyConfig: { httpProxy: "http://proxy.example:3128" },
                },
            }),
    ],
    [
        "a private one",
        () =>
            clusterContent({
                properties: {
                    apiServerAccessProfile: { enablePrivateCluster: true },
                    aadProfile: { managed: true },
                    oidcIssuerProfile: on,
                    securityProfile: { workloadIdentity: on },
                },
            }),
    ],
    [
        "one behind a NAT gateway, under the autoscaler",
        () =>
            clusterContent({
                pool: { enableAutoScaling: true, minCount: 1, maxCount: 5 },
                properties: {
                    networkProfile: { outboundType: "managedNATGateway" },
                    autoScalerProfile: { expander: "priority" },
                },
            }),
    ],
    ["one of the SKU Automatic", () => ({ ...clusterContent(), sku: { name: "Automatic", tier: "Standard" } })],
];

test.each(versions.flatMap((version) => variants.map(([what, content]) => [version, what, content] as const)))(
    "%s, %s",
    async (apiVersion, _what, content) => {
        const path = `${group}/Microsoft.ContainerService/managedClusters/lived`;
        const made = await azure.put(path, content(), { apiVersion });
        expect([made.status, made.body.error]).toEqual([201, undefined]);
        for (const each of [path, `${path}/agentPools/nodepool1`]) {
            const before = (await azure.get(each, { apiVersion })).body;
            const { body } = await azure.put(each, before, { apiVersion });
            expect(body.error).toBeUndefined();
            expect(withoutEtags((await azure.get(each, { apiVersion })).body)).toEqual(withoutEtags(before));
        }
        await azure.delete(path);
    },
);

const withoutEtags = (body: object) =>
    JSON.parse(JSON.stringify(body, (key, value) => (/^etag$/i.test(key) ? undefined : value)));
