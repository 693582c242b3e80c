import { clusterContent, clusterPath, makeGroup, makeSubnet, refused, TestAzure } from "./harness";
import { group, west } from "./plainCases";

// What a type does not declare, by the first request of a client: refused as Azure does where that is known, else 501.

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    await makeSubnet(azure);
    await azure.put(clusterPath("there"), clusterContent({ properties: { dnsPrefix: "there" } }));
});
afterAll(() => azure.stop());

const network = `${group}/Microsoft.Network/virtualNetworks`;
const vault = `${group}/Microsoft.KeyVault/vaults/vault1`;
const pool = `${clusterPath("there")}/agentPools/more`;
const inNetworkProfile = (networkProfile: object) => clusterContent({ properties: { networkProfile } });
const notModelled = (what: string) =>
    refused(501, "NotModelled", `local-azure does not model ${what}. Nothing was changed.`);

const unknownField = (name: string) =>
    `UnmarshalEntity encountered error: json: unknown field "${name}" Check that the field is in the right location, is spelled correctly, and is supported in the API version. Visit aka.ms/aks/apiversions for more API version information..`;

const refusals: [what: string, path: string, content: object, expected: object][] = [
    [
        "a property that AKS does not know",
        clusterPath(),
        clusterContent({ properties: { autoUpgradeProfil: {} } }),
        refused(400, "UnmarshalError", unknownField("autoUpgradeProfil")),
    ],
    [
        "a property of a pool that AKS does not know",
        pool,
        { properties: { count: 1, securityProfile: { ssh: "LocalUser" } } },
        refused(400, "UnmarshalError", unknownField("ssh")),
    ],
    [
        "text for a number of AKS",
        pool,
        { properties: { count: "1" } },
        refused(
            400,
            "UnmarshalError",
            "UnmarshalEntity encountered error: Properties.properties.count accept type number, not type string",
        ),
    ],
    [
        "text for an object of AKS",
        clusterPath(),
        clusterContent({ properties: { identityProfile: { kubeletidentity: "id" } } }),
        refused(
            400,
            "UnmarshalError",
            "UnmarshalEntity encountered error: Properties.properties.identityProfile.kubeletidentity accept type UserAssignedIdentity/UserAssignedIdentityManagedClusterResponse, not type string",
        ),
    ],
    ...[
        ["networkPlugin", "UnknownNetworkPlugin"],
        ["networkPolicy", "NetworkPolicyNotSupported"],
        ["networkMode", "NetworkModeInvalid"],
        ["outboundType", "UnsupportedOutboundType"],
        ["loadBalancerSku", "InvalidLoadBalancerSku"],
    ].map(([setting = "", code = ""]): (typeof refusals)[number] => [
        `another ${setting}`,
        clusterPath(),
        inNetworkProfile({ [setting]: "nonsense" }),
        refused(
            400,
            code,
            new RegExp(`^The value 'nonsense' of 'properties.networkProfile.${setting}' is not one of: \\w`),
        ),
    ]),
    [
        "another system of nodes",
        pool,
        { properties: { count: 1, osSKU: "Arch" } },
        refused(400, "InvalidOSSKU", /'Arch'/),
    ],
    [
        "another value whose refusal is not known",
        clusterPath(),
        inNetworkProfile({ networkDataplane: "nonsense" }),
        notModelled(
            "the value \"nonsense\" of 'properties.networkProfile.networkDataplane' of 'Microsoft.ContainerService/managedClusters', which api-version 2025-09-01 declares otherwise",
        ),
    ],
    [
        "an add-on that is neither on nor off",
        clusterPath(),
        clusterContent({ properties: { addonProfiles: { azurepolicy: {} } } }),
        refused(
            400,
            "InvalidParameter",
            "Required parameter properties.addonProfiles.azurepolicy.enabled is missing (null).",
        ),
    ],
    [
        "a property that Microsoft.Network does not know",
        `${network}/other`,
        {
            ...west,
            properties: {
                addressSpace: { addressPrefixes: ["10.2.0.0/16"] },
                subnets: [{ name: "s", properties: { name: "s", addressPrefix: "10.2.0.0/24" } }],
            },
        },
        {
            status: 400,
            body: {
                error: {
                    code: "InvalidRequestFormat",
                    message: "Cannot parse the request.",
                    details: [
                        {
                            code: "InvalidJson",
                            message:
                                "Could not find member 'name' on object of type 'SubnetProperties'. Path 'properties.subnets[0].properties.name', line 1, position 131.",
                        },
                    ],
                },
            },
        },
    ],
    [
        "a property of a zone, which another provider serves",
        `${group}/Microsoft.Network/privateDnsZones/a.example`,
        { location: "global", properties: { zone: 1 } },
        notModelled(
            "the property 'properties.zone' of 'Microsoft.Network/privateDnsZones', which api-version 2024-06-01 declares otherwise",
        ),
    ],
    [
        "what no resource has beside its properties",
        `${network}/other`,
        { ...west, propertees: {} },
        refused(
            400,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized: 'Could not find member 'propertees' on object of type 'ResourceDefinition'. Path 'propertees', line 1, position 35.'.",
        ),
    ],
    [
        "what this one does not have beside its properties",
        `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/one`,
        { ...west, sku: { name: "Basic" } },
        notModelled(
            "the property 'sku' of 'Microsoft.ManagedIdentity/userAssignedIdentities', which api-version 2023-01-31 declares otherwise",
        ),
    ],
    [
        "a rule without a direction",
        `${group}/Microsoft.Network/networkSecurityGroups/nsg`,
        {
            ...west,
            properties: {
                securityRules: [{ name: "r", properties: { access: "Allow", priority: 100, protocol: "*" } }],
            },
        },
        notModelled(
            "the absence of 'properties.securityRules.0.properties.direction' of 'Microsoft.Network/networkSecurityGroups', which api-version 2024-05-01 declares otherwise",
        ),
    ],
    [
        "a property of a vault",
        vault,
        { ...west, properties: { tenantId: "t", sku: { family: "A", name: "standard" }, rbac: true } },
        refused(501, "NotModelled", /'properties.rbac'/),
    ],
];

test.each(refusals)("%s", async (_what, path, content, expected) => {
    expect(await azure.put(path, content)).toMatchObject(expected);
    expect((await azure.get(path)).status).toBe(404);
});

test("a property may be one of another api-version: of that nothing is known", async () => {
    const content = clusterContent({ properties: { schedulerProfiles: {} } });
    expect(await azure.put(clusterPath(), content, { apiVersion: "2026-04-02-preview" })).toMatchObject(
        refused(501, "NotModelled", /^local-azure does not model the property 'properties.schedulerProfiles' of /),
    );
});

test.each(["Azure", "AZURE"])("a choice may be written in any case: %s", async (networkPlugin) => {
    const { status, body } = await azure.put(
        clusterPath("any"),
        inNetworkProfile({ networkPlugin, outboundType: "LoadBalancer" }),
    );
    expect([status < 300, body.error]).toEqual([true, undefined]);
});

test("streams of a data collection rule have any name, as that of Container insights", async () => {
    const streams = ["Microsoft-ContainerInsights-Group-Default"];
    const rule = (properties: object) =>
        azure.put(`${group}/Microsoft.Insights/dataCollectionRules/dcr1`, { ...west, properties });
    const extensions = [{ name: "ci", extensionName: "ContainerInsights", streams }];
    expect(
        (await rule({ dataSources: { extensions }, dataFlows: [{ streams, destinations: ["a"] }] })).body.error,
    ).toBeUndefined();
    expect(await rule({ dataFlows: [{ stream: streams }] })).toMatchObject(
        refused(501, "NotModelled", /'properties.dataFlows.0.stream'/),
    );
});

test("a PATCH is looked at likewise", async () => {
    const answer = await azure.patch(`${network}/vnet`, { tag: { a: "b" } });
    expect(answer).toMatchObject(
        refused(400, "InvalidRequestContent", /member 'tag' on object of type 'ResourceDefinition'/),
    );
});

test("who may not write learns nothing about what he sends", async () => {
    const { properties } = (await azure.put(`${group}/Microsoft.ManagedIdentity/userAssignedIdentities/nobody`, west))
        .body;
    const token = await azure.tokenOf(properties.principalId);
    const answer = await azure.put(clusterPath(), clusterContent({ properties: { x: 1 } }), { token });
    expect(answer).toMatchObject(refused(403, "AuthorizationFailed", /managedClusters\/write/));
});

test("loose takes it", async () => {
    const loose = await TestAzure.start({ loose: true });
    try {
        await makeGroup(loose);
        // A vault, a pool and a kubelet identity that is none are other people's to refuse.
        const taken = refusals.filter(
            ([what, path]) => !/vaults|agentPools/.test(path) && what !== "text for an object of AKS",
        );
        expect(taken.length).toBeGreaterThan(10);
        for (const [what, path, content] of taken) {
            expect([what, (await loose.put(path, content)).body.error]).toEqual([what, undefined]);
            await loose.delete(path);
        }
    } finally {
        await loose.stop();
    }
});
