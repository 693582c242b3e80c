import { principalContent, settled } from "./aksHelpers";
import {
    type ArmBody,
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    TestAzure,
    userAssigned,
} from "./harness";
import { gatewayId, makeGateway, makeWorkspace, workspaceId } from "./neighbours";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    await makeWorkspace(azure);
    await makeGateway(azure);
});
afterEach(() => azure.stop());

const nodeGroup = "resourceGroups/MC_rg_c1_westus2";
const workspace = { logAnalyticsWorkspaceResourceID: workspaceId };
const azureCni = { networkProfile: { networkPlugin: "azure" } };

/** Names of the identities in the node resource group. */
async function identities(): Promise<string[]> {
    const path = `${nodeGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
    return (await azure.get(path)).body.value.map(({ name }) => name).sort();
}

const withAddon = (key: string, addon: object, properties: object = {}) =>
    clusterContent({ properties: { addonProfiles: { [key]: addon }, ...properties } });

const withIdentity: [key: string, config: object | undefined, name: string, properties?: object][] = [
    ["azurepolicy", undefined, "azurepolicy-c1", {}],
    ["azureKeyvaultSecretsProvider", { enableSecretRotation: "true" }, "azurekeyvaultsecretsprovider-c1", {}],
    ["omsagent", { ...workspace, useAADAuth: "false" }, "omsagent-c1", {}],
    ["omsagent", workspace, "omsagent-c1", {}],
    ["ingressApplicationGateway", { applicationGatewayId: gatewayId }, "ingressapplicationgateway-c1", {}],
    ["aciConnectorLinux", { SubnetName: "aci" }, "aciconnectorlinux-c1", azureCni],
];

test.each(withIdentity)("%s %j has the identity %s as long as it is on", async (key, config, name, properties) => {
    const addon = { enabled: true, ...(config && { config }) };
    const first = await azure.put(clusterPath(), withAddon(key, addon, properties));
    expect(first.status).toBe(201);
    expect(JSON.stringify(first.body.properties)).not.toContain(name);
    azure.advance(60);
    const shown = (await azure.get(clusterPath())).body.properties;
    expect(shown).toMatchObject({
        addonProfiles: {
            [key]: {
                enabled: true,
                config: config ?? null,
                identity: {
                    resourceId: expect.stringMatching(new RegExp(`/${name}$`)),
                    clientId: expect.any(String),
                    objectId: expect.any(String),
                },
            },
        },
    });
    expect(await identities()).toEqual([name, "c1-agentpool"].sort());
    const off = await settled(azure, withAddon(key, { enabled: false }, properties));
    expect(off.body.properties).toMatchObject({
        addonProfiles: { [key]: { enabled: false, config: null } },
    });
    expect(JSON.stringify(off.body.properties)).not.toContain(name);
    expect(await identities()).toEqual(["c1-agentpool"]);
});

test("an update leaves on what it does not name, in whatever case, and profiles likewise", async () => {
    const profiles = {
        ingressProfile: { webAppRouting: { enabled: true } },
        azureMonitorProfile: { metrics: { enabled: true } },
    };
    await settled(azure, withAddon("azurePolicy", { enabled: true }, profiles));
    const running = ["azurepolicy-c1", "c1-agentpool", "webapprouting-c1"];
    await settled(azure, clusterContent());
    expect(await identities()).toEqual(running);
    const config = { enableSecretRotation: "true" };
    const { body } = await settled(azure, withAddon("azureKeyvaultSecretsProvider", { enabled: true, config }));
    expect(body.properties).toMatchObject({ azureMonitorProfile: { metrics: { enabled: true } } });
    expect(await identities()).toEqual([...running, "azurekeyvaultsecretsprovider-c1"].sort());
    await settled(azure, withAddon("azurepolicy", { enabled: false }));
    expect(await identities()).toEqual(["azurekeyvaultsecretsprovider-c1", "c1-agentpool", "webapprouting-c1"].sort());
    const off = { webAppRouting: { enabled: false } };
    await settled(azure, clusterContent({ properties: { ingressProfile: off } }));
    expect(await identities()).toEqual(["azurekeyvaultsecretsprovider-c1", "c1-agentpool"]);
});

test("container insights with Entra authentication has no identity", async () => {
    const config = { ...workspace, useAADAuth: "true" };
    const { body } = await settled(azure, withAddon("omsagent", { enabled: true, config }));
    expect(body.properties).toMatchObject({ addonProfiles: { omsagent: { enabled: true, config } } });
    expect(JSON.stringify(body.properties)).not.toContain("omsagent-c1");
    expect(await identities()).toEqual(["c1-agentpool"]);
});

test("on a service principal no add-on has an identity", async () => {
    await settled(azure, principalContent({ addonProfiles: { azurepolicy: { enabled: true } } }));
    expect(await identities()).toEqual([]);
});

test("cost analysis has an identity that may read the node resource group", async () => {
    const on = (enabled: boolean) => clusterContent({ properties: { metricsProfile: { costAnalysis: { enabled } } } });
    await settled(azure, on(true));
    expect(await identities()).toEqual(["c1-agentpool", "cost-analysis-identity"]);
    const path = `${nodeGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cost-analysis-identity`;
    const token = await azure.tokenOf((await azure.get(path)).body.properties.principalId);
    expect((await azure.get(nodeGroup, { token })).status).toBe(200);
    expect((await azure.patch(nodeGroup, {}, { token })).status).toBe(403);
    await settled(azure, on(false));
    expect(await identities()).toEqual(["c1-agentpool"]);
});

test("the ingress add-on says from the first answer on which gateway it uses, and makes the one it was not given", async () => {
    const addon = (config: object) => withAddon("ingressApplicationGateway", { enabled: true, config });
    const effective = (body: object) => JSON.stringify(body).match(/"effectiveApplicationGatewayId":"([^"]*)"/)?.[1];
    const byo = await azure.put(clusterPath("c2"), addon({ applicationGatewayId: gatewayId }));
    expect(effective(byo.body)).toBe(gatewayId);
    const own = { applicationGatewayName: "front", subnetCIDR: "10.225.0.0/16" };
    const made = await azure.put(clusterPath(), addon(own));
    const id = `${azure.subscription}/${nodeGroup}/providers/Microsoft.Network/applicationGateways/front`;
    expect(effective(made.body)).toBe(id);
    expect((await azure.get(id)).status).toBe(404);
    azure.advance(60);
    expect((await azure.get(id)).status).toBe(200);
    const jobs = (await azure.jobs("c1")).filter(({ identity }) => identity === "ingressApplicationGateway");
    expect(jobs.map(({ allowedBy }) => allowedBy)).toEqual(Array(3).fill("granted by AKS"));
    await settled(azure, withAddon("ingressApplicationGateway", { enabled: false }));
    expect((await azure.get(id)).status).toBe(404);
});

const refused: [key: string, config: object, code: string][] = [
    ["httpApplicationRouting", {}, "BadRequest"],
    ["aciConnectorLinux", { SubnetName: "aci" }, "ACIConnectorRequiresAzureNetworking"],
    ["omsagent", {}, "LogAnalyticsWorkspaceNotSet"],
    ["omsagent", { ...workspace, useAADAuth: "yes" }, "OmsagentInvalidAADAuthInput"],
    ["ingressApplicationGateway", {}, "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet"],
    [
        "ingressApplicationGateway",
        { applicationGatewayId: gatewayId, subnetCIDR: "10.2.0.0/16" },
        "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet",
    ],
    [
        "ingressApplicationGateway",
        { subnetId: "s", subnetCIDR: "10.2.0.0/16" },
        "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
    ],
    [
        "ingressApplicationGateway",
        { applicationGatewayId: "front" },
        "IngressAppGwAddonConfigInvalidApplicationGatewayId",
    ],
];

test.each(refused)("%s %j is refused: %s", async (key, config, code) => {
    const properties = { networkProfile: { networkPlugin: "kubenet" } };
    const { status, body } = await azure.put(clusterPath(), withAddon(key, { enabled: true, config }, properties));
    expect([status, body.error.code]).toEqual([400, code]);
});

test("virtual nodes that are on do not move to another subnet, which nothing is known of", async () => {
    const virtualNode = (SubnetName: string) =>
        withAddon("aciConnectorLinux", { enabled: true, config: { SubnetName } }, azureCni);
    await settled(azure, virtualNode("aci"));
    expect(await azure.put(clusterPath(), virtualNode("other"))).toMatchObject({ status: 501 });
    expect((await settled(azure, virtualNode("ACI"))).status).toBe(200);
    await settled(azure, withAddon("aciConnectorLinux", { enabled: false }, azureCni));
    expect((await settled(azure, virtualNode("other"))).status).toBe(200);
});

const needsUserAssigned: [what: string, code: string, properties: object, pool: object][] = [
    [
        "an own private DNS zone",
        "SystemAssignedIdentityNotSupportedForCustomPrivateDNSZone",
        {
            apiServerAccessProfile: {
                enablePrivateCluster: true,
                privateDNSZone:
                    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.westus2.azmk8s.io",
            },
        },
        {},
    ],
    [
        "etcd encryption with an own key",
        "BadRequest",
        {
            securityProfile: {
                azureKeyVaultKms: { enabled: true, keyId: "https://v.vault.azure.net/keys/k/1" },
            },
        },
        {},
    ],
];

test.each(needsUserAssigned)(
    "a system-assigned identity is refused with %s: %s",
    async (_what, code, properties, pool) => {
        const { status, body } = await azure.put(clusterPath(), clusterContent({ properties, pool }));
        expect([status, body.error.code]).toEqual([400, code]);
    },
);

test("pools of virtual machines in an own network need a user-assigned identity", async () => {
    const vnetSubnetID = await makeSubnet(azure);
    const content = (identity?: object) =>
        clusterContent({ ...(identity && { identity }), pool: { vnetSubnetID, type: "VirtualMachines" } });
    expect((await azure.put(clusterPath(), content())).status).toBe(400);
    const own = await makeIdentity(azure, "own");
    expect((await azure.put(clusterPath(), content(userAssigned(own.id)))).status).toBe(201);
});

test("a deployer needs rights on the addresses and the disk encryption set it hands to a cluster", async () => {
    const deployer = await makeIdentity(azure, "deployer");
    const group = `${azure.subscription}/resourceGroups/rg`;
    await assign(azure, contributor, deployer.properties.principalId, group);
    const token = await azure.tokenOf(deployer.properties.principalId);
    const edge = await makeGroup(azure, "edge");
    const address = `${edge}/providers/Microsoft.Network/publicIPAddresses/out`;
    const diskEncryptionSetID = `${edge}/providers/Microsoft.Compute/diskEncryptionSets/disks`;
    const outboundIPs = { publicIPs: [{ id: address }] };
    const handed: [object, string][] = [
        [{ networkProfile: { loadBalancerProfile: { outboundIPs } } }, "publicIPAddresses/join/action"],
        [{ diskEncryptionSetID }, "diskEncryptionSets/read"],
    ];
    for (const [properties, action] of handed) {
        const { status, body } = await azure.put(clusterPath(), clusterContent({ properties }), { token });
        expect([status, body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
        expect(body.error.message).toContain(`${action}' on the linked scope(s) '${edge}/`);
    }
});

test("pod identities come after the cluster, workload identity with the issuer", async () => {
    const code = async (properties: object) =>
        (await azure.put(clusterPath(), clusterContent({ properties }))).body.error?.code;
    const pods = { enabled: true, userAssignedIdentities: [{ name: "a", namespace: "n", identity: {} }] };
    expect(await code({ podIdentityProfile: pods })).toBe("PodIdentityAddonUserAssignedIdentitiesNotAllowedInCreation");
    const workload = { securityProfile: { workloadIdentity: { enabled: true } } };
    expect(await code({ ...workload, kubernetesVersion: "1.33" })).toBe("BadRequest");
    expect(await code({ ...workload, oidcIssuerProfile: { enabled: true } })).toBeUndefined();
});

test("pod identities run with kubenet only where somebody consents to it", async () => {
    const put = (allowNetworkPluginKubenet: boolean, enabled = true) =>
        azure.put(
            clusterPath(),
            clusterContent({
                properties: {
                    networkProfile: { networkPlugin: "kubenet" },
                    podIdentityProfile: { enabled, allowNetworkPluginKubenet },
                },
            }),
        );
    const { status, body } = await put(false);
    expect([status, body.error.code]).toEqual([400, "PodIdentityAddonWithKubeNetNeedsConsent"]);
    expect((await put(true)).status).toBe(201);
    azure.advance(60);
    expect((await put(false, false)).status).toBe(200);
});

test("a pod identity is assigned where the control plane may do so, and says how that went", async () => {
    const own = await makeIdentity(azure, "own");
    const app = await makeIdentity(azure, "app");
    const content = (userAssignedIdentities: object[]) =>
        clusterContent({
            identity: userAssigned(own.id),
            properties: { podIdentityProfile: { enabled: true, userAssignedIdentities } },
        });
    await settled(azure, content([]));
    const pod = { name: "app", namespace: "shop", identity: { resourceId: app.id } };
    const updating = await azure.put(clusterPath(), content([pod]));
    const states = (body: ArmBody) =>
        Reflect.get(body.properties, "podIdentityProfile").userAssignedIdentities.map(
            ({ provisioningState }: { provisioningState: string }) => provisioningState,
        );
    expect(states(updating.body)).toEqual(["Updating"]);
    azure.advance(60);
    const job = async () => (await azure.jobs("c1")).filter(({ operation }) => operation.startsWith("pod-managed"));
    expect(states((await azure.get(clusterPath())).body)).toEqual(["Failed"]);
    expect((await job()).map(({ allowed }) => allowed)).toEqual([false]);
    await assign(azure, managedIdentityOperator, own.properties.principalId, app.id);
    expect(states((await azure.get(clusterPath())).body)).toEqual(["Assigned"]);
    expect((await job()).map(({ allowed }) => allowed)).toEqual([true]);
});

test("etcd's key has to be usable by the control plane when the cluster is made", async () => {
    const own = await makeIdentity(azure, "own");
    const { tenantId } = azure.server.ready;
    const vault = "resourceGroups/rg/providers/Microsoft.KeyVault/vaults/keys-of-rg";
    const policy = { tenantId, objectId: own.properties.principalId, permissions: { keys: ["Encrypt"] } };
    const putVault = (permissions: object) =>
        azure.put(vault, {
            location: "westus2",
            properties: {
                tenantId,
                sku: { family: "A", name: "standard" },
                accessPolicies: [{ ...policy, permissions }],
            },
        });
    expect((await putVault({ keys: ["encrypt"] })).status).toBeLessThan(300);
    const azureKeyVaultKms = { enabled: true, keyId: "https://keys-of-rg.vault.azure.net/keys/etcd/1" };
    const content = clusterContent({
        identity: userAssigned(own.id),
        properties: { securityProfile: { azureKeyVaultKms } },
    });
    const { status, body } = await azure.put(clusterPath(), content);
    expect([status, body.error.code]).toEqual([400, "AzureKeyVaultKmsValidateIdentityPermissionCustomerError"]);
    await putVault({ keys: ["Encrypt", "Decrypt"] });
    expect((await azure.put(clusterPath(), content)).status).toBe(201);
    const jobs = (await azure.jobs("c1")).filter(({ operation }) => operation.startsWith("KMS"));
    expect(jobs.map(({ allowed, allowedBy }) => [allowed, allowedBy])).toEqual(
        Array(2).fill([true, expect.stringMatching(/^access policy of .*\/keys-of-rg$/)]),
    );
});
