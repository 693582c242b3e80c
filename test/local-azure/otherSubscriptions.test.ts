import { clusterContent, makeIdentity, reader, refused, TestAzure } from "./harness";
import { west } from "./plainCases";

// What lies in a subscription beside the first has its ids, its operations and its AKS in there.

const HUB = "8b1f3c52-6a0d-4e6e-9a0e-2f0d7c1b5a44";
const hub = `/subscriptions/${HUB}`;
const cluster = `${hub}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c1`;

let azure: TestAzure;
beforeAll(async () => {
    azure = await TestAzure.start({ otherSubscriptionIds: [HUB], operationSeconds: 60 });
    await azure.put(`${hub}/resourceGroups/rg`, west);
});
afterAll(() => azure.stop());

test("a cluster with its node resource group and its operations", async () => {
    const content = clusterContent({ properties: { apiServerAccessProfile: { enablePrivateCluster: true } } });
    const made = await azure.put(cluster, content);
    expect(made.status).toBe(201);
    const operations = `${azure.server.ready.armEndpoint}${hub}/providers/Microsoft.ContainerService/locations/westus2/operations/`;
    expect(made.headers["azure-asyncoperation"]).toContain(operations);
    azure.advance(60);
    const { properties } = (await azure.get(cluster)).body;
    expect(properties.provisioningState).toBe("Succeeded");
    expect(properties.identityProfile.kubeletidentity?.resourceId).toMatch(
        new RegExp(`^${hub}/resourcegroups/MC_rg_c1_westus2/`),
    );
    expect((await azure.get(`${hub}/resourceGroups/MC_rg_c1_westus2`)).status).toBe(200);
    expect((await azure.get("resourceGroups/MC_rg_c1_westus2")).status).toBe(404);
    expect(JSON.stringify((await azure.put(cluster, content)).body)).not.toContain(azure.subscription);
    azure.advance(60);
    const before = (await azure.get(cluster)).body;
    expect((await azure.put(cluster, before)).body.error).toBeUndefined();
    azure.advance(60);
    expect({ ...(await azure.get(cluster)).body, eTag: "" }).toEqual({
        ...before,
        eTag: "",
        properties: expect.anything(),
    });
    const again = await azure.put(cluster.replace("Clusters/c1", "Clusters/c2"), {
        ...content,
        properties: {
            ...(content as { properties: object }).properties,
            nodeResourceGroup: "MC_rg_c1_westus2",
        },
    });
    expect(again).toMatchObject(refused(400, "NodeResourceGroupAlreadyExists", new RegExp(`subscription '${HUB}'`)));
});

test("its jobs are looked for there", async () => {
    const scopes = (await azure.jobs("c1")).map(({ scope }) => scope);
    expect(scopes).toContain(`${hub}/resourceGroups/MC_rg_c1_westus2`);
    expect((await azure.jobs("c1")).filter(({ allowed }) => !allowed)).toEqual([]);
});

test("role definitions and what is assigned by them", async () => {
    const roles = (await azure.get(`${hub}/providers/Microsoft.Authorization/roleDefinitions`)).body.value;
    expect(roles.every(({ id }) => id.startsWith(`${hub}/providers/`))).toBe(true);
    const assignments = await azure.get(
        `${hub}/resourceGroups/MC_rg_c1_westus2/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()`,
    );
    expect(assignments.body.value.length).toBeGreaterThan(0);
    for (const { properties } of assignments.body.value) {
        expect(properties.roleDefinitionId).toMatch(new RegExp(`^${hub}/providers/`));
    }
    await azure.put("resourceGroups/rg", west);
    const { properties } = await makeIdentity(azure, "holder");
    const name = "00000000-0000-4000-9000-000000000001";
    const written = await azure.put(`${hub}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
        properties: {
            roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
            principalId: properties.principalId,
        },
    });
    expect(written.body.properties.roleDefinitionId).toBe(
        `${hub}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
    );
});

test("preview features, providers and regions", async () => {
    const feature = (subscription: string) =>
        `${subscription}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/P1`;
    await azure.post(`${feature(hub)}/register`);
    azure.advance(60);
    const [here, there] = [(await azure.get(feature(azure.subscription))).body, (await azure.get(feature(hub))).body];
    expect(here).toMatchObject({ id: feature(azure.subscription), properties: { state: "NotRegistered" } });
    expect(there).toMatchObject({ id: feature(hub), properties: { state: "Registered" } });
    const list = (subscription: string) => azure.get(`${subscription}/providers/Microsoft.Features/features`);
    expect((await list(hub)).body.value).toMatchObject([{ id: feature(hub) }]);
    expect((await list(azure.subscription)).body.value).toEqual([]);
    const registrations = `${hub}/providers/Microsoft.Features/featureProviders/Microsoft.ContainerService/subscriptionFeatureRegistrations`;
    expect((await azure.get(registrations)).body.value).toMatchObject([{ properties: { subscriptionId: HUB } }]);
    expect((await azure.get(registrations.replace(HUB, azure.subscription.slice(15)))).body.value).toEqual([]);
    for (const what of ["providers", "locations"]) {
        const { value } = (await azure.get(`${hub}/${what}`)).body;
        expect(value.every(({ id }) => id.startsWith(`${hub}/${what}/`))).toBe(true);
    }
});

test("a workspace's managed group", async () => {
    const made = await azure.put(`${hub}/resourceGroups/rg/providers/Microsoft.Monitor/accounts/amw`, west);
    expect(made.body.properties.defaultIngestionSettings?.dataCollectionRuleResourceId).toMatch(
        new RegExp(`^${hub}/resourceGroups/MA_amw_westus2_managed/`),
    );
});

test("the removal of a group is followed there", async () => {
    const { headers } = await azure.delete(`${hub}/resourceGroups/rg`);
    expect(headers.location).toContain(`${azure.server.ready.armEndpoint}${hub}/operationresults/`);
    azure.advance(60);
    expect((await azure.get(`${hub}/resourceGroups/MC_rg_c1_westus2`)).status).toBe(404);
});

test("a custom role is assigned within its assignableScopes only", async () => {
    await azure.put("resourceGroups/rg", west);
    const { properties } = await makeIdentity(azure, "holder");
    const role = "00000000-0000-4000-9000-000000000002";
    const definition = `${hub}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const made = await azure.put(definition, {
        properties: {
            roleName: "Of the hub",
            assignableScopes: [hub],
            permissions: [{ actions: ["Microsoft.Network/*/read"] }],
        },
    });
    expect(made.body.id).toBe(definition);
    const assigned = (scope: string, name: string) =>
        azure.put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
            properties: { roleDefinitionId: definition, principalId: properties.principalId },
        });
    expect((await assigned(hub, "00000000-0000-4000-9000-000000000003")).status).toBe(201);
    expect(await assigned(azure.subscription, "00000000-0000-4000-9000-000000000004")).toMatchObject(
        refused(501, "NotModelled", /custom role 'Of the hub' outside of its assignableScopes/),
    );
});
