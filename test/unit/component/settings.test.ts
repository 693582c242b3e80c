import * as pulumi from "@pulumi/pulumi";
import {
    type ApiServerArgs,
    BootstrapArtifactSource,
    ClusterSku,
    type ManagedIdentityAksClusterArgs,
    RoleAssignmentMode,
} from "../../../src";
import { find } from "../mocks";
import { assignments, base, deploy, NETWORK, PROVIDERS, SYSTEM_SUBNET } from "./deploy";

test.each([
    [{}, "aks"],
    [{ clusterName: "other" }, "other"],
])("with %j the cluster is called %j in Azure", async (args, name) => {
    const { resources } = await deploy(args);
    expect(find(resources, "aks-cluster").inputs.resourceName).toBe(name);
});

test("a new identity has the name of its resource in Azure, in each run", async () => {
    const { resources } = await deploy();
    for (const name of ["aks-control-plane", "aks-kubelet"]) {
        const { inputs, ignoreChanges } = find(resources, name);
        expect([inputs.resourceName, ignoreChanges]).toEqual([name, ["resourceName"]]);
    }
});

test("what is ignored of the cluster and its pools is not fixed: it depends on what Azure has", async () => {
    const vmSize = "Standard_D4ds_v5";
    const { resources } = await deploy({ nodePools: [{ name: "work", vmSize }] });
    expect(find(resources, "aks-cluster").ignoreChanges).toEqual([]);
    expect(find(resources, "aks-pool-work").ignoreChanges).toEqual([]);
});

test.each([{ minCount: 1, maxCount: 5 }, { minCount: 1, maxCount: 5, count: 2 }, {}, { count: 2 }])(
    "a pool of %j has a count, without which AKS refuses it",
    async (pool) => {
        const vmSize = "Standard_D4ds_v5";
        const { resources } = await deploy({ nodePools: [{ name: "work", vmSize, ...pool }] });
        expect(find(resources, "aks-pool-work").inputs.count).toEqual(expect.any(Number));
    },
);

describe("Entra", () => {
    const GROUP = "aaaaaaaa-2222-3333-4444-555555555555";

    test("is AKS-managed, with groups by id and by name", async () => {
        const { resources } = await deploy({
            entra: {
                adminGroupObjectIds: [GROUP],
                adminGroupNames: ["cluster-admins"],
                azureRBAC: true,
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
    const { resources, outputs } = await deploy({ roleAssignmentMode: RoleAssignmentMode.Skip });
    expect(assignments(resources)).toEqual([]);
    expect(outputs.roleAssignments.map(({ role, identity, id }) => [role, identity, id])).toEqual([
        ["Managed Identity Operator", "controlPlane", undefined],
        ["Network Contributor", "controlPlane", undefined],
    ]);
    expect(outputs.roleAssignmentCommands[1]).toBe(
        "az role assignment create --assignee-object-id principal-of-aks-control-plane --assignee-principal-type ServicePrincipal " +
            "--role '/subscriptions/00000000-0000-0000-0000-0000000000aa/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7' " +
            `--scope '${SYSTEM_SUBNET}' --description 'The control plane joins nodes to the subnet.'`,
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

test.each<[string, Partial<ManagedIdentityAksClusterArgs>, string | undefined]>([
    ["is absent unless asked for", {}, undefined],
    ["is absent where it is refused", { exportKubeconfig: false }, undefined],
    ["is AKS's own", { exportKubeconfig: true }, "apiVersion: v1"],
    ["starts kubelogin with Entra", { exportKubeconfig: true, entra: {} }, "command: kubelogin"],
    [
        "starts kubelogin on AKS Automatic",
        {
            exportKubeconfig: true,
            sku: ClusterSku.Automatic,
            apiServer: { subnetId: `${NETWORK}/subnets/api` },
        },
        "command: kubelogin",
    ],
])("the kubeconfig %s, and is always a secret", async (_, args, kubeconfig) => {
    const { outputs } = await deploy(args);
    expect([outputs.kubeconfig, outputs.kubeconfigIsSecret]).toEqual([kubeconfig, kubeconfig !== undefined]);
});

test("AKS Automatic is in tier Standard, upgrades itself, and is signed in to with Entra", async () => {
    const { resources } = await deploy({
        sku: ClusterSku.Automatic,
        kubernetesVersion: "1.34",
        apiServer: { subnetId: `${NETWORK}/subnets/api` },
    });
    const cluster = find(resources, "aks-cluster");
    expect(cluster.inputs.sku).toEqual({ name: "Automatic", tier: "Standard" });
    expect(assignments(resources).map(({ name }) => name)).toContain("aks-api-server-subnet-network-contributor");
});

test.each<[string, ApiServerArgs, boolean | undefined]>([
    ["left to AKS", { privateCluster: false }, undefined],
    ["asked for", { vnetIntegration: true }, true],
    ["declined", { vnetIntegration: false }, false],
    ["in a subnet of its own", { subnetId: `${NETWORK}/subnets/api` }, true],
    [
        "in a subnet of its own, left out behind an output",
        {
            subnetId: `${NETWORK}/subnets/api`,
            vnetIntegration: pulumi.output(undefined) as unknown as pulumi.Output<boolean>,
        },
        true,
    ],
])("API Server VNet Integration, %s", async (_, apiServer, sent) => {
    const inAksNetwork = apiServer.vnetIntegration === true;
    const systemNodePool = inAksNetwork ? { vmSize: base.systemNodePool.vmSize } : base.systemNodePool;
    const { resources } = await deploy({ systemNodePool, apiServer });
    const { inputs } = find(resources, "aks-cluster");
    expect(Reflect.get(Object(inputs.apiServerAccessProfile), "enableVnetIntegration")).toBe(sent);
});

const REGISTRY = `${NETWORK.split("/providers")[0]}/providers/Microsoft.ContainerRegistry/registries/acr`;

test.each([
    [{}, undefined],
    [{ bootstrapArtifactSource: BootstrapArtifactSource.Direct }, { artifactSource: "Direct" }],
    [{ bootstrapArtifactSource: BootstrapArtifactSource.Cache }, { artifactSource: "Cache" }],
    [{ bootstrapRegistryId: REGISTRY }, { artifactSource: "Cache", containerRegistryId: REGISTRY }],
])("with %j nodes are set up from %j", async (args, bootstrapProfile) => {
    const { resources } = await deploy(args);
    expect(find(resources, "aks-cluster").inputs.bootstrapProfile).toEqual(bootstrapProfile);
    const pulls = assignments(resources).filter(({ name }) => name.endsWith("-acr-pull"));
    expect(pulls).toHaveLength("bootstrapRegistryId" in args ? 1 : 0);
});

describe("a spot pool", () => {
    const MARK = "kubernetes.azure.com/scalesetpriority";
    const spot = { name: "spot", vmSize: "Standard_D4ds_v5", scaleSetPriority: "Spot" };
    const sent = async (pool: object) => {
        const { resources } = await deploy({ nodePools: [{ ...spot, ...pool }] });
        return find(resources, "aks-pool-spot").inputs;
    };

    test("has the label and the taint that AKS adds, each once", async () => {
        const marks = { nodeLabels: { [MARK]: "spot" }, nodeTaints: [`${MARK}=spot:NoSchedule`] };
        expect(await sent({})).toMatchObject({ ...marks, scaleSetPriority: "Spot", mode: "User" });
        expect(await sent(marks)).toMatchObject(marks);
        const own = { nodeLabels: { team: "shop" }, nodeTaints: pulumi.output(["work=batch:NoSchedule"]) };
        expect(await sent(own)).toMatchObject({
            nodeLabels: { team: "shop", [MARK]: "spot" },
            nodeTaints: ["work=batch:NoSchedule", `${MARK}=spot:NoSchedule`],
        });
    });

    test("has its settings as they are, and a regular pool no marks", async () => {
        const settings = {
            scaleSetEvictionPolicy: "Deallocate",
            spotMaxPrice: 0.25,
            osDiskType: "Ephemeral",
            osDiskSizeGB: 60,
            upgradeSettings: { drainTimeoutInMinutes: 60 },
        };
        expect(await sent(settings)).toMatchObject(settings);
        const regular = await sent({ scaleSetPriority: "Regular" });
        expect(Object.keys(regular)).not.toEqual(expect.arrayContaining(["nodeLabels"]));
        expect(Object.keys(regular)).not.toEqual(expect.arrayContaining(["nodeTaints"]));
    });
});

test("further properties stand beside those that have inputs, secrets as secrets", async () => {
    const network = { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" };
    const { resources } = await deploy({
        network,
        oidcIssuer: true,
        workloadIdentity: true,
        systemNodePool: { ...base.systemNodePool, osDiskSizeGB: 64, properties: { enableFIPS: true } },
        nodePools: [{ name: "second", vmSize: "Standard_D4ds_v5", mode: "System", properties: { enableFIPS: true } }],
        properties: {
            nodeResourceGroup: "nodes",
            networkProfile: { ipFamilies: ["IPv4"] },
            securityProfile: { imageCleaner: { enabled: true, intervalHours: 48 } },
            windowsProfile: { adminUsername: "azure", adminPassword: "hush" },
        },
    });
    const { inputs, secretInputs } = find(resources, "aks-cluster");
    expect(inputs).toMatchObject({
        nodeResourceGroup: "nodes",
        networkProfile: { ...network, outboundType: "loadBalancer", ipFamilies: ["IPv4"] },
        securityProfile: {
            imageCleaner: { enabled: true, intervalHours: 48 },
            workloadIdentity: { enabled: true },
        },
        agentPoolProfiles: [{ name: "system", mode: "System", osDiskSizeGB: 64, enableFIPS: true }],
    });
    expect(inputs.windowsProfile).toEqual({
        adminUsername: "azure",
        adminPassword: "hush",
    });
    expect(secretInputs).toEqual(["windowsProfile.adminPassword"]);
    expect(find(resources, "aks-pool-second").inputs).toMatchObject({
        agentPoolName: "second",
        mode: "System",
        enableFIPS: true,
    });
});

test("a subdomain of a private DNS zone replaces the DNS prefix", async () => {
    const privateDNSZone = `${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io`;
    const sent = async (properties: { fqdnSubdomain?: string }) => {
        const { resources } = await deploy({
            apiServer: { privateCluster: true, privateDNSZone },
            properties,
        });
        const { dnsPrefix, fqdnSubdomain } = find(resources, "aks-cluster").inputs;
        return { dnsPrefix, fqdnSubdomain };
    };
    expect(await sent({ fqdnSubdomain: "shop" })).toEqual({ dnsPrefix: undefined, fqdnSubdomain: "shop" });
    expect(await sent({ fqdnSubdomain: undefined })).toEqual({ dnsPrefix: "aks", fqdnSubdomain: undefined });
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

test("values that Azure may have come to know since go to it as they are", async () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    const { resources } = await deploy({
        sku: "Serverless",
        autoUpgrade: { upgradeChannel: "slow", nodeOSUpgradeChannel: pulumi.output("LivePatch") },
        bootstrapArtifactSource: "Mirror",
        bootstrapRegistryId: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/acr`,
        network: {
            networkPlugin: "cilium",
            networkPluginMode: "routed",
            networkPolicy: "npm",
            networkDataplane: "ebpf",
            outboundType: pulumi.output("managedNATGatewayV2"),
            serviceCidr: "10.96.0.0/16",
            dnsServiceIP: "10.96.0.10",
        },
    });
    expect(find(resources, "aks-cluster").inputs).toMatchObject({
        sku: { name: "Serverless" },
        autoUpgradeProfile: { upgradeChannel: "slow", nodeOSUpgradeChannel: "LivePatch" },
        bootstrapProfile: { artifactSource: "Mirror" },
        networkProfile: {
            networkPlugin: "cilium",
            networkPluginMode: "routed",
            networkPolicy: "npm",
            networkDataplane: "ebpf",
            outboundType: "managedNATGatewayV2",
        },
    });
    const codes = warn.mock.calls.map(([text]) => /\((Unknown\w+)[,;]/.exec(String(text))?.[1]);
    expect(codes.sort()).toEqual([
        "UnknownBootstrapArtifactSource",
        "UnknownNetworkDataplane",
        "UnknownNetworkPlugin",
        "UnknownNetworkPluginMode",
        "UnknownNetworkPolicy",
        "UnknownNodeOSUpgradeChannel",
        "UnknownOutboundType",
        "UnknownSku",
        "UnknownUpgradeChannel",
    ]);
    warn.mockRestore();
    const { resources: base } = await deploy({ tier: "Ultimate" });
    expect(find(base, "aks-cluster").inputs.sku).toEqual({ name: "Base", tier: "Ultimate" });
});
