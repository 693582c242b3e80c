import {
    assign,
    clusterContent,
    clusterPath,
    contributor,
    makeGroup,
    makeIdentity,
    reader,
    refused,
    TestAzure,
    userAssigned,
} from "./harness";
import { west } from "./plainCases";

// A node resource group with restrictionLevel ReadOnly.

let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
});
afterEach(() => azure.stop());

const content = (restrictionLevel: string, parts: { identity?: object; properties?: object } = {}) =>
    clusterContent({
        ...parts,
        properties: { nodeResourceGroup: "Nodes", nodeResourceGroupProfile: { restrictionLevel }, ...parts.properties },
    });
const disk = "resourceGroups/nodes/providers/Microsoft.Compute/disks/d1";
const blank = { ...west, properties: { creationData: { createOption: "Empty" }, diskSizeGB: 8 } };
const denied = (action: string) =>
    refused(
        403,
        "DenyAssignmentAuthorizationFailed",
        new RegExp(
            `has permission to perform action '${action}' on scope '.*'; however, the access is denied because of the deny assignment with name 'kubernetes.azure.com/[\\da-f-]{36}/[\\da-f-]{36}: node resource group deny assignment created by Azure Kubernetes Services for nrg-lockdown, see: https://aka.ms/aks/nrg_lockdown' and Id '[\\da-f]{32}' at scope '/subscriptions/[\\da-f-]{36}/resourcegroups/Nodes'.$`,
        ),
    );

test("nobody changes what is in it, everybody may read it", async () => {
    expect((await azure.put(clusterPath(), content("ReadOnly"))).status).toBe(201);
    expect(await azure.put(disk, blank)).toMatchObject(denied("Microsoft.Compute/disks/write"));
    expect(await azure.delete("resourceGroups/nodes")).toMatchObject(
        denied("Microsoft.Resources/subscriptions/resourceGroups/delete"),
    );
    expect((await azure.get("resourceGroups/nodes")).status).toBe(200);
    const agentpool = "resourceGroups/nodes/providers/Microsoft.ManagedIdentity/userAssignedIdentities/c1-agentpool";
    const { status, body } = await azure.get(agentpool);
    expect(status).toBe(200);
    expect(await assign(azure, reader, body.properties.principalId, body.id)).toMatchObject(
        denied("Microsoft.Authorization/roleAssignments/write"),
    );
    // Elsewhere it changes nothing.
    expect((await azure.put(disk.replace("nodes", "rg"), blank)).status).toBe(201);
});

test("who has no right learns of that first", async () => {
    await azure.put(clusterPath(), content("ReadOnly"));
    const { principalId } = (await makeIdentity(azure, "nobody")).properties;
    const token = await azure.tokenOf(principalId);
    expect(await azure.put(disk, blank, { token })).toMatchObject(refused(403, "AuthorizationFailed", /disks\/write/));
});

test("nothing in it is handed to what lies elsewhere", async () => {
    await azure.put(clusterPath(), content("ReadOnly"));
    const agentpool = `${azure.subscription}/resourceGroups/nodes/providers/Microsoft.ManagedIdentity/userAssignedIdentities/c1-agentpool`;
    const other = clusterContent({ identity: userAssigned(agentpool), properties: { dnsPrefix: "c2" } });
    expect(await azure.put(clusterPath("c2"), other)).toMatchObject(
        refused(
            403,
            "LinkedAuthorizationFailed",
            /'Microsoft.ManagedIdentity\/userAssignedIdentities\/assign\/action' on the '0' linked scope\(s\) '' or the linked scope\(s\) are invalid and is blocked by deny assignments on the '1' linked scope\(s\) '.*c1-agentpool'/,
        ),
    );
});

test("the cluster's own identity works in it", async () => {
    const { id, properties } = await makeIdentity(azure, "control");
    await azure.put(clusterPath(), content("ReadOnly", { identity: userAssigned(id) }));
    const token = await azure.tokenOf(properties.principalId);
    expect((await azure.put(disk, blank, { token })).status).toBe(201);
    // And not another one, whatever its role.
    const other = await makeIdentity(azure, "other");
    await assign(azure, contributor, other.properties.principalId, azure.subscription);
    const denial = denied("Microsoft.Compute/disks/write");
    expect(await azure.put(disk, blank, { token: await azure.tokenOf(other.properties.principalId) })).toMatchObject(
        denial,
    );
});

test("an update lifts it, and the cluster takes it along when it goes", async () => {
    await azure.put(clusterPath(), content("ReadOnly"));
    expect((await azure.put(clusterPath(), content("Unrestricted"))).status).toBe(200);
    expect((await azure.put(disk, blank)).status).toBe(201);
    await azure.put(clusterPath(), content("ReadOnly"));
    expect(await azure.delete(disk)).toMatchObject(denied("Microsoft.Compute/disks/delete"));
    await azure.delete(clusterPath());
    expect((await azure.get("resourceGroups/nodes")).status).toBe(404);
});
