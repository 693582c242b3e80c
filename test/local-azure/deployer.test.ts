import {
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    networkContributor,
    reader,
    TestAzure,
    userAssigned,
} from "./harness";

const userAccessAdministrator = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";

let azure: TestAzure;
afterEach(() => azure.stop());

test("a deployer without any role sees no subscription and may do nothing", async () => {
    azure = await TestAzure.start({ deployerRole: "none" });
    expect((await azure.get("/subscriptions")).body.value).toEqual([]);
    const { status, body } = await azure.put("resourceGroups/rg", { location: "westus2" });
    const oid = azure.server.ready.deployerObjectId;
    expect(status).toBe(403);
    expect(body.error.code).toBe("AuthorizationFailed");
    expect(body.error.message).toMatch(
        new RegExp(
            `^The client '[\\da-f-]{36}' with object id '${oid}' does not have authorization to perform action ` +
                `'Microsoft.Resources/subscriptions/resourceGroups/write' over scope '${azure.subscription}/resourceGroups/rg' ` +
                "or the scope is invalid. If access was recently granted, please refresh your credentials.$",
        ),
    );
});

test("a Contributor makes everything but role assignments", async () => {
    azure = await TestAzure.start({ deployerRole: "Contributor" });
    const group = await makeGroup(azure);
    const identity = await makeIdentity(azure, "control");
    expect((await azure.put(clusterPath(), clusterContent({ identity: userAssigned(identity.id) }))).status).toBe(201);
    const refused = await assign(azure, networkContributor, identity.properties.principalId, group);
    expect([refused.status, refused.body.error.code]).toEqual([403, "AuthorizationFailed"]);
    expect(refused.body.error.message).toContain("'Microsoft.Authorization/roleAssignments/write'");
});

test("a Reader reads", async () => {
    azure = await TestAzure.start({ deployerRole: "Reader" });
    expect((await azure.get("resourceGroups")).status).toBe(200);
    expect((await azure.delete("resourceGroups/rg")).status).toBe(403);
});

test("an unknown role is refused at the start", async () => {
    azure = await TestAzure.start();
    await expect(TestAzure.start({ deployerRole: "Emperor" })).rejects.toThrow(
        "deployerRole 'Emperor' is no role. Give 'none' or the name of a built-in role, such as 'Contributor'.",
    );
});

/** A second deployer: an identity with roles on single scopes. */
async function withRoles(...roles: [role: string, scope: string][]): Promise<string> {
    const { properties } = await makeIdentity(azure, "deployer");
    for (const [role, scope] of roles)
        expect((await assign(azure, role, properties.principalId, scope)).status).toBe(201);
    return azure.tokenOf(properties.principalId);
}

test("whoever makes a cluster needs assign/action on its identity", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const ids = await makeGroup(azure, "ids");
    const control = await makeIdentity(azure, "control", "ids");
    const token = await withRoles([contributor, `${azure.subscription}/resourceGroups/rg`], [reader, ids]);
    const content = clusterContent({ identity: userAssigned(control.id) });
    const refused = await azure.put(clusterPath(), content, { token });
    expect([refused.status, refused.body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(refused.body.error.message).toMatch(
        new RegExp(
            "has permission to perform action 'Microsoft.ContainerService/managedClusters/write' on scope " +
                `'${azure.subscription}/${clusterPath()}'; however, it does not have permission to perform action ` +
                `'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope\\(s\\) '${control.id}' ` +
                "or the linked scope\\(s\\) are invalid.$",
        ),
    );
    const { properties } = await makeIdentity(azure, "deployer");
    await assign(azure, managedIdentityOperator, properties.principalId, control.id);
    expect((await azure.put(clusterPath(), content, { token })).status).toBe(201);
});

test("whoever makes a cluster, or a pool, needs join/action on its subnets", async () => {
    azure = await TestAzure.start();
    const rg = await makeGroup(azure);
    const subnet = await makeSubnet(azure);
    const clusters = await makeGroup(azure, "clusters");
    const token = await withRoles([contributor, clusters], [reader, rg]);
    const path = "resourceGroups/clusters/providers/Microsoft.ContainerService/managedClusters/c1";
    const content = clusterContent({ pool: { vnetSubnetID: subnet } });
    const refused = await azure.put(path, content, { token });
    expect([refused.status, refused.body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(refused.body.error.message).toContain("'Microsoft.Network/virtualNetworks/subnets/join/action'");

    expect((await azure.put(path, clusterContent(), { token })).status).toBe(201);
    const pool = await azure.put(`${path}/agentPools/more`, { properties: { vnetSubnetID: subnet } }, { token });
    expect([pool.status, pool.body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
});

test("who may only make role assignments makes them, and nothing else", async () => {
    azure = await TestAzure.start();
    const rg = await makeGroup(azure);
    const identity = await makeIdentity(azure, "control");
    const token = await withRoles([userAccessAdministrator, rg]);
    const { principalId } = identity.properties;
    expect((await assign(azure, networkContributor, principalId, rg, { token })).status).toBe(201);
    expect((await assign(azure, networkContributor, principalId, azure.subscription, { token })).status).toBe(403);
    const path = "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/more";
    expect((await azure.put(path, { location: "westus2" }, { token })).status).toBe(403);
});

test("a subnet's links need join/action on what they point at", async () => {
    azure = await TestAzure.start();
    const rg = await makeGroup(azure);
    const networks = await makeGroup(azure, "networks");
    const table = "resourceGroups/rg/providers/Microsoft.Network/routeTables/egress";
    const { body } = await azure.put(table, { location: "westus2" });
    const token = await withRoles([contributor, networks], [reader, rg]);
    const network = {
        location: "westus2",
        properties: {
            addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
            subnets: [{ name: "s", properties: { addressPrefix: "10.1.0.0/24", routeTable: { id: body.id } } }],
        },
    };
    const path = "resourceGroups/networks/providers/Microsoft.Network/virtualNetworks/v";
    const refused = await azure.put(path, network, { token });
    expect([refused.status, refused.body.error.code]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(refused.body.error.message).toContain("'Microsoft.Network/routeTables/join/action'");
});

test("a deleted identity's token is worth nothing, and its roles stay behind", async () => {
    azure = await TestAzure.start();
    const rg = await makeGroup(azure);
    const token = await withRoles([reader, rg]);
    const path = "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer";
    expect((await azure.delete(path)).status).toBe(200);
    expect((await azure.get("resourceGroups/rg", { token })).body.error.code).toBe("InvalidAuthenticationToken");
    const left = await azure.get(
        "resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()",
        {
            apiVersion: "2022-04-01",
        },
    );
    expect(left.body.value.filter(({ properties }) => properties.roleDefinitionId.endsWith(reader))).toHaveLength(1);
});

test("links are authorized before any of them is looked for", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const networks = await makeGroup(azure, "networks");
    const token = await withRoles([contributor, networks]);
    const idOf = (group: string, type: string) =>
        `${azure.subscription}/resourceGroups/${group}/providers/Microsoft.Network/${type}/none`;
    const put = (routeTable: string) => {
        const links = {
            routeTable: { id: idOf(routeTable, "routeTables") },
            natGateway: { id: idOf("networks", "natGateways") },
        };
        const properties = {
            addressSpace: { addressPrefixes: ["10.1.0.0/16"] },
            subnets: [{ name: "s", properties: { addressPrefix: "10.1.0.0/24", ...links } }],
        };
        return azure.put(idOf("networks", "virtualNetworks"), { location: "westus2", properties }, { token });
    };
    expect((await put("rg")).body.error.code).toBe("LinkedAuthorizationFailed");
    expect((await put("networks")).body.error.code).toBe("InvalidResourceReference");
});

test("the log tells what each request required, up to what was denied", async () => {
    azure = await TestAzure.start();
    const rg = await makeGroup(azure);
    const subnet = await makeSubnet(azure);
    const clusters = await makeGroup(azure, "clusters");
    const token = await withRoles([contributor, clusters], [reader, rg]);
    const path = `${clusters}/providers/Microsoft.ContainerService/managedClusters/c1`;
    const identity = userAssigned((await makeIdentity(azure, "control", "clusters")).id);
    await azure.put(path, clusterContent({ identity, pool: { vnetSubnetID: subnet } }), { token });
    await azure.get(path, { token });
    expect(
        azure.server
            .requests()
            .slice(-2)
            .map(({ status, required }) => [status, required]),
    ).toEqual([
        [
            403,
            [
                { action: "Microsoft.ContainerService/managedClusters/write", scope: path },
                {
                    action: "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
                    scope: `${clusters}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/control`.replace(
                        "resourceGroups",
                        "resourcegroups",
                    ),
                },
                { action: "Microsoft.Network/virtualNetworks/subnets/join/action", scope: subnet },
            ],
        ],
        [404, [{ action: "Microsoft.ContainerService/managedClusters/read", scope: path }]],
    ]);
});
