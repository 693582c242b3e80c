import {
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    makeSubnet,
    refused,
    TestAzure,
    userAssigned,
} from "./harness";

// What Azure refuses because of the subscription, the network and the names around a cluster.

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60, writeSeconds: 5 });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const inGroup = (type: string, name: string, group = "rg") => `resourceGroups/${group}/providers/${type}/${name}`;
const identity = (name: string) => inGroup("Microsoft.ManagedIdentity/userAssignedIdentities", name);
const vault = (name: string) => inGroup("Microsoft.KeyVault/vaults", name);
const poolPath = `${clusterPath()}/agentPools/more`;
const pool = (properties: object = {}) => ({ properties: { count: 1, vmSize: "Standard_D4ds_v5", ...properties } });
const created = async (path: string, content: unknown) => {
    const answer = await azure.put(path, content);
    expect(answer).toMatchObject({ status: 201 });
    azure.advance(60);
    return answer;
};

describe("address ranges", () => {
    const cni = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
    const overlay = { ...cni, networkPluginMode: "overlay" };
    const inSubnet = async (networkProfile: object, parts: object = {}) =>
        clusterContent({
            properties: { networkProfile },
            pool: { vnetSubnetID: await makeSubnet(azure), ...parts },
        });
    const tooMany = /^Pre-allocated IPs (\d+) exceeds IPs available (\d+) in Subnet Cidr /;

    test("the services' range overlaps with no subnet of the nodes' network", async () => {
        const network = { ...cni, serviceCidr: "10.1.0.0/16", dnsServiceIP: "10.1.0.10" };
        const refusal = await azure.put(clusterPath(), await inSubnet(network));
        expect(refusal).toMatchObject(
            refused(
                400,
                "ServiceCidrOverlapExistingSubnetsCidr",
                "The specified service CIDR 10.1.0.0/16 is conflicted with an existing subnet CIDR 10.1.0.0/24",
            ),
        );
        expect(refusal.sent).toMatchObject({ target: "networkProfile.serviceCIDR" });
    });

    // AKS chooses 10.0.0.0/16, and 10.0.0.10 for its DNS service, whatever the other one is.
    test("the range that AKS chooses overlaps like another one", async () => {
        const vnetSubnetID = await makeSubnet(azure, { addressPrefix: "10.0.4.0/24" }, "10.0.0.0/8");
        const content = clusterContent({
            properties: { networkProfile: { networkPlugin: "azure" } },
            pool: { vnetSubnetID },
        });
        expect(await azure.put(clusterPath(), content)).toMatchObject(
            refused(400, "ServiceCidrOverlapExistingSubnetsCidr", /CIDR 10\.0\.0\.0\/16 is .* CIDR 10\.0\.4\.0\/24$/),
        );
    });

    test.each([
        [
            { serviceCidr: "10.96.0.0/16" },
            "DNS service IP 10.0.0.10 is out of the range defined by service CIDR 10.96.0.0/16.",
        ],
        [
            { dnsServiceIP: "10.96.0.10" },
            "DNS service IP 10.96.0.10 is out of the range defined by service CIDR 10.0.0.0/16.",
        ],
        [{ networkPluginMode: "overlay", podCidr: "10.0.0.0/20" }, "podCidr and serviceCidr overlap"],
    ])("%j is compared with what AKS chooses", async (network, message) => {
        const networkProfile = { networkPlugin: "azure", ...network };
        const answer = await azure.put(clusterPath(), clusterContent({ properties: { networkProfile } }));
        expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(message) } } });
    });

    test.each([
        [{}, { serviceCidr: "10.0.0.0/16", dnsServiceIP: "10.0.0.10" }],
        [cni, cni],
    ])("an update that leaves out %j changes nothing of it", async (network, shown) => {
        const content = (networkProfile: object) => clusterContent({ properties: { networkProfile } });
        await created(clusterPath(), content({ networkPlugin: "azure", ...network }));
        const updated = await azure.put(clusterPath(), content({ networkPlugin: "azure" }));
        expect(updated).toMatchObject({ status: 200, body: { properties: { networkProfile: shown } } });
    });

    test("nor does the pods' range", async () => {
        const content = await inSubnet({ ...overlay, podCidr: "10.1.0.0/16" });
        expect(await azure.put(clusterPath(), content)).toMatchObject(refused(501, "NotModelled", /pod range/));
    });

    // A subnet of 256 addresses, of which Azure keeps five.
    test.each([
        ["8 nodes with 30 pods each", cni, { count: 8 }, 201],
        ["9 nodes with 30 pods each", cni, { count: 9 }, "Pre-allocated IPs 279 exceeds IPs available 251"],
        [
            "as many as the autoscaler may make",
            cni,
            { count: 1, enableAutoScaling: true, minCount: 1, maxCount: 9 },
            "279",
        ],
        ["900 nodes with 250 pods each", cni, { count: 900, maxPods: 250 }, "225900"],
        ["251 nodes whose pods are elsewhere", overlay, { count: 251 }, 201],
        ["252 nodes whose pods are elsewhere", overlay, { count: 252 }, "252 exceeds"],
        ["pods of 5 nodes in a range for 4", { ...overlay, podCidr: "10.240.100.0/22" }, { count: 5 }, "1280"],
        ["pods of 4 nodes in a range for 4", { ...overlay, podCidr: "10.240.100.0/22" }, { count: 4 }, 201],
    ])("%s", async (_what, network, parts, expected) => {
        const answer = await azure.put(clusterPath(), await inSubnet(network, parts));
        if (typeof expected === "number") return expect(answer.status).toBe(expected);
        expect(answer).toMatchObject(refused(400, "InsufficientSubnetSize", tooMany));
        expect(answer.body.error.message).toContain(expected);
    });

    test("a pool that comes later counts with those that are there", async () => {
        const content = await inSubnet(cni, { count: 7 });
        await created(clusterPath(), content);
        const vnetSubnetID = await makeSubnet(azure);
        azure.advance(60);
        const wanted = pool({ vnetSubnetID, count: 2, mode: "User" });
        expect(await azure.put(poolPath, wanted)).toMatchObject(refused(400, "InsufficientSubnetSize", /IPs 279 /));
        expect(await azure.put(poolPath, pool({ vnetSubnetID }))).toMatchObject({ status: 201 });
    });
});

describe("names, sizes and regions", () => {
    const longGroup = { properties: { nodeResourceGroup: "n".repeat(81) } };
    test.each([
        ["a name with an underscore at its end", "C_bad_name_", {}, "InvalidParameter", /resourceName is invalid/],
        ["a name of 64 characters", "c".repeat(64), {}, "InvalidParameter", /resourceName is invalid/],
        ["a DNS prefix with an underscore", "c", { properties: { dnsPrefix: "a_b" } }, "InvalidParameter", /dnsPrefix/],
        [
            "a node resource group of 81 characters",
            "c",
            longGroup,
            "InvalidParameter",
            /maximum length is 80 .* is 81\./,
        ],
        [
            "a size that is none",
            "c",
            { pool: { vmSize: "Nonsense" } },
            "BadRequest",
            /^The VM size of Nonsense is not /,
        ],
        ["a size of one core", "c", { pool: { vmSize: "Standard_D1_v2" } }, "BadRequest", /location 'westus2'/],
    ])("%s", async (_what, name, parts, code, message) => {
        const answer = await azure.put(clusterPath(name), clusterContent(parts));
        expect(answer).toMatchObject(refused(400, code, message));
    });

    test("a family of sizes that the model does not know", async () => {
        const content = clusterContent({ pool: { vmSize: "Standard_ZZ8_v9" } });
        expect(await azure.put(clusterPath(), content)).toMatchObject(refused(501, "NotModelled", /Standard_ZZ8_v9/));
    });

    test("a pool of its own has a size likewise", async () => {
        await created(clusterPath(), clusterContent());
        expect(await azure.put(poolPath, pool({ vmSize: "Nonsense" }))).toMatchObject(
            refused(400, "BadRequest", /VM size of Nonsense/),
        );
    });

    test("a region that there is not", async () => {
        expect(await azure.put("resourceGroups/other", { location: "atlantis" })).toMatchObject(
            refused(400, "LocationNotAvailableForResourceGroup", /'atlantis'.*'southafricanorth,/),
        );
        const content = { ...clusterContent(), location: "atlantis" };
        for (const [path, body] of [
            [clusterPath(), content],
            [identity("one"), { location: "atlantis" }],
        ] as const) {
            expect(await azure.put(path, body)).toMatchObject(
                refused(400, "LocationNotAvailableForResourceType", /^The provided location 'atlantis' /),
            );
        }
    });

    test("cost analysis does not know virtual nodes", async () => {
        const addonProfiles = { aciConnectorLinux: { enabled: true, config: { SubnetName: "nodes" } } };
        const metricsProfile = { costAnalysis: { enabled: true } };
        const properties = { networkProfile: { networkPlugin: "azure" }, addonProfiles, metricsProfile };
        expect(await azure.put(clusterPath(), clusterContent({ properties }))).toMatchObject(
            refused(501, "NotModelled", /cost analysis/),
        );
    });
});

describe("locks", () => {
    const lockAt = async (scope: string, level: string) =>
        expect(
            await azure.put(`${scope}/providers/Microsoft.Authorization/locks/l`, { properties: { level } }),
        ).toMatchObject({ status: 201, body: { properties: { level } } });
    const locked = (verb: string) => refused(409, "ScopeLocked", new RegExp(` cannot perform ${verb} operation `));

    test("CanNotDelete takes writes and no deletion, not that of what the scope lies in either", async () => {
        const { id } = await makeIdentity(azure, "one");
        await lockAt(id, "CanNotDelete");
        expect(await azure.put(identity("one"), { location: "westus2" })).toMatchObject({ status: 200 });
        expect(await azure.delete(identity("one"))).toMatchObject(locked("delete"));
        expect(await azure.delete("resourceGroups/rg")).toMatchObject(
            refused(
                409,
                "ScopeLocked",
                `The scope '${azure.subscription}/resourceGroups/rg' cannot perform delete operation because following ` +
                    `scope(s) are locked: '${id}'. Please remove the lock and try again.`,
            ),
        );
        expect((await azure.delete(`${id}/providers/Microsoft.Authorization/locks/l`)).status).toBe(200);
        expect((await azure.delete(identity("one"))).status).toBe(200);
    });

    test("nor does it let anybody take a role away", async () => {
        const { properties } = await makeIdentity(azure, "one");
        const assignment = `${azure.subscription}/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-00000000abcd`;
        const roleDefinitionId = `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
        const { principalId } = properties;
        await azure.put(assignment, {
            properties: { roleDefinitionId, principalId, principalType: "ServicePrincipal" },
        });
        await lockAt(azure.subscription, "CanNotDelete");
        expect(await azure.delete(assignment)).toMatchObject(locked("delete"));
    });

    test("ReadOnly takes no write and no action", async () => {
        await created(clusterPath(), clusterContent());
        await lockAt("resourceGroups/rg", "ReadOnly");
        expect(await azure.put(identity("one"), { location: "westus2" })).toMatchObject(locked("write"));
        expect(await azure.post(`${clusterPath()}/listClusterUserCredential`)).toMatchObject(locked("write"));
        expect((await azure.get(clusterPath())).status).toBe(200);
    });

    test("a lock in the node resource group ends all work on the cluster", async () => {
        await created(clusterPath(), clusterContent());
        await lockAt("resourceGroups/MC_rg_c1_westus2", "CanNotDelete");
        const message = /^Resource group 'MC_rg_c1_westus2' under subscription: '.*' is locked/;
        for (const answer of [await azure.put(poolPath, pool()), await azure.delete(clusterPath())]) {
            expect(answer).toMatchObject(refused(409, "ResourceGroupLocked", message));
        }
    });

    test("another level is none", async () => {
        const path = "resourceGroups/rg/providers/Microsoft.Authorization/locks/l";
        expect(await azure.put(path, { properties: { level: "Half" } })).toMatchObject({ status: 501 });
    });
});

test("a provider that is not registered takes no writes", async () => {
    const provider = "providers/Microsoft.ContainerService";
    expect((await azure.post(`${provider}/unregister`)).body.registrationState).toBe("Unregistered");
    const message =
        "The subscription is not registered to use namespace 'Microsoft.ContainerService'. See " +
        "https://aka.ms/rps-not-found for how to register subscriptions.";
    expect(await azure.put(clusterPath(), clusterContent())).toMatchObject(
        refused(409, "MissingSubscriptionRegistration", message),
    );
    await azure.post(`${provider}/register`);
    await created(clusterPath(), clusterContent());
    expect(await azure.post(`${provider}/unregister`)).toMatchObject(refused(501, "NotModelled", /in use/));
    expect(await azure.post("providers/Microsoft.Authorization/unregister")).toMatchObject({ status: 501 });
});

describe("a vault that was deleted", () => {
    const { tenantId } = { tenantId: "7e4a7f3c-2f7b-4f0e-9a57-1d1f0c8b6a20" };
    const content = (more: object = {}) => ({
        location: "westus2",
        properties: { tenantId, sku: { family: "A", name: "standard" }, accessPolicies: [], ...more },
    });
    const deletedPath = "providers/Microsoft.KeyVault/locations/westus2/deletedVaults/kept";
    const inDeletedState = refused(
        409,
        "ConflictError",
        /^A vault with the same name already exists in deleted state\. /,
    );

    test("keeps its name, until it is purged", async () => {
        await azure.put(vault("kept"), content());
        await azure.delete(vault("kept"));
        expect(await azure.put(vault("kept"), content())).toMatchObject(inDeletedState);
        expect(await azure.put(vault("kept"), content({ createMode: "recover" }))).toMatchObject({ status: 501 });
        expect((await azure.get(deletedPath)).body.properties).toMatchObject({ location: "westus2" });
        expect((await azure.post(`${deletedPath}/purge`)).status).toBe(200);
        expect((await azure.get(deletedPath)).status).toBe(404);
        expect((await azure.put(vault("kept"), content())).status).toBe(201);
    });

    test("with its group too, and for as long as it was told", async () => {
        await azure.put(vault("kept"), content({ softDeleteRetentionInDays: 7, enablePurgeProtection: true }));
        await azure.delete("resourceGroups/rg");
        azure.advance(60);
        await makeGroup(azure);
        expect(await azure.put(vault("kept"), content())).toMatchObject(inDeletedState);
        expect(await azure.post(`${deletedPath}/purge`)).toMatchObject(refused(400, "MethodNotAllowed", /Purge/));
        azure.advance(7 * 24 * 3600 - 1);
        expect((await azure.put(vault("kept"), content(), { token: await freshToken() })).status).toBe(409);
        azure.advance(1);
        expect((await azure.put(vault("kept"), content(), { token: await freshToken() })).status).toBe(201);
    });

    const freshToken = () => azure.tokenFor("https://management.azure.com/");
});

test("a subnet tells that an operation on it runs", async () => {
    const network = "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet";
    await makeSubnet(azure);
    azure.advance(5);
    const subnet = await azure.put(`${network}/subnets/second`, { properties: { addressPrefix: "10.1.1.0/24" } });
    expect(subnet.body.properties.provisioningState).toBe("Updating");
    azure.advance(60);
    expect((await azure.get(`${network}/subnets/second`)).body.properties.provisioningState).toBe("Succeeded");
});

test("a creation that fails leaves no pool that is being created", async () => {
    const { id } = await makeIdentity(azure, "one");
    await azure.put(clusterPath(), clusterContent({ identity: userAssigned(id) }));
    await azure.delete(identity("one"));
    azure.advance(60);
    expect((await azure.get(clusterPath())).body.properties).toMatchObject({
        provisioningState: "Failed",
        agentPoolProfiles: [{ provisioningState: "Failed" }],
    });
});
