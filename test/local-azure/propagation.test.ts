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
