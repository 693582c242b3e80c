import type { ArmServer } from "../../local-azure/contract";
import { virtualClock } from "../../local-azure/kernel/clock";
import { pathParameters } from "../../local-azure/providers/azure-native/armPath";
import { startAzureNative } from "../../local-azure/providers/azure-native/azureNative";
import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import { isMap, type PropertyMap, UNKNOWN } from "../../local-azure/providers/host/propertyValues";
import { startArmServer } from "../../local-azure/server/armServer";
import { EngineClient } from "./engineClient";

let arm: ArmServer;
let provider: { port: number; stop(): Promise<void> };
let engine: EngineClient;
/** Ids of what the cases stand on. */
const made: Record<string, string> = {};

beforeAll(async () => {
    const clock = virtualClock();
    arm = await startArmServer({ clock });
    provider = await startAzureNative({ ...arm.ready, clock });
    engine = new EngineClient(provider.port);
    await engine.configure();
    for (const [key, token, inputs] of foundations()) {
        const urn = urnOf(token, key);
        const { id, state } = await engine.create(urn, await engine.check(urn, inputs));
        made[key] = id;
        if (key === "identity") made.principal = String(state.principalId);
    }
});
afterAll(async () => {
    engine.close();
    await provider.stop();
    await arm.stop();
});

const urnOf = (token: string, name: string) => `urn:pulumi:s::p::azure-native:${token}::${name}`;
const rg = { resourceGroupName: "rg" };
const here = { ...rg, location: "westus2" };
const subscription = () => `/subscriptions/${arm.ready.subscriptionId}`;
const policy = () => ({
    tenantId: arm.ready.tenantId,
    objectId: arm.ready.deployerObjectId,
    permissions: { keys: ["get", "delete"] },
});
/** A deleted vault keeps its name: each test has another one. */
let tests = 0;
beforeEach(() => {
    tests++;
});

const vault = () => ({
    tenantId: arm.ready.tenantId,
    sku: { family: "A", name: "standard" },
    accessPolicies: [policy()],
});
const pool = { name: "p1", mode: "System", count: 1, vmSize: "Standard_D4s_v5" };

function foundations(): [string, string, PropertyMap][] {
    return [
        ["group", "resources:ResourceGroup", here],
        [
            "network",
            "network:VirtualNetwork",
            { ...here, virtualNetworkName: "net", addressSpace: { addressPrefixes: ["10.0.0.0/8"] } },
        ],
        [
            "hub",
            "network:VirtualNetwork",
            { ...here, virtualNetworkName: "hub", addressSpace: { addressPrefixes: ["192.168.0.0/16"] } },
        ],
        [
            "subnet",
            "network:Subnet",
            { ...rg, virtualNetworkName: "net", subnetName: "gw", addressPrefix: "10.1.0.0/24" },
        ],
        ["routes", "network:RouteTable", { ...here, routeTableName: "base" }],
        ["zone", "privatedns:PrivateZone", { ...rg, privateZoneName: "base.example", location: "global" }],
        ["public", "dns:Zone", { ...rg, zoneName: "base.example", location: "global" }],
        ["identity", "managedidentity:UserAssignedIdentity", { ...here, resourceName: "base" }],
        ["vault", "keyvault:Vault", { ...here, vaultName: "basevault", properties: vault() }],
        ["rule", "monitor:DataCollectionRule", { ...here, dataCollectionRuleName: "base" }],
        [
            "cluster",
            "containerservice:ManagedCluster",
            {
                ...here,
                resourceName: "base",
                dnsPrefix: "base",
                identity: { type: "SystemAssigned" },
                agentPoolProfiles: [pool],
            },
        ],
    ];
}

interface Case {
    /** What the program writes. */
    inputs: () => PropertyMap;
    /** What it writes next: must go in place. */
    change: PropertyMap;
    /** Outputs that the change shows in, if they are not called like the inputs. */
    shows?: PropertyMap;
}

const tagged = { tags: { changed: "yes" } };

/** By token; a row without a case fails the first test below. */
const cases: Record<string, Case> = {
    "resources:ResourceGroup": {
        inputs: () => ({ resourceGroupName: "another", location: "westus2" }),
        change: tagged,
    },
    "features:SubscriptionFeatureRegistration": {
        inputs: () => ({ providerNamespace: "Microsoft.ContainerService", properties: {} }),
        change: { properties: { description: "changed" } },
    },
    "managedidentity:UserAssignedIdentity": { inputs: () => here, change: tagged },
    "managedidentity:FederatedIdentityCredential": {
        inputs: () => ({ ...rg, resourceName: "base", issuer: "https://i", subject: "s", audiences: ["a"] }),
        change: { subject: "changed" },
    },
    "authorization:RoleAssignment": {
        inputs: () => ({
            scope: made.group ?? "",
            principalId: made.principal ?? "",
            principalType: "ServicePrincipal",
            roleDefinitionId: `${subscription()}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
        }),
        change: { description: "changed" },
    },
    "authorization:RoleDefinition": {
        inputs: () => ({
            scope: subscription(),
            roleName: "custom",
            permissions: [{ actions: ["Microsoft.Network/virtualNetworks/read"] }],
            assignableScopes: [subscription()],
        }),
        change: { description: "changed" },
    },
    "network:VirtualNetwork": {
        inputs: () => ({ ...here, addressSpace: { addressPrefixes: ["10.0.0.0/8"] } }),
        change: tagged,
    },
    "network:Subnet": {
        inputs: () => ({ ...rg, virtualNetworkName: "net", addressPrefix: "10.2.0.0/24" }),
        change: { privateEndpointNetworkPolicies: "Enabled" },
    },
    "network:VirtualNetworkPeering": {
        inputs: () => ({ ...rg, virtualNetworkName: "net", remoteVirtualNetwork: { id: made.hub ?? "" } }),
        change: { allowForwardedTraffic: true },
    },
    "network:RouteTable": { inputs: () => here, change: { disableBgpRoutePropagation: true } },
    "network:Route": {
        inputs: () => ({ ...rg, routeTableName: "base", nextHopType: "None", addressPrefix: "10.9.0.0/16" }),
        change: { nextHopType: "Internet" },
    },
    "network:NetworkSecurityGroup": { inputs: () => here, change: tagged },
    "network:NatGateway": { inputs: () => here, change: { idleTimeoutInMinutes: 10 } },
    "network:PublicIPAddress": {
        inputs: () => ({ ...here, sku: { name: "Standard" }, publicIPAllocationMethod: "Static" }),
        change: { idleTimeoutInMinutes: 10 },
    },
    "network:ApplicationGateway": {
        inputs: () => ({
            ...here,
            sku: { name: "Standard_v2", tier: "Standard_v2" },
            identity: { type: "UserAssigned", userAssignedIdentities: [made.identity ?? ""] },
            gatewayIPConfigurations: [{ name: "ip", subnet: { id: made.subnet ?? "" } }],
        }),
        change: { enableHttp2: true },
    },
    "privatedns:PrivateZone": {
        inputs: () => ({ ...rg, privateZoneName: "a.example", location: "global" }),
        change: tagged,
    },
    "privatedns:VirtualNetworkLink": {
        inputs: () => ({
            ...rg,
            privateZoneName: "base.example",
            location: "global",
            virtualNetwork: { id: made.network ?? "" },
        }),
        change: { registrationEnabled: true },
    },
    "privatedns:PrivateRecordSet": {
        inputs: () => ({
            ...rg,
            privateZoneName: "base.example",
            recordType: "A",
            ttl: 60,
            aRecords: [{ ipv4Address: "10.1.0.4" }],
        }),
        change: { ttl: 120 },
    },
    "dns:Zone": { inputs: () => ({ ...rg, zoneName: "b.example", location: "global" }), change: tagged },
    "dns:RecordSet": {
        inputs: () => ({
            ...rg,
            zoneName: "base.example",
            recordType: "A",
            ttl: 60,
            aRecords: [{ ipv4Address: "203.0.113.4" }],
        }),
        change: { ttl: 120 },
    },
    "containerservice:ManagedCluster": {
        inputs: () => ({
            ...here,
            dnsPrefix: "c",
            identity: { type: "UserAssigned", userAssignedIdentities: [made.identity ?? ""] },
            agentPoolProfiles: [pool],
        }),
        change: tagged,
    },
    "containerservice:AgentPool": {
        inputs: () => ({
            ...rg,
            resourceName: "base",
            agentPoolName: "more",
            count: 1,
            vmSize: "Standard_D4s_v5",
        }),
        change: { count: 2 },
    },
    "containerregistry:Registry": {
        inputs: () => ({ ...here, registryName: "registry1", sku: { name: "Standard" } }),
        change: { adminUserEnabled: true },
    },
    "keyvault:Vault": {
        inputs: () => ({ ...here, vaultName: `vault${tests}`, properties: vault() }),
        change: tagged,
    },
    "keyvault:Key": {
        inputs: () => ({ ...rg, vaultName: "basevault", properties: { kty: "RSA" } }),
        // ARM makes a key once: a later PUT changes nothing, which the next refresh does not show either.
        change: { properties: { kty: "RSA", keySize: 4096 } },
        shows: { keySize: 2048 },
    },
    "compute:DiskEncryptionSet": {
        inputs: () => ({
            ...here,
            identity: { type: "SystemAssigned" },
            activeKey: {
                sourceVault: { id: made.vault ?? "" },
                keyUrl: "https://basevault.vault.azure.net/keys/k/0123456789abcdef",
            },
        }),
        change: { rotationToLatestKeyVersionEnabled: true },
    },
    "compute:Disk": {
        inputs: () => ({ ...here, creationData: { createOption: "Empty" }, diskSizeGB: 4 }),
        change: { diskSizeGB: 8 },
    },
    "operationalinsights:Workspace": { inputs: () => here, change: { retentionInDays: 60 } },
    "monitor:AzureMonitorWorkspace": { inputs: () => here, change: tagged },
    "monitor:DataCollectionRule": { inputs: () => here, change: { description: "changed" } },
    "monitor:DataCollectionEndpoint": { inputs: () => here, change: { description: "changed" } },
    "monitor:DataCollectionRuleAssociation": {
        inputs: () => ({ resourceUri: made.cluster ?? "", dataCollectionRuleId: made.rule ?? "" }),
        change: { description: "changed" },
    },
};

test("every row has a case", () => {
    const tokens = [...resourceTypes.keys()].map((token) => token.replace("azure-native:", ""));
    expect(Object.keys(cases).sort()).toEqual(tokens.sort());
});

describe("check, preview, create, read, diff, update, delete", () => {
    test.each(Object.entries(cases))("%s", async (token, { inputs: written, change, shows }) => {
        const urn = urnOf(token, "mine");
        const inputs = await engine.check(urn, written());
        const preview = await engine.create(urn, inputs, true);
        expect([preview.id, preview.state.type]).toEqual(["", UNKNOWN]);
        const { id, state } = await engine.create(urn, inputs);
        // The rest of facts §3.1: the id is ARM's, the version the row's.
        expect([id, state.azureApiVersion]).toEqual([state.id, inputs.azureApiVersion]);
        expect(new Set(Object.keys(state).filter((name) => !(name in preview.state)))).toEqual(
            new Set(["id", "azureApiVersion"]),
        );

        expect(await engine.read(urn, id, inputs, state)).toEqual({ id, inputs, state });
        const again = await engine.check(urn, written(), inputs);
        expect(await engine.diff(urn, inputs, state, again)).toEqual({
            changed: false,
            diffs: [],
            replaces: [],
        });
        await expect(engine.create(urn, inputs)).rejects.toMatchObject({
            details: expect.stringMatching(/^cannot create already existing resource '/),
        });

        const news = await engine.check(urn, { ...written(), ...change }, inputs);
        expect(await engine.diff(urn, inputs, state, news)).toEqual({
            changed: true,
            diffs: Object.keys(change),
            replaces: [],
        });
        await engine.update(urn, id, { inputs, state }, news, true);
        const updated = await engine.update(urn, id, { inputs, state }, news);
        expect(updated).toMatchObject(shows ?? change);
        expect(await engine.read(urn, id, news, updated)).toEqual({ id, inputs: news, state: updated });

        await engine.delete(urn, id, news, updated);
        expect((await engine.read(urn, id, news, updated)).id).toBe("");
        await engine.delete(urn, id, news, updated);
    });
});

describe("a change of any path parameter replaces (facts §1.3)", () => {
    test.each(Object.entries(cases))("%s", async (token, { inputs: written }) => {
        const urn = urnOf(token, "mine");
        const inputs = await engine.check(urn, written());
        const path = resourceTypes.get(`azure-native:${token}`)?.path ?? "";
        for (const parameter of pathParameters(path)) {
            const news = { ...inputs, [parameter]: "elsewhere" };
            expect(await engine.diff(urn, inputs, {}, news)).toMatchObject({ replaces: [parameter] });
        }
    });
});

describe("functions (facts §1.6)", () => {
    test.each(Object.entries(cases))("get of %s", async (token, { inputs: written }) => {
        const urn = urnOf(token, "looked");
        const inputs = await engine.check(urn, written());
        const { id, state } = await engine.create(urn, inputs);
        const type = resourceTypes.get(`azure-native:${token}`);
        const args = Object.fromEntries(pathParameters(type?.path ?? "").map((name) => [name, String(inputs[name])]));
        const found = await engine.invoke(`azure-native:${token.replace(":", ":get")}`, args);
        expect(found).toEqual(state);
        await engine.delete(urn, id, inputs, state);
    });

    test("shared keys of a workspace", async () => {
        const urn = urnOf("operationalinsights:Workspace", "logs");
        const inputs = await engine.check(urn, here);
        await engine.create(urn, inputs);
        const args = { ...rg, workspaceName: String(inputs.workspaceName) };
        for (const name of ["getSharedKeys", "getWorkspaceSharedKeys"]) {
            const found = await engine.invoke(`azure-native:operationalinsights:${name}`, args);
            expect(isMap(found) && Object.keys(found)).toEqual(["primarySharedKey", "secondarySharedKey"]);
        }
    });
});
