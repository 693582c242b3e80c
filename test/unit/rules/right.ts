import fc from "fast-check";
import { CLIENT_ID, GATEWAY, GROUP, IDENTITY, type Loose, PROVIDERS, READER, SUBNETS, VM, ZONE } from "./arguments";

/** Arguments that are right. */

export const id = (type: string, name: string) => `${PROVIDERS}/${type}/${name}`;
export const subnet = (name: string) => `${SUBNETS}/${name}`;
export const some = <T>(...values: T[]) => fc.constantFrom(...values);
const maybe = <T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
    fc.record(fields, { requiredKeys: [] });
const each = <T>(values: T[]) => fc.subarray(values, { minLength: 1 });

/** What decides which of the others go together. */
interface Footing {
    /** The system pool is in an own subnet. */
    ownSubnet: boolean;
    /** Whether the control plane's principal exists before the cluster, and the kubelets'. */
    early: boolean;
    ownKubelet: boolean;
    servicePrincipal: boolean;
    identities: Loose;
    /** Kind of network: one of AKS's choice, or one of these. */
    network: "none" | "azure" | "kubenet";
    tier: string | undefined;
    automatic: boolean;
    /** Nodes of Windows, which not every network has. */
    windows: boolean;
}

const IDENTITIES: [early: boolean, ownKubelet: boolean, identities: Loose][] = [
    [true, true, {}],
    [true, true, { controlPlaneIdentity: {}, kubeletIdentity: { resourceId: IDENTITY } }],
    [true, true, { controlPlaneIdentity: { type: "UserAssigned", resourceId: IDENTITY } }],
    [true, true, { controlPlaneIdentity: { formerServicePrincipalClientId: CLIENT_ID } }],
    [false, false, { controlPlaneIdentity: { type: "SystemAssigned", formerServicePrincipalClientId: CLIENT_ID } }],
    [true, true, { controlPlaneIdentity: { formerPrincipalId: GROUP } }],
    [true, true, { kubeletIdentity: { resourceId: IDENTITY, clientId: CLIENT_ID, principalId: GROUP } }],
    [true, false, { kubeletIdentity: { type: "AksManaged" } }],
    [false, false, { controlPlaneIdentity: { type: "SystemAssigned" } }],
    [false, false, { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { type: "AksManaged" } }],
    [
        true,
        true,
        {
            controlPlaneIdentity: {
                type: "ServicePrincipal",
                servicePrincipal: { clientId: CLIENT_ID, clientSecret: "hush-hush" },
            },
        },
    ],
];

const footing: fc.Arbitrary<Footing> = fc
    .record({
        wantsSubnet: fc.boolean(),
        identities: some(...IDENTITIES),
        network: some<Footing["network"]>("none", "azure", "kubenet"),
        tier: some(undefined, "Free", "Standard", "Premium"),
        automatic: fc.nat(4).map((choice) => choice === 0),
        wantsWindows: fc.boolean(),
    })
    .map(({ identities: [early, ownKubelet, identities], wantsSubnet, wantsWindows, ...others }) => ({
        windows: wantsWindows && others.network !== "kubenet",
        // AKS attaches a route table to the subnet of kubenet while it makes the cluster.
        ownSubnet: wantsSubnet && (early || others.network !== "kubenet"),
        early,
        ownKubelet,
        servicePrincipal: JSON.stringify(identities).includes('"ServicePrincipal"'),
        identities,
        ...others,
    }))
    .map((on) => ({ ...on, ...(on.automatic && automatic(on)) }));

/** What AKS Automatic leaves of a footing. */
function automatic({ ownSubnet, early, servicePrincipal, tier, windows }: Footing): Partial<Footing> {
    return {
        automatic: !servicePrincipal,
        network: "none",
        // Automatic it is only without a service principal.
        windows: windows && servicePrincipal,
        tier: tier === "Standard" || servicePrincipal ? tier : undefined,
        ownSubnet: ownSubnet && early,
    };
}

const nodes = fc.integer({ min: 1, max: 1000 });

/** As many nodes as are asked for, or as the autoscaler takes between two bounds. */
const size: fc.Arbitrary<Loose> = fc.oneof(
    some({}),
    nodes.map((count) => ({ count })),
    fc.tuple(nodes, nodes, nodes, fc.boolean()).map(([a, b, c, counted]) => {
        const [minCount, count, maxCount] = [a, b, c].sort((one, other) => one - other);
        return { minCount, maxCount, ...(counted && { count }) };
    }),
);

const DRAINING = {
    drainTimeoutInMinutes: fc.integer({ min: 5, max: 1440 }),
    nodeSoakDurationInMinutes: fc.integer({ min: 0, max: 30 }),
    undrainableNodeBehavior: some("Schedule", "Cordon"),
};

const spot: fc.Arbitrary<Loose> = fc.record(
    {
        scaleSetPriority: some("Spot"),
        scaleSetEvictionPolicy: some("Delete", "Deallocate"),
        spotMaxPrice: some(-1, 0.25),
        upgradeSettings: maybe(DRAINING),
    },
    { requiredKeys: ["scaleSetPriority", "upgradeSettings"] },
);

const pool = ({ ownSubnet }: Footing) =>
    fc
        .tuple(
            fc.record(
                {
                    vmSize: some(VM, "Standard_B2s"),
                    kubernetesVersion: some("1.33", "1.34.1"),
                    osSKU: some("AzureLinux", "Ubuntu"),
                    maxPods: fc.integer({ min: 10, max: 250 }),
                    availabilityZones: each(["1", "2", "3"]),
                    nodeLabels: maybe({ team: some("shop", ""), "example.com/tier": some("gold") }),
                    nodeTaints: each(["CriticalAddonsOnly=true:NoSchedule", "spot:PreferNoSchedule"]),
                    podSubnetId: some(subnet("pods"), subnet("more-pods")),
                    tags: maybe({ team: some("shop", "") }),
                    osDiskSizeGB: fc.integer({ min: 30, max: 2048 }),
                    osDiskType: some("Managed", "Ephemeral"),
                    upgradeSettings: maybe({
                        maxSurge: some("1", "33%"),
                        maxUnavailable: some("0", "0%"),
                        ...DRAINING,
                    }),
                },
                { requiredKeys: ["vmSize"] },
            ),
            some({}, ...(ownSubnet ? [{ subnetId: subnet("work") }, { subnetId: subnet("system") }] : [])),
            size,
        )
        .map((parts): Loose => Object.assign({}, ...parts));

const systemPool = (on: Footing) =>
    fc
        .tuple(
            pool(on),
            maybe({
                name: some("first", "pool1"),
                osType: some("Linux"),
                mode: some("System"),
                scaleSetPriority: some("Regular"),
            }),
        )
        .map(([one, named]) => ({
            ...one,
            ...named,
            subnetId: on.ownSubnet ? subnet("system") : undefined,
        }));

const furtherPools = (on: Footing) =>
    fc
        .tuple(
            pool(on),
            pool(on),
            fc.integer({ min: 0, max: 2 }),
            some("Linux", undefined, on.windows ? "Windows" : "Linux"),
            fc.oneof(some({}, { mode: "User" }), spot),
        )
        .map(([one, two, length, osType, further]) =>
            [
                { ...one, name: "work", osType, ...further },
                { ...two, name: "a23456789012", nodeTaints: ["dedicated=gpu:NoSchedule"] },
            ].slice(0, length),
        );

const CILIUM: Loose[] = [{ networkDataplane: "cilium" }, { networkDataplane: "cilium", networkPolicy: "cilium" }];

const network = (on: Footing): fc.Arbitrary<Loose> =>
    fc
        .tuple(
            some({}, { podCidr: "10.244.0.0/16" }),
            some({}, { serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" }),
            some<Loose>(
                {},
                { networkPolicy: "calico" },
                { networkPolicy: "none", networkDataplane: "azure" },
                ...(on.network === "azure" ? [{ networkPluginMode: "overlay", networkPolicy: "azure" }] : []),
                ...(on.network === "azure" && !on.windows ? CILIUM : []),
            ),
            some(
                {},
                { outboundType: "loadBalancer" },
                ...(on.network === "azure" && !on.windows && !on.servicePrincipal ? [{ outboundType: "none" }] : []),
                ...(on.ownSubnet ? [{ outboundType: "userDefinedRouting" }] : [{ outboundType: "managedNATGateway" }]),
            ),
        )
        .map((parts) => ({
            networkPlugin: on.network,
            ...Object.assign({}, ...parts),
        }));

const egress = (on: Footing): fc.Arbitrary<Loose> => {
    if (on.network === "none") {
        return some({});
    }
    const nat = { networkAccess: { natGatewayId: id("Microsoft.Network/natGateways", "nat") } };
    const routes = { networkAccess: { routeTableId: id("Microsoft.Network/routeTables", "routes") } };
    return fc.tuple(network(on), fc.nat(2)).map(([settings, choice]): Loose => {
        if (choice === 1 && on.ownSubnet) {
            return { ...nat, network: { ...settings, outboundType: "userAssignedNATGateway" } };
        }
        const writesRoutes = on.network === "kubenet" && settings.outboundType === "userDefinedRouting";
        return { ...(on.ownSubnet && (choice === 2 || writesRoutes) && routes), network: settings };
    });
};

/** What is free of the network's settings; `egress` adds what goes with them. */
const networkAccess = ({ ownSubnet }: Footing) =>
    maybe<Loose>({
        publicIPResourceGroupIds: each(["/subscriptions/s/resourceGroups/ips", "/subscriptions/s/resourceGroups/more"]),
        role: some(
            "network contributor",
            `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        ),
        ...(ownSubnet && {
            internalLoadBalancerSubnetIds: each([subnet("services"), subnet("system")]),
        }),
    });

/** What the two say of it together. */
const withAccess = (args: Loose, out: Loose): Loose =>
    args.networkAccess === undefined && out.networkAccess === undefined
        ? {}
        : { networkAccess: Object.assign({}, args.networkAccess, out.networkAccess) };

const apiServer = ({ early, ownSubnet, automatic, network }: Footing) =>
    fc
        .tuple(
            some<Loose>(
                {},
                {
                    privateCluster: false,
                    // Virtual nodes, which are possible then, do not go together with these.
                    ...(!(ownSubnet && network === "azure") && {
                        authorizedIPRanges: ["203.0.113.7", "203.0.113.0/24"],
                    }),
                },
                { privateCluster: true },
                { privateCluster: true, privateDNSZone: "none" },
                ...(early ? [{ privateCluster: true, privateDNSZone: ZONE }] : []),
            ),
            some<Loose>(
                ...(ownSubnet && automatic ? [] : [{}]),
                ...(automatic ? [] : [{ vnetIntegration: false }]),
                ...(ownSubnet ? [] : [{ vnetIntegration: true }]),
                ...(ownSubnet && early
                    ? [{ subnetId: subnet("api") }, { subnetId: subnet("api"), vnetIntegration: true }]
                    : []),
            ),
        )
        .map(([reach, place]): Loose => {
            // An API server in the cluster's network has its zone by another name.
            const integrated = "subnetId" in place || place.vnetIntegration === true || automatic;
            const privateDNSZone =
                integrated && reach.privateDNSZone === ZONE
                    ? ZONE.replace("privatelink", "private")
                    : reach.privateDNSZone;
            return { ...reach, privateDNSZone, ...place };
        });

const registries = each<Loose>([
    { id: id("Microsoft.ContainerRegistry/registries", "one") },
    { id: id("Microsoft.ContainerRegistry/registries", "two"), permissions: "Rbac", name: "second" },
    {
        id: id("Microsoft.ContainerRegistry/registries", "three"),
        permissions: "Abac",
        listRepositories: true,
        name: "third",
    },
]);

const encryption = ({ early }: Footing) =>
    maybe<Loose>({
        diskEncryptionSetId: some(id("Microsoft.Compute/diskEncryptionSets", "des")),
        ...(early && {
            keyVaultKms: some({
                keyId: `https://vault.vault.azure.net/keys/etcd/${"0".repeat(32)}`,
                keyVaultId: id("Microsoft.KeyVault/vaults", "vault"),
                networkAccess: "Public",
            }),
        }),
    });

const addons = ({ ownSubnet, network, tier, servicePrincipal, automatic }: Footing) =>
    maybe<Loose>({
        azurePolicy: fc.boolean(),
        containerInsights: some<Loose>(
            { workspaceId: id("Microsoft.OperationalInsights/workspaces", "logs"), authentication: "Legacy" },
            ...(servicePrincipal
                ? []
                : [
                      {
                          workspaceId: id("Microsoft.OperationalInsights/workspaces", "logs"),
                          workspaceLocation: "westeurope",
                      },
                  ]),
        ),
        ...(!servicePrincipal && {
            managedPrometheus: some({
                workspaceId: id("Microsoft.Monitor/accounts", "metrics"),
                workspaceLocation: "westeurope",
                metricLabelsAllowlist: "pods=[*]",
            }),
            podIdentity: some({
                allowNetworkPluginKubenet: true,
                identities: [{ name: "app", namespace: "shop", identityResourceId: IDENTITY }],
                exceptions: [{ name: "proxy", namespace: "shop", podLabels: { app: "proxy" } }],
            }),
        }),
        keyVaultSecrets: maybe<Loose>({
            enableSecretRotation: fc.boolean(),
            rotationPollInterval: some("2m"),
            vaults: each<Loose>([
                { id: id("Microsoft.KeyVault/vaults", "one"), certificates: true },
                { id: id("Microsoft.KeyVault/vaults", "two"), name: "second" },
            ]),
        }),
        applicationGateway: some<Loose>(
            { gatewayId: GATEWAY, subnetId: subnet("gateway"), gatewayIdentityIds: [IDENTITY] },
            { subnetId: subnet("gateway"), gatewayName: "front" },
            { subnetCidr: "10.10.9.0/24" },
        ),
        ...(ownSubnet && network === "azure" && { virtualNode: some({ subnetId: subnet("aci") }) }),
        ...(!servicePrincipal && {
            applicationRouting: maybe<Loose>({
                publicDNSZoneIds: some([id("Microsoft.Network/dnsZones", "shop.example")]),
                privateDNSZoneIds: some([id("Microsoft.Network/privateDnsZones", "shop.internal")]),
                keyVaultIds: some([id("Microsoft.KeyVault/vaults", "certificates")]),
            }),
        }),
        costAnalysis: some(!servicePrincipal && (automatic || tier === "Standard" || tier === "Premium")),
    }).map((all) => {
        const { keyVaultIds }: { keyVaultIds?: unknown } = all.applicationRouting ?? {};
        const { costAnalysis, ...others } = all;
        return {
            ...(keyVaultIds !== undefined && { keyVaultSecrets: {} }),
            ...(all.virtualNode === undefined && costAnalysis !== undefined && { costAnalysis }),
            ...others,
        };
    });

const entra = ({ automatic }: Footing) =>
    maybe<Loose>({
        adminGroupObjectIds: some([], [GROUP]),
        adminGroupNames: some(["admins", "on call"]),
        tenantId: some(CLIENT_ID),
        azureRBAC: automatic ? some(true) : fc.boolean(),
        disableLocalAccounts: automatic ? fc.boolean() : some(false),
    });

const extraRoleAssignments = each<Loose>([
    { name: "disks", role: "Storage Blob Data Reader", scope: "/subscriptions/s/resourceGroups/disks" },
    {
        name: "all-of-it",
        identity: "kubelet",
        role: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        scope: "/subscriptions/s",
        description: "Pods read what there is.",
    },
    {
        name: "platform",
        role: `/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        scope: "/providers/Microsoft.Management/managementGroups/platform",
    },
]);

const existingRoleAssignments = each<Loose>([
    {
        name: "app-extra-disks",
        roleAssignmentId: `/subscriptions/s/resourceGroups/disks/providers/Microsoft.Authorization/roleAssignments/${GROUP}`,
        mode: "Import",
    },
    {
        name: "app-one-acr-pull",
        roleAssignmentId: `/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/${GROUP}`,
        mode: "Skip",
    },
]);

/** What a registry, its absence or a service principal leaves of the sources. */
function artifactSource(
    { servicePrincipal }: Footing,
    { network, bootstrapRegistryId }: Loose,
    wanted: string | undefined,
): string | undefined {
    if (servicePrincipal) {
        return wanted && "Direct";
    }
    if (bootstrapRegistryId !== undefined) {
        return wanted && "Cache";
    }
    return JSON.stringify(network)?.includes('"outboundType":"none"') ? "Cache" : wanted;
}

/** A cluster that exists, or is in the stack already, with as many of its pools. */
function adopted({ clusterName, nodePools = [], tags }: Loose): Loose {
    const cluster = id("Microsoft.ContainerService/managedClusters", "living");
    const types = "azure-native:containerservice";
    const names = (nodePools as Loose[]).map(({ name }) => String(name));
    const pools = (of: (name: string) => string) => Object.fromEntries(names.map((name) => [name, of(name)]));
    if (clusterName === undefined) {
        return {};
    }
    return tags === undefined
        ? { adopt: { clusterId: cluster, nodePoolIds: pools((name) => `${cluster}/agentPools/${name}`) } }
        : {
              adopt: {
                  clusterUrn: `urn:pulumi:dev::shop::${types}:ManagedCluster::living`,
                  nodePoolUrns: pools((name) => `urn:pulumi:dev::shop::${types}:AgentPool::${name}`),
              },
          };
}

/** Any arguments of a cluster that are right, as plain data. */
export const clusterArgs: fc.Arbitrary<Loose> = footing.chain((on) =>
    fc
        .record(
            {
                resourceGroupName: some("group", "Gruppe_(1).a"),
                location: some("westeurope", "West Europe"),
                clusterName: some("aks", "a_1-B"),
                dnsPrefix: some("aks", "a-1"),
                kubernetesVersion: some("1.34", "1.34.2"),
                systemNodePool: systemPool(on),
                nodePools: furtherPools(on),
                networkAccess: networkAccess(on),
                apiServer: apiServer(on),
                registries,
                ...(on.ownKubelet &&
                    !on.servicePrincipal && {
                        bootstrapRegistryId: some(id("Microsoft.ContainerRegistry/registries", "bootstrap")),
                    }),
                encryption: encryption(on),
                oidcIssuer: some(true),
                autoUpgrade: maybe<Loose>({
                    upgradeChannel: some("stable", "node-image"),
                    nodeOSUpgradeChannel: some("None", "SecurityPatch"),
                }),
                addons: addons(on),
                entra: entra(on),
                extraRoleAssignments,
                roleAssignmentMode: some("Create", "Skip"),
                existingRoleAssignments,
                propagationTimeoutMinutes: fc.integer({ min: 1, max: 60 }),
                tags: maybe({ team: some("shop", ""), "cost centre": some("7") }),
                sku: some(on.automatic ? "Automatic" : "Base"),
            },
            {
                requiredKeys: [
                    "resourceGroupName",
                    "systemNodePool",
                    ...(on.automatic ? (["sku"] as const) : []),
                    ...(on.automatic && on.ownSubnet ? (["apiServer"] as const) : []),
                ],
            },
        )
        .chain((args) =>
            fc
                .tuple(egress(on), some(undefined, "Cache", "Direct"))
                .map(([out, wanted]) => ({
                    ...args,
                    ...out,
                    ...withAccess(args, out),
                    ...on.identities,
                    ...adopted(args),
                    tier: on.tier,
                    bootstrapArtifactSource: artifactSource(on, { ...args, ...out }, wanted),
                }))
                .map(asWritten),
        ),
);

/** Any arguments of identities of clusters that are right. */
export const clusterIdentitiesArgs: fc.Arbitrary<Loose> = fc
    .record(
        {
            resourceGroupName: some("group"),
            location: some("westeurope"),
            controlPlaneIdentity: some({ resourceId: IDENTITY }),
            kubeletIdentity: some({ resourceId: IDENTITY, clientId: CLIENT_ID, principalId: GROUP }),
            subnetIds: each([subnet("system"), subnet("work")]),
            internalLoadBalancerSubnetIds: each([subnet("services"), subnet("system")]),
            virtualNetworkIds: some([SUBNETS.replace(/\/subnets$/, "")]),
            privateDNSZoneIds: some([ZONE]),
            routeTableIds: some([id("Microsoft.Network/routeTables", "routes")]),
            natGatewayIds: some([id("Microsoft.Network/natGateways", "nat")]),
            publicIPResourceGroupIds: some(["/subscriptions/s/resourceGroups/ips"]),
            registries,
            diskEncryptionSetIds: some([id("Microsoft.Compute/diskEncryptionSets", "des")]),
            keyVaultKms: each<Loose>([
                { keyVaultId: id("Microsoft.KeyVault/vaults", "one"), networkAccess: "Private" },
                { keyVaultId: id("Microsoft.KeyVault/vaults", "two"), name: "second" },
            ]),
            extraRoleAssignments,
            networkRole: some(READER),
            roleAssignmentMode: some("Create", "Skip"),
            existingRoleAssignments,
            tags: maybe({ team: some("shop", "") }),
        },
        { requiredKeys: ["resourceGroupName"] },
    )
    .map(asWritten);

/** Any arguments of a workload identity that are right. */
export const workloadIdentityArgs: fc.Arbitrary<Loose> = fc
    .record(
        {
            resourceGroupName: some("group"),
            location: some("westeurope"),
            oidcIssuerUrl: some("https://westeurope.oic.prod-aks.azure.com/t/c/", "https://issuer.example"),
            serviceAccounts: each([
                { namespace: "shop", name: "orders" },
                { namespace: "shop", name: "stock.v2" },
                { namespace: "test", name: "orders" },
            ]),
            audience: some("api://AzureADTokenExchange", "api://AzureADTokenExchangeChina"),
            extraRoleAssignments: each<Loose>([
                { name: "disks", role: READER, scope: "/subscriptions/s/resourceGroups/disks" },
                { name: "all", role: "reader", scope: "/subscriptions/s", description: "It reads." },
                {
                    name: "platform",
                    role: READER,
                    scope: "/providers/Microsoft.Management/managementGroups/platform",
                },
            ]),
            roleAssignmentMode: some("Create", "Skip"),
            existingRoleAssignments,
            tags: maybe({ team: some("shop", "") }),
            identityResourceId: some(IDENTITY),
        },
        { requiredKeys: ["resourceGroupName", "oidcIssuerUrl", "serviceAccounts"] },
    )
    .map(asWritten);

/** As a program writes them: fast-check's objects have no prototype, and some inputs are undefined. */
function asWritten(value: unknown): Loose {
    return JSON.parse(JSON.stringify(value));
}
