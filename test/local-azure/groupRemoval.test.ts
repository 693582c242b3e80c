import {
    type Answer,
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    reader,
    refused,
    TestAzure,
} from "./harness";

let azure: TestAzure;
afterEach(() => azure.stop());

const pathOf = (url: unknown) => String(url).replace(/^https:\/\/[^/]+/, "");
const poll = ({ headers }: Answer) => azure.get(pathOf(headers.location));
const operation = async ({ headers }: Answer) => {
    const { status, error } = (await azure.get(pathOf(headers["azure-asyncoperation"]))).body as unknown as {
        status: string;
        error?: { code: string };
    };
    return error ? [status, error.code] : status;
};

test("a group that is being deleted takes nothing new, no changes, and does not come back", async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    const group = await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    azure.advance(60);
    const { properties } = await makeIdentity(azure, "one");
    const deleted = await azure.delete("resourceGroups/rg");
    expect([deleted.status, (await poll(deleted)).status]).toEqual([202, 202]);
    const busy = refused(
        409,
        "ResourceGroupBeingDeleted",
        "The resource group 'rg' is in deprovisioning state and cannot perform this operation.",
    );
    const identity = "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/two";
    expect(await azure.put(identity, { location: "westus2" })).toMatchObject(busy);
    expect(await azure.patch(clusterPath(), { tags: {} })).toMatchObject(busy);
    expect(await azure.put("resourceGroups/rg", { location: "westus2" })).toMatchObject(busy);
    expect(await assign(azure, reader, properties.principalId, group)).toMatchObject(busy);
    expect(await azure.delete(clusterPath())).toMatchObject(busy);
    expect(await azure.post(`${clusterPath()}/listClusterUserCredential`)).toMatchObject(busy);
    // Asked for again, it is the same deletion.
    expect((await azure.delete("resourceGroups/rg")).headers.location).toBe(deleted.headers.location);
    expect((await azure.get("resourceGroups/rg")).body.properties.provisioningState).toBe("Deleting");
    azure.advance(60);
    expect((await poll(deleted)).status).toBe(200);
    expect((await azure.put("resourceGroups/rg", { location: "westus2" })).status).toBe(201);
});

test("the deletion of a group can fail: whoever polls learns of it, and the group takes writes again", async () => {
    const code = "ResourceGroupDeletionBlocked";
    azure = await TestAzure.start({
        operationSeconds: 60,
        faults: [{ kind: "operation-fails", method: "DELETE", path: "resourceGroups/rg", code }],
    });
    await makeGroup(azure);
    const deleted = await azure.delete("resourceGroups/rg");
    azure.advance(60);
    expect(await poll(deleted)).toMatchObject({ status: 409, body: { error: { code } } });
    expect((await azure.get("resourceGroups/rg")).body.properties.provisioningState).toBe("Succeeded");
    await makeIdentity(azure, "one");
});

test("a deletion during the creation of a cluster preempts it", async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    const created = await azure.put(clusterPath(), clusterContent());
    azure.advance(30);
    expect(await operation(created)).toBe("InProgress");
    const deleted = await azure.delete(clusterPath());
    expect(await operation(created)).toEqual(["Failed", "AKSOperationPreemptedByDelete"]);
    azure.advance(60);
    expect(await operation(deleted)).toBe("Succeeded");
    expect((await azure.get(clusterPath())).status).toBe(404);
});

test("and what is being done to one of its pools", async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
    await azure.put(clusterPath(), clusterContent());
    azure.advance(60);
    const pool = await azure.put(`${clusterPath()}/agentPools/more`, {
        properties: { count: 1, vmSize: "Standard_D4ds_v5" },
    });
    await azure.delete(clusterPath());
    expect(await operation(pool)).toEqual(["Failed", "AKSOperationPreemptedByDelete"]);
});
