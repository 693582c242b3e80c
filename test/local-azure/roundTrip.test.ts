import { declaredType, membersOf } from "../../local-azure/kernel/declarations";
import { services } from "../../local-azure/services";
import { control, principalContent } from "./aksHelpers";
import {
    assign,
    clusterContent,
    makeIdentity,
    managedIdentityOperator,
    ownKubelet,
    TestAzure,
    userAssigned,
} from "./harness";
import { group, idOf, layFoundations, plainCases, west } from "./plainCases";

// What a GET answers, sent back as it came: accepted, and nothing changes. Tools do so all the time.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await layFoundations(azure);
});
afterAll(() => azure.stop());

type Case = [type: string, what: string, path: string, content: () => object | Promise<object>];

const clusterType = "Microsoft.ContainerService/managedClusters";
const identities = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities`;
const network = `${group}/Microsoft.Network/virtualNetworks`;
const guid = (last: number) => `00000000-0000-4000-9000-${String(last).padStart(12, "0")}`;

const identified = [
    "Microsoft.Network/applicationGateways",
    "Microsoft.ContainerRegistry/registries",
    "Microsoft.Compute/diskEncryptionSets",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.Insights/dataCollectionEndpoints",
    "Microsoft.Insights/dataCollectionRules",
];

const cases: Case[] = [
    ...plainCases.map(([type, path, body]): Case => [type, "plain", path, () => body(azure)]),
    // Those with identities of the user's: what they show of them comes back, too.
    ...plainCases
        .filter(([type]) => identified.includes(type))
        .map(([type, path, body]): Case => {
            const content = async () => {
                const { id } = await makeIdentity(azure, "shown");
                return { ...body(azure), identity: userAssigned(id) };
            };
            return [type, "with identities", `${path}id`, content];
        }),
    [
        "Microsoft.Resources/subscriptions/resourceGroups",
        "with tags",
        "resourceGroups/other",
        () => ({ ...west, tags: { a: "b" } }),
    ],
    [
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "with tags",
        `${identities}/one`,
        () => ({ ...west, tags: { a: "b" } }),
    ],
    [
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
        "",
        `${identities}/trusting/federatedIdentityCredentials/workload`,
        async () => {
            await makeIdentity(azure, "trusting");
            return {
                properties: {
                    issuer: "https://issuer.example/",
                    subject: "s",
                    audiences: ["api://AzureADTokenExchange"],
                },
            };
        },
    ],
    [
        "Microsoft.Network/virtualNetworks",
        "with subnets that point at others",
        `${network}/vnet2`,
        () => ({
            ...west,
            properties: {
                addressSpace: { addressPrefixes: ["10.2.0.0/16"] },
                subnets: [
                    {
                        name: "nodes",
                        properties: {
                            addressPrefix: "10.2.0.0/24",
                            routeTable: { id: idOf(azure, `${group}/Microsoft.Network/routeTables/base`) },
                        },
                    },
                ],
            },
        }),
    ],
    [
        "Microsoft.Network/virtualNetworks/subnets",
        "",
        `${network}/vnet/subnets/more`,
        () => ({ properties: { addressPrefix: "10.1.7.0/24" } }),
    ],
    [
        "Microsoft.KeyVault/vaults/keys",
        "",
        `${group}/Microsoft.KeyVault/vaults/keyed/keys/k1`,
        async () => {
            const { tenantId, deployerObjectId: objectId } = azure.server.ready;
            const accessPolicies = [{ tenantId, objectId, permissions: { keys: ["delete"] } }];
            const properties = { tenantId, sku: { family: "A", name: "standard" }, accessPolicies };
            await azure.put(`${group}/Microsoft.KeyVault/vaults/keyed`, { ...west, properties });
            return { properties: { kty: "RSA" } };
        },
    ],
    [
        "Microsoft.Authorization/locks",
        "",
        "resourceGroups/rg/providers/Microsoft.Authorization/locks/kept",
        () => ({ properties: { level: "CanNotDelete", notes: "n" } }),
    ],
    [
        "Microsoft.Authorization/roleAssignments",
        "",
        `resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/${guid(1)}`,
        async () => {
            const { properties } = await makeIdentity(azure, "holder");
            const roleDefinitionId = idOf(
                azure,
                `providers/Microsoft.Authorization/roleDefinitions/${managedIdentityOperator}`,
            );
            return {
                properties: { roleDefinitionId, principalId: properties.principalId, description: "why" },
            };
        },
    ],
    [
        "Microsoft.Authorization/roleDefinitions",
        "",
        `providers/Microsoft.Authorization/roleDefinitions/${guid(2)}`,
        () => ({
            properties: {
                roleName: "Joiner",
                assignableScopes: [azure.subscription],
                permissions: [{ actions: ["Microsoft.Network/virtualNetworks/read"] }],
            },
        }),
    ],
    [
        "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
        "",
        "providers/Microsoft.Features/featureProviders/Microsoft.ContainerService/subscriptionFeatureRegistrations/P1",
        () => ({ properties: {} }),
    ],
    ...clusters(),
    [
        `${clusterType}/agentPools`,
        "under the autoscaler",
        `${group}/${clusterType}/c1/agentPools/scaled`,
        () => ({
            properties: {
                count: 2,
                enableAutoScaling: true,
                minCount: 1,
                maxCount: 3,
                nodeLabels: { a: "b" },
            },
        }),
    ],
    [
        `${clusterType}/agentPools`,
        "of Windows",
        `${group}/${clusterType}/c1/agentPools/win`,
        () => ({ properties: { count: 1, osType: "Windows", orchestratorVersion: "1.33" } }),
    ],
];

/** A cluster each, with what is shown otherwise than it is sent. */
function clusters(): Case[] {
    const workspace = () => idOf(azure, `${group}/Microsoft.OperationalInsights/workspaces/base`);
    const variants: [what: string, content: () => object | Promise<object>][] = [
        ["on a system-assigned identity", () => clusterContent()],
        [
            "on user-assigned identities",
            async () => {
                const [control, kubelet] = [await makeIdentity(azure, "control"), await makeIdentity(azure, "kubelet")];
                await assign(azure, managedIdentityOperator, control.properties.principalId, kubelet.id);
                return clusterContent({
                    identity: userAssigned(control.id),
                    properties: ownKubelet(kubelet.id),
                });
            },
        ],
        ["on a service principal", () => principalContent()],
        ["with a version", () => clusterContent({ properties: { kubernetesVersion: "1.33" } })],
        [
            "with add-ons",
            () =>
                clusterContent({
                    properties: {
                        networkProfile: { networkPlugin: "azure" },
                        addonProfiles: {
                            azurepolicy: { enabled: true },
                            azureKeyvaultSecretsProvider: {
                                enabled: true,
                                config: { enableSecretRotation: "true" },
                            },
                            omsagent: {
                                enabled: true,
                                config: { logAnalyticsWorkspaceResourceID: workspace() },
                            },
                            ingressApplicationGateway: {
                                enabled: true,
                                config: { subnetCIDR: "10.225.0.0/16" },
                            },
                            aciConnectorLinux: { enabled: false },
                        },
                        ingressProfile: { webAppRouting: { enabled: true } },
                        metricsProfile: { costAnalysis: { enabled: true } },
                    },
                }),
        ],
        [
            "that is private, with Entra and workload identity",
            () =>
                clusterContent({
                    properties: {
                        apiServerAccessProfile: { enablePrivateCluster: true },
                        aadProfile: { managed: true, enableAzureRBAC: true },
                        disableLocalAccounts: true,
                        oidcIssuerProfile: { enabled: true },
                        securityProfile: { workloadIdentity: { enabled: true } },
                    },
                }),
        ],
        [
            "behind a NAT gateway",
            () => clusterContent({ properties: { networkProfile: { outboundType: "managedNATGateway" } } }),
        ],
        ["of the SKU Automatic", () => ({ ...clusterContent(), sku: { name: "Automatic", tier: "Standard" } })],
        [
            "under the autoscaler",
            () =>
                clusterContent({
                    pool: { enableAutoScaling: true, minCount: 1, maxCount: 5 },
                    properties: { autoScalerProfile: { expander: "priority" } },
                }),
        ],
    ];
    return variants.map(([what, content], i) => [clusterType, what, `${group}/${clusterType}/round${i}`, content]);
}

test.each(cases)("%s %s", async (_type, _what, path, content) => {
    const made = await azure.put(path, await content());
    expect([made.status < 300, made.body.error]).toEqual([true, undefined]);
    await sentBack(path);
    await foundInAnySpelling(path);
});

test("a cluster that others have changed, with pools of its own", async () => {
    const path = `${group}/${clusterType}/lived`;
    const pool = { enableAutoScaling: true, minCount: 1, maxCount: 5 };
    await azure.put(path, clusterContent({ pool, properties: { kubernetesVersion: "1.33" } }));
    await azure.put(`${path}/agentPools/apps`, { properties: { count: 1, orchestratorVersion: "1.33.5" } });
    await control(azure, "agentPools/nodepool1/change", { properties: { count: 5 } }, "lived");
    await control(
        azure,
        "change",
        { properties: { kubernetesVersion: "1.34.1", addonProfiles: { azurepolicy: { enabled: true } } } },
        "lived",
    );
    await sentBack(path);
    await sentBack(`${path}/agentPools/apps`);
    await sentBack(`${path}/agentPools/nodepool1`);
});

test("lists and actions are found in any spelling, too", async () => {
    const path = `${group}/${clusterType}/spelt`;
    await azure.put(path, clusterContent());
    await azure.get(path);
    const spelt = `${azure.subscription}/${path}`.toUpperCase();
    const pools = await azure.get(`${spelt}/AGENTPOOLS/`);
    expect(pools.body.value.map(({ name }) => name)).toEqual(["nodepool1"]);
    expect((await azure.post(`${spelt}/AGENTPOOLS/NODEPOOL1/UPGRADENODEIMAGEVERSION/`)).status).toBe(202);
    expect((await azure.post(`${spelt}/LISTCLUSTERUSERCREDENTIAL/`)).status).toBe(200);
    const mine = await azure.get(`${azure.subscription}/RESOURCEGROUPS/RG/PROVIDERS/${clusterType.toUpperCase()}/`);
    expect(mine.body.value.map(({ name }) => name)).toContain("spelt");
    expect(await azure.get(`${spelt}/AGENTPOOLS/NONE`)).toMatchObject({ status: 404 });
});

test("of a cluster's identity only what it shows itself may be sent, spelt as it is shown", async () => {
    const path = `${group}/${clusterType}/strict`;
    const [one, other] = [await makeIdentity(azure, "strict-one"), await makeIdentity(azure, "strict-other")];
    await azure.put(path, clusterContent({ identity: userAssigned(one.id) }));
    const { clientId, principalId } = one.properties;
    expect((await azure.get(path)).body.identity.userAssignedIdentities).toEqual({
        [one.id]: { clientId, principalId },
    });
    const sent = async (id: string, value: object | null) => {
        const identity = { type: "UserAssigned", userAssignedIdentities: { [id]: value } };
        const { status, body } = await azure.put(path, clusterContent({ identity }));
        return status === 200 ? "accepted" : body.error.code;
    };
    expect(await sent(one.id, { clientId, principalId })).toBe("accepted");
    expect(await sent(one.id, {})).toBe("accepted");
    expect(await sent(one.id, null)).toBe("accepted");
    for (const [id, value] of [
        [one.id, { clientId }],
        [one.id, { clientId, principalId: other.properties.principalId }],
        [one.id, { clientId, principalId, more: true }],
        [one.id.replace("resourcegroups", "resourceGroups"), { clientId, principalId }],
        [other.id, { clientId, principalId }],
    ] as const) {
        expect([id, value, await sent(id, value)]).toEqual([id, value, "InvalidIdentityValues"]);
    }
});

async function sentBack(path: string): Promise<void> {
    const before = (await azure.get(path)).body;
    azure.advance(60);
    const answer = await azure.put(path, before);
    expect([answer.status < 300, answer.body.error]).toEqual([true, undefined]);
    expect(lasting((await azure.get(path)).body)).toEqual(lasting(before));
}

/** Ids are the same in capitals and with a slash at the end, for reading, writing and deleting; the first spelling stays. */
async function foundInAnySpelling(path: string): Promise<void> {
    const before = (await azure.get(path)).body;
    const spelt = `${azure.subscription}/${path}/`.toUpperCase();
    expect((await azure.get(spelt)).body).toEqual(before);
    const answer = await azure.put(spelt, before);
    expect([answer.status < 300, answer.body.error]).toEqual([true, undefined]);
    expect(lasting((await azure.get(path)).body)).toEqual(lasting(before));
    expect([200, 202]).toContain((await azure.delete(spelt)).status);
    azure.advance(60);
    expect((await azure.get(path)).status).toBe(404);
}

/** Without what every write changes. */
function lasting(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(lasting);
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).filter(
        ([key]) => !["etag", "eTag", "systemData", "updatedOn", "modifiedDate"].includes(key),
    );
    return Object.fromEntries(kept.map(([key, each]) => [key, lasting(each)]));
}

test("every type that declares an identity has a case above", () => {
    const declares = (type: string) => membersOf(declaredType(type)?.content ?? "").has("identity");
    const types = new Set(services.flatMap(({ routes }) => routes).map(({ type }) => type));
    expect([...types].filter((type) => type !== clusterType && declares(type)).sort()).toEqual([...identified].sort());
});

test("every type that can be put and got has a case above", () => {
    const typesOf = (wanted: string) =>
        services
            .flatMap(({ routes }) => routes)
            .filter(({ method, on }) => method === wanted && on === "resource")
            .map(({ type }) => type);
    const readable = new Set(typesOf("GET"));
    const tested = new Set(cases.map(([type]) => type));
    expect(typesOf("PUT").filter((type) => readable.has(type) && !tested.has(type))).toEqual([]);
});
