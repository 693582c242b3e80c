import { Registry } from "@pulumi/azure-native/containerregistry";
import { Vault } from "@pulumi/azure-native/keyvault";
import { getUserAssignedIdentity, UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { getVirtualNetwork, Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import {
    AksClusterIdentities,
    AksWorkloadIdentity,
    ArgumentsError,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "managed-identity-aks";
import { type AzureMocksOptions, setAzureMocks, valueIn } from "managed-identity-aks/testing";
import { GUID } from "../../../src/values";

const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa";
const CLUSTER = "azure-native:containerservice/v20260501:ManagedCluster";
const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";

/** A program as a user has it: what the cluster stands on is of the program. */
function program(args: Partial<ManagedIdentityAksClusterArgs> = {}) {
    const { name: resourceGroupName } = new ResourceGroup("shop");
    const network = new VirtualNetwork("network", { resourceGroupName });
    const nodes = new Subnet("nodes", { resourceGroupName, virtualNetworkName: network.name });
    const aks = new ManagedIdentityAksCluster("aks", {
        resourceGroupName,
        systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: nodes.id },
        oidcIssuer: true,
        ...args,
    });
    const app = new AksWorkloadIdentity("app", {
        resourceGroupName,
        oidcIssuerUrl: aks.oidcIssuerUrl,
        serviceAccounts: [{ namespace: "shop", name: "orders" }],
    });
    return { aks, app, nodes };
}

test("a subnet is below its network, a cluster has host names, an issuer, a node group, principals and a kubeconfig", async () => {
    const mocks = await setAzureMocks({ subscriptionId: SUBSCRIPTION, location: "northeurope" });
    const { aks, app, nodes } = program({ exportKubeconfig: true });
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/shop`;
    expect(await valueIn(nodes.id)).toBe(`${group}/providers/Microsoft.Network/virtualNetworks/network/subnets/nodes`);
    expect(await valueIn(aks.clusterId)).toBe(`${group}/providers/Microsoft.ContainerService/managedClusters/aks`);
    expect(await valueIn(aks.clusterName)).toBe("aks");
    expect(await valueIn(aks.fqdn)).toMatch(/^aks-[0-9a-f]{8}\.hcp\.northeurope\.azmk8s\.io$/);
    expect(await valueIn(aks.nodeResourceGroup)).toBe("MC_shop_aks_northeurope");
    expect(await valueIn(aks.location)).toBe("northeurope");
    expect(await valueIn(aks.currentKubernetesVersion)).toBe("1.34.0");
    expect(await valueIn(aks.servicePrincipalClientId)).toBe("msi");
    const issuer = await valueIn(aks.oidcIssuerUrl);
    expect(issuer).toMatch(/^https:\/\/northeurope\.oic\.prod-aks\.azure\.com\/[0-9a-f-]{36}\/[0-9a-f-]{36}\/$/);
    expect(await valueIn(aks.kubeconfig)).toContain("clusterUser_shop_aks");
    expect(await valueIn(app.serviceAccountAnnotations)).toMatchObject({
        "azure.workload.identity/client-id": await valueIn(app.clientId),
    });

    const registered = await mocks.registered();
    const kubelet = mocks.find("aks-kubelet", IDENTITY);
    expect(await valueIn(aks.identityProfile)).toEqual({
        kubeletidentity: {
            resourceId: kubelet.id,
            clientId: kubelet.state.clientId,
            objectId: kubelet.state.principalId,
        },
    });
    expect(kubelet.state.principalId).toMatch(GUID);
    expect(mocks.find("app-shop_orders").inputs).toMatchObject({ issuer, resourceName: "app-identity" });
    // "No cluster without a disk encryption set", as a consumer would ask.
    const clusters = registered.filter(({ type }) => type === CLUSTER);
    expect(clusters.map(({ inputs }) => "diskEncryptionSetID" in inputs)).toEqual([false]);
});

test("what is registered tells its parent, what it depends on, protection, and secret inputs", async () => {
    const mocks = await setAzureMocks();
    program();
    const group = new ResourceGroup("kept", { tags: { token: pulumi.secret("hush") } }, { protect: true });
    await valueIn(group.id);
    await mocks.registered();
    expect(mocks.find("aks-cluster")).toMatchObject({ parent: "aks", protect: false, secretInputs: [] });
    expect(mocks.find("aks-cluster").dependsOn).toEqual(
        expect.arrayContaining(["aks-system-subnet-network-contributor", "nodes"]),
    );
    expect(mocks.find("kept")).toMatchObject({
        protect: true,
        secretInputs: ["tags.token"],
        inputs: { tags: { token: "hush" } },
    });
    expect(mocks.find("kept").parent).toBeUndefined();
});

test("identities that AKS creates: of add-ons, of the kubelets, of the system", async () => {
    await setAzureMocks();
    const { aks } = program({
        controlPlaneIdentity: { type: "SystemAssigned" },
        addons: { azurePolicy: true, applicationRouting: {} },
    });
    const addons = await valueIn(aks.addonIdentities);
    expect(Object.keys(addons).sort()).toEqual(["azurepolicy", "webAppRouting"]);
    expect(addons.azurepolicy?.resourceId).toMatch(
        /\/resourcegroups\/MC_shop_.*\/userAssignedIdentities\/azurepolicy-aks$/,
    );
    const { principalId } = await valueIn(aks.controlPlaneIdentity);
    const kubelet = await valueIn(aks.kubeletIdentity);
    const principals = [
        principalId,
        kubelet.principalId,
        addons.azurepolicy?.principalId,
        addons.webAppRouting?.principalId,
    ];
    expect(principals.filter((each) => GUID.test(String(each)))).toHaveLength(4);
    expect(new Set(principals).size).toBe(4);
});

test("a private cluster has a private host name", async () => {
    await setAzureMocks();
    const { aks } = program({
        apiServer: { privateCluster: true },
        properties: { apiServerAccessProfile: { enablePrivateClusterPublicFQDN: false } },
    });
    expect(await valueIn(aks.privateFQDN)).toMatch(/\.privatelink\.westeurope\.azmk8s\.io$/);
    expect(await valueIn(aks.fqdn)).toBeUndefined();
});

test("clusters share identities", async () => {
    const mocks = await setAzureMocks();
    const subnetId = `/subscriptions/${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub/subnets/nodes`;
    const { name: resourceGroupName } = new ResourceGroup("ids");
    const ids = new AksClusterIdentities("ids", { resourceGroupName, subnetIds: [subnetId] });
    const aks = new ManagedIdentityAksCluster("aks", {
        resourceGroupName,
        identities: ids.forClusters,
        systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId },
    });
    expect((await valueIn(aks.kubeletIdentity)).principalId).toBe(mocks.find("ids-kubelet").state.principalId);
});

test("look-ups: a resource of the program as it is, another as one that exists, the same ids for the same name", async () => {
    const mocks = await setAzureMocks({ subscriptionId: SUBSCRIPTION });
    const { name: resourceGroupName } = new ResourceGroup("shop");
    const app = new UserAssignedIdentity("app", { resourceGroupName, resourceName: "id-app", tags: { team: "shop" } });
    const principalId = await valueIn(app.principalId);
    const found = await getUserAssignedIdentity({ resourceGroupName: "SHOP", resourceName: "id-app" });
    expect(found).toMatchObject({ principalId, tags: { team: "shop" }, id: await valueIn(app.id) });
    const other = await getUserAssignedIdentity({ resourceGroupName: "shop", resourceName: "other" });
    expect(other.principalId).toMatch(GUID);
    expect(other.principalId).not.toBe(principalId);
    const network = await getVirtualNetwork({ resourceGroupName: "net", virtualNetworkName: "hub" });
    expect(network.id).toBe(
        `/subscriptions/${SUBSCRIPTION}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/hub`,
    );
    const one = await getServicePrincipal({ displayName: "deployer" });
    expect(one.objectId).toMatch(GUID);
    expect((await getServicePrincipal({ displayName: "deployer" })).objectId).toBe(one.objectId);
    expect(mocks.calls.map(({ token }) => token.split(":").pop())).toEqual([
        "getUserAssignedIdentity",
        "getUserAssignedIdentity",
        "getVirtualNetwork",
        "getServicePrincipal",
        "getServicePrincipal",
    ]);
});

test("resources around a cluster show what programs use of them", async () => {
    await setAzureMocks();
    const { name: resourceGroupName } = new ResourceGroup("shop");
    const tenantId = "11111111-2222-3333-4444-555555555555";
    const vault = new Vault("secrets", {
        resourceGroupName,
        properties: { sku: { family: "A", name: "standard" }, tenantId },
    });
    expect(await valueIn(vault.properties)).toMatchObject({ vaultUri: "https://secrets.vault.azure.net/", tenantId });
    const images = new Registry("images", {
        resourceGroupName,
        sku: { name: "Basic" },
        identity: { type: "SystemAssigned" },
    });
    expect(await valueIn(images.loginServer)).toBe("images.azurecr.io");
    expect((await valueIn(images.identity))?.principalId).toMatch(GUID);
    const network = new VirtualNetwork("network", { resourceGroupName, subnets: [{ name: "nodes" }] });
    expect((await valueIn(network.subnets))?.[0]?.id).toBe(`${await valueIn(network.id)}/subnets/nodes`);
});

test("parts are overridden by type and name, and by token", async () => {
    const options: AzureMocksOptions = {
        resources: {
            [IDENTITY]: ({ name }, { state }) =>
                name === "app-identity" ? { id: `${state.name}-id`, state: { principalId: "own" } } : undefined,
        },
        calls: {
            "azure-native:containerservice:listManagedClusterUserCredentials": ({ resourceName }) => ({
                kubeconfigs: [{ value: Buffer.from(`of ${resourceName}`).toString("base64") }],
            }),
        },
    };
    const mocks = await setAzureMocks(options);
    const { aks, app } = program({ exportKubeconfig: true });
    expect(await valueIn(app.resourceId)).toBe("app-identity-id");
    expect(await valueIn(app.principalId)).toBe("own");
    expect(await valueIn(app.clientId)).toMatch(GUID);
    expect(await valueIn(aks.kubeconfig)).toBe("of aks");
    expect(mocks.find("aks-kubelet").state.principalId).toMatch(GUID);
});

test("a look-up that fails, fails", async () => {
    const calls = {
        "azure-native:managedidentity:getUserAssignedIdentity": () => {
            throw new Error("ResourceNotFound");
        },
    };
    await setAzureMocks({ calls });
    const ours = { resourceGroupName: "ids", resourceName: "ours" };
    await expect(getUserAssignedIdentity(ours)).rejects.toThrow("ResourceNotFound");
});

test("a look-up without an answer says how to give one", async () => {
    await setAzureMocks();
    await expect(pulumi.runtime.invoke("azure-native:storage:listStorageAccountKeys", {})).rejects.toThrow(
        'setAzureMocks has no answer to the look-up azure-native:storage:listStorageAccountKeys. Give one: setAzureMocks({ calls: { "azure-native:storage:listStorageAccountKeys": (inputs) => ({ … }) } }).',
    );
});

test("a name that is not registered, or twice, is an error that lists what is", async () => {
    const mocks = await setAzureMocks();
    const { name: resourceGroupName } = new ResourceGroup("shop");
    await valueIn(new VirtualNetwork("shop", { resourceGroupName }).id);
    await mocks.registered();
    expect(() => mocks.find("other")).toThrow(
        'No resource "other" is registered. Registered are: shop (azure-native:resources:ResourceGroup), shop (azure-native:network:VirtualNetwork).',
    );
    expect(() => mocks.find("shop")).toThrow("Give the type, too.");
    expect(mocks.find("shop", "azure-native:network:VirtualNetwork").id).toContain("/virtualNetworks/shop");
});

test("in a preview, ids and what Azure adds are unknown, inputs are known", async () => {
    const mocks = await setAzureMocks({ preview: true });
    const { aks, app } = program();
    const registered = await mocks.registered();
    expect(registered.filter(({ id }) => id !== undefined)).toEqual([]);
    expect(registered.map(({ name }) => name)).toContain("aks-cluster");
    const unknown = [aks.clusterId, aks.oidcIssuerUrl, aks.kubeletIdentity, app.clientId].map(
        (output) => (output as unknown as { isKnown: Promise<boolean> }).isKnown,
    );
    expect(await Promise.all(unknown)).toEqual([false, false, false, false]);
    expect(await valueIn(app.podLabels)).toEqual({ "azure.workload.identity/use": "true" });
});

test("the rules hold", async () => {
    await setAzureMocks();
    expect(() => program({ systemNodePool: { vmSize: "" } })).toThrow(ArgumentsError);
});

test("mocks of a consumer's own, set afterwards, are as they were", async () => {
    await setAzureMocks();
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs }),
        call: ({ inputs }) => inputs,
    });
    const { aks } = program();
    expect(await valueIn(aks.clusterId)).toBe("aks-cluster_id");
});
