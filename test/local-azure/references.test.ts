import {
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    refused,
    TestAzure,
    userAssigned,
} from "./harness";
import { gatewayId, makeGateway, makeWorkspace, workspaceId } from "./neighbours";
import { group } from "./plainCases";

// What a cluster points at: there, in its region, in one network.

const hub = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";
const hubGroup = `/subscriptions/${hub}/resourceGroups/hub`;
const inHub = `${hubGroup}/providers/Microsoft.Network/virtualNetworks/hub/subnets/nodes`;
let azure: TestAzure;
let own: string;
beforeAll(async () => {
    azure = await TestAzure.start({ otherSubscriptionIds: [hub] });
    await makeGroup(azure);
    const { id, properties } = await makeIdentity(azure, "own");
    own = id;
    await assign(azure, contributor, properties.principalId, azure.subscription);
    await assign(azure, contributor, properties.principalId, `/subscriptions/${hub}`);
    await makeNetwork("near", "westus2");
    await makeNetwork("other", "westus2");
    await makeNetwork("far", "eastus");
    await makeWorkspace(azure);
    await makeGateway(azure);
    await azure.put(hubGroup, { location: "westus2" });
    await makeNetwork("hub", "westus2", hubGroup);
    const routes = `${hubGroup}/providers/Microsoft.Network/routeTables/routes`;
    await azure.put(routes, { location: "westus2" });
    await azure.put(inHub, { properties: { addressPrefix: "10.1.0.0/24", routeTable: { id: routes } } });
});
afterAll(() => azure.stop());

const id = (rest: string) => `${azure.subscription}/${group}/${rest}`;
const subnet = (network: string, name = "nodes") => id(`Microsoft.Network/virtualNetworks/${network}/subnets/${name}`);

async function makeNetwork(
    name: string,
    location: string,
    at = `${azure.subscription}/resourceGroups/rg`,
): Promise<void> {
    const subnets = ["nodes", "more", "api"].map((each, i) => ({
        name: each,
        properties: { addressPrefix: `10.1.${i}.0/24` },
    }));
    const properties = { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets };
    const { status } = await azure.put(`${at}/providers/Microsoft.Network/virtualNetworks/${name}`, {
        location,
        properties,
    });
    expect(status).toBe(201);
}

type Parts = Parameters<typeof clusterContent>[0];
const content = (parts: Parts = {}) => clusterContent({ identity: userAssigned(own), ...parts });
const withAddon = (key: string, config: object, pool: object = {}) =>
    content({
        pool,
        properties: { networkProfile: { networkPlugin: "azure" }, addonProfiles: { [key]: { enabled: true, config } } },
    });
const outboundIP = (address: string) =>
    content({
        properties: { networkProfile: { loadBalancerProfile: { outboundIPs: { publicIPs: [{ id: address }] } } } },
    });
const address = (name: string) => id(`Microsoft.Network/publicIPAddresses/${name}`);

async function makeAddress(name: string, location: string, sku: string): Promise<string> {
    const properties = { publicIPAllocationMethod: "Static" };
    expect((await azure.put(address(name), { location, sku: { name: sku }, properties })).status).toBe(201);
    return address(name);
}

async function makeEncryptionSet(name: string, location: string): Promise<string> {
    const vault = id("Microsoft.KeyVault/vaults/keyed");
    const { tenantId } = azure.server.ready;
    const properties = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true };
    await azure.put(vault, { location, properties });
    const activeKey = { sourceVault: { id: vault }, keyUrl: "https://keyed.vault.azure.net/keys/k/1" };
    const set = id(`Microsoft.Compute/diskEncryptionSets/${name}`);
    const body = { location, identity: { type: "SystemAssigned" }, properties: { activeKey } };
    expect((await azure.put(set, body)).status).toBe(201);
    return set;
}

const noSubnet = (name: string, network = "near") =>
    `Could not find subnet ${name} in vnet ${network} from resource group rg of subscription 5ab5c21e-0a9e-4c52-8f0d-0a2c4d7e9b10.`;

const refusals: [what: string, content: () => object | Promise<object>, expected: object][] = [
    [
        "a node subnet that is not there",
        () => content({ pool: { vnetSubnetID: subnet("near", "none") } }),
        refused(400, "SubnetNotFound", noSubnet("none")),
    ],
    [
        "a pod subnet that is not there",
        () => content({ pool: { vnetSubnetID: subnet("near"), podSubnetID: subnet("near", "none") } }),
        refused(400, "SubnetNotFound", noSubnet("none")),
    ],
    [
        "a network for a subnet",
        () => content({ pool: { vnetSubnetID: id("Microsoft.Network/virtualNetworks/near") } }),
        refused(400, "InvalidParameter", "The value of parameter agentPoolProfile.vnetSubnetID is invalid."),
    ],
    [
        "nodes in another region",
        () => content({ pool: { vnetSubnetID: subnet("far") } }),
        refused(400, "InvalidParameter", /^The Agentpool nodepool1's vnet far /),
    ],
    [
        "pods in another region",
        () => content({ pool: { vnetSubnetID: subnet("near"), podSubnetID: subnet("far") } }),
        refused(400, "InvalidParameter", /^The Agentpool nodepool1's vnet far /),
    ],
    [
        "pools in two networks",
        () =>
            content({
                properties: {
                    agentPoolProfiles: pools({ vnetSubnetID: subnet("near") }, { vnetSubnetID: subnet("other") }),
                },
            }),
        refused(501, "NotModelled", /different virtual networks, 'p0' and 'p1'/),
    ],
    [
        "one pool in a network and one in none",
        () => content({ properties: { agentPoolProfiles: pools({ vnetSubnetID: subnet("near") }, {}) } }),
        refused(
            400,
            "InvalidParameter",
            "Cannot use a custom subnet because agent pool p1 is using a managed subnet. Please omit the vnetSubnetID parameter from the request.",
        ),
    ],
    ...[
        ["a placement group", "proximityPlacementGroupID", "Microsoft.Compute/proximityPlacementGroups/p"],
        ["a capacity reservation", "capacityReservationGroupID", "Microsoft.Compute/capacityReservationGroups/c"],
        ["a host group", "hostGroupID", "Microsoft.Compute/hostGroups/h"],
        ["a prefix for the nodes' addresses", "nodePublicIPPrefixID", "Microsoft.Network/publicIPPrefixes/p"],
    ].map(([what, key = "", name = ""]): (typeof refusals)[number] => [
        `${what}, which no type stands for`,
        () => content({ pool: { [key]: id(name) } }),
        refused(501, "NotModelled", new RegExp(`'${key}'`)),
    ]),
    [
        "a snapshot, which no type stands for",
        () => content({ pool: { creationData: { sourceResourceId: id("Microsoft.ContainerService/snapshots/s") } } }),
        refused(501, "NotModelled", /'creationData.sourceResourceId'/),
    ],
    [
        "an API server's subnet that is not there",
        () =>
            content({
                properties: {
                    apiServerAccessProfile: { enableVnetIntegration: true, subnetId: subnet("near", "none") },
                },
            }),
        refused(400, "SubnetNotFound", noSubnet("none")),
    ],
    [
        "an API server's subnet in another region",
        () =>
            content({
                properties: { apiServerAccessProfile: { enableVnetIntegration: true, subnetId: subnet("far", "api") } },
            }),
        refused(501, "NotModelled", /subnet of the API server in another region/),
    ],
    [
        "a virtual node's subnet that is not there",
        () => withAddon("aciConnectorLinux", { SubnetName: "none" }, { vnetSubnetID: subnet("near") }),
        refused(400, "GetSubnetError", noSubnet("none")),
    ],
    [
        "a workspace that is not there",
        () => withAddon("omsagent", { logAnalyticsWorkspaceResourceID: `${workspaceId}2` }),
        refused(
            400,
            "LogAnalyticsWorkspaceNotFound",
            /^Unable to get log analytics workspace info\. Resource ID: .*\/workspaces\/logs2\. Details: .*Code="ResourceNotFound" Message="The Resource 'Microsoft\.OperationalInsights\/workspaces\/logs2' under resource group 'rg' was not found\..*https:\/\/aka\.ms\/new-log-analytics$/,
        ),
    ],
    [
        "a workspace of Defender that is not there",
        () =>
            content({
                properties: { securityProfile: { defender: { logAnalyticsWorkspaceResourceId: `${workspaceId}2` } } },
            }),
        refused(400, "LogAnalyticsWorkspaceNotFoundForAzureDefender", /workspaces\/logs2/),
    ],
    [
        "a gateway that is not there",
        () => withAddon("ingressApplicationGateway", { applicationGatewayId: `${gatewayId}2` }),
        refused(400, "IngressAppGwAddonConfigApplicationGatewayNotFound", /front2/),
    ],
    [
        "a gateway's subnet that is not there",
        () => withAddon("ingressApplicationGateway", { subnetId: subnet("near", "none") }),
        refused(400, "IngressAppGwAddonConfigSubnetNotFound", /subnets\/none/),
    ],
    [
        "a private zone that is not there",
        () =>
            content({
                properties: {
                    apiServerAccessProfile: {
                        enablePrivateCluster: true,
                        privateDNSZone: id("Microsoft.Network/privateDnsZones/privatelink.westus2.azmk8s.io"),
                    },
                },
            }),
        refused(400, "PrivateDNSZoneResourceNotFoundError", /privatelink/),
    ],
    [
        "a disk encryption set that is not there",
        () => content({ properties: { diskEncryptionSetID: id("Microsoft.Compute/diskEncryptionSets/none") } }),
        refused(
            501,
            "NotModelled",
            /^local-azure does not model how AKS refuses the disk encryption set '.*\/none', which is not there\./,
        ),
    ],
    [
        "a disk encryption set in another region",
        async () => content({ properties: { diskEncryptionSetID: await makeEncryptionSet("far", "eastus") } }),
        refused(501, "NotModelled", /a disk encryption set in 'eastus' for a cluster in 'westus2'/),
    ],
    [
        "a registry to start from that is not there",
        () =>
            content({
                properties: {
                    bootstrapProfile: {
                        artifactSource: "Cache",
                        containerRegistryId: id("Microsoft.ContainerRegistry/registries/none"),
                    },
                },
            }),
        refused(501, "NotModelled", /the bootstrap registry/),
    ],
    [
        "an outbound address that is not there",
        () => outboundIP(address("none")),
        refused(400, "LoadBalancerProfileOutboundIPNotExist", /none/),
    ],
    [
        "an outbound address in another region",
        async () => outboundIP(await makeAddress("far", "eastus", "Standard")),
        refused(400, "LoadBalancerProfileOutboundIPNotInTheSameRegion", /far/),
    ],
    [
        "a basic outbound address",
        async () => outboundIP(await makeAddress("basic", "westus2", "Basic")),
        refused(400, "LoadBalancerProfileOutboundIPNotStandardSKU", /basic/),
    ],
    [
        "outbound prefixes, which no type stands for",
        () =>
            content({
                properties: {
                    networkProfile: {
                        loadBalancerProfile: {
                            outboundIPPrefixes: {
                                publicIPPrefixes: [{ id: id("Microsoft.Network/publicIPPrefixes/p") }],
                            },
                        },
                    },
                },
            }),
        refused(501, "NotModelled", /public IP prefixes/),
    ],
    [
        "a route table in another subscription, with kubenet",
        () => content({ pool: { vnetSubnetID: inHub }, properties: { networkProfile: { networkPlugin: "kubenet" } } }),
        refused(400, "CustomRouteTableCannotCrossSubscription", /routeTables\/routes/),
    ],
];

const pools = (...each: object[]) => each.map((pool, i) => ({ name: `p${i}`, mode: "System", count: 1, ...pool }));

test.each(refusals)("%s", async (_what, made, expected) => {
    expect(await azure.put(clusterPath(), await made())).toMatchObject(expected);
    expect((await azure.get(clusterPath())).status).toBe(404);
});

test("with all of it there, a cluster is made, and again", async () => {
    const wanted = content({
        pool: { vnetSubnetID: subnet("near"), podSubnetID: subnet("near", "more") },
        properties: {
            networkProfile: {
                networkPlugin: "azure",
                loadBalancerProfile: {
                    outboundIPs: { publicIPs: [{ id: await makeAddress("near", "westus2", "Standard") }] },
                },
            },
            apiServerAccessProfile: { enableVnetIntegration: true, subnetId: subnet("near", "api") },
            diskEncryptionSetID: await makeEncryptionSet("near", "westus2"),
            addonProfiles: {
                omsagent: { enabled: true, config: { logAnalyticsWorkspaceResourceID: workspaceId } },
                ingressApplicationGateway: { enabled: true, config: { applicationGatewayId: gatewayId } },
                aciConnectorLinux: { enabled: true, config: { SubnetName: "more" } },
            },
        },
    });
    for (const status of [201, 200]) {
        const answer = await azure.put(clusterPath("whole"), wanted);
        expect([answer.status, answer.body.error]).toEqual([status, undefined]);
    }
    // What is switched off or left out is not looked for any more.
    const off = { omsagent: { enabled: false, config: { logAnalyticsWorkspaceResourceID: `${workspaceId}2` } } };
    const less = content({ pool: { vnetSubnetID: subnet("near") }, properties: { addonProfiles: off } });
    expect((await azure.put(clusterPath("whole"), less)).status).toBe(200);
});

test("a network of another subscription will do, and its route table where AKS writes none", async () => {
    const properties = { dnsPrefix: "hub", networkProfile: { networkPlugin: "azure" } };
    const answer = await azure.put(clusterPath("hub"), content({ pool: { vnetSubnetID: inHub }, properties }));
    expect([answer.status, answer.body.error]).toEqual([201, undefined]);
});

describe("a further pool", () => {
    const poolOf = (cluster: string, properties: object) =>
        azure.put(`${clusterPath(cluster)}/agentPools/more`, { properties: { count: 1, ...properties } });

    test("of a cluster in a network is in that network", async () => {
        await azure.put(
            clusterPath("placed"),
            content({ pool: { vnetSubnetID: subnet("near") }, properties: { dnsPrefix: "placed" } }),
        );
        expect(await poolOf("placed", { vnetSubnetID: subnet("other") })).toMatchObject(
            refused(501, "NotModelled", /different virtual networks, 'more' and 'nodepool1'/),
        );
        expect(await poolOf("placed", {})).toMatchObject(
            refused(501, "NotModelled", /an agent pool without a subnet, 'more'/),
        );
        expect(await poolOf("placed", { vnetSubnetID: subnet("near", "none") })).toMatchObject(
            refused(400, "SubnetNotFound", noSubnet("none")),
        );
        expect(await poolOf("placed", { vnetSubnetID: subnet("far") })).toMatchObject(
            refused(400, "InvalidParameter", /^The Agentpool more's vnet far /),
        );
        expect((await poolOf("placed", { vnetSubnetID: subnet("near", "more") })).status).toBe(201);
        // It need not be named again.
        expect((await poolOf("placed", {})).status).toBe(200);
    });

    test("of a cluster in none is in none", async () => {
        await azure.put(clusterPath("managed"), content({ properties: { dnsPrefix: "managed" } }));
        expect(await poolOf("managed", { vnetSubnetID: subnet("near") })).toMatchObject(
            refused(
                400,
                "InvalidParameter",
                /^Cannot use a custom subnet because agent pool nodepool1 is using a managed/,
            ),
        );
        expect((await poolOf("managed", {})).status).toBe(201);
    });
});

test("a workspace that has gone is missed by the next update", async () => {
    const gone = await makeWorkspace(azure, `${workspaceId}-gone`);
    const wanted = withAddon("omsagent", { logAnalyticsWorkspaceResourceID: gone });
    expect((await azure.put(clusterPath("lived"), wanted)).status).toBe(201);
    await azure.delete(gone);
    expect(await azure.put(clusterPath("lived"), wanted)).toMatchObject(
        refused(400, "LogAnalyticsWorkspaceNotFound", /-gone/),
    );
});
