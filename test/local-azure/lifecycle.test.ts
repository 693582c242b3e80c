import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withTemporaryFolder } from "../../scripts/temporaryFolder";
import {
    assign,
    assignmentName,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    makeSubnet,
    networkContributor,
    reader,
    refused,
    TestAzure,
} from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const pathOf = (url: unknown) => String(url).replace(/^https:\/\/[^/]+/, "");

test("one operation at a time, each ending by the clock", async () => {
    azure = await TestAzure.start({ operationSeconds: 240 });
    await makeGroup(azure);
    const { status, headers } = await azure.put(clusterPath(), clusterContent());
    expect(status).toBe(201);
    const poll = async () => (await azure.get(pathOf(headers["azure-asyncoperation"]))).body;
    expect(await poll()).toEqual({
        name: expect.stringMatching(/^[\da-f-]{36}$/),
        status: "InProgress",
        startTime: "2026-01-01T00:00:00.0000000Z",
    });
    for (const busy of [
        await azure.put(clusterPath(), clusterContent()),
        await azure.put(`${clusterPath()}/agentPools/more`, { properties: {} }),
    ]) {
        expect([busy.status, busy.body.error.code]).toEqual([409, "OperationNotAllowed"]);
        expect(busy.body.error.message).toContain("in progress create managed cluster operation");
    }
    expect((await azure.get(clusterPath())).body.properties.identityProfile).toBeUndefined();

    azure.advance(240);
    expect(await poll()).toMatchObject({ status: "Succeeded", endTime: "2026-01-01T00:04:00.0000000Z" });
    const { properties } = (await azure.get(clusterPath())).body;
    expect(properties.provisioningState).toBe("Succeeded");
    expect(properties.identityProfile.kubeletidentity?.resourceId).toMatch(
        /\/resourcegroups\/MC_rg_c1_westus2\/.*\/c1-agentpool$/,
    );
});

test("a cluster takes its node group, its identities and its roles with it", async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    const subnet = await makeSubnet(azure);
    await azure.put(clusterPath(), clusterContent({ pool: { vnetSubnetID: subnet } }));
    azure.advance(60);
    const { body } = await azure.get(clusterPath());
    const own = await assign(azure, networkContributor, body.identity.principalId, subnet);
    expect(own.status).toBe(201);
    const inUse = await azure.delete(subnet);
    expect([inUse.status, inUse.body.error.code]).toEqual([400, "InUseSubnetCannotBeDeleted"]);

    const { status, headers } = await azure.delete(clusterPath());
    expect(status).toBe(202);
    expect(headers.location).toMatch(/\/operationresults\//);
    expect((await azure.get(clusterPath())).body.properties.provisioningState).toBe("Deleting");
    expect((await azure.get(pathOf(headers.location))).status).toBe(202);
    azure.advance(60);
    expect((await azure.get(pathOf(headers.location))).status).toBe(204);
    expect((await azure.get(clusterPath())).status).toBe(404);
    expect((await azure.get("resourceGroups/MC_rg_c1_westus2")).status).toBe(404);
    const kubeletId = body.properties.identityProfile.kubeletidentity?.objectId ?? "";
    const orphan = await assign(azure, networkContributor, kubeletId, subnet);
    // Given its type Azure does not look a principal up, so only an assignment without one tells that it is gone.
    expect(orphan.status).toBe(201);
    const { properties } = orphan.body;
    const untyped = { roleDefinitionId: properties.roleDefinitionId, principalId: body.identity.principalId };
    const gone = await azure.put(
        `resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/${assignmentName()}`,
        {
            properties: untyped,
        },
    );
    expect(gone.body.error.code).toBe("PrincipalNotFound");
    // The cluster's own role outside of it stays, orphaned.
    expect((await azure.get(own.body.id)).status).toBe(200);
    expect((await azure.delete(subnet)).status).toBe(202);
    expect((await azure.get(own.body.id)).status).toBe(404);
    expect((await azure.delete(clusterPath())).status).toBe(204);
});

test("a group takes everything with it, the node groups of its clusters too", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const identity = await makeIdentity(azure, "one");
    await azure.put(clusterPath(), clusterContent());
    const allClusters = "providers/Microsoft.ContainerService/managedClusters";
    expect((await azure.get(allClusters)).body.value.map(({ name }) => name)).toEqual(["c1"]);
    const { status, headers } = await azure.delete("resourceGroups/rg");
    expect(status).toBe(202);
    expect((await azure.get(pathOf(headers.location))).status).toBe(200);
    expect((await azure.get("resourceGroups")).body.value).toEqual([]);
    await makeGroup(azure);
    expect((await azure.get(identity.id)).status).toBe(404);
    expect((await azure.get(allClusters)).body.value).toEqual([]);
});

test("agent pools: made, counted up, refused, deleted; the last system pool stays", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    const pool = `${clusterPath()}/agentPools/user`;
    const { status, body } = await azure.put(pool, { properties: { count: 1, vmSize: "Standard_D4ds_v5" } });
    expect([status, body.properties.provisioningState, body.name]).toEqual([201, "Creating", "user"]);
    expect((await azure.put(pool, { properties: { count: 2 } })).status).toBe(200);
    expect((await azure.get(pool)).body.properties).toMatchObject({
        count: 2,
        vmSize: "Standard_D4ds_v5",
        provisioningState: "Succeeded",
    });
    const change = await azure.put(pool, { properties: { vmSize: "Standard_B2s" } });
    expect([change.status, change.body.error.code]).toEqual([400, "PropertyChangeNotAllowed"]);
    // An update of the cluster that does not list the pool keeps it.
    expect((await azure.put(clusterPath(), clusterContent())).status).toBe(200);
    const { value } = (await azure.get(`${clusterPath()}/agentPools`)).body;
    expect(value.map(({ name }) => name)).toEqual(["nodepool1", "user"]);
    const image = (await azure.get(pool)).body.properties.nodeImageVersion;
    expect((await azure.post(`${pool}/upgradeNodeImageVersion`)).status).toBe(202);
    expect((await azure.get(pool)).body.properties.nodeImageVersion).toBe(image);
    await azure.post("/local-azure/clusters/c1/nodeImage");
    expect((await azure.post(`${pool}/upgradeNodeImageVersion`)).status).toBe(202);
    expect((await azure.get(pool)).body.properties.nodeImageVersion).not.toBe(image);
    expect((await azure.delete(pool)).status).toBe(202);
    expect((await azure.get(pool)).status).toBe(404);
    expect((await azure.delete(`${clusterPath()}/agentPools/nodepool1`)).status).toBe(400);
});

test("kubeconfigs: static, by Entra, and none for an administrator without local accounts", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    const read = async (action: string) => {
        const { status, body } = await azure.post(`${clusterPath()}/${action}`);
        return status === 200
            ? Buffer.from(body.kubeconfigs[0]?.value ?? "", "base64").toString("utf8")
            : body.error.message;
    };
    expect(await read("listClusterUserCredential")).toContain("name: clusterUser_rg_c1");
    expect(await read("listClusterUserCredential?format=exec")).toContain("command: kubelogin");
    expect(await read("listClusterAdminCredential")).toContain("name: clusterAdmin_rg_c1");
    await azure.put(
        clusterPath(),
        clusterContent({ properties: { disableLocalAccounts: true, aadProfile: { managed: true } } }),
    );
    expect(await read("listClusterUserCredential")).toContain("command: kubelogin");
    expect(await read("listClusterAdminCredential")).toBe(
        "Getting static credential is not allowed because this cluster is set to disable local accounts.",
    );
});

test("add-ons get an identity at the end of the operation, and lose it when switched off", async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    const content = (enabled: boolean) =>
        clusterContent({
            properties: {
                addonProfiles: {
                    azureKeyvaultSecretsProvider: { enabled, config: { enableSecretRotation: "true" } },
                },
                ingressProfile: { webAppRouting: { enabled } },
            },
        });
    const first = (await azure.put(clusterPath(), content(true))).body.properties;
    expect(first).toMatchObject({ ingressProfile: { webAppRouting: { enabled: true, identity: {} } } });
    expect(JSON.stringify(first)).not.toContain("azurekeyvaultsecretsprovider-c1");
    azure.advance(60);
    const resourceId = expect.stringMatching(/\/azurekeyvaultsecretsprovider-c1$/);
    expect((await azure.get(clusterPath())).body.properties).toMatchObject({
        addonProfiles: { azureKeyvaultSecretsProvider: { enabled: true, identity: { resourceId } } },
        ingressProfile: {
            webAppRouting: { identity: { resourceId: expect.stringMatching(/\/webapprouting-c1$/) } },
        },
    });
    await azure.put(clusterPath(), content(false));
    azure.advance(60);
    expect((await azure.get(clusterPath())).body.properties).toMatchObject({
        addonProfiles: { azureKeyvaultSecretsProvider: { enabled: false, config: null } },
    });
    const identities = "resourceGroups/MC_rg_c1_westus2/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
    expect((await azure.get(identities)).body.value.map(({ name }) => name)).toEqual(["c1-agentpool"]);
    const unknown = { addonProfiles: { kubeDashboard: { enabled: true } } };
    expect((await azure.put(clusterPath("c2"), clusterContent({ properties: unknown }))).status).toBe(501);
});

test("virtual networks: subnets inside the space, apart, and replaced by each PUT", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const path = "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
    const network = (subnets: [string, string][]) => ({
        location: "westus2",
        properties: {
            addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
            subnets: subnets.map(([name, addressPrefix]) => ({ name, properties: { addressPrefix } })),
        },
    });
    const code = async (subnets: [string, string][]) => (await azure.put(path, network(subnets))).body.error?.code;
    expect(await code([["a", "10.1.0.0/24"]])).toBe("NetcfgInvalidSubnet");
    expect(
        await code([
            ["a", "10.0.0.0/24"],
            ["b", "10.0.0.128/25"],
        ]),
    ).toBe("NetcfgSubnetRangesOverlap");
    expect(await code([["a", "10.0.0.0"]])).toBe("InvalidCIDRNotation");
    expect(
        await code([
            ["a", "10.0.0.0/24"],
            ["b", "10.0.1.0/24"],
        ]),
    ).toBeUndefined();
    expect(
        (await azure.put(`${path}/subnets/c`, { properties: { addressPrefix: "10.0.1.0/26" } })).body.error.code,
    ).toBe("NetcfgSubnetRangesOverlap");
    expect((await azure.put(`${path}/subnets/c`, { properties: { addressPrefix: "10.0.2.0/24" } })).status).toBe(201);
    expect(await code([["b", "10.0.1.0/24"]])).toBeUndefined();
    const { value } = (await azure.get(`${path}/subnets`)).body;
    expect(value.map(({ name }) => name)).toEqual(["b"]);
    const missing = await azure.put(`${path}/subnets/d`, {
        properties: {
            addressPrefix: "10.0.3.0/24",
            routeTable: {
                id: `${azure.subscription}/resourceGroups/rg/providers/Microsoft.Network/routeTables/none`,
            },
        },
    });
    expect(missing.body.error.code).toBe("InvalidResourceReference");
});

test("role assignments: once, unchangeable, listed at their scope, deleted with an answer", async () => {
    azure = await TestAzure.start();
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const first = await assign(azure, networkContributor, principalId, group);
    expect(first.body.properties).toMatchObject({
        createdBy: null,
        updatedBy: azure.server.ready.deployerObjectId,
    });
    const again = await azure.put(first.body.id, { properties: first.body.properties });
    expect([again.status, again.body.name]).toEqual([200, first.body.name]);
    const existing = first.body.name.replaceAll("-", "");
    expect(await assign(azure, networkContributor, principalId, group)).toMatchObject(
        refused(
            409,
            "RoleAssignmentExists",
            `The role assignment already exists. The ID of the existing role assignment is ${existing}.`,
        ),
    );
    const other = {
        ...first.body.properties,
        roleDefinitionId: first.body.properties.roleDefinitionId.replace(
            /.{36}$/,
            "acdd72a7-3385-48ef-bd42-f606fba81ae7",
        ),
    };
    const change = await azure.put(first.body.id, { properties: other });
    expect([change.status, change.body.error.code]).toEqual([400, "RoleAssignmentUpdateNotPermitted"]);
    const list = async (scope: string, filter: string) =>
        (await azure.get(`${scope}/providers/Microsoft.Authorization/roleAssignments?$filter=${filter}`)).body.value
            .length;
    expect(await list(group, `atScope() and assignedTo('${principalId}')`)).toBe(1);
    expect(await list(azure.subscription, `principalId eq '${principalId}'`)).toBe(1);
    expect(await list(azure.subscription, `atScope() and assignedTo('${principalId}')`)).toBe(0);
    expect((await azure.delete(first.body.id)).status).toBe(200);
    expect((await azure.delete(first.body.id)).status).toBe(204);
    expect((await azure.get(first.body.id)).body.error.code).toBe("RoleAssignmentNotFound");
});

test("role assignments are listed at a scope, above it and below, of a principal alone or with its groups", async () => {
    azure = await TestAzure.start();
    const group = await makeGroup(azure);
    const holder = await makeIdentity(azure, "holder");
    const { principalId } = holder.properties;
    const team = (
        await azure.graph("POST", "groups", {
            displayName: "t",
            mailNickname: "t",
            mailEnabled: false,
            securityEnabled: true,
            "members@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${principalId}`],
        })
    ).body.id;
    const [above, at, below] = [azure.subscription, group, holder.id];
    const names: Record<string, string> = {};
    for (const [name, scope] of Object.entries({ above, at, below })) {
        names[(await assign(azure, reader, principalId, scope)).body.name] = name;
    }
    const properties = {
        roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
        principalId: team,
        principalType: "Group",
    };
    const ofTeam = `${group}/providers/Microsoft.Authorization/roleAssignments/${assignmentName()}`;
    names[(await azure.put(ofTeam, { properties })).body.name] = "team";
    const listed = async (filter?: string) => {
        const path = `${group}/providers/Microsoft.Authorization/roleAssignments${filter ? `?$filter=${filter}` : ""}`;
        const { value } = (await azure.get(path)).body;
        return value.flatMap(({ name }) => names[name] ?? []).sort();
    };
    expect(await listed()).toEqual(["above", "at", "below", "team"]);
    expect(await listed("atScope()")).toEqual(["above", "at", "team"]);
    expect(await listed(`principalId eq '${principalId}'`)).toEqual(["above", "at", "below"]);
    expect(await listed(`assignedTo('${principalId.toUpperCase()}')`)).toEqual(["above", "at", "below", "team"]);
    expect(await listed(`atScope() and assignedTo('${principalId}')`)).toEqual(["above", "at", "team"]);
    expect(
        await azure.get(`${group}/providers/Microsoft.Authorization/roleAssignments?$filter=roleName eq 'x'`),
    ).toMatchObject(refused(400, "InvalidFilter", "The filter 'roleName eq 'x'' is not supported."));
});

test("a custom role grants what it says, and goes when nobody holds it", async () => {
    azure = await TestAzure.start({ deployerRole: "Owner" });
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const role = "22222222-2222-4222-8222-222222222222";
    const path = `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const properties = {
        roleName: "Group Reader",
        assignableScopes: [azure.subscription],
        permissions: [{ actions: ["Microsoft.Resources/subscriptions/resourceGroups/read"] }],
    };
    expect((await azure.put(path, { properties })).status).toBe(201);
    const { value } = (
        await azure.get(`${group}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq 'Group Reader'`)
    ).body;
    expect(value.map(({ name }) => name)).toEqual([role]);
    const made = await assign(azure, role, principalId, group);
    const token = await azure.tokenOf(principalId);
    expect((await azure.get(group, { token })).status).toBe(200);
    expect((await azure.patch(group, {}, { token })).status).toBe(403);
    expect((await azure.delete(path)).body.error.code).toBe("RoleDefinitionHasAssignments");
    await azure.delete(made.body.id);
    expect((await azure.get(group, { token })).status).toBe(403);
    expect((await azure.delete(path)).status).toBe(200);
});

test("with a state file a later run goes on where this one stopped", () =>
    withTemporaryFolder(async (folder) => {
        const stateFile = join(folder, "state.json");
        azure = await TestAzure.start({ stateFile });
        await makeGroup(azure);
        await azure.put(clusterPath(), clusterContent());
        const { body } = await azure.get(clusterPath());
        await azure.stop();
        azure = await TestAzure.start({ stateFile });
        expect((await azure.get(clusterPath())).body).toEqual(body);
        expect(readFileSync(stateFile, "utf8")).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
        await expect(TestAzure.start({ stateFile, subscriptionId: assignmentName() })).rejects.toThrow(
            /was written for subscriptionId/,
        );
        await azure.stop();
    }));
