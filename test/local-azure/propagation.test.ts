import { documented, page } from "../../local-azure/kernel/evidence";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    networkContributor,
    ownKubelet,
    reader,
    TestAzure,
    userAssigned,
} from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const role = (azure: TestAzure, principalId: string, principalType?: string) => ({
    properties: {
        roleDefinitionId: `${azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/${networkContributor}`,
        principalId,
        ...(principalType && { principalType }),
    },
});
const assignment =
    "resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111";

test("a new principal is found only after the directory delay, unless its type is given", async () => {
    azure = await TestAzure.start({ directoryDelaySeconds: 30 });
    await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const early = await azure.put(assignment, role(azure, principalId));
    expect([early.status, early.body.error.code]).toEqual([400, "PrincipalNotFound"]);
    expect(early.body.error.message).toContain(
        `Principal ${principalId.replaceAll("-", "")} does not exist in the directory`,
    );

    azure.advance(29);
    expect((await azure.put(assignment, role(azure, principalId))).status).toBe(400);
    azure.advance(1);
    const late = await azure.put(assignment, role(azure, principalId));
    expect([late.status, late.body.properties.principalType]).toEqual([201, "ServicePrincipal"]);

    const typed = (await makeIdentity(azure, "two")).properties.principalId;
    const other = assignment.replace(/1$/, "2");
    expect((await azure.put(other, role(azure, typed, "ServicePrincipal"))).status).toBe(201);
});

test("a wrong principal type is noticed once the principal is visible", async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const { status, body } = await azure.put(assignment, role(azure, principalId, "User"));
    expect(status).toBe(400);
    expect(body.error).toEqual({
        code: "UnmatchedPrincipalType",
        message: `The PrincipalId '${principalId.replaceAll("-", "")}' has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.`,
    });
});

test("a cluster's own kubelet identity is accepted once Managed Identity Operator has propagated", async () => {
    azure = await TestAzure.start({ propagationDelaySeconds: 60 });
    await makeGroup(azure);
    const [control, kubelet] = [await makeIdentity(azure, "control"), await makeIdentity(azure, "kubelet")];
    const content = clusterContent({
        identity: userAssigned(control.id),
        properties: ownKubelet(kubelet.id),
    });
    const code = async () => (await azure.put(clusterPath(), content)).body.error?.code;

    expect(await code()).toBe("CustomKubeletIdentityMissingPermissionError");
    expect((await assign(azure, managedIdentityOperator, control.properties.principalId, kubelet.id)).status).toBe(201);
    expect(await code()).toBe("CustomKubeletIdentityMissingPermissionError");
    azure.advance(59);
    expect(await code()).toBe("CustomKubeletIdentityMissingPermissionError");
    azure.advance(1);
    expect(await code()).toBeUndefined();
});

test("the jobs of a cluster tell what is missing, and from when on it is there", async () => {
    azure = await TestAzure.start({ propagationDelaySeconds: 60 });
    await makeGroup(azure);
    const subnet = await makeSubnet(azure);
    const control = await makeIdentity(azure, "control");
    await azure.put(
        clusterPath(),
        clusterContent({ identity: userAssigned(control.id), pool: { vnetSubnetID: subnet } }),
    );
    const jobs = () => azure.jobs("c1");
    const joins = async () => (await jobs()).filter(({ scope }) => scope === subnet);

    expect(await jobs()).toHaveLength(5);
    expect(await joins()).toEqual(
        ["Microsoft.Network/virtualNetworks/subnets/join/action", "Microsoft.Network/virtualNetworks/subnets/read"].map(
            (action) => ({
                operation: "join node pool VMs to a customer subnet",
                identity: "controlPlane",
                principalId: control.properties.principalId,
                action,
                data: false,
                scope: subnet,
                ...documented(page("aks/aks-service-permissions#additional-aks-cluster-identity-permissions")),
                allowed: false,
                failure: { code: "SyncLoadBalancerFailed", heals: "by itself" },
            }),
        ),
    );
    const made = await assign(azure, networkContributor, control.properties.principalId, subnet);
    expect((await joins())[0]?.allowed).toBe(false);
    azure.advance(60);
    expect((await joins())[0]).toMatchObject({ allowed: true, allowedBy: made.body.id });
    const balancer = (await jobs()).find(({ action }) => action === "Microsoft.Network/loadBalancers/write");
    expect(balancer).toMatchObject({ allowed: true, allowedBy: "granted by AKS" });
    expect((await azure.get("/local-azure/clusters/none/jobs", { token: null })).status).toBe(404);
});

const status = async (path: string, token: string) => (await azure.get(path, { token })).status;

test("a deleted role assignment goes on to count for a while", async () => {
    azure = await TestAzure.start({ revocationDelaySeconds: 300 });
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const made = await assign(azure, reader, principalId, group);
    const token = await azure.tokenOf(principalId);
    expect((await azure.delete(made.body.id)).status).toBe(200);
    expect((await azure.get(made.body.id)).status).toBe(404);
    azure.advance(299);
    expect(await status(group, token)).toBe(200);
    azure.advance(1);
    expect(await status(group, token)).toBe(403);
});

test("a member of a group has its roles after a while", async () => {
    azure = await TestAzure.start({ propagationDelaySeconds: 300 });
    const group = await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const team = {
        displayName: "t",
        mailNickname: "t",
        mailEnabled: false,
        securityEnabled: true,
    };
    const empty = (await azure.graph("POST", "groups", team)).body.id;
    azure.advance(300);
    const member = `https://graph.microsoft.com/v1.0/directoryObjects/${principalId}`;
    const { id } = (await azure.graph("POST", "groups", { ...team, "members@odata.bind": [member] })).body;
    expect((await assign(azure, reader, id, group, {}, { principalType: "Group" })).status).toBe(201);
    expect((await assign(azure, reader, empty, group, {}, { principalType: "Group" })).status).toBe(201);
    const token = await azure.tokenOf(principalId);
    expect(await status(group, token)).toBe(403);
    azure.advance(300);
    expect(await status(group, token)).toBe(200);
});

test("a group that the directory does not show yet gets no role, with its type or without", async () => {
    azure = await TestAzure.start({ directoryDelaySeconds: 30 });
    const group = await makeGroup(azure);
    const team = { displayName: "t", mailNickname: "t", mailEnabled: false, securityEnabled: true };
    const { id } = (await azure.graph("POST", "groups", team)).body;
    const code = async () => (await assign(azure, reader, id, group, {}, { principalType: "Group" })).body.error?.code;
    expect(await code()).toBe("PrincipalNotFound");
    azure.advance(30);
    expect(await code()).toBeUndefined();
});

test("a new role assignment may not be found at first, and whoever then writes it again is told that it exists", async () => {
    azure = await TestAzure.start({ assignmentReadDelaySeconds: 20 });
    await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "one")).properties;
    const put = () => azure.put(assignment, role(azure, principalId, "ServicePrincipal"));
    const listed = async () =>
        (
            await azure.get(`resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()`)
        ).body.value
            .map(({ id }) => id)
            .filter((id) => id.endsWith(assignment));
    expect((await put()).status).toBe(201);
    expect((await azure.get(assignment)).body.error.code).toBe("RoleAssignmentNotFound");
    expect((await put()).body.error.code).toBe("RoleAssignmentExists");
    expect(await listed()).toEqual([]);
    azure.advance(20);
    expect((await azure.get(assignment)).status).toBe(200);
    expect((await put()).status).toBe(200);
    expect(await listed()).toHaveLength(1);
});

test("with a seed role assignments take effect in an order of their own, the same each time", async () => {
    const orderOf = async (propagationSeed: number) => {
        const started = await TestAzure.start({ propagationDelaySeconds: 600, propagationSeed });
        try {
            const group = await makeGroup(started);
            const names = ["one", "two", "three", "four"];
            const tokens: string[] = [];
            for (const name of names) {
                const { principalId } = (await makeIdentity(started, name)).properties;
                await assign(started, reader, principalId, group);
                tokens.push(await started.tokenOf(principalId));
            }
            const order: string[] = [];
            for (let minute = 0; minute <= 10; minute++) {
                for (const [index, name] of names.entries()) {
                    const token = tokens[index] ?? "";
                    const isIn = order.includes(name) || (await started.get(group, { token })).status === 200;
                    if (isIn && !order.includes(name)) order.push(name);
                }
                started.advance(60);
            }
            return order;
        } finally {
            await started.stop();
        }
    };
    azure = await TestAzure.start();
    const [first, again, other] = [await orderOf(1), await orderOf(1), await orderOf(5)];
    expect(first).toHaveLength(4);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
});
