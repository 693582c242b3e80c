import { control, denied, settled } from "./aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    managedIdentityOperator,
    networkContributor,
    ownKubelet,
    privateDnsZoneContributor,
    reader,
    TestAzure,
    userAssigned,
} from "./harness";
import { makeWorkspace } from "./neighbours";

// Guids from facts/aks-identity.md §0.
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const repositoryReader = "b93aa761-3e63-49ed-ac28-beffa264f7ac";
const dnsZoneContributor = "befefa01-2a29-4197-83a8-272ff33ce314";
const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const certificateUser = "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba";
const cryptoServiceEncryptionUser = "e147488a-f6f5-4113-8e2d-b22465e65bf6";
const cryptoUser = "12338af0-0e69-4776-bea7-57ae8d297424";
const vaultContributor = "f25e0fa2-a7c8-4377-a976-54943a77a395";
const metricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    await makeGroup(azure, "edge");
});
afterEach(() => azure.stop());

async function make(path: string, properties: object, rest: object = { location: "westus2" }): Promise<string> {
    const [group, provider] = path.includes(":") ? path.split(":") : ["rg", path];
    const full = `resourceGroups/${group}/providers/${provider}`;
    const { status, body } = await azure.put(full, { ...rest, properties });
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body.id;
}

const makeVault = (name: string) =>
    make(`Microsoft.KeyVault/vaults/${name}`, {
        tenantId: azure.server.ready.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    });

async function makeNetwork(subnets: Record<string, object>): Promise<string> {
    return make("Microsoft.Network/virtualNetworks/vnet", {
        addressSpace: { addressPrefixes: ["10.0.0.0/8"] },
        subnets: Object.entries(subnets).map(([name, properties], position) => ({
            name,
            properties: { addressPrefix: `10.${position + 1}.0.0/16`, ...properties },
        })),
    });
}

interface Grant {
    identity: string;
    role: string;
    scope: string;
    /** What cannot be done without it. */
    needs: string[];
}

/** With all grants nothing is denied; without any one of them exactly what it was for. */
async function expectEachNecessary(grants: Grant[], principals: Record<string, string>): Promise<void> {
    const grant = async ({ identity, role, scope }: Grant) => {
        const { status, body } = await assign(azure, role, principals[identity] ?? "", scope);
        expect(status).toBe(201);
        return body.id;
    };
    const made = new Map<Grant, string>();
    for (const each of grants) made.set(each, await grant(each));
    expect(denied(await azure.jobs("c1"))).toEqual([]);
    for (const [each, id] of made) {
        await azure.delete(id);
        const lacking = denied(await azure.jobs("c1"));
        expect([each.role, [...lacking].sort()]).toEqual([
            each.role,
            each.needs.map((need) => `${each.identity}: ${need}`).sort(),
        ]);
        await grant(each);
    }
}

const verbs = (prefix: string, words: string, at: string) =>
    words.split(" ").map((word) => `${prefix}/${word} @ ${at}`);
const join = (subnet: string) =>
    verbs("Microsoft.Network/virtualNetworks/subnets", "join/action read", `subnets/${subnet}`);

test("a job says how it is known that AKS does it: pages name node subnets, and pod subnets follow from them", async () => {
    const network = await makeNetwork({ nodes: {}, pods: {} });
    const [nodes, pods] = [`${network}/subnets/nodes`, `${network}/subnets/pods`];
    const properties = { networkProfile: { networkPlugin: "azure" } };
    await settled(azure, clusterContent({ pool: { vnetSubnetID: nodes, podSubnetID: pods }, properties }));
    const jobs = await azure.jobs("c1");
    const basisOf = (subnet: string) => [...new Set(jobs.flatMap((job) => (job.scope === subnet ? job.basis : [])))];
    expect([basisOf(nodes), basisOf(pods)]).toEqual([["documented"], ["derived"]]);
    expect(jobs.filter(({ source }) => !source.startsWith("https://"))).toEqual([]);
});

test("every grant of a cluster that uses all there is suffices, and each is needed", async () => {
    const network = await makeNetwork({ nodes: {}, pods: {}, api: {}, aci: {}, gateway: {}, services: {} });
    const subnet = (name: string) => `${network}/subnets/${name}`;
    const zone = await make(
        "Microsoft.Network/privateDnsZones/privatelink.westus2.azmk8s.io",
        {},
        { location: "global" },
    );
    const publicZone = await make("Microsoft.Network/dnsZones/example.com", {}, { location: "global" });
    const privateZone = await make("Microsoft.Network/privateDnsZones/example.internal", {}, { location: "global" });
    const address = await make(
        "edge:Microsoft.Network/publicIPAddresses/out",
        { publicIPAllocationMethod: "Static" },
        sku("Standard"),
    );
    const images = await make("Microsoft.ContainerRegistry/registries/images", {}, sku("Premium"));
    const repositories = await make(
        "Microsoft.ContainerRegistry/registries/repositories",
        { roleAssignmentMode: "AbacRepositoryPermissions" },
        sku("Premium"),
    );
    const [secrets, certificates, keys] = [
        await makeVault("secrets"),
        await makeVault("certificates"),
        await makeVault("keys-of-rg"),
    ];
    const ofGateway = await makeIdentity(azure, "of-gateway");
    const gateway = await make(
        "edge:Microsoft.Network/applicationGateways/front",
        { gatewayIPConfigurations: [{ name: "g", properties: { subnet: { id: subnet("gateway") } } }] },
        { location: "westus2", identity: userAssigned(ofGateway.id) },
    );
    const disks = await make(
        "Microsoft.Compute/diskEncryptionSets/disks",
        { activeKey: { sourceVault: { id: keys }, keyUrl: "https://keys-of-rg.vault.azure.net/keys/disks/1" } },
        { location: "westus2", identity: { type: "SystemAssigned" } },
    );
    const own = await makeIdentity(azure, "own");
    const kubelet = await makeIdentity(azure, "kubelet");

    const grants: Grant[] = [
        ...["nodes", "pods", "api"].map((name) => ({
            identity: "controlPlane",
            role: networkContributor,
            scope: subnet(name),
            needs: join(name),
        })),
        {
            identity: "controlPlane",
            role: managedIdentityOperator,
            scope: kubelet.id,
            needs: ["Microsoft.ManagedIdentity/userAssignedIdentities/assign/action @ userAssignedIdentities/kubelet"],
        },
        {
            identity: "controlPlane",
            role: privateDnsZoneContributor,
            scope: zone,
            needs: verbs(
                "Microsoft.Network/privateDnsZones",
                "read write A/read A/write virtualNetworkLinks/read virtualNetworkLinks/write",
                "privateDnsZones/privatelink.westus2.azmk8s.io",
            ),
        },
        {
            identity: "controlPlane",
            role: cryptoUser,
            scope: keys,
            needs: verbs("Microsoft.KeyVault/vaults/keys", "encrypt/action decrypt/action", "keys/etcd"),
        },
        {
            identity: "controlPlane",
            role: vaultContributor,
            scope: keys,
            needs: ["Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action @ vaults/keys-of-rg"],
        },
        {
            identity: "diskEncryptionSet",
            role: cryptoServiceEncryptionUser,
            scope: keys,
            needs: verbs("Microsoft.KeyVault/vaults/keys", "read wrap/action unwrap/action", "keys/disks"),
        },
        {
            identity: "controlPlane",
            role: reader,
            scope: disks,
            needs: ["Microsoft.Compute/diskEncryptionSets/read @ diskEncryptionSets/disks"],
        },
        {
            identity: "controlPlane",
            role: networkContributor,
            scope: `${azure.subscription}/resourceGroups/edge`,
            needs: [
                "Microsoft.Network/publicIPAddresses/read @ resourceGroups/edge",
                "Microsoft.Network/publicIPAddresses/join/action @ publicIPAddresses/out",
            ],
        },
        {
            identity: "kubelet",
            role: acrPull,
            scope: images,
            needs: ["Microsoft.ContainerRegistry/registries/pull/read @ registries/images"],
        },
        {
            identity: "kubelet",
            role: repositoryReader,
            scope: repositories,
            needs: verbs(
                "Microsoft.ContainerRegistry/registries/repositories",
                "content/read metadata/read",
                "registries/repositories",
            ),
        },
    ];
    // What AKS checks when the cluster is made has to be there first.
    // Virtual network links need the network itself: a role on its subnets is not enough (facts §2).
    grants.push({
        identity: "controlPlane",
        role: networkContributor,
        scope: network,
        needs: verbs("Microsoft.Network/virtualNetworks", "read join/action", "virtualNetworks/vnet"),
    });
    const first: string[] = [];
    const holders: Record<string, string> = {
        controlPlane: own.properties.principalId,
        diskEncryptionSet: (await azure.get(disks)).body.identity.principalId,
    };
    for (const { identity, role, scope } of grants.filter((grant) => grant.identity in holders)) {
        first.push((await assign(azure, role, holders[identity] ?? "", scope)).body.id);
    }
    await settled(
        azure,
        clusterContent({
            identity: userAssigned(own.id),
            pool: { vnetSubnetID: subnet("nodes"), podSubnetID: subnet("pods") },
            properties: {
                ...ownKubelet(kubelet.id),
                apiServerAccessProfile: {
                    enablePrivateCluster: true,
                    privateDNSZone: zone,
                    enableVnetIntegration: true,
                    subnetId: subnet("api"),
                },
                networkProfile: {
                    networkPlugin: "azure",
                    loadBalancerProfile: { outboundIPs: { publicIPs: [{ id: address }] } },
                },
                securityProfile: {
                    azureKeyVaultKms: {
                        enabled: true,
                        keyId: "https://keys-of-rg.vault.azure.net/keys/etcd/1",
                        keyVaultNetworkAccess: "Private",
                        keyVaultResourceId: keys,
                    },
                },
                diskEncryptionSetID: disks,
                bootstrapProfile: { artifactSource: "Cache", containerRegistryId: images },
                ingressProfile: {
                    webAppRouting: { enabled: true, dnsZoneResourceIds: [publicZone, privateZone] },
                },
                addonProfiles: {
                    azureKeyvaultSecretsProvider: { enabled: true },
                    ingressApplicationGateway: { enabled: true, config: { applicationGatewayId: gateway } },
                    aciConnectorLinux: { enabled: true, config: { SubnetName: "aci" } },
                    omsagent: {
                        enabled: true,
                        config: {
                            logAnalyticsWorkspaceResourceID: await makeWorkspace(azure),
                        },
                    },
                },
            },
        }),
    );
    for (const id of first) await azure.delete(id);
    const declared = { registries: [repositories], vaults: [secrets], ingressVaults: [certificates] };
    expect((await control(azure, "workload", declared)).status).toBe(200);

    const cluster = (await azure.get(clusterPath())).body;
    grants.push(
        {
            identity: "webAppRouting",
            role: dnsZoneContributor,
            scope: publicZone,
            needs: verbs("Microsoft.Network/dnsZones", records, "dnsZones/example.com"),
        },
        {
            identity: "webAppRouting",
            role: privateDnsZoneContributor,
            scope: privateZone,
            needs: verbs("Microsoft.Network/privateDnsZones", records, "privateDnsZones/example.internal"),
        },
        {
            identity: "webAppRouting",
            role: certificateUser,
            scope: certificates,
            needs: verbs(
                "Microsoft.KeyVault/vaults",
                "certificates/read secrets/getSecret/action",
                "vaults/certificates",
            ),
        },
        {
            identity: "azureKeyvaultSecretsProvider",
            role: secretsUser,
            scope: secrets,
            needs: ["Microsoft.KeyVault/vaults/secrets/getSecret/action @ vaults/secrets"],
        },
        {
            identity: "omsagent",
            role: metricsPublisher,
            scope: cluster.id,
            needs: ["Microsoft.Insights/Metrics/Write @ managedClusters/c1"],
        },
        { identity: "aciConnectorLinux", role: networkContributor, scope: subnet("aci"), needs: join("aci") },
        {
            identity: "ingressApplicationGateway",
            role: contributor,
            scope: gateway,
            // Reader on the group, below, reads it too.
            needs: ["Microsoft.Network/applicationGateways/write @ applicationGateways/front"],
        },
        {
            identity: "ingressApplicationGateway",
            role: reader,
            scope: `${azure.subscription}/resourceGroups/edge`,
            needs: ["Microsoft.Resources/subscriptions/resourceGroups/read @ resourceGroups/edge"],
        },
        {
            identity: "ingressApplicationGateway",
            role: networkContributor,
            scope: subnet("gateway"),
            needs: ["Microsoft.Network/virtualNetworks/subnets/join/action @ subnets/gateway"],
        },
        {
            identity: "ingressApplicationGateway",
            role: managedIdentityOperator,
            scope: ofGateway.id,
            needs: [
                "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action @ userAssignedIdentities/of-gateway",
            ],
        },
    );
    const principals = Object.fromEntries((await azure.jobs("c1")).map((job) => [job.identity, job.principalId]));
    expect(denied(await azure.jobs("c1")).length).toBeGreaterThan(30);
    await expectEachNecessary(necessary(grants, network), principals);
});

const records = "read A/read A/write A/delete TXT/read TXT/write TXT/delete";
const sku = (name: string) => ({ location: "westus2", sku: { name } });

/** The network's grant covers the subnets': each is dropped while the other is there, so each has to be needed by itself. */
function necessary(grants: Grant[], network: string): Grant[] {
    return grants.flatMap((grant) => {
        const isNetwork = grant.scope === network;
        const inNetwork = grant.identity === "controlPlane" && grant.scope.startsWith(`${network}/subnets/`);
        if (inNetwork) return [];
        const subnets = grants.filter(
            ({ scope, identity }) => identity === "controlPlane" && scope.startsWith(`${network}/`),
        );
        return [isNetwork ? { ...grant, needs: [...grant.needs, ...subnets.flatMap(({ needs }) => needs)] } : grant];
    });
}

test("kubenet: an own route table, and one subnet a pool", async () => {
    const table = await make("Microsoft.Network/routeTables/routes", { routes: [] });
    const network = await makeNetwork({
        one: { routeTable: { id: table } },
        two: { routeTable: { id: table } },
    });
    const own = await makeIdentity(azure, "own");
    const grants: Grant[] = [
        ...["one", "two"].map((name) => ({
            identity: "controlPlane",
            role: networkContributor,
            scope: `${network}/subnets/${name}`,
            needs: [...join(name), `Microsoft.Network/virtualNetworks/subnets/write @ subnets/${name}`],
        })),
        {
            identity: "controlPlane",
            role: networkContributor,
            scope: table,
            needs: verbs(
                "Microsoft.Network/routeTables",
                "routes/read routes/write routes/delete read write join/action",
                "routeTables/routes",
            ),
        },
    ];
    const before = await assign(azure, networkContributor, own.properties.principalId, table);
    await settled(
        azure,
        clusterContent({
            identity: userAssigned(own.id),
            pool: { vnetSubnetID: `${network}/subnets/one` },
            properties: { networkProfile: { networkPlugin: "kubenet", outboundType: "userDefinedRouting" } },
        }),
    );
    await azure.put(`${clusterPath()}/agentPools/two`, {
        properties: { vnetSubnetID: `${network}/subnets/two` },
    });
    azure.advance(60);
    await azure.delete(before.body.id);
    await expectEachNecessary(grants, { controlPlane: own.properties.principalId });
});

test("services write their rules into the security group that the user has on the nodes' subnet", async () => {
    const rules = await make("Microsoft.Network/networkSecurityGroups/rules", {});
    const address = await make(
        "Microsoft.Network/publicIPAddresses/in",
        { publicIPAllocationMethod: "Static" },
        sku("Standard"),
    );
    const network = await makeNetwork({ guarded: { networkSecurityGroup: { id: rules } } });
    await settled(
        azure,
        clusterContent({
            pool: { vnetSubnetID: `${network}/subnets/guarded` },
            properties: { networkProfile: { networkPlugin: "azure" } },
        }),
    );
    const onRules = async () =>
        (await azure.jobs("c1")).flatMap(({ scope, action, allowed }) => (scope === rules ? [[action, allowed]] : []));
    expect(await onRules()).toEqual([]);
    await control(azure, "workload", { publicIPs: [address] });
    expect(await onRules()).toEqual([
        ["Microsoft.Network/networkSecurityGroups/read", false],
        ["Microsoft.Network/networkSecurityGroups/write", false],
    ]);
    const { principalId } = (await azure.get(clusterPath())).body.identity;
    await assign(azure, networkContributor, principalId, rules);
    expect((await onRules()).map(([, allowed]) => allowed)).toEqual([true, true]);
});

test("Azure CNI: a route table is joined by who updates its subnet, whatever sends traffic through it", async () => {
    const table = await make("Microsoft.Network/routeTables/routes", { routes: [] });
    const network = await makeNetwork({ routed: { routeTable: { id: table } }, plain: {} });
    await settled(
        azure,
        clusterContent({
            pool: { vnetSubnetID: `${network}/subnets/routed` },
            properties: { networkProfile: { networkPlugin: "azure", outboundType: "loadBalancer" } },
        }),
    );
    await azure.put(`${clusterPath()}/agentPools/two`, {
        properties: { vnetSubnetID: `${network}/subnets/plain` },
    });
    azure.advance(60);
    const { body } = await azure.get(clusterPath());
    const controlPlane = { identity: "controlPlane", role: networkContributor };
    await expectEachNecessary(
        [
            {
                ...controlPlane,
                scope: network,
                needs: [
                    ...join("routed"),
                    ...join("plain"),
                    "Microsoft.Network/virtualNetworks/subnets/write @ subnets/routed",
                ],
            },
            {
                ...controlPlane,
                scope: table,
                needs: ["Microsoft.Network/routeTables/join/action @ routeTables/routes"],
            },
        ],
        { controlPlane: body.identity.principalId },
    );
});

test("a NAT gateway of one's own, an internal load balancer and an address of a service", async () => {
    const out = await make("Microsoft.Network/publicIPAddresses/out", {});
    const gateway = await make(
        "Microsoft.Network/natGateways/nat",
        { publicIpAddresses: [{ id: out }] },
        { location: "westus2", sku: { name: "Standard" } },
    );
    const network = await makeNetwork({ nodes: { natGateway: { id: gateway } }, services: {} });
    const address = await make("edge:Microsoft.Network/publicIPAddresses/in", {});
    const own = await makeIdentity(azure, "own");
    await settled(
        azure,
        clusterContent({
            identity: userAssigned(own.id),
            pool: { vnetSubnetID: `${network}/subnets/nodes` },
            properties: {
                networkProfile: { networkPlugin: "azure", outboundType: "userAssignedNATGateway" },
            },
        }),
    );
    await control(azure, "workload", {
        internalLoadBalancerSubnets: [`${network}/subnets/services`],
        publicIPs: [address],
    });
    const controlPlane = { identity: "controlPlane", role: networkContributor };
    const write = "Microsoft.Network/virtualNetworks/subnets/write @ subnets/nodes";
    await expectEachNecessary(
        [
            {
                ...controlPlane,
                scope: network,
                needs: [
                    ...join("nodes"),
                    ...join("services"),
                    write,
                    "Microsoft.Network/virtualNetworks/read @ virtualNetworks/vnet",
                ],
            },
            {
                ...controlPlane,
                scope: gateway,
                needs: ["Microsoft.Network/natGateways/join/action @ natGateways/nat"],
            },
            {
                ...controlPlane,
                scope: `${azure.subscription}/resourceGroups/edge`,
                needs: [
                    "Microsoft.Network/publicIPAddresses/read @ resourceGroups/edge",
                    "Microsoft.Network/publicIPAddresses/join/action @ publicIPAddresses/in",
                ],
            },
        ],
        { controlPlane: own.properties.principalId },
    );
});

test("AcrPull says nothing to a registry in ABAC mode, nor Repository Reader to one in RBAC mode", async () => {
    await settled(azure, clusterContent());
    const modes = { images: "LegacyRegistryPermissions", repositories: "AbacRepositoryPermissions" };
    const ids = await Promise.all(
        Object.entries(modes).map(([name, roleAssignmentMode]) =>
            make(`Microsoft.ContainerRegistry/registries/${name}`, { roleAssignmentMode }, sku("Premium")),
        ),
    );
    await control(azure, "workload", { registries: ids });
    const kubelet = (await azure.get(clusterPath())).body.properties.identityProfile.kubeletidentity?.objectId ?? "";
    const [images = "", repositories = ""] = ids;
    await assign(azure, repositoryReader, kubelet, images);
    await assign(azure, acrPull, kubelet, repositories);
    expect(denied(await azure.jobs("c1"))).toHaveLength(3);
});

test.each([
    [{ clusters: [] }, /'clusters' is not one of registries, vaults/],
    [{ registries: "images" }, /'registries' is not a list/],
    [{ registries: ["images"] }, /"images" in 'registries' is not the id of a Microsoft.ContainerRegistry\/registries/],
])("a workload %j is refused", async (declared, message) => {
    await settled(azure, clusterContent());
    const { status, body } = await control(azure, "workload", declared);
    expect([status, body.error.code]).toEqual([400, "InvalidWorkload"]);
    expect(body.error.message).toMatch(message);
    expect((await control(azure, "workload", {}, "c9")).status).toBe(404);
});

test.each(["202306.18.0", "new"])("a node image release %s is refused: it has to be later", async (release) => {
    await settled(azure, clusterContent());
    const { status, body } = await control(azure, "nodeImage", { release });
    expect([status, body.error.code]).toEqual([400, "InvalidNodeImageRelease"]);
    expect((await control(azure, "nodeImage", { release: "202401.09.0" })).body).toEqual({
        release: "202401.09.0",
    });
});
