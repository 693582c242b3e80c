import { services } from "../../local-azure/services";
import { assign, makeGroup, reader, TestAzure } from "./harness";

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    for (const [path, body] of foundations()) {
        const { status, body: answer } = await azure.put(path, body);
        expect([path, status, answer.error]).toEqual([path, 201, undefined]);
    }
});
afterAll(() => azure.stop());

const group = "resourceGroups/rg/providers";
const network = `${group}/Microsoft.Network`;
const vault = `${group}/Microsoft.KeyVault/vaults/vault1`;
const cluster = `${group}/Microsoft.ContainerService/managedClusters/c1`;
const idOf = (path: string) => `${azure.subscription}/${path}`;
const west = { location: "westus2" };

/** What the resources below point at. */
function foundations(): [string, object][] {
    const subnets = [{ name: "gateways", properties: { addressPrefix: "10.1.0.0/24" } }];
    return [
        [
            `${network}/virtualNetworks/vnet`,
            { ...west, properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets } },
        ],
        [`${network}/publicIPAddresses/base`, standardAddress],
        [`${network}/privateDnsZones/base.example`, { location: "global" }],
        [`${network}/dnsZones/base.example`, { location: "global" }],
        [`${network}/routeTables/base`, west],
        [`${network}/networkSecurityGroups/base`, west],
        [vault, rbacVault()],
        [`${group}/Microsoft.OperationalInsights/workspaces/base`, west],
        [`${group}/Microsoft.Insights/dataCollectionRules/base`, { ...west, properties: {} }],
        [
            cluster,
            {
                ...west,
                identity: { type: "SystemAssigned" },
                properties: { dnsPrefix: "c", agentPoolProfiles: [{ name: "p1", mode: "System", count: 1 }] },
            },
        ],
    ];
}

const standardAddress = {
    ...west,
    sku: { name: "Standard" },
    properties: { publicIPAllocationMethod: "Static" },
};
const rbacVault = (properties: object = { enableRbacAuthorization: true }) => ({
    ...west,
    properties: {
        tenantId: azure.server.ready.tenantId,
        sku: { family: "A", name: "standard" },
        ...properties,
    },
});

/** Every plain type: a path, a body that Azure takes, and what the answer shows besides. */
const cases: [type: string, path: string, body: () => object, shows: object][] = [
    [
        "Microsoft.Network/publicIPAddresses",
        `${network}/publicIPAddresses/ip1`,
        () => standardAddress,
        { sku: { name: "Standard" }, properties: { ipAddress: expect.stringMatching(/^203\.0\.113\.\d+$/) } },
    ],
    [
        "Microsoft.Network/natGateways",
        `${network}/natGateways/nat1`,
        () => ({
            ...west,
            properties: { publicIpAddresses: [{ id: idOf(`${network}/publicIPAddresses/base`) }] },
        }),
        { sku: { name: "Standard" }, properties: { idleTimeoutInMinutes: 4 } },
    ],
    [
        "Microsoft.Network/routeTables",
        `${network}/routeTables/rt1`,
        () => ({ ...west, properties: { routes: [{ name: "r", properties: { nextHopType: "Internet" } }] } }),
        { properties: { routes: [{ name: "r", properties: { nextHopType: "Internet" } }] } },
    ],
    [
        "Microsoft.Network/routeTables/routes",
        `${network}/routeTables/base/routes/r1`,
        () => ({ properties: { addressPrefix: "0.0.0.0/0", nextHopType: "Internet" } }),
        { properties: { nextHopType: "Internet" } },
    ],
    [
        "Microsoft.Network/networkSecurityGroups",
        `${network}/networkSecurityGroups/nsg1`,
        () => ({ ...west, properties: {} }),
        { properties: { securityRules: [] } },
    ],
    [
        "Microsoft.Network/networkSecurityGroups/securityRules",
        `${network}/networkSecurityGroups/base/securityRules/s1`,
        () => ({ properties: { priority: 100, access: "Allow" } }),
        { properties: { priority: 100 } },
    ],
    [
        "Microsoft.Network/applicationGateways",
        `${network}/applicationGateways/agw1`,
        () => ({
            ...west,
            properties: {
                gatewayIPConfigurations: [
                    {
                        name: "ip",
                        properties: {
                            subnet: { id: idOf(`${network}/virtualNetworks/vnet/subnets/gateways`) },
                        },
                    },
                ],
            },
        }),
        {
            properties: {
                operationalState: "Running",
                gatewayIPConfigurations: [
                    { id: expect.stringMatching(/applicationGateways\/agw1\/gatewayIPConfigurations\/ip$/) },
                ],
            },
        },
    ],
    [
        "Microsoft.Network/loadBalancers",
        `${network}/loadBalancers/lb1`,
        () => ({ ...west, properties: { backendAddressPools: [{ name: "b" }] } }),
        { properties: { backendAddressPools: [{ id: expect.stringMatching(/backendAddressPools\/b$/) }] } },
    ],
    [
        "Microsoft.Network/privateDnsZones",
        `${network}/privateDnsZones/privatelink.westus2.azmk8s.io`,
        () => ({ location: "global" }),
        { location: "global", properties: { numberOfRecordSets: 1, numberOfVirtualNetworkLinks: 0 } },
    ],
    [
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
        `${network}/privateDnsZones/base.example/virtualNetworkLinks/l1`,
        () => ({
            location: "global",
            properties: { virtualNetwork: { id: idOf(`${network}/virtualNetworks/vnet`) } },
        }),
        {
            location: "global",
            properties: { registrationEnabled: false, virtualNetworkLinkState: "Completed" },
        },
    ],
    ...records("privateDnsZones", "ttl", ["A", "AAAA", "CNAME", "MX", "PTR", "SRV", "TXT"]),
    [
        "Microsoft.Network/dnsZones",
        `${network}/dnsZones/example.com`,
        () => ({ location: "global" }),
        { properties: { zoneType: "Public", numberOfRecordSets: 2, nameServers: expect.any(Array) } },
    ],
    ...records("dnsZones", "TTL", ["A", "AAAA", "CNAME", "MX", "PTR", "SRV", "TXT", "CAA", "NS"]),
    [
        "Microsoft.ContainerRegistry/registries",
        `${group}/Microsoft.ContainerRegistry/registries/registry1`,
        () => ({ ...west, sku: { name: "Premium" }, properties: {} }),
        {
            sku: { name: "Premium" },
            properties: {
                loginServer: "registry1.azurecr.io",
                roleAssignmentMode: "LegacyRegistryPermissions",
            },
        },
    ],
    [
        "Microsoft.KeyVault/vaults",
        `${group}/Microsoft.KeyVault/vaults/vault2`,
        () => rbacVault(),
        { properties: { vaultUri: "https://vault2.vault.azure.net/", enableRbacAuthorization: true } },
    ],
    [
        "Microsoft.Compute/diskEncryptionSets",
        `${group}/Microsoft.Compute/diskEncryptionSets/des1`,
        () => ({
            ...west,
            identity: { type: "SystemAssigned" },
            properties: {
                activeKey: {
                    sourceVault: { id: idOf(vault) },
                    keyUrl: "https://vault1.vault.azure.net/keys/k/0123456789abcdef",
                },
            },
        }),
        {
            identity: { type: "SystemAssigned", principalId: expect.stringMatching(/^[\da-f-]{36}$/) },
            properties: { encryptionType: "EncryptionAtRestWithCustomerKey", previousKeys: [] },
        },
    ],
    [
        "Microsoft.Compute/disks",
        `${group}/Microsoft.Compute/disks/disk1`,
        () => ({ ...west, properties: { creationData: { createOption: "Empty" }, diskSizeGB: 4 } }),
        { properties: { diskSizeGB: 4, diskState: "Unattached" } },
    ],
    [
        "Microsoft.OperationalInsights/workspaces",
        `${group}/Microsoft.OperationalInsights/workspaces/logs1`,
        () => west,
        { properties: { retentionInDays: 30, customerId: expect.stringMatching(/^[\da-f-]{36}$/) } },
    ],
    [
        "Microsoft.Insights/dataCollectionEndpoints",
        `${group}/Microsoft.Insights/dataCollectionEndpoints/dce1`,
        () => ({ ...west, properties: {} }),
        { properties: { logsIngestion: { endpoint: expect.stringMatching(/^https:/) } } },
    ],
    [
        "Microsoft.Insights/dataCollectionRules",
        `${group}/Microsoft.Insights/dataCollectionRules/dcr1`,
        () => ({
            ...west,
            properties: {
                destinations: {
                    logAnalytics: [
                        {
                            name: "la",
                            workspaceResourceId: idOf(
                                `${group}/Microsoft.OperationalInsights/workspaces/base`,
                            ),
                        },
                    ],
                },
            },
        }),
        { properties: { immutableId: expect.stringMatching(/^dcr-[\da-f]{32}$/) } },
    ],
    [
        "Microsoft.Insights/dataCollectionRuleAssociations",
        `${cluster}/providers/Microsoft.Insights/dataCollectionRuleAssociations/a1`,
        () => ({
            properties: {
                dataCollectionRuleId: idOf(`${group}/Microsoft.Insights/dataCollectionRules/base`),
            },
        }),
        { properties: { dataCollectionRuleId: expect.stringMatching(/base$/) } },
    ],
    [
        "Microsoft.Monitor/accounts",
        `${group}/Microsoft.Monitor/accounts/amw1`,
        () => west,
        {
            properties: {
                defaultIngestionSettings: {
                    dataCollectionRuleResourceId: expect.stringMatching(
                        /MA_amw1_westus2_managed.*dataCollectionRules/,
                    ),
                },
            },
        },
    ],
];

function records(zone: string, ttl: string, kinds: string[]): typeof cases {
    return kinds.map((kind) => [
        `Microsoft.Network/${zone}/${kind}`,
        `${network}/${zone}/base.example/${kind}/www`,
        () => ({ properties: { [ttl]: 60 } }),
        { properties: { [ttl]: 60, fqdn: "www.base.example." } },
    ]);
}

test.each(cases)("%s: made, read, made again, listed, deleted", async (type, path, body, shows) => {
    const made = await azure.put(path, body());
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ id: idOf(path), type })]);
    expect(made.body).toMatchObject(shows);
    expect((await azure.get(path)).body).toEqual(made.body);
    // Deployed again, nothing changes; nor does it when the answer is sent back as it came.
    expect(await azure.put(path, body())).toMatchObject({ status: 200, body: made.body });
    expect(await azure.put(path, made.body)).toMatchObject({ status: 200, body: made.body });
    expect((await azure.get(path.slice(0, path.lastIndexOf("/")))).body.value).toContainEqual(made.body);

    expect([200, 202]).toContain((await azure.delete(path)).status);
    expect(await azure.get(path)).toMatchObject({
        status: 404,
        body: { error: { code: "ResourceNotFound" } },
    });
    expect((await azure.delete(path)).status).toBe(204);
});

test.each(cases)("%s: governed by its own action", async (type, path, body) => {
    const onlooker = await azure.put(
        `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/onlooker`,
        west,
    );
    await assign(azure, reader, onlooker.body.properties.principalId, idOf("resourceGroups/rg"));
    const token = await azure.tokenOf(onlooker.body.properties.principalId);
    const { status, body: answer } = await azure.put(path, body(), { token });
    expect([status, answer.error.code]).toEqual([403, "AuthorizationFailed"]);
    expect(answer.error.message).toContain(`perform action '${type}/write' over scope '${idOf(path)}'`);
    expect((await azure.get(path, { token })).status).toBe(404);
});

test("every plain type has a case above", () => {
    const own = [
        "Microsoft.ContainerService/",
        "Microsoft.Authorization/",
        "Microsoft.Resources/",
        "Microsoft.Features/",
    ];
    const tested = new Set([
        ...cases.map(([type]) => type),
        // These have rules of their own, and tests of their own in this folder.
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.KeyVault/vaults/accessPolicies",
        "Microsoft.KeyVault/vaults/keys",
    ]);
    const routes = services.flatMap((service) => service.routes).filter(({ method }) => method === "PUT");
    const untested = routes
        .map(({ type }) => type)
        .filter((type) => !tested.has(type) && !own.some((prefix) => type.startsWith(prefix)));
    expect(untested).toEqual([]);
});
