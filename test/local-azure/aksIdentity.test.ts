import { control, principalContent, principalsOf, servicePrincipal, settled, systemAssigned } from "./aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    managedIdentityOperator,
    ownKubelet,
    TestAzure,
    userAssigned,
} from "./harness";

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const registry = async () => {
    const path = "resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/images";
    return (await azure.put(path, { location: "westus2", sku: { name: "Premium" } })).body.id;
};

const upgradeImage = async (pool: string) => {
    const { status } = await azure.post(`${clusterPath()}/agentPools/${pool}/upgradeNodeImageVersion`);
    azure.advance(60);
    return status;
};

describe("from a service principal to managed identity (facts §1c)", () => {
    beforeEach(async () => {
        await settled(azure, principalContent());
        await azure.put(`${clusterPath()}/agentPools/more`, { properties: { count: 1 } });
        azure.advance(60);
        await control(azure, "workload", { registries: [await registry()] });
    });
    const kubelets = async () => principalsOf(await azure.jobs("c1"), "kubelet");

    test("a service principal cluster shows no identity, no kubelet identity and no secret", async () => {
        const { body } = await azure.get(clusterPath());
        expect(body).not.toHaveProperty("identity");
        expect(body.properties).not.toHaveProperty("identityProfile");
        const { clientId } = servicePrincipal.servicePrincipalProfile;
        expect(body.properties).toMatchObject({ servicePrincipalProfile: { clientId } });
        expect(JSON.stringify(body)).not.toContain("not-a-real-one");
    });

    test("each pool stays on the service principal until its image is upgraded, which needs a newer image", async () => {
        const [old] = await kubelets();
        const before = (await azure.get(`${clusterPath()}/agentPools/more`)).body.properties.nodeImageVersion;
        const { body } = await settled(azure, principalContentWith(systemAssigned));
        const kubelet = body.properties.identityProfile.kubeletidentity?.objectId;
        expect(body.properties).toMatchObject({ servicePrincipalProfile: { clientId: "msi" } });
        expect((await azure.get(`${clusterPath()}/agentPools/more`)).body.properties.nodeImageVersion).toBe(before);
        expect(await kubelets()).toEqual([old]);

        // No newer image: accepted, and nothing happens.
        expect(await upgradeImage("more")).toBe(202);
        expect(await kubelets()).toEqual([old]);

        expect((await control(azure, "nodeImage")).body).toEqual({ release: "202306.26.0" });
        const profile = await azure.get(`${clusterPath()}/agentPools/more/upgradeProfiles/default`);
        expect(profile.body.properties).toMatchObject({
            latestNodeImageVersion: "AKSUbuntu-2204gen2containerd-202306.26.0",
        });
        expect(await upgradeImage("more")).toBe(202);
        expect((await kubelets()).sort()).toEqual([old, kubelet].sort());
        expect(await upgradeImage("nodepool1")).toBe(202);
        expect(await kubelets()).toEqual([kubelet]);
    });

    test("or all nodes are made anew at once, with the newest image", async () => {
        await azure.stop();
        azure = await TestAzure.start({ operationSeconds: 60, nodesOnSwitch: "reimaged" });
        await makeGroup(azure);
        await settled(azure, principalContent());
        await control(azure, "workload", { registries: [await registry()] });
        await control(azure, "nodeImage");
        const { body } = await settled(azure, principalContentWith(systemAssigned));
        expect(await kubelets()).toEqual([body.properties.identityProfile.kubeletidentity?.objectId]);
        expect(body.properties).toMatchObject({
            agentPoolProfiles: [{ nodeImageVersion: "AKSUbuntu-2204gen2containerd-202306.26.0" }],
        });
    });

    test("the control plane is the managed identity at once, and the way back is closed", async () => {
        const own = await makeIdentity(azure, "own");
        await settled(azure, principalContentWith(userAssigned(own.id)));
        const jobs = await azure.jobs("c1");
        expect(principalsOf(jobs, "controlPlane")).toEqual([own.properties.principalId]);
        const back = await azure.put(clusterPath(), principalContent());
        const reset = await azure.send("POST", `${clusterPath()}/resetServicePrincipalProfile`, {
            body: servicePrincipal.servicePrincipalProfile,
        });
        for (const { status, body } of [back, reset]) {
            expect([status, body.error.message]).toEqual([
                400,
                "Updating service principal profile is not allowed on MSI cluster.",
            ]);
        }
    });

    test("another service principal comes to all nodes", async () => {
        const [old] = await kubelets();
        const body = { clientId: "44444444-4444-4444-8444-444444444444", secret: "s" };
        const reset = await azure.send("POST", `${clusterPath()}/resetServicePrincipalProfile`, { body });
        expect(reset.status).toBe(202);
        azure.advance(60);
        const [now, ...others] = await kubelets();
        expect(others).toEqual([]);
        expect(now).not.toBe(old);
    });
});

const principalContentWith = (identity: object) => ({
    ...principalContent({
        servicePrincipalProfile: { clientId: servicePrincipal.servicePrincipalProfile.clientId },
    }),
    identity,
});

test("what a 201 shows of each identity, and what comes with the end of the operation", async () => {
    const own = await makeIdentity(azure, "own");
    const made = await azure.put(clusterPath(), clusterContent({ identity: userAssigned(own.id) }));
    expect(made.body.identity.principalId).toBeUndefined();
    expect(Object.values(made.body.identity.userAssignedIdentities)).toEqual([{}]);
    expect(made.body.properties.identityProfile).toBeUndefined();
    const old = await azure.put(clusterPath("c2"), clusterContent({ identity: userAssigned(own.id) }), {
        apiVersion: "2023-05-01",
    });
    expect(Object.values(old.body.identity.userAssignedIdentities)).toEqual([{}]);
    const system = await azure.put(clusterPath("c3"), clusterContent());
    expect(system.body.identity).toEqual({
        type: "SystemAssigned",
        principalId: expect.stringMatching(/^[\da-f-]{36}$/),
        tenantId: azure.server.ready.tenantId,
    });
    azure.advance(60);
    const { clientId, principalId } = own.properties;
    const { identity } = (await azure.get(clusterPath())).body;
    expect(Object.values(identity.userAssignedIdentities)).toEqual([{ clientId, principalId }]);
});

test("from one user-assigned identity to another the old one vanishes, and its role in the node group with it", async () => {
    const [one, two] = [await makeIdentity(azure, "one"), await makeIdentity(azure, "two")];
    await settled(azure, clusterContent({ identity: userAssigned(one.id) }));
    const { body } = await settled(azure, clusterContent({ identity: userAssigned(two.id) }));
    expect(Object.keys(body.identity.userAssignedIdentities)).toEqual([two.id]);
    const jobs = await azure.jobs("c1");
    expect(principalsOf(jobs, "controlPlane")).toEqual([two.properties.principalId]);
    expect(jobs.every(({ allowed, allowedBy }) => allowed && allowedBy === "granted by AKS")).toBe(true);
    const token = await azure.tokenOf(one.properties.principalId);
    const nodeGroup = `resourceGroups/${body.properties.nodeResourceGroup}`;
    expect((await azure.get(nodeGroup, { token })).status).toBe(403);
});

test("a control plane goes on as the identity that it has left until its token expires, but not in what requests ask", async () => {
    await azure.stop();
    azure = await TestAzure.start({ identitySwitchSeconds: 3600 });
    await makeGroup(azure);
    const [one, two, nodes] = [
        await makeIdentity(azure, "one"),
        await makeIdentity(azure, "two"),
        await makeIdentity(azure, "nodes"),
    ];
    for (const { properties } of [one, two]) {
        await assign(azure, managedIdentityOperator, properties.principalId, nodes.id);
    }
    const content = (control: string) =>
        clusterContent({ identity: userAssigned(control), properties: ownKubelet(nodes.id) });
    await settled(azure, content(one.id));
    await settled(azure, content(two.id));
    const service = "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/services";
    await control(azure, "workload", { internalLoadBalancerSubnets: [`${azure.subscription}/${service}`] });
    const [left, now] = [one.properties.principalId, two.properties.principalId];
    const principals = async (operation: RegExp) =>
        principalsOf(
            (await azure.jobs("c1")).filter((job) => operation.test(job.operation)),
            "controlPlane",
        );
    expect(await principals(/^create an internal load balancer/)).toEqual([now, left]);
    expect(await principals(/^assign a customer kubelet identity/)).toEqual([now]);
    expect(await principals(/node resource group/)).toEqual([now]);
    azure.advance(3600);
    expect(await principals(/^create an internal load balancer/)).toEqual([now]);
});

test("another kubelet identity makes the nodes of every pool anew; a user-assigned control plane has to stay", async () => {
    const [own, one, two] = [
        await makeIdentity(azure, "own"),
        await makeIdentity(azure, "one"),
        await makeIdentity(azure, "two"),
    ];
    for (const { id } of [one, two]) await assign(azure, managedIdentityOperator, own.properties.principalId, id);
    const content = (kubelet: object, identity: object = userAssigned(own.id)) =>
        clusterContent({ identity, properties: kubelet });
    await settled(azure, content({}));
    await azure.put(`${clusterPath()}/agentPools/more`, { properties: { count: 1 } });
    azure.advance(60);
    await control(azure, "workload", { registries: [await registry()] });
    for (const kubelet of [one, two]) {
        const { status } = await azure.put(clusterPath(), content(ownKubelet(kubelet.id)));
        expect(status).toBe(200);
        const { value } = (await azure.get(`${clusterPath()}/agentPools`)).body;
        expect(value.map(({ properties }) => properties.provisioningState)).toEqual(["Upgrading", "Upgrading"]);
        azure.advance(60);
        expect(principalsOf(await azure.jobs("c1"), "kubelet")).toEqual([kubelet.properties.principalId]);
    }
    const toSystem = await azure.put(clusterPath(), content({}, systemAssigned));
    expect([toSystem.status, toSystem.body.error.code]).toEqual([
        400,
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
    ]);
});

test("a PATCH changes tags, whatever else it holds", async () => {
    const [one, two] = [await makeIdentity(azure, "one"), await makeIdentity(azure, "two")];
    await settled(azure, clusterContent({ identity: userAssigned(one.id) }));
    await azure.patch(clusterPath(), { tags: { a: "b" }, identity: userAssigned(two.id) });
    azure.advance(60);
    const { body } = await azure.get(clusterPath());
    expect(body.tags).toEqual({ a: "b" });
    expect(Object.keys(body.identity.userAssignedIdentities)).toEqual([one.id]);
});

const refused: [what: string, code: string, properties: object, pool: object][] = [
    ["the issuer off", "OIDCIssuerCannotBeDisabled", { oidcIssuerProfile: { enabled: false } }, {}],
    [
        "a private API server",
        "PropertyChangeNotAllowed",
        { apiServerAccessProfile: { enablePrivateCluster: true } },
        {},
    ],
    ["another pod range", "PropertyChangeNotAllowed", { networkProfile: { podCidr: "10.9.0.0/16" } }, {}],
    ["no Kubernetes RBAC", "PropertyChangeNotAllowed", { enableRBAC: false }, {}],
    ["another machine size", "PropertyChangeNotAllowed", {}, { vmSize: "Standard_B2s" }],
    ["another pool", "BadRequest", {}, { name: "other" }],
];

test.each(refused)("an update refuses %s: %s", async (_what, code, properties, pool) => {
    await settled(azure, clusterContent({ properties: { oidcIssuerProfile: { enabled: true } } }));
    const { status, body } = await azure.put(clusterPath(), clusterContent({ properties, pool }));
    expect([status, body.error.code]).toEqual([400, code]);
    expect((await azure.put(clusterPath(), clusterContent())).status).toBe(200);
});

test("the last system pool may not become a user pool either", async () => {
    await settled(azure, clusterContent());
    const pool = `${clusterPath()}/agentPools/nodepool1`;
    expect((await azure.put(pool, { properties: { mode: "User" } })).status).toBe(400);
    await azure.put(`${clusterPath()}/agentPools/second`, { properties: { mode: "System" } });
    azure.advance(60);
    expect((await azure.put(pool, { properties: { mode: "User" } })).status).toBe(200);
});

test("while a pool is worked on, its cluster and its other pools are not", async () => {
    await settled(azure, clusterContent());
    await azure.put(`${clusterPath()}/agentPools/more`, { properties: { count: 1 } });
    for (const busy of [
        await azure.put(`${clusterPath()}/agentPools/third`, { properties: { count: 1 } }),
        await azure.post(`${clusterPath()}/agentPools/nodepool1/upgradeNodeImageVersion`),
        await azure.patch(clusterPath(), { tags: {} }),
        await azure.delete(`${clusterPath()}/agentPools/more`),
    ]) {
        expect([busy.status, busy.body.error.code]).toEqual([409, "OperationNotAllowed"]);
        expect(busy.body.error.message).toContain("agent pool operation");
    }
    azure.advance(60);
    expect((await azure.delete(`${clusterPath()}/agentPools/more`)).status).toBe(202);
});
