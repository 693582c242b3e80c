import { makeGroup, type TestAzure } from "./harness";

export const group = "resourceGroups/rg/providers";
const network = `${group}/Microsoft.Network`;
const vault = `${group}/Microsoft.KeyVault/vaults/vault1`;
const cluster = `${group}/Microsoft.ContainerService/managedClusters/c1`;
export const idOf = (azure: TestAzure, path: string) => `${azure.subscription}/${path}`;
export const west = { location: "westus2" };

/** What the resources below point at. */
function foundations(azure: TestAzure): [path: string, body: object][] {
    const subnets = [{ name: "gateways", properties: { addressPrefix: "10.1.0.0/24" } }];
    return [
        [
            `${network}/virtualNetworks/vnet`,
            { ...west, properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets } },
        ],
        [
            `${network}/virtualNetworks/hub`,
            { ...west, properties: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } } },
        ],
        [`${network}/publicIPAddresses/base`, standardAddress],
        [`${network}/privateDnsZones/base.example`, { location: "global" }],
        [`${network}/dnsZones/base.example`, { location: "global" }],
        [`${network}/routeTables/base`, west],
        [`${network}/networkSecurityGroups/base`, west],
        [vault, rbacVault(azure)],
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
const rbacVault = (azure: TestAzure) => ({
    ...west,
    properties: {
        tenantId: azure.server.ready.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    },
});

/** Every plain type: a path, a body that Azure takes, and what the answer shows besides. */
export const plainCases: [type: string, path: string, body: (azure: TestAzure) => object, shows: object][] = [
    [
        "Microsoft.Network/publicIPAddresses",
        `${network}/publicIPAddresses/ip1`,
        () => standardAddress,
        { sku: { name: "Standard" }, properties: { ipAddress: expect.stringMatching(/^203\.0\.113\.\d+$/) } },
    ],
    [
        "Microsoft.Network/natGateways",
        `${network}/natGateways/nat1`,
        (azure) => ({
            ...west,
            properties: { publicIpAddresses: [{ id: idOf(azure, `${network}/publicIPAddresses/base`) }] },
        }),
        { sku: { name: "Standard" }, properties: { idleTimeoutInMinutes: 4 } },
    ],
    [
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        `${network}/virtualNetworks/vnet/virtualNetworkPeerings/hub`,
        (azure) => ({
            properties: {
                remoteVirtualNetwork: { id: idOf(azure, `${network}/virtualNetworks/hub`) },
                allowVirtualNetworkAccess: true,
            },
        }),
        { properties: { peeringState: "Initiated", remoteAddressSpace: { addressPrefixes: ["10.0.0.0/16"] } } },
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
        () => ({ properties: { priority: 100, access: "Allow", direction: "Inbound", protocol: "Tcp" } }),
        { properties: { priority: 100 } },
    ],
    [
        "Microsoft.Network/applicationGateways",
        `${network}/applicationGateways/agw1`,
        (azure) => ({
            ...west,
            properties: {
                gatewayIPConfigurations: [
                    {
                        name: "ip",
                        properties: {
                            subnet: { id: idOf(azure, `${network}/virtualNetworks/vnet/subnets/gateways`) },
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
        (azure) => ({
            location: "global",
            properties: { virtualNetwork: { id: idOf(azure, `${network}/virtualNetworks/vnet`) } },
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
        (azure) => rbacVault(azure),
        { properties: { vaultUri: "https://vault2.vault.azure.net/", enableRbacAuthorization: true } },
    ],
    [
        "Microsoft.Compute/diskEncryptionSets",
        `${group}/Microsoft.Compute/diskEncryptionSets/des1`,
        (azure) => ({
            ...west,
            identity: { type: "SystemAssigned" },
            properties: {
                activeKey: {
                    sourceVault: { id: idOf(azure, vault) },
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
        (azure) => ({
            ...west,
            properties: {
                destinations: {
                    logAnalytics: [
                        {
                            name: "la",
                            workspaceResourceId: idOf(azure, `${group}/Microsoft.OperationalInsights/workspaces/base`),
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
        (azure) => ({
            properties: {
                dataCollectionRuleId: idOf(azure, `${group}/Microsoft.Insights/dataCollectionRules/base`),
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
                    dataCollectionRuleResourceId: expect.stringMatching(/MA_amw1_westus2_managed.*dataCollectionRules/),
                },
            },
        },
    ],
];

function records(zone: string, ttl: string, kinds: string[]): typeof plainCases {
    return kinds.map((kind) => [
        `Microsoft.Network/${zone}/${kind}`,
        `${network}/${zone}/base.example/${kind}/www`,
        () => ({ properties: { [ttl]: 60 } }),
        { properties: { [ttl]: 60, fqdn: "www.base.example." } },
    ]);
}

/** A group `rg` with what the plain types point at. */
export async function layFoundations(azure: TestAzure): Promise<void> {
    await makeGroup(azure);
    for (const [path, body] of foundations(azure)) {
        const { status, body: answer } = await azure.put(path, body);
        expect([path, status, answer.error]).toEqual([path, 201, undefined]);
    }
}
