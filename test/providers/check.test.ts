import { parseResourceId, pathParameters, resourceId } from "../../local-azure/providers/azure-native/armPath";
import { defaultName, namingStrategy } from "../../local-azure/providers/azure-native/autonaming";
import { type CheckRequest, check } from "../../local-azure/providers/azure-native/check";
import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import { type PropertyMap, UNKNOWN } from "../../local-azure/providers/host/propertyValues";
import type { Autonaming } from "../../local-azure/providers/host/provider";
import { row } from "./support";

const seed = Buffer.from("seed");
const uuid = "614742c2-d31f-db71-69aa-0171258e619a";
const propose: Autonaming = { mode: "propose", proposedName: "proposed" };
const enforce: Autonaming = { mode: "enforce", proposedName: "proposed" };
const disable: Autonaming = { mode: "disable", proposedName: "" };

describe("auto-naming (cases B, autonaming_test)", () => {
    const flag = { __createBeforeDelete: true };
    const cases: [string, "random" | "copy" | "uuid", PropertyMap, Autonaming | undefined, PropertyMap][] = [
        ["old name if it exists", "random", { name: "old" }, undefined, { name: "old" }],
        [
            "old name and flag if the flag exists",
            "random",
            { name: "old", ...flag },
            undefined,
            { name: "old", ...flag },
        ],
        ["random", "random", {}, undefined, { name: "test614742c2", ...flag }],
        ["uuid", "uuid", {}, undefined, { name: uuid, ...flag }],
        ["uuid ignores a proposal", "uuid", {}, propose, { name: uuid, ...flag }],
        ["copy, without the flag", "copy", {}, undefined, { name: "test" }],
        ["random, proposed", "random", {}, propose, { name: "proposed", ...flag }],
        ["copy, proposed", "copy", {}, propose, { name: "proposed", ...flag }],
        ["uuid, enforced", "uuid", {}, enforce, { name: "proposed", ...flag }],
        ["disabled", "random", {}, disable, {}],
    ];
    test.each(cases)("%s", (_name, strategy, olds, autonaming, expected) => {
        const request = { parameter: "name", strategy, logicalName: "test", olds, randomSeed: seed };
        expect(defaultName({ ...request, ...(autonaming ? { autonaming } : {}) })).toEqual(expected);
    });

    test("strategy of every type (facts §1.1)", () => {
        const found = [...resourceTypes.values()].map((type) => [
            type.token.split(":")[2],
            ...Object.values(namingStrategy(type.path) ?? {}),
        ]);
        expect(found).toEqual([
            ["ResourceGroup", "resourceGroupName", "random"],
            ["SubscriptionFeatureRegistration", "featureName", "copy"],
            ["UserAssignedIdentity", "resourceName", "random"],
            ["FederatedIdentityCredential", "federatedIdentityCredentialResourceName", "copy"],
            ["RoleAssignment", "roleAssignmentName", "uuid"],
            ["RoleDefinition", "roleDefinitionId", "uuid"],
            ["VirtualNetwork", "virtualNetworkName", "random"],
            ["Subnet", "subnetName", "copy"],
            ["VirtualNetworkPeering", "virtualNetworkPeeringName", "copy"],
            // From here on by the rule of facts §1.4, where §1.1 does not name the type.
            ["RouteTable", "routeTableName", "random"],
            ["Route", "routeName", "copy"],
            ["NetworkSecurityGroup", "networkSecurityGroupName", "random"],
            ["NatGateway", "natGatewayName", "random"],
            ["PublicIPAddress", "publicIpAddressName", "random"],
            ["ApplicationGateway", "applicationGatewayName", "random"],
            ["PrivateZone", "privateZoneName", "random"],
            ["VirtualNetworkLink", "virtualNetworkLinkName", "copy"],
            ["PrivateRecordSet", "relativeRecordSetName", "copy"],
            ["Zone", "zoneName", "random"],
            ["RecordSet", "relativeRecordSetName", "copy"],
            ["ManagedCluster", "resourceName", "random"],
            ["AgentPool", "agentPoolName", "copy"],
            ["Registry", "registryName", "random"],
            ["Vault", "vaultName", "random"],
            ["Key", "keyName", "copy"],
            ["DiskEncryptionSet", "diskEncryptionSetName", "random"],
            ["Disk", "diskName", "random"],
            ["Workspace", "workspaceName", "random"],
            ["AzureMonitorWorkspace", "azureMonitorWorkspaceName", "random"],
            ["DataCollectionRule", "dataCollectionRuleName", "random"],
            ["DataCollectionEndpoint", "dataCollectionEndpointName", "random"],
            ["DataCollectionRuleAssociation", "associationName", "random"],
        ]);
    });
});

const nowhere = { ofResourceGroup: async () => undefined };
const run = (
    token: string,
    news: PropertyMap,
    more: Partial<CheckRequest> = {},
    locations: Parameters<typeof check>[2] = nowhere,
) => check(row(token), { logicalName: "test", olds: {}, news, randomSeed: seed, ...more }, locations);

describe("check (cases B and D)", () => {
    test("names, locates and adds the API version to the inputs", async () => {
        const found = await run(
            "managedidentity:UserAssignedIdentity",
            { resourceGroupName: "rg" },
            {},
            { ofResourceGroup: async (name) => `location-of-${name}` },
        );
        expect(found).toEqual({
            inputs: {
                resourceGroupName: "rg",
                resourceName: "test614742c2",
                __createBeforeDelete: true,
                location: "location-of-rg",
                azureApiVersion: "2023-01-31",
            },
            failures: [],
        });
    });

    const inGroup = { resourceGroupName: "rg" };
    const fromGroup = { ofResourceGroup: async () => "group" };
    test.each<[string, PropertyMap, PropertyMap, Parameters<typeof check>[2], PropertyMap[string] | undefined]>([
        ["program first", { ...inGroup, location: "own" }, { location: "old" }, fromGroup, "own"],
        ["then old inputs", inGroup, { location: "old" }, { ...fromGroup, configured: "set" }, "old"],
        ["then configuration", inGroup, {}, { ...fromGroup, configured: "set" }, "set"],
        ["then the group", inGroup, {}, fromGroup, "group"],
        ["unknown group, unknown location", { resourceGroupName: UNKNOWN }, {}, fromGroup, UNKNOWN],
    ])("location: %s", async (_name, news, olds, locations, expected) => {
        const { inputs, failures } = await run("containerservice:ManagedCluster", news, { olds }, locations);
        expect([inputs.location, failures]).toEqual([expected, []]);
    });

    test("types without a location get none", async () => {
        const found = await run("network:Subnet", { resourceGroupName: "rg", virtualNetworkName: "v" }, {}, fromGroup);
        expect(found.inputs).not.toHaveProperty("location");
    });
    test("principalType is the SDK's default, not the provider's (facts, last table)", async () => {
        const news = { principalId: "p", roleDefinitionId: "r", scope: "/s" };
        const { inputs } = await run("authorization:RoleAssignment", news);
        expect(inputs).toEqual({
            ...news,
            roleAssignmentName: uuid,
            __createBeforeDelete: true,
            azureApiVersion: "2022-04-01",
        });
    });

    const cluster = { resourceGroupName: "rg", location: "westeurope" };
    const credential = { ...inGroup, resourceName: "id", issuer: "i", subject: "s", audiences: ["a"] };
    test.each<[string, string, PropertyMap, string[]]>([
        [
            "missing",
            "managedidentity:FederatedIdentityCredential",
            { ...inGroup, resourceName: "id", issuer: "i", subject: "s" },
            ["missing required property 'audiences'"],
        ],
        [
            "missing location",
            "resources:ResourceGroup",
            {},
            [
                "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
            ],
        ],
        [
            "a string for an array",
            "managedidentity:FederatedIdentityCredential",
            { ...credential, audiences: "a" },
            ["'audiences' should be of type 'array' but got a string"],
        ],
        [
            "a number for a string",
            "containerservice:ManagedCluster",
            { ...cluster, dnsPrefix: 1 },
            ["'dnsPrefix' should be of type 'string' but got a number"],
        ],
        [
            "an array for an object",
            "containerservice:ManagedCluster",
            { ...cluster, identity: [] },
            ["'identity' should be of type 'object' but got an array"],
        ],
        [
            "too short",
            "containerregistry:Registry",
            { ...cluster, sku: {}, registryName: "abcd" },
            ["'registryName' is too short (4): at least 5 characters required"],
        ],
        [
            "too long and out of pattern",
            "containerservice:ManagedCluster",
            { ...cluster, resourceName: `-${"a".repeat(63)}` },
            [
                "'resourceName' is too long (64): at most 63 characters allowed",
                "'resourceName' does not match expression '^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$'",
            ],
        ],
        ["an unknown is no failure", "containerservice:ManagedCluster", { ...cluster, dnsPrefix: UNKNOWN }, []],
    ])("failure: %s", async (_name, token, news, failures) => {
        expect((await run(token, news)).failures).toEqual(failures);
    });

    test("autonaming off: one failure (TestCheck_AutoNaming)", async () => {
        const { failures } = await run("managedidentity:UserAssignedIdentity", cluster, {
            autonaming: disable,
        });
        expect(failures).toEqual(["missing required property 'resourceName'"]);
    });
});

describe("ids and paths (cases B)", () => {
    const assignment = row("authorization:RoleAssignment").path;
    test("resourcegroups parses, values keep their case (TestParseFullResourceID)", () => {
        const id = "/subscriptions/S/resourcegroups/RG/providers/Microsoft.ContainerService/managedClusters/Aks";
        expect(parseResourceId(row("containerservice:ManagedCluster").path, id)).toEqual({
            resourceGroupName: "RG",
            resourceName: "Aks",
        });
    });
    test("a scope has no leading slash (TestParseScopedResourceID)", () => {
        const id = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Authorization/roleAssignments/G";
        expect(parseResourceId(assignment, id)).toEqual({
            scope: "subscriptions/S/resourceGroups/RG",
            roleAssignmentName: "G",
        });
    });
    test("other paths are refused (TestParseInvalidResourceID)", () => {
        const path = row("network:VirtualNetwork").path;
        const id = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/v";
        for (const wrong of [`${id}/subnets/s`, id.replace("/v", ""), id.replace("Network/", "Compute/")]) {
            expect(() => parseResourceId(path, wrong)).toThrow(`failed to parse '${wrong}' against the path`);
        }
    });
    test.each(["/subscriptions/S", "subscriptions/S", "/subscriptions/S/"])(
        "scope '%s' (TestPathParamEncoding)",
        (scope) => {
            expect(resourceId(assignment, { scope, roleAssignmentName: "G" }, "S")).toBe(
                "/subscriptions/S/providers/Microsoft.Authorization/roleAssignments/G",
            );
        },
    );
    test("an association lies on a whole resource id, either way round", () => {
        const { path } = row("monitor:DataCollectionRuleAssociation");
        const resourceUri = "subscriptions/S/resourceGroups/RG/providers/Microsoft.X/ys/y";
        const id = `/${resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/a`;
        expect(resourceId(path, { resourceUri: `/${resourceUri}`, associationName: "a" }, "S")).toBe(id);
        expect(parseResourceId(path, id)).toEqual({ resourceUri, associationName: "a" });
    });
    test("values are encoded (TestPathParamEncoding)", () => {
        expect(resourceId("/a/{p1}", { p1: "my-value with space and /" }, "S")).toBe(
            "/a/my-value%20with%20space%20and%20%2F",
        );
    });
    test("not a string (TestPathParamsErrorHandling)", () => {
        expect(() => resourceId("/a/{p1}", { p1: 1 }, "S")).toThrow(
            "expected string value for path parameter 'p1', got int",
        );
    });
    test("the subscription is not an input", () => {
        expect(pathParameters("/subscriptions/{subscriptionId}/a/{b}")).toEqual(["b"]);
    });
});
