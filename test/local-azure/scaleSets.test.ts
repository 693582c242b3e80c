import type { FaultRule } from "../../local-azure/contract";
import { control, principalContent, servicePrincipal, settled, systemAssigned } from "./aksHelpers";
import {
    type ArmBody,
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeIdentity,
    managedIdentityOperator,
    ownKubelet,
    reader,
    refused,
    TestAzure,
    userAssigned,
} from "./harness";

// The scale sets of node pools: what their model shows, and what each instance was made with.

const nodeGroup = "resourceGroups/MC_rg_c1_westus2/providers/Microsoft.Compute/virtualMachineScaleSets";
const firstImage = "202306.19.0";
const newerImage = "202306.26.0";
let azure: TestAzure;
beforeEach(async () => {
    azure = await TestAzure.start({ operationSeconds: 60 });
    await makeGroup(azure);
});
afterEach(() => azure.stop());

/** As much of a scale set and of an instance as this file looks at. */
interface Shown extends Omit<ArmBody, "identity" | "properties"> {
    identity?: ArmBody["identity"];
    sku: { name: string; capacity?: number };
    instanceId?: string;
    properties: {
        latestModelApplied?: boolean;
        virtualMachineProfile?: Profile;
        storageProfile?: Profile["storageProfile"];
    };
}

interface Profile {
    storageProfile: { imageReference: { id: string } };
}

const listed = async (path: string) => (await azure.get(path)).body.value as unknown as Shown[];

async function scaleSetOf(pool: string): Promise<Shown | undefined> {
    return (await listed(nodeGroup)).find(({ tags }) => tags["aks-managed-poolName"] === pool);
}

const instancesOf = async (pool: string) => listed(`${(await scaleSetOf(pool))?.id}/virtualMachines`);

const clientIds = ({ identity }: Shown) =>
    Object.values(identity?.userAssignedIdentities ?? {}).map(({ clientId }) => clientId);

const imageOf = ({ properties: { virtualMachineProfile, storageProfile } }: Shown) =>
    (virtualMachineProfile?.storageProfile ?? storageProfile)?.imageReference.id.split("/").at(-1);

/** What a pool's model shows, and each of its instances. */
async function nodesOf(pool: string) {
    const model = await scaleSetOf(pool);
    const instances = await instancesOf(pool);
    return {
        model: model && [...clientIds(model), imageOf(model)],
        instances: instances.map((each) => [...clientIds(each), imageOf(each), each.properties.latestModelApplied]),
    };
}

const twoPools = (more: object = {}) => ({
    ...more,
    agentPoolProfiles: [
        { name: "one", mode: "System", count: 1, vmSize: "Standard_D4ds_v5" },
        { name: "two", mode: "User", count: 2, vmSize: "Standard_D4ds_v5", tags: { team: "web" } },
    ],
});

const upgradeImage = (pool: string) => azure.post(`${clusterPath()}/agentPools/${pool}/upgradeNodeImageVersion`);

const kubeletOf = async () =>
    (await azure.get(clusterPath())).body.properties.identityProfile.kubeletidentity?.clientId ?? "";

test("a scale set shows its pool, size, identity and image, and so does each instance", async () => {
    const { body: cluster } = await settled(azure, clusterContent({ properties: twoPools() }));
    const { resourceId = "", clientId, objectId } = cluster.properties.identityProfile.kubeletidentity ?? {};
    const set = await scaleSetOf("two");
    expect(set?.name).toMatch(/^aks-two-\d{8}-vmss$/);
    const identity = {
        type: "UserAssigned",
        userAssignedIdentities: {
            [resourceId.replace("/resourcegroups/", "/resourceGroups/")]: { clientId, principalId: objectId },
        },
    };
    const imageReference = {
        id:
            "/subscriptions/109a5e88-712a-48ae-9078-9ca8b3c81345/resourceGroups/AKS-Ubuntu/providers/Microsoft.Compute/" +
            `galleries/AKSUbuntu/images/2204gen2containerd/versions/${firstImage}`,
    };
    expect(set).toMatchObject({
        id: `${azure.subscription}/${nodeGroup}/${set?.name}`,
        location: "westus2",
        sku: { name: "Standard_D4ds_v5", tier: "Standard", capacity: 2 },
        tags: {
            team: "web",
            "aks-managed-poolName": "two",
            "aks-managed-kubeletIdentityClientID": clientId,
            "aks-managed-orchestrator": "Kubernetes:1.33.5",
            "aks-managed-creationSource": `vmssclient-${set?.name}`,
        },
        identity,
        properties: { virtualMachineProfile: { storageProfile: { imageReference } } },
    });
    expect((await azure.get(set?.id ?? "")).body).toEqual(set);

    const instances = await instancesOf("two");
    expect(instances.map(({ instanceId }) => instanceId)).toEqual(["0", "1"]);
    const groupInCapitals = nodeGroup.replace("MC_rg_c1_westus2", "MC_RG_C1_WESTUS2");
    expect(instances[1]).toMatchObject({
        id: `${azure.subscription}/${groupInCapitals}/${set?.name}/virtualMachines/1`,
        name: `${set?.name}_1`,
        sku: { name: "Standard_D4ds_v5" },
        identity,
        properties: { latestModelApplied: true, storageProfile: { imageReference } },
    });
    expect((await azure.get(instances[1]?.id ?? "")).body).toEqual(instances[1]);
});

test("lists: of a group, of a subscription", async () => {
    await settled(azure, clusterContent({ properties: twoPools() }));
    await settled(azure, clusterContent({ properties: { dnsPrefix: "c2" } }), "c2");
    const pools = async (path: string) => (await listed(path)).map(({ tags }) => tags["aks-managed-poolName"]);
    expect(await pools(nodeGroup)).toEqual(["one", "two"]);
    expect(await pools("providers/Microsoft.Compute/virtualMachineScaleSets")).toEqual(["one", "two", "nodepool1"]);
    const names = (await listed("providers/Microsoft.Compute/virtualMachineScaleSets")).map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
});

test("a pool that stays on the service principal has no identity, until its image is upgraded", async () => {
    await settled(azure, principalContent(twoPools(servicePrincipal)));
    const old = { model: [firstImage], instances: [[firstImage, true]] };
    expect(await nodesOf("one")).toEqual(old);
    expect((await scaleSetOf("one"))?.tags).not.toHaveProperty("aks-managed-kubeletIdentityClientID");

    await settled(azure, { ...principalContent(twoPools(servicePrincipal)), identity: systemAssigned });
    expect(await nodesOf("one")).toEqual(old);
    // Without a newer image nothing comes of it.
    await upgradeImage("one");
    azure.advance(60);
    expect(await nodesOf("one")).toEqual(old);

    await control(azure, "nodeImage");
    await upgradeImage("one");
    const clientId = await kubeletOf();
    const model = [clientId, newerImage];
    expect(await nodesOf("one")).toEqual({ model, instances: [[firstImage, false]] });
    azure.advance(60);
    expect(await nodesOf("one")).toEqual({ model, instances: [[...model, true]] });
    expect(await nodesOf("two")).toEqual({ model: [firstImage], instances: Array(2).fill([firstImage, true]) });
});

test("an upgrade that fails leaves the model ahead of its instances, and is taken up again", async () => {
    await settled(azure, principalContent(twoPools(servicePrincipal)));
    await settled(azure, { ...principalContent(twoPools(servicePrincipal)), identity: systemAssigned });
    await control(azure, "nodeImage");
    const rule: FaultRule = { kind: "operation-fails", path: "**/upgradeNodeImageVersion", code: "UpgradeFailed" };
    const local = { token: null, apiVersion: null };
    expect((await azure.post("/local-azure/faults", { body: [rule], ...local })).status).toBe(200);
    await upgradeImage("one");
    azure.advance(60);
    const model = [await kubeletOf(), newerImage];
    expect(await nodesOf("one")).toEqual({ model, instances: [[firstImage, false]] });

    await upgradeImage("one");
    azure.advance(60);
    expect(await nodesOf("one")).toEqual({ model, instances: [[...model, true]] });
});

test("another kubelet identity comes with the nodes that are made for it", async () => {
    const [control1, first, second] = [
        await makeIdentity(azure, "control"),
        await makeIdentity(azure, "first"),
        await makeIdentity(azure, "second"),
    ];
    for (const { id } of [first, second]) {
        await assign(azure, managedIdentityOperator, control1.properties.principalId, id);
    }
    const content = (kubelet: string) =>
        clusterContent({ identity: userAssigned(control1.id), properties: ownKubelet(kubelet) });
    await settled(azure, content(first.id));
    expect((await nodesOf("nodepool1")).model).toEqual([first.properties.clientId, firstImage]);
    await azure.put(clusterPath(), content(second.id));
    expect(await nodesOf("nodepool1")).toEqual({
        model: [second.properties.clientId, firstImage],
        instances: Array(3).fill([first.properties.clientId, firstImage, false]),
    });
    azure.advance(60);
    expect((await nodesOf("nodepool1")).instances).toEqual(
        Array(3).fill([second.properties.clientId, firstImage, true]),
    );
});

test("Windows pools have short names and images of their own", async () => {
    const network = { networkProfile: { networkPlugin: "azure" } };
    await settled(azure, clusterContent({ properties: { ...network } }));
    const pool = { count: 1, vmSize: "Standard_D4ds_v5", osType: "Windows", mode: "User" };
    expect((await azure.put(`${clusterPath()}/agentPools/win`, { properties: pool })).status).toBe(201);
    azure.advance(60);
    const set = await scaleSetOf("win");
    expect(set?.name).toBe("akswin");
    expect(set?.properties.virtualMachineProfile?.storageProfile.imageReference.id).toContain(
        `/resourceGroups/AKS-Windows/providers/Microsoft.Compute/galleries/AKSWindows/images/windows-2022-containerd/`,
    );
});

test("there is none before the pool stands, of a pool of another type, or when the pool is gone", async () => {
    await azure.put(clusterPath(), clusterContent());
    expect(await listed(nodeGroup)).toEqual([]);
    azure.advance(60);
    const { id = "" } = (await scaleSetOf("nodepool1")) ?? {};
    const more = { count: 1, vmSize: "Standard_D4ds_v5", mode: "User" };
    for (const [name, type] of Object.entries({ set: "VirtualMachineScaleSets", vms: "VirtualMachines" })) {
        await azure.put(`${clusterPath()}/agentPools/${name}`, { properties: { ...more, type } });
        azure.advance(60);
    }
    const names = async () => (await listed(nodeGroup)).map(({ tags }) => tags["aks-managed-poolName"]);
    expect(await names()).toEqual(["nodepool1", "set"]);
    await azure.delete(`${clusterPath()}/agentPools/set`);
    azure.advance(60);
    expect(await names()).toEqual(["nodepool1"]);

    await azure.delete(clusterPath());
    azure.advance(60);
    expect((await azure.get(id)).body.error.code).toBe("ResourceGroupNotFound");
});

test("reading takes its permission; what is not there is said to be so; writes are not modelled", async () => {
    await settled(azure, clusterContent());
    const { id = "" } = (await scaleSetOf("nodepool1")) ?? {};
    const onlooker = await makeIdentity(azure, "onlooker");
    const token = await azure.tokenOf(onlooker.properties.principalId);
    for (const [path, action] of [
        [id, "virtualMachineScaleSets/read"],
        [nodeGroup, "virtualMachineScaleSets/read"],
        [`${id}/virtualMachines`, "virtualMachineScaleSets/virtualMachines/read"],
        [`${id}/virtualMachines/0`, "virtualMachineScaleSets/virtualMachines/read"],
    ] as const) {
        const denied = refused(403, "AuthorizationFailed", new RegExp(`'Microsoft.Compute/${action}'`));
        expect(await azure.get(path, { token })).toMatchObject(denied);
    }
    await assign(
        azure,
        reader,
        onlooker.properties.principalId,
        `${azure.subscription}/${nodeGroup.split("/provid")[0]}`,
    );
    expect((await azure.get(id, { token })).status).toBe(200);

    for (const path of [`${nodeGroup}/other`, `${id}/virtualMachines/3`, `${id}/virtualMachines/00`]) {
        expect(await azure.get(path)).toMatchObject(refused(404, "ResourceNotFound", /was not found/));
    }
    const parent = refused(404, "ParentResourceNotFound", /could not be found/);
    expect(await azure.get(`${nodeGroup}/other/virtualMachines`)).toMatchObject(parent);
    expect(await azure.get(`${id}/virtualMachines?$filter=a`)).toMatchObject(refused(501, "NotModelled", /'\$filter'/));
    expect(await azure.put(id, { location: "westus2" })).toMatchObject(refused(501, "NotModelled", /PUT of/));
    expect(await azure.delete(`${id}/virtualMachines/0`)).toMatchObject(refused(501, "NotModelled", /DELETE of/));
    expect(await azure.get(id, { apiVersion: "2024-10-01" })).toMatchObject(
        refused(400, "NoRegisteredProviderFound", /2024-11-01/),
    );
});
