import {
    inputsForImport,
    outputsOf,
    refreshedInputs,
    resetUnsetSubResources,
} from "../../local-azure/providers/azure-native/outputs";
import { previewOutputs } from "../../local-azure/providers/azure-native/previewOutputs";
import { containsNull, requestBody } from "../../local-azure/providers/azure-native/requestBody";
import { type PropertyMap, UNKNOWN } from "../../local-azure/providers/host/propertyValues";
import { row } from "./support";

const cluster = row("containerservice:ManagedCluster");
const network = row("network:VirtualNetwork");
const withIds = (...ids: string[]): PropertyMap => ({
    identity: { type: "UserAssigned", userAssignedIdentities: ids },
});

describe("request bodies (cases C)", () => {
    test("envelope and properties; path parameters and the API version stay out", () => {
        const inputs = {
            resourceName: "a",
            azureApiVersion: "v",
            location: "l",
            tags: { k: "v" },
            dnsPrefix: "d",
        };
        expect(requestBody(cluster, inputs)).toEqual({
            location: "l",
            tags: { k: "v" },
            properties: { dnsPrefix: "d" },
        });
    });
    test("a property that is not in the metadata is left out", () => {
        expect(requestBody(cluster, { propB: "x" })).toEqual({});
    });
    test("string set: list becomes map", () => {
        expect(requestBody(cluster, withIds("a", "b"))).toEqual({
            identity: { type: "UserAssigned", userAssignedIdentities: { a: {}, b: {} } },
        });
    });
    test("string set: a removed entry is nulled, never on create (#4640)", () => {
        const body = requestBody(cluster, withIds("a"), withIds("a", "b"));
        expect(body.identity).toEqual({ type: "UserAssigned", userAssignedIdentities: { a: {}, b: null } });
        expect([containsNull(body), containsNull(requestBody(cluster, withIds("a")))]).toEqual([true, false]);
    });
    test("autoscaler keys are kebab-case on the wire, camelCase in outputs, unknown ones untouched", () => {
        const sdk = { autoScalerProfile: { scanInterval: "10s", maxGracefulTerminationSec: "1", own: "x" } };
        const arm = {
            properties: {
                autoScalerProfile: { "scan-interval": "10s", "max-graceful-termination-sec": "1", own: "x" },
            },
        };
        expect(requestBody(cluster, sdk)).toEqual(arm);
        expect(outputsOf(cluster, arm)).toMatchObject(sdk);
    });
    test("subnets inside a virtual network have an envelope of their own", () => {
        const sdk = {
            subnets: [{ name: "s", addressPrefix: "p", delegations: [{ name: "d", serviceName: "n" }] }],
        };
        const arm = {
            properties: {
                subnets: [
                    {
                        name: "s",
                        properties: {
                            addressPrefix: "p",
                            delegations: [{ name: "d", properties: { serviceName: "n" } }],
                        },
                    },
                ],
            },
        };
        expect(requestBody(network, sdk)).toEqual(arm);
        expect(outputsOf(network, arm)).toMatchObject(sdk);
    });
    test("a pool's tags and type are properties", () => {
        const inputs = { tags: { a: "b" }, type: "VirtualMachineScaleSets" };
        expect(requestBody(row("containerservice:AgentPool"), inputs)).toEqual({ properties: inputs });
    });
    test("a role's type is called roleType in the SDK", () => {
        const type = row("authorization:RoleDefinition");
        const arm = { type: "Microsoft.Authorization/roleDefinitions", properties: { type: "CustomRole" } };
        expect(requestBody(type, { roleType: "CustomRole" })).toEqual({ properties: arm.properties });
        expect(outputsOf(type, arm)).toMatchObject({ roleType: "CustomRole", type: arm.type });
    });
    test("a key: one input that is ARM's `properties`, and flat outputs", () => {
        const inputs = { properties: { kty: "RSA" }, tags: { a: "b" } };
        expect(requestBody(row("keyvault:Key"), inputs)).toEqual(inputs);
        const answer = { name: "k", properties: { kty: "RSA", keyUri: "u" } };
        expect(outputsOf(row("keyvault:Key"), answer)).toEqual({
            name: "k",
            kty: "RSA",
            keyUri: "u",
            azureApiVersion: "2024-11-01",
        });
    });
    test("an application gateway: `sku` inside, identity as a set, parts in an envelope of their own", () => {
        const inputs = {
            sku: { name: "Standard_v2" },
            zones: ["1"],
            identity: { type: "UserAssigned", userAssignedIdentities: ["a"] },
            frontendPorts: [{ name: "http", port: 80 }],
        };
        expect(requestBody(row("network:ApplicationGateway"), inputs)).toEqual({
            zones: ["1"],
            identity: { type: "UserAssigned", userAssignedIdentities: { a: {} } },
            properties: {
                sku: { name: "Standard_v2" },
                frontendPorts: [{ name: "http", properties: { port: 80 } }],
            },
        });
    });
    test("records of a public zone are spelled in capitals, those of a private one are not", () => {
        const inputs = { ttl: 60, aRecords: [{ ipv4Address: "1.2.3.4" }] };
        expect(requestBody(row("dns:RecordSet"), inputs)).toEqual({
            properties: { TTL: 60, ARecords: inputs.aRecords },
        });
        expect(requestBody(row("privatedns:PrivateRecordSet"), inputs)).toEqual({ properties: inputs });
    });
    test("the caller's inputs are not changed", () => {
        const inputs = withIds("a");
        requestBody(cluster, inputs, withIds("b"));
        expect(inputs).toEqual(withIds("a"));
    });
});

describe("outputs (cases C)", () => {
    test("flattened, nulls dropped, nested empty objects and the identity map kept, version added", () => {
        const response = {
            id: "/x",
            name: "n",
            identity: { userAssignedIdentities: { a: { clientId: "c" } } },
            properties: {
                dnsPrefix: "d",
                fqdn: null,
                securityProfile: {},
                networkProfile: { podCidr: null },
                undeclared: 1,
            },
        };
        expect(outputsOf(cluster, response)).toEqual({
            id: "/x",
            name: "n",
            identity: { userAssignedIdentities: { a: { clientId: "c" } } },
            dnsPrefix: "d",
            securityProfile: {},
            networkProfile: {},
            azureApiVersion: "2025-09-01",
        });
    });
    test("a pool's type comes back as the ARM type (facts §2)", () => {
        const response = {
            type: "Microsoft.ContainerService/managedClusters/agentPools",
            properties: { type: "VirtualMachineScaleSets" },
        };
        expect(outputsOf(row("containerservice:AgentPool"), response).type).toBe(response.type);
    });
    test("a resource group keeps its `properties`", () => {
        const response = { name: "rg", properties: { provisioningState: "Succeeded" } };
        expect(outputsOf(row("resources:ResourceGroup"), response)).toMatchObject(response);
    });
    test("import: ids to a list, empty collections and read-only parts dropped, parameters from the id", () => {
        const response = {
            id: "/subscriptions/S/resourcegroups/RG/providers/Microsoft.ContainerService/managedClusters/aks",
            location: "l",
            tags: {},
            identity: {
                type: "UserAssigned",
                principalId: "p",
                userAssignedIdentities: { a: {}, c: { d: "e" } },
            },
            properties: {
                dnsPrefix: "d",
                fqdn: "f",
                oidcIssuerProfile: { enabled: false, issuerURL: "u" },
                addonProfiles: {},
            },
        };
        expect(inputsForImport(cluster, response.id, response)).toEqual({
            resourceGroupName: "RG",
            resourceName: "aks",
            location: "l",
            identity: { type: "UserAssigned", userAssignedIdentities: ["a", "c"] },
            dnsPrefix: "d",
            oidcIssuerProfile: { enabled: false },
        });
    });
});

describe("refresh (TestApplyDiff)", () => {
    test("what changed in Azure comes in, a standing server default does not", () => {
        const inputs = { networkProfile: { podCidr: "a", serviceCidr: "gone" } };
        const before = {
            networkProfile: { podCidr: "a", serviceCidr: "gone", outboundType: "default" },
            fqdn: "f",
        };
        const after = {
            networkProfile: { podCidr: "b", outboundType: "default", networkPolicy: "new" },
            fqdn: "g",
        };
        expect(refreshedInputs(cluster, inputs, before, after)).toEqual({
            networkProfile: { podCidr: "b", networkPolicy: "new" },
        });
    });
    test("arrays: a changed leaf is written into its element, a further element is appended whole", () => {
        const inputs = { agentPoolProfiles: [{ name: "a", count: 1 }] };
        const before = { agentPoolProfiles: [{ name: "a", count: 1, maxPods: 30 }] };
        const after = {
            agentPoolProfiles: [
                { name: "a", count: 2, maxPods: 30 },
                { name: "b", count: 1, maxPods: 30 },
            ],
        };
        expect(refreshedInputs(cluster, inputs, before, after)).toEqual({
            agentPoolProfiles: [
                { name: "a", count: 2 },
                { name: "b", count: 1, maxPods: 30 },
            ],
        });
    });
    test("arrays: elements go by their place, be they another pool's, and one that stands keeps its inputs", () => {
        const inputs = { agentPoolProfiles: [{ name: "sys", count: 1, vmSize: "V" }] };
        const sys = { name: "sys", count: 1, vmSize: "V", maxPods: 30 };
        const apps = { name: "apps", count: 2, vmSize: "V", maxPods: 30 };
        type Pools = Record<string, string | number>[];
        const found = (before: Pools, after: Pools) =>
            refreshedInputs(cluster, inputs, { agentPoolProfiles: before }, { agentPoolProfiles: after })
                .agentPoolProfiles;
        // A pool of its own, added and sorted before the cluster's.
        expect(found([sys], [apps, sys])).toEqual([{ name: "apps", count: 2, vmSize: "V" }, sys]);
        // Once the state knows both, the rest of the list is Azure's whenever anything in it changes.
        expect(found([apps, sys], [apps, { ...sys, count: 5 }])).toEqual([
            { name: "sys", count: 1, vmSize: "V" },
            { ...sys, count: 5 },
        ]);
        expect(found([apps, sys], [apps, sys])).toEqual(inputs.agentPoolProfiles);
        expect(found([apps, sys], [sys])).toEqual([{ name: "sys", count: 1, vmSize: "V" }]);
    });
    test("arrays of plain values: once one has changed, all are Azure's", () => {
        const inputs = { agentPoolProfiles: [{ name: "a", availabilityZones: ["One", "2"] }] };
        const zones = (availabilityZones: string[]) => ({
            agentPoolProfiles: [{ name: "a", availabilityZones }],
        });
        expect(refreshedInputs(cluster, inputs, zones(["1", "2"]), zones(["1", "3"]))).toEqual(zones(["1", "3"]));
        expect(refreshedInputs(cluster, inputs, zones(["1", "2"]), zones(["1", "2"]))).toEqual(inputs);
    });
    test("unset subnets are reset, set ones are kept (TestResetUnsetSubResourceProperties)", () => {
        const outputs = { subnets: [{ name: "s" }] };
        expect(resetUnsetSubResources(network, {}, outputs)).toEqual({ subnets: [] });
        expect(resetUnsetSubResources(network, { subnets: [] }, outputs)).toEqual(outputs);
    });
});

describe("preview (cases C, facts §3.4)", () => {
    test("inputs are echoed, the rest is unknown", () => {
        const found = previewOutputs(row("managedidentity:UserAssignedIdentity"), { location: "l" });
        expect(found).toEqual({
            location: "l",
            tags: UNKNOWN,
            clientId: UNKNOWN,
            name: UNKNOWN,
            principalId: UNKNOWN,
            systemData: UNKNOWN,
            tenantId: UNKNOWN,
            type: UNKNOWN,
        });
    });
    test("wrongly typed: unknown", () => {
        expect(previewOutputs(cluster, { dnsPrefix: 1 }).dnsPrefix).toBe(UNKNOWN);
    });
    test("the identity list and what Azure adds to an object are unknown", () => {
        const found = previewOutputs(cluster, { ...withIds("a"), oidcIssuerProfile: { enabled: true } });
        expect(found.identity).toEqual({
            type: "UserAssigned",
            userAssignedIdentities: UNKNOWN,
            delegatedResources: UNKNOWN,
            principalId: UNKNOWN,
            tenantId: UNKNOWN,
        });
        expect(found.oidcIssuerProfile).toEqual({ enabled: true, issuerURL: UNKNOWN });
    });
    test("keys that a nested object lacks are unknown, at every level and in lists (previewOutputs.go)", () => {
        const found = previewOutputs(network, {
            subnets: [{ name: "s", routeTable: { id: "r" } }],
            tags: { a: "b" },
        });
        const [subnet] = Array.isArray(found.subnets) ? found.subnets : [];
        expect(subnet).toMatchObject({ name: "s", addressPrefix: UNKNOWN, etag: UNKNOWN });
        expect(subnet).toMatchObject({ routeTable: { id: "r", routes: UNKNOWN } });
        // A map has no keys but its own.
        expect(found.tags).toEqual({ a: "b" });
    });
    test("wrongly typed inside: that one unknown", () => {
        const addressSpace = { addressPrefixes: ["p", 1] };
        expect(previewOutputs(network, { addressSpace }).addressSpace).toMatchObject({
            addressPrefixes: ["p", UNKNOWN],
        });
    });
    test("an update makes identityProfile unknown and keeps name and location (PAN#1080)", () => {
        const found = previewOutputs(cluster, { location: "new" }, { name: "n", location: "old", identityProfile: {} });
        expect([found.name, found.location, found.identityProfile]).toEqual(["n", "old", UNKNOWN]);
    });
    test("a role assignment's scope is known", () => {
        expect(previewOutputs(row("authorization:RoleAssignment"), { scope: "/s" }).scope).toBe("/s");
    });
});
