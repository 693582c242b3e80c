import { valueAt } from "../../local-azure/kernel/json";
import { clusterContent, clusterPath, makeGroup, TestAzure } from "./harness";
import { makeWorkspace, workspaceId } from "./neighbours";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    await makeWorkspace(azure);
});
afterEach(() => azure.stop());

const insights = {
    addonProfiles: {
        omsagent: {
            enabled: true,
            config: { logAnalyticsWorkspaceResourceID: workspaceId, useAADAuth: "true" },
        },
    },
};
const routing = { ingressProfile: { webAppRouting: { enabled: true } } };
const behindNatGateway = { networkProfile: { outboundType: "managedNATGateway" } };
const entra = { aadProfile: { managed: true } };
const isPrivate = { apiServerAccessProfile: { enablePrivateCluster: true } };
const hidden = {
    apiServerAccessProfile: { enablePrivateCluster: true, enablePrivateClusterPublicFQDN: false },
};
const azurePlugin = { networkProfile: { networkPlugin: "azure" } };
const cilium = {
    networkProfile: { networkPlugin: "azure", networkPluginMode: "overlay", networkDataplane: "cilium" },
};

const [old, spring24, stable, preview] = [
    "2023-05-01",
    "2024-06-02-preview",
    "2025-09-01",
    "2025-09-02-preview",
] as const;
const absent = undefined;
/** Of what the first answer says and no GET any more. */
const gone = Symbol("gone");

/** What the answer that accepts a creation says, and what a GET says once the cluster stands (as the first where it is left out). */
const facts: [path: string, apiVersion: string, properties: object, accepted: unknown, standing?: unknown][] = [
    // Network.
    ["networkProfile.networkPlugin", old, {}, "kubenet"],
    ["networkProfile.networkPluginMode", stable, {}, "overlay"],
    ["networkProfile.networkDataplane", old, azurePlugin, "azure"],
    ["networkProfile.networkDataplane", old, {}, absent],
    ["networkProfile.networkPolicy", preview, cilium, "cilium"],
    ["networkProfile.kubeProxyConfig", preview, cilium, {}],
    ["networkProfile.podLinkLocalAccess", preview, {}, "IMDS"],
    ["networkProfile.podLinkLocalAccess", stable, {}, absent],
    ["networkProfile.loadBalancerProfile", old, behindNatGateway, {}],
    ["networkProfile.loadBalancerProfile", preview, behindNatGateway, { backendPoolType: "nodeIPConfiguration" }],
    ["networkProfile.natGatewayProfile.managedOutboundIPProfile", old, behindNatGateway, { count: 1 }],
    [
        "networkProfile.natGatewayProfile.effectiveOutboundIPs",
        old,
        behindNatGateway,
        absent,
        [{ id: expect.stringMatching(/MC_rg_c1_westus2.*publicIPAddresses/) }],
    ],
    ["windowsProfile", old, azurePlugin, { adminUsername: "azureuser", enableCSIProxy: true }],
    ["windowsProfile", stable, {}, absent],
    // Entra.
    [
        "aadProfile",
        old,
        entra,
        expect.objectContaining({
            adminUsers: null,
            adminGroupObjectIDs: null,
            tenantID: expect.any(String),
        }),
    ],
    // Private clusters.
    ["fqdn", old, isPrivate, expect.stringMatching(/\.hcp\.westus2\.azmk8s\.io$/)],
    ["fqdn", old, hidden, absent],
    [
        "privateFQDN",
        old,
        isPrivate,
        expect.stringMatching(/-[\da-z]{8}\.[\da-f-]{36}\.privatelink\.westus2\.azmk8s\.io$/),
    ],
    ["azurePortalFQDN", old, isPrivate, expect.stringMatching(/^[\da-f]{32}-priv\.portal\.hcp\.westus2\.azmk8s\.io$/)],
    ["apiServerAccessProfile.enablePrivateClusterPublicFQDN", old, isPrivate, true],
    [
        "privateLinkResources",
        old,
        isPrivate,
        [expect.not.objectContaining({ id: expect.anything() })],
        [expect.objectContaining({ id: expect.stringMatching(/\/privateLinkResources\/management$/) })],
    ],
    // Application routing, container insights.
    [
        "ingressProfile.webAppRouting.identity",
        spring24,
        routing,
        {},
        expect.objectContaining({ resourceId: expect.any(String) }),
    ],
    ["ingressProfile.webAppRouting.dnsZoneResourceIds", spring24, routing, null],
    ["ingressProfile.webAppRouting.nginx", spring24, routing, absent],
    ["ingressProfile.webAppRouting.nginx", preview, routing, { defaultIngressControllerType: "AnnotationControlled" }],
    ["ingressProfile.webAppRouting.defaultDomain", preview, routing, { enabled: false }],
    [
        "azureMonitorProfile.containerInsights",
        preview,
        insights,
        { enabled: true, logAnalyticsWorkspaceResourceId: workspaceId },
    ],
    ["azureMonitorProfile", stable, insights, absent],
    // The control plane and the pools.
    ["nodeProvisioningProfile", spring24, {}, { mode: "Manual" }],
    ["nodeProvisioningProfile", stable, {}, { mode: "Manual", defaultNodePools: "Auto" }],
    ["controlPlanePluginProfiles.gpu-provisioner", preview, {}, { enableV2: true }],
    ["controlPlanePluginProfiles.gpu-provisioner", spring24, {}, absent],
    ["agentPoolProfiles.0.scaleDownMode", old, {}, absent],
    ["agentPoolProfiles.0.scaleDownMode", stable, {}, "Delete"],
    ["agentPoolProfiles.0.upgradeSettings", stable, {}, { maxSurge: "10%", maxUnavailable: "0" }],
    ["agentPoolProfiles.0.upgradeStrategy", preview, {}, "Rolling"],
    ["agentPoolProfiles.0.nodeLabels", stable, {}, {}, gone],
    ["agentPoolProfiles.0.eTag", stable, {}, absent, expect.any(String)],
];

const at = (value: unknown, path: string): unknown =>
    path
        .split(".")
        .reduce<unknown>((inner, key) => (Array.isArray(inner) ? inner[Number(key)] : valueAt(inner, key)), value);

test.each(facts)("%s in %s of %j", async (path, apiVersion, properties, accepted, standing = accepted) => {
    const made = await azure.put(clusterPath(), clusterContent({ properties }), { apiVersion });
    expect(made.status).toBe(201);
    expect(at(made.body.properties, path)).toEqual(accepted);
    azure.advance(60);
    const after = await azure.get(clusterPath(), { apiVersion });
    expect(at(after.body.properties, path)).toEqual(standing === gone ? absent : standing);
});

test.each([
    [old, "2016-03-30"],
    [spring24, "2016-03-30"],
    [preview, "2025-03-01"],
])("operations of %s are polled under %s", async (apiVersion, polled) => {
    const made = await azure.put(clusterPath(), clusterContent(), { apiVersion });
    expect(made.headers["azure-asyncoperation"]).toMatch(new RegExp(`api-version=${polled}$`));
});

test.each([
    [old, []],
    [spring24, ["etag"]],
    [preview, ["eTag"]],
])("a cluster's etag in %s is %j, and not there while it is made", async (apiVersion, keys) => {
    const etags = (body: object) => Object.keys(body).filter((key) => key.toLowerCase() === "etag");
    const made = await azure.put(clusterPath(), clusterContent(), { apiVersion });
    expect(etags(made.body)).toEqual([]);
    azure.advance(60);
    expect(etags((await azure.get(clusterPath(), { apiVersion })).body)).toEqual(keys);
});

test("an issuer's URL names tenant and a GUID of the cluster's, the same for good", async () => {
    const issuer = { properties: { oidcIssuerProfile: { enabled: true } } };
    const url = (body: object) => valueAt(body, "properties", "oidcIssuerProfile", "issuerURL");
    const made = url((await azure.put(clusterPath(), clusterContent(issuer))).body);
    expect(made).toMatch(/^https:\/\/westus2\.oic\.prod-aks\.azure\.com\/[\da-f-]{36}\/[\da-f-]{36}\/$/);
    azure.advance(60);
    expect(url((await azure.put(clusterPath(), clusterContent(issuer))).body)).toBe(made);
});

test("application routing that was switched off keeps its profile, without an identity", async () => {
    const { ingressProfile } = routing;
    await azure.put(clusterPath(), clusterContent({ properties: { ingressProfile } }));
    azure.advance(60);
    const off = { ingressProfile: { webAppRouting: { enabled: false } } };
    const updated = await azure.put(clusterPath(), clusterContent({ properties: off }));
    const identity = (body: object) => valueAt(body, "properties", "ingressProfile", "webAppRouting", "identity");
    expect(identity(updated.body)).toHaveProperty("resourceId");
    azure.advance(60);
    expect(identity((await azure.get(clusterPath())).body)).toEqual({});
});

test("more addresses of a managed NAT gateway are made when the operation ends", async () => {
    const gateway = (count: number) => ({
        networkProfile: {
            outboundType: "managedNATGateway",
            natGatewayProfile: { managedOutboundIPProfile: { count } },
        },
    });
    const ips = (body: object) =>
        valueAt(body, "properties", "networkProfile", "natGatewayProfile", "effectiveOutboundIPs") as object[];
    await azure.put(clusterPath(), clusterContent({ properties: gateway(1) }));
    azure.advance(60);
    const before = ips((await azure.get(clusterPath())).body);
    expect(ips((await azure.put(clusterPath(), clusterContent({ properties: gateway(2) }))).body)).toEqual(before);
    azure.advance(60);
    const after = ips((await azure.get(clusterPath())).body);
    expect(after).toHaveLength(2);
    expect(after).toContainEqual(before[0]);
});

test("the SKU Automatic settles network, add-ons and pools", async () => {
    const content = { ...clusterContent(), sku: { name: "Automatic", tier: "Standard" }, kind: "Automatic" };
    const { status, body } = await azure.put(clusterPath(), content, { apiVersion: preview });
    expect(status).toBe(201);
    expect(body.properties).toMatchObject({
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            networkPolicy: "cilium",
            networkDataplane: "cilium",
            outboundType: "managedNATGateway",
        },
        addonProfiles: {
            azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true" } },
            azurepolicy: { enabled: true, config: null },
        },
        aadProfile: { managed: true, enableAzureRBAC: true, adminGroupObjectIDs: null },
        apiServerAccessProfile: { enablePrivateCluster: false, enableVnetIntegration: true, subnetId: "" },
        autoUpgradeProfile: { upgradeChannel: "stable", nodeOSUpgradeChannel: "NodeImage" },
        securityProfile: {
            imageCleaner: { enabled: true, intervalHours: 168 },
            workloadIdentity: { enabled: true },
        },
        oidcIssuerProfile: { enabled: true },
        nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
        ingressProfile: { webAppRouting: { enabled: true, identity: {} } },
        workloadAutoScalerProfile: { keda: { enabled: true } },
        nodeProvisioningProfile: { mode: "Auto" },
        agentPoolProfiles: [
            {
                osSKU: "AzureLinux",
                osDiskType: "Ephemeral",
                availabilityZones: ["1", "2", "3"],
                nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
                securityProfile: { sshAccess: "Disabled" },
            },
        ],
    });
});
