import { assign, makeGroup, makeIdentity, reader, refused, TestAzure } from "./harness";
import { group, west } from "./plainCases";

// GET …/resources, as `az aks update --attach-acr <name>` asks for a registry by its name.

const registryType = "Microsoft.ContainerRegistry/registries";
const registry = `${group}/${registryType}/registry1`;
const sku = { name: "Premium" };
let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    await makeGroup(azure, "other");
    await azure.put(registry, { ...west, sku, tags: { a: "b" } });
    await azure.put(registry.replace("/rg/", "/other/").replace("registry1", "registry2"), { location: "eastus", sku });
    await makeIdentity(azure, "one");
});
afterAll(() => azure.stop());

const ofType = `resourceType eq '${registryType}'`;
const list = (filter: string, scope = "", sent = {}) =>
    azure.get(`${scope}resources?$filter=${filter}`, { apiVersion: "2024-11-01", ...sent });
const names = async (filter: string, scope = "") => (await list(filter, scope)).body.value.map(({ name }) => name);

test("shows what a list shows of resources of a type, without their properties", async () => {
    const { status, body } = await list(ofType);
    expect(status).toBe(200);
    expect(body.value).toEqual([
        {
            id: `${azure.subscription}/${registry}`,
            name: "registry1",
            type: registryType,
            location: "westus2",
            tags: { a: "b" },
            sku,
        },
        expect.objectContaining({ name: "registry2", location: "eastus" }),
    ]);
});

test.each([
    [`resourcetype EQ 'microsoft.containerregistry/REGISTRIES'`, ["registry1", "registry2"]],
    [`${ofType} and name eq 'Registry2'`, ["registry2"]],
    [`${ofType} and resourceGroup eq 'OTHER'`, ["registry2"]],
    [`location eq 'West US 2' and ${ofType}`, ["registry1"]],
    [`${ofType} and name eq 'none'`, []],
])("%s", async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
});

test("of a group shows those in it", async () => {
    expect(await names(ofType, "resourceGroups/rg/")).toEqual(["registry1"]);
    expect(await list(ofType, "resourceGroups/none/")).toMatchObject(refused(404, "ResourceGroupNotFound", /none/));
});

test("shows nobody what he may not read", async () => {
    const { properties } = await makeIdentity(azure, "reader");
    const token = await azure.tokenOf(properties.principalId);
    expect((await list(ofType, "", { token })).body.value).toEqual([]);
    await assign(azure, reader, properties.principalId, `${azure.subscription}/${registry}`);
    expect((await list(ofType, "", { token })).body.value).toMatchObject([{ name: "registry1" }]);
});

test.each([
    ["", /without 'resourceType eq'/],
    ["name eq 'registry1'", /without 'resourceType eq'/],
    [`${ofType} or name eq 'x'`, /the filter/],
    ["tagName eq 'a'", /the filter/],
    ["resourceType eq 'Microsoft.Compute/virtualMachines'", /of the type 'Microsoft.Compute\/virtualMachines'/],
    ["resourceType eq 'Microsoft.Network/virtualNetworks/subnets'", /of the type/],
    [`${ofType}&$top=1`, /the query '\$top'/],
])("does not answer '%s'", async (filter, expected) => {
    expect(await list(filter)).toMatchObject(refused(501, "NotModelled", expected));
});
