import * as pulumi from "@pulumi/pulumi";
import {
    ClusterSku,
    ContainerInsightsAuthentication,
    ControlPlaneIdentityType,
    KubeletIdentityType,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
    RoleAssignmentMode,
} from "../../src";
import { find, underMocks, valueIn } from "./mocks";

/** The SDK does not export its store with types. */
const state: { getStore(): { supportsErrorHooks: boolean } } = require("@pulumi/pulumi/runtime/state");

const NETWORK =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet";
const SYSTEM_SUBNET = `${NETWORK}/subnets/system`;
const WORK_SUBNET = `${NETWORK}/subnets/work`;
const PROVIDERS = "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/net/providers";
const EXISTING =
    "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities";

const base: ManagedIdentityAksClusterArgs = {
    resourceGroupName: "group",
    systemNodePool: { vmSize: "Standard_D4ds_v5", subnetId: SYSTEM_SUBNET },
};

async function deploy(args: Partial<ManagedIdentityAksClusterArgs> = {}) {
    const { resources, result } = await underMocks(async () => {
        const aks = new ManagedIdentityAksCluster("aks", { ...base, ...args });
        return {
            clusterId: await valueIn(aks.clusterId),
            addonIdentities: await valueIn(aks.addonIdentities),
            roleAssignments: await valueIn(aks.roleAssignments),
            oidcIssuerUrl: await valueIn(aks.oidcIssuerUrl),
            identity: await valueIn(aks.identity),
            identityProfile: await valueIn(aks.identityProfile),
            controlPlaneIdentity: await valueIn(aks.controlPlaneIdentity),
            kubeletIdentity: await valueIn(aks.kubeletIdentity),
            roleAssignmentCommands: await valueIn(aks.roleAssignmentCommands),
            servicePrincipalClientId: await valueIn(aks.servicePrincipalClientId),
            servicePrincipalClientIdIsSecret: await pulumi.isSecret(aks.servicePrincipalClientId),
            kubeconfig: await valueIn(aks.kubeconfig),
            kubeconfigIsSecret: await pulumi.isSecret(aks.kubeconfig),
        };
    });
    return { resources, outputs: result };
}

const assignments = (resources: Awaited<ReturnType<typeof deploy>>["resources"]) =>
    resources.filter(({ type }) => type === "azure-native:authorization:RoleAssignment");

describe("a first cluster", () => {
    test("makes two identities, their role assignments, then the cluster", async () => {
        const { resources } = await deploy();
        expect(
            resources.map(({ type, name, parent }) => [type.split(":").pop(), name, parent]).sort(),
        ).toEqual([
            ["ManagedCluster", "aks-cluster", "aks"],
            ["ManagedIdentityAksCluster", "aks", undefined],
            ["RoleAssignment", "aks-kubelet-managed-identity-operator", "aks"],
            ["RoleAssignment", "aks-system-subnet-network-contributor", "aks"],
            ["UserAssignedIdentity", "aks-control-plane", "aks"],
            ["UserAssignedIdentity", "aks-kubelet", "aks"],
        ]);
        expect(find(resources, "aks-cluster").dependencies).toEqual(
            expect.arrayContaining([
                "aks-kubelet-managed-identity-operator",
                "aks-system-subnet-network-contributor",
            ]),
        );
    });

    test("gives the control plane Managed Identity Operator on the kubelet identity", async () => {
        const { resources } = await deploy();
        expect(find(resources, "aks-kubelet-managed-identity-operator")).toMatchObject({
            inputs: {
                scope: `/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-kubelet`,
                principalId: "principal-of-aks-control-plane",
                principalType: "ServicePrincipal",
                roleDefinitionId:
                    "/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/f1a07417-d97a-45cb-824c-7a7467783830",
                description: "The control plane assigns the kubelet identity to the nodes.",
            },
            replaceOnChanges: ["roleDefinitionId"],
            deleteBeforeReplace: false,
        });
    });

    test("is made with both identities and no service principal", async () => {
        const { resources } = await deploy();
        const { inputs } = find(resources, "aks-cluster");
        const identities =
            "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourcegroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities";
        expect(inputs).toMatchObject({
            identity: { type: "UserAssigned", userAssignedIdentities: [`${identities}/aks-control-plane`] },
            identityProfile: {
                kubeletidentity: {
                    resourceId: `${identities}/aks-kubelet`,
                    clientId: "client-of-aks-kubelet",
                    objectId: "principal-of-aks-kubelet",
                },
            },
            dnsPrefix: "aks",
            agentPoolProfiles: [
                {
                    name: "system",
                    mode: "System",
                    count: 3,
                    vmSize: "Standard_D4ds_v5",
                    vnetSubnetID: SYSTEM_SUBNET,
                    osType: "Linux",
                    type: "VirtualMachineScaleSets",
                },
            ],
        });
        expect(Object.keys(inputs)).not.toContain("servicePrincipalProfile");
        expect(Object.keys(inputs)).not.toContain("networkProfile");
    });

    test("gives out its identities, its role assignments with reasons, and a secret kubeconfig", async () => {
        const { outputs } = await deploy();
        expect(outputs.servicePrincipalClientId).toBe("msi");
        expect(outputs.identityProfile.kubeletidentity.objectId).toBe("principal-of-aks-kubelet");
        expect(outputs.controlPlaneIdentity).toMatchObject({
            type: "UserAssigned",
            clientId: "client-of-aks-control-plane",
            principalId: "principal-of-aks-control-plane",
        });
        expect(Object.values(outputs.identity.userAssignedIdentities ?? {})).toEqual([
            { clientId: "client-of-aks-control-plane", principalId: "principal-of-aks-control-plane" },
        ]);
        expect(outputs.roleAssignments).toHaveLength(2);
        expect(outputs.roleAssignments[1]).toEqual({
            identity: "controlPlane",
            principalId: "principal-of-aks-control-plane",
            role: "Network Contributor",
            roleDefinitionId:
                "/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7",
            scope: SYSTEM_SUBNET,
            reason: "The control plane joins the nodes of pool system to the subnet.",
            when: "before-cluster",
            id: "aks-system-subnet-network-contributor-id",
        });
        expect(outputs.kubeconfig).toBe("apiVersion: v1");
        expect(outputs.kubeconfigIsSecret).toBe(true);
    });

    test("binds no error hook where the engine has none, as under mocks", async () => {
        const { resources } = await deploy();
        expect(find(resources, "aks-cluster").errorHooks).toEqual([]);
    });

    test("binds none either where the Pulumi CLI says that it has none", async () => {
        const { resources } = await underMocks(() => {
            // An older CLI: the SDK could register a hook, the CLI could not call it.
            const monitor = pulumi.runtime.getMonitor() as unknown as { registerErrorHook?: () => void };
            monitor.registerErrorHook = () => {
                throw new Error("an older CLI does not know this call");
            };
            state.getStore().supportsErrorHooks = false;
            return new ManagedIdentityAksCluster("aks", base);
        });
        expect(find(resources, "aks-cluster").errorHooks).toEqual([]);
    });

    test("leaves the caller's arguments as they are", async () => {
        const args = { ...base, nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5" }] };
        const before = structuredClone(args);
        await underMocks(() => new ManagedIdentityAksCluster("aks", args));
        expect(args).toEqual(before);
    });
});

describe("node pools", () => {
    const nodePools = [
        { name: "work", vmSize: "Standard_D8ds_v5", subnetId: WORK_SUBNET },
        { name: "batch", vmSize: "Standard_D8ds_v5", minCount: 0, maxCount: 9 },
    ];

    test("each subnet has its grant before the cluster, once", async () => {
        const { resources } = await deploy({ nodePools });
        expect(
            assignments(resources)
                .map(({ name, inputs }) => [name, inputs.scope])
                .sort(),
        ).toEqual([
            ["aks-kubelet-managed-identity-operator", expect.any(String)],
            ["aks-system-subnet-network-contributor", SYSTEM_SUBNET],
            ["aks-work-subnet-network-contributor", WORK_SUBNET],
        ]);
        expect(find(resources, "aks-cluster").dependencies).toContain("aks-work-subnet-network-contributor");
    });

    test("further pools follow one another; the autoscaler owns the count of its pools", async () => {
        const { resources } = await deploy({ nodePools });
        const work = find(resources, "aks-pool-work");
        const batch = find(resources, "aks-pool-batch");
        expect(work).toMatchObject({
            inputs: {
                agentPoolName: "work",
                resourceName: "cluster-in-azure",
                count: 1,
                vnetSubnetID: WORK_SUBNET,
            },
            ignoreChanges: [],
        });
        expect(batch).toMatchObject({
            inputs: {
                enableAutoScaling: true,
                minCount: 0,
                maxCount: 9,
                count: 0,
                vnetSubnetID: SYSTEM_SUBNET,
            },
            ignoreChanges: ["count"],
        });
        expect(batch.dependencies).toContain("aks-pool-work");
    });

    test("a pool in a network that AKS makes needs no subnet grant", async () => {
        const { resources } = await deploy({ systemNodePool: { vmSize: "Standard_D4ds_v5" } });
        expect(assignments(resources).map(({ name }) => name)).toEqual([
            "aks-kubelet-managed-identity-operator",
        ]);
        expect(find(resources, "aks-cluster").inputs.agentPoolProfiles).toEqual([
            expect.not.objectContaining({ vnetSubnetID: expect.anything() }),
        ]);
    });
});

test.each([
    [{}, []],
    [{ autoUpgrade: { upgradeChannel: "node-image" } }, []],
    [{ autoUpgrade: { upgradeChannel: "stable" } }, ["kubernetesVersion"]],
    [
        { systemNodePool: { vmSize: "Standard_D4ds_v5", minCount: 1, maxCount: 5 } },
        ["agentPoolProfiles[0].count"],
    ],
])("with %j the cluster leaves %j to others", async (args, ignored) => {
    const { resources } = await deploy(args);
    expect(find(resources, "aks-cluster").ignoreChanges).toEqual(ignored);
});

describe("identities of other kinds", () => {
    test("existing ones are looked up, not made", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { resourceId: `${EXISTING}/ours` },
            kubeletIdentity: { resourceId: pulumi.output(`${EXISTING}/nodes`) },
        });
        expect(resources.map(({ type }) => type)).not.toContain(
            "azure-native:managedidentity:UserAssignedIdentity",
        );
        expect(outputs.kubeletIdentity).toEqual({
            resourceId: `${EXISTING}/nodes`,
            clientId: "client-of-nodes",
            principalId: "principal-of-nodes",
        });
        expect(outputs.controlPlaneIdentity).toEqual({
            type: "UserAssigned",
            resourceId: `${EXISTING}/ours`,
            clientId: "client-of-ours",
            principalId: "principal-of-ours",
        });
        expect(find(resources, "aks-kubelet-managed-identity-operator").inputs).toMatchObject({
            scope: `${EXISTING}/nodes`,
            principalId: "principal-of-ours",
        });
    });

    test("one identity for both still needs Managed Identity Operator on itself", async () => {
        const { resources } = await deploy({
            controlPlaneIdentity: { resourceId: `${EXISTING}/one` },
            kubeletIdentity: { resourceId: `${EXISTING}/one` },
        });
        expect(find(resources, "aks-kubelet-managed-identity-operator").inputs).toMatchObject({
            scope: `${EXISTING}/one`,
            principalId: "principal-of-one",
        });
    });

    test("one identity for both has a role on a scope once, whoever asks for it and however it is written", async () => {
        const resourceId = `${EXISTING}/both`;
        const acr = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
        const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
        const fullId = `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${reader.toUpperCase()}`;
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { resourceId },
            kubeletIdentity: { resourceId: resourceId.toUpperCase() },
            delegatedAccess: [
                { name: "one", identity: "controlPlane", roleDefinitionId: reader, scope: acr },
                { name: "two", identity: "kubelet", roleDefinitionId: fullId, scope: acr.toUpperCase() },
            ],
        });
        expect(
            assignments(resources)
                .map(({ name }) => name)
                .filter((name) => name.includes("delegated")),
        ).toEqual(["aks-delegated-one"]);
        const delegated = outputs.roleAssignments.filter(({ reason }) => reason.includes("delegated"));
        expect(delegated.map(({ identity, id }) => [identity, id])).toEqual([
            ["controlPlane", "aks-delegated-one-id"],
            ["kubelet", "aks-delegated-one-id"],
        ]);
    });

    test("a kubelet identity that AKS makes needs no grant", async () => {
        const { resources, outputs } = await deploy({
            kubeletIdentity: { type: KubeletIdentityType.AksManaged },
        });
        expect(assignments(resources).map(({ name }) => name)).toEqual([
            "aks-system-subnet-network-contributor",
        ]);
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("identityProfile");
        expect(outputs.kubeletIdentity.principalId).toBe("principal-by-aks");
    });

    test("a system-assigned control plane gets its subnet grant after the cluster, before further pools", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
            nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5" }],
        });
        expect(find(resources, "aks-cluster").inputs.identity).toEqual({ type: "SystemAssigned" });
        expect(find(resources, "aks-cluster").dependencies).not.toContain(
            "aks-system-assigned-system-subnet-network-contributor",
        );
        expect(
            find(resources, "aks-system-assigned-system-subnet-network-contributor").inputs.principalId,
        ).toBe("principal-of-system");
        expect(find(resources, "aks-pool-work").dependencies).toContain(
            "aks-system-assigned-system-subnet-network-contributor",
        );
        expect(outputs.roleAssignments.map(({ when }) => when)).toEqual(["after-cluster"]);
        expect(outputs.identity).toEqual({
            type: "SystemAssigned",
            principalId: "principal-of-system",
            tenantId: "tenant",
        });
    });

    test("a system-assigned identity that the control plane has left keeps its role assignments as they were", async () => {
        const registry = `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`;
        const args = { registries: [{ id: registry }] };
        const before = await deploy({
            ...args,
            controlPlaneIdentity: { type: ControlPlaneIdentityType.SystemAssigned },
        });
        const after = await deploy({
            ...args,
            controlPlaneIdentity: { formerPrincipalId: "11111111-2222-3333-4444-555555555555" },
        });
        const left = "aks-system-assigned-system-subnet-network-contributor";
        const { principalId, roleAssignmentName, ...others } = find(before.resources, left).inputs;
        expect(principalId).toBe("principal-of-system");
        expect(find(after.resources, left).inputs).toMatchObject({
            ...others,
            principalId: "11111111-2222-3333-4444-555555555555",
        });
        expect(find(after.resources, "aks-cluster").dependencies).toContain(left);
        const names = assignments(after.resources).map(({ name }) => name);
        expect(names.sort()).toEqual([
            "aks-acr-acr-pull",
            "aks-kubelet-managed-identity-operator",
            left,
            "aks-system-subnet-network-contributor",
        ]);
        expect(roleAssignmentName).toMatch(/^[0-9a-f-]{36}$/);
    });
});

describe("a legacy service principal", () => {
    const CLIENT_ID = "11111111-2222-3333-4444-555555555555";
    const legacy = {
        type: ControlPlaneIdentityType.ServicePrincipal,
        servicePrincipal: { clientId: CLIENT_ID, clientSecret: "hush" },
    };
    const registries = [{ id: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr` }];

    test("is control plane and kubelets: no identity is made, all grants are its own and before the cluster", async () => {
        const { resources } = await deploy({ controlPlaneIdentity: legacy, registries });
        expect(resources.map(({ name }) => name).sort()).toEqual([
            "aks",
            "aks-cluster",
            "aks-service-principal-acr-acr-pull",
            "aks-service-principal-system-subnet-network-contributor",
        ]);
        for (const { inputs } of assignments(resources)) {
            expect(inputs.principalId).toBe(`principal-of-${CLIENT_ID}`);
        }
        const cluster = find(resources, "aks-cluster");
        expect(Object.keys(cluster.inputs)).not.toContain("identity");
        expect(Object.keys(cluster.inputs)).not.toContain("identityProfile");
        expect(cluster.dependencies).toEqual(
            expect.arrayContaining(assignments(resources).map(({ name }) => name)),
        );
    });

    test("has a secret that is a secret, however it was given, and nothing else is", async () => {
        const { resources, outputs } = await deploy({ controlPlaneIdentity: legacy });
        expect(find(resources, "aks-cluster").inputs.servicePrincipalProfile).toEqual({
            clientId: CLIENT_ID,
            secret: { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value: "hush" },
        });
        expect(outputs.servicePrincipalClientId).toBe(CLIENT_ID);
        expect(outputs.servicePrincipalClientIdIsSecret).toBe(false);
    });

    test("stands in the outputs where an identity would, without what it has not", async () => {
        const { outputs } = await deploy({ controlPlaneIdentity: legacy });
        const principalId = `principal-of-${CLIENT_ID}`;
        expect(outputs.identity).toEqual({ type: "None" });
        expect(outputs.controlPlaneIdentity).toEqual({
            type: "ServicePrincipal",
            clientId: CLIENT_ID,
            principalId,
        });
        expect(outputs.kubeletIdentity).toEqual({ clientId: CLIENT_ID, principalId });
        expect(outputs.identityProfile).toEqual({
            kubeletidentity: { clientId: CLIENT_ID, objectId: principalId },
        });
    });

    test("that the cluster has left keeps the kubelets' grants, beside the new identity's, and nothing else", async () => {
        const { resources, outputs } = await deploy({
            controlPlaneIdentity: { ...legacy, type: ControlPlaneIdentityType.UserAssigned },
            registries,
        });
        expect(
            assignments(resources)
                .map(({ name, inputs }) => [name, inputs.principalId])
                .sort(),
        ).toEqual([
            ["aks-acr-acr-pull", "principal-of-aks-kubelet"],
            ["aks-kubelet-managed-identity-operator", "principal-of-aks-control-plane"],
            ["aks-service-principal-acr-acr-pull", `principal-of-${CLIENT_ID}`],
            ["aks-system-subnet-network-contributor", "principal-of-aks-control-plane"],
        ]);
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("servicePrincipalProfile");
        expect(outputs.servicePrincipalClientId).toBe("msi");
        expect(outputs.roleAssignments).toHaveLength(4);
    });
});

describe("Entra", () => {
    const GROUP = "aaaaaaaa-2222-3333-4444-555555555555";

    test("is AKS-managed, with groups by id and by name, and a kubeconfig that starts kubelogin, a secret", async () => {
        const { resources, outputs } = await deploy({
            entra: {
                adminGroupObjectIds: [GROUP],
                adminGroupNames: ["cluster-admins"],
                azureRbac: true,
                disableLocalAccounts: true,
            },
        });
        expect(find(resources, "aks-cluster").inputs).toMatchObject({
            aadProfile: {
                managed: true,
                adminGroupObjectIDs: [GROUP, "object-of-cluster-admins"],
                enableAzureRBAC: true,
            },
            disableLocalAccounts: true,
        });
        expect(outputs.kubeconfig).toBe("command: kubelogin");
        expect(outputs.kubeconfigIsSecret).toBe(true);
    });

    test("is absent unless asked for, and then says no more than was asked", async () => {
        const without = find((await deploy()).resources, "aks-cluster").inputs;
        expect(Object.keys(without)).not.toContain("aadProfile");
        expect(Object.keys(without)).not.toContain("disableLocalAccounts");
        const alone = find((await deploy({ entra: {} })).resources, "aks-cluster").inputs;
        expect(alone.aadProfile).toEqual({ managed: true });
    });
});

test("role assignments left to somebody else are listed, not made", async () => {
    const { resources, outputs } = await deploy({ roleAssignments: RoleAssignmentMode.Skip });
    expect(assignments(resources)).toEqual([]);
    expect(outputs.roleAssignments.map(({ role, identity, id }) => [role, identity, id])).toEqual([
        ["Managed Identity Operator", "controlPlane", undefined],
        ["Network Contributor", "controlPlane", undefined],
    ]);
    expect(outputs.roleAssignmentCommands[1]).toBe(
        "az role assignment create --assignee-object-id principal-of-aks-control-plane --assignee-principal-type ServicePrincipal " +
            "--role '/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7' " +
            `--scope '${SYSTEM_SUBNET}' --description 'The control plane joins the nodes of pool system to the subnet.'`,
    );
});

describe("the issuer of the service accounts' tokens", () => {
    test("is left to AKS, and its URL empty where there is none", async () => {
        const { resources, outputs } = await deploy();
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("oidcIssuerProfile");
        expect(Object.keys(find(resources, "aks-cluster").inputs)).not.toContain("securityProfile");
        expect(outputs.oidcIssuerUrl).toBe("");
    });

    test("is turned on, with workload identity beside the key of etcd", async () => {
        const vault = `${NETWORK.split("/providers")[0]}/providers/Microsoft.KeyVault/vaults/vault`;
        const keyId = `https://vault.vault.azure.net/keys/etcd/${"0".repeat(32)}`;
        const { resources, outputs } = await deploy({
            oidcIssuer: true,
            workloadIdentity: true,
            encryption: { keyVaultKms: { keyId, keyVaultId: vault } },
        });
        expect(find(resources, "aks-cluster").inputs).toMatchObject({
            oidcIssuerProfile: { enabled: true },
            securityProfile: {
                workloadIdentity: { enabled: true },
                azureKeyVaultKms: { enabled: true, keyId },
            },
        });
        expect(outputs.oidcIssuerUrl).toBe("https://issuer.example/tenant/cluster/");
    });
});

test("AKS Automatic is in tier Standard, upgrades itself, and is signed in to with Entra", async () => {
    const { resources, outputs } = await deploy({
        sku: ClusterSku.Automatic,
        kubernetesVersion: "1.34",
        apiServer: { subnetId: `${NETWORK}/subnets/api` },
    });
    const cluster = find(resources, "aks-cluster");
    expect(cluster.inputs.sku).toEqual({ name: "Automatic", tier: "Standard" });
    expect(cluster.ignoreChanges).toEqual(["kubernetesVersion"]);
    expect(outputs.kubeconfig).toBe("command: kubelogin");
    expect(assignments(resources).map(({ name }) => name)).toContain(
        "aks-api-server-subnet-network-contributor",
    );
});

test("further properties stand beside those that have inputs, secrets as secrets", async () => {
    const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
    const { resources } = await deploy({
        network,
        oidcIssuer: true,
        workloadIdentity: true,
        systemNodePool: { ...base.systemNodePool, properties: { osDiskSizeGB: 64 } },
        nodePools: [
            { name: "second", vmSize: "Standard_D4ds_v5", properties: { mode: "System", enableFIPS: true } },
        ],
        properties: {
            nodeResourceGroup: "nodes",
            networkProfile: { ipFamilies: ["IPv4"] },
            securityProfile: { imageCleaner: { enabled: true, intervalHours: 48 } },
            windowsProfile: { adminUsername: "azure", adminPassword: "hush" },
        },
    });
    const { inputs } = find(resources, "aks-cluster");
    expect(inputs).toMatchObject({
        nodeResourceGroup: "nodes",
        networkProfile: { ...network, outboundType: "loadBalancer", ipFamilies: ["IPv4"] },
        securityProfile: {
            imageCleaner: { enabled: true, intervalHours: 48 },
            workloadIdentity: { enabled: true },
        },
        agentPoolProfiles: [{ name: "system", mode: "System", osDiskSizeGB: 64 }],
    });
    expect(inputs.windowsProfile).toEqual({
        adminUsername: "azure",
        adminPassword: { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value: "hush" },
    });
    expect(find(resources, "aks-pool-second").inputs).toMatchObject({
        agentPoolName: "second",
        mode: "System",
        enableFIPS: true,
    });
});

test("a network is passed whole", async () => {
    const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
    const { resources } = await deploy({ network });
    expect(find(resources, "aks-cluster").inputs.networkProfile).toMatchObject({
        ...network,
        outboundType: "loadBalancer",
        loadBalancerSku: "standard",
    });
});

test("an add-on of a legacy cluster acts as the service principal, which has no identity of the add-on", async () => {
    const clientId = "0c1d2e3f-4a5b-4c6d-8e7f-901a2b3c4d5e";
    const vault = NETWORK.replace(
        "Microsoft.Network/virtualNetworks/vnet",
        "Microsoft.KeyVault/vaults/secrets",
    );
    const { resources } = await deploy({
        controlPlaneIdentity: {
            type: ControlPlaneIdentityType.ServicePrincipal,
            servicePrincipal: { clientId, clientSecret: "hush" },
        },
        addons: { keyVaultSecrets: { vaults: [{ id: vault }] } },
    });
    expect(find(resources, "aks-service-principal-secrets-secrets-secrets-user").inputs).toMatchObject({
        scope: vault,
        principalId: `principal-of-${clientId}`,
    });
});

describe("monitoring", () => {
    const workspaceId = `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs`;
    const monitoring = (resources: Awaited<ReturnType<typeof deploy>>["resources"]) =>
        resources
            .filter(({ type }) => type.startsWith("azure-native:monitor:"))
            .map(({ type, name, inputs }) => [type.split(":").pop(), name, inputs.location]);

    test("Container insights collects by a rule, in the region of its workspace, and is granted nothing", async () => {
        const { resources, outputs } = await deploy({
            addons: { containerInsights: { workspaceId, workspaceLocation: "westeurope" } },
        });
        expect(monitoring(resources)).toEqual([
            ["DataCollectionRule", "aks-container-insights", "westeurope"],
            ["DataCollectionRuleAssociation", "aks-container-insights", undefined],
        ]);
        expect(outputs.addonIdentities).toEqual({});
        expect(outputs.roleAssignments.map(({ identity }) => identity)).toEqual([
            "controlPlane",
            "controlPlane",
        ]);
    });

    const legacy = { workspaceId, authentication: ContainerInsightsAuthentication.Legacy };

    test("legacy Container insights has an identity that publishes metrics of the cluster, and no rule", async () => {
        const { resources, outputs } = await deploy({ addons: { containerInsights: legacy } });
        expect(monitoring(resources)).toEqual([]);
        expect(outputs.addonIdentities).toEqual({
            omsagent: {
                resourceId: "/made/by/aks/omsagent",
                clientId: "client-of-omsagent",
                principalId: "principal-of-omsagent",
            },
        });
        expect(outputs.roleAssignments.at(-1)).toMatchObject({
            identity: "omsagent",
            principalId: "principal-of-omsagent",
            role: "Monitoring Metrics Publisher",
            scope: outputs.clusterId,
            when: "after-cluster",
        });
        expect(find(resources, "aks-container-insights-metrics-publisher").dependencies).toContain(
            "aks-cluster",
        );
    });

    test("on a legacy cluster the service principal publishes them", async () => {
        const clientId = "0c1d2e3f-4a5b-4c6d-8e7f-901a2b3c4d5e";
        const { outputs } = await deploy({
            controlPlaneIdentity: {
                type: ControlPlaneIdentityType.ServicePrincipal,
                servicePrincipal: { clientId, clientSecret: "hush" },
            },
            addons: { containerInsights: legacy },
        });
        expect(outputs.roleAssignments.at(-1)).toMatchObject({
            principalId: `principal-of-${clientId}`,
            role: "Monitoring Metrics Publisher",
            scope: outputs.clusterId,
        });
    });

    test("managed Prometheus collects by an endpoint and a rule, both in the region of its workspace", async () => {
        const account = `${PROVIDERS}/Microsoft.Monitor/accounts/metrics`;
        const { resources } = await deploy({
            addons: { managedPrometheus: { workspaceId: account, workspaceLocation: "northeurope" } },
        });
        expect(monitoring(resources)).toEqual([
            ["DataCollectionEndpoint", "aks-prometheus", "northeurope"],
            ["DataCollectionRule", "aks-prometheus", "northeurope"],
            ["DataCollectionRuleAssociation", "aks-prometheus", undefined],
        ]);
        const rule = resources.find(({ type }) => type === "azure-native:monitor:DataCollectionRule");
        expect(rule?.inputs).toMatchObject({
            dataCollectionEndpointId: "aks-prometheus-id",
            destinations: { monitoringAccounts: [{ accountResourceId: account }] },
        });
        expect(
            assignments(resources)
                .map(({ name }) => name)
                .sort(),
        ).toEqual(["aks-kubelet-managed-identity-operator", "aks-system-subnet-network-contributor"]);
    });
});

describe("pod identities", () => {
    test("are looked up and granted, and the pods of AKS are excepted beside the program's own", async () => {
        const proxy = { name: "proxy", namespace: "edge", podLabels: { app: "proxy" } };
        const { resources } = await deploy({
            addons: {
                podIdentity: {
                    identities: [{ name: "app", namespace: "shop", identityResourceId: `${EXISTING}/app` }],
                    exceptions: [proxy],
                },
            },
        });
        const cluster = find(resources, "aks-cluster");
        expect(cluster.inputs.podIdentityProfile).toEqual({
            enabled: true,
            userAssignedIdentities: [
                {
                    name: "app",
                    namespace: "shop",
                    identity: {
                        resourceId: `${EXISTING}/app`,
                        clientId: "client-of-app",
                        objectId: "principal-of-app",
                    },
                },
            ],
            userAssignedIdentityExceptions: [
                {
                    name: "aks-system-pods",
                    namespace: "kube-system",
                    podLabels: { "kubernetes.azure.com/managedby": "aks" },
                },
                proxy,
            ],
        });
        expect(find(resources, "aks-pod-identity-shop_app-operator").inputs).toMatchObject({
            scope: `${EXISTING}/app`,
            principalId: "principal-of-aks-control-plane",
        });
        expect(cluster.dependencies).toContain("aks-pod-identity-shop_app-operator");
    });

    test("need no more than to be on", async () => {
        const { resources } = await deploy({ addons: { podIdentity: {} } });
        expect(find(resources, "aks-cluster").inputs.podIdentityProfile).toMatchObject({
            enabled: true,
            userAssignedIdentities: [],
            userAssignedIdentityExceptions: [{ namespace: "kube-system" }],
        });
    });
});
