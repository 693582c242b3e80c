import type { HandMade, Principals } from "./handMadeClusters";
import type { GroundIds } from "./handMadeGround";
import { VM_SIZE } from "./program";

/** What random clusters are made of. */

/** A cluster as anybody may have made it; all in it are names of the tables below. */
export interface Drawn {
    identity: string;
    network: string;
    /** The first is a system pool. Azure lists them by name. */
    pools: DrawnPool[];
    settings: string[];
    roles: string;
    spelling: string;
}

export interface DrawnPool {
    name: string;
    isSystem: boolean;
    settings: string[];
}

/** The row of this name. */
export function rowOf<Row>(table: Record<string, Row>, name: string): Row {
    const row = table[name];
    if (row === undefined) {
        throw new Error(`no row "${name}" among ${Object.keys(table).join(", ")}`);
    }
    return row;
}

/** Of what the clusters stand on, and the name of the cluster. */
export type Ids = GroundIds & { cluster: string };
export type Properties = Record<string, unknown>;

/** What the control plane and the kubelets run as. */
export const IDENTITIES: Record<string, { isOwn?: true }> = {
    systemAssigned: {},
    servicePrincipal: {},
    aksKubelet: { isOwn: true },
    ownKubelet: { isOwn: true },
    oneForBoth: { isOwn: true },
};

export interface Network {
    profile?: Properties;
    subnet?: (ids: Ids) => string;
    podSubnet?: (ids: Ids) => string;
    /** Besides `profile`. */
    properties?: Properties;
    /** Default: any identity will do. */
    allows?: (drawn: Drawn) => boolean;
    /** What AKS asks for beforehand. */
    roles?: (ids: Ids) => RoleAt[];
}

export type RoleAt = Pick<HandMade, "role" | "scope">;

const inSystemSubnet = (ids: Ids) => ids.system;
const AZURE = { networkPlugin: "azure" };
const OVERLAY = { ...AZURE, networkPluginMode: "overlay" };
const KUBENET = { networkPlugin: "kubenet" };
const isManaged = ({ identity }: Drawn) => identity !== "servicePrincipal";
const isOwn = ({ identity }: Drawn) => rowOf(IDENTITIES, identity).isOwn === true;

export const NETWORKS: Record<string, Network> = {
    managed: {},
    subnet: { subnet: inSystemSubnet },
    overlay: { profile: { ...OVERLAY, podCidr: "10.200.0.0/16" }, subnet: inSystemSubnet },
    cilium: {
        profile: { ...OVERLAY, networkDataplane: "cilium", networkPolicy: "cilium" },
        subnet: inSystemSubnet,
    },
    calico: { profile: { ...OVERLAY, networkPolicy: "calico" } },
    azure: { profile: AZURE, subnet: inSystemSubnet },
    azureManaged: { profile: { ...AZURE, networkPolicy: "azure" } },
    podSubnets: { profile: AZURE, subnet: inSystemSubnet, podSubnet: (ids) => ids.pods },
    kubenet: { profile: KUBENET },
    kubenetSubnet: { profile: { ...KUBENET, networkPolicy: "calico" }, subnet: inSystemSubnet },
    kubenetRoutes: {
        profile: { ...KUBENET, podCidr: "10.100.0.0/16" },
        subnet: (ids) => ids.routed,
        allows: isOwn,
        roles: (ids) => [{ role: "Network Contributor", scope: ids.routes }],
    },
    noPlugin: { profile: { networkPlugin: "none" }, subnet: inSystemSubnet },
    userDefinedRouting: {
        profile: { ...OVERLAY, outboundType: "userDefinedRouting" },
        subnet: (ids) => ids.routed,
    },
    azureUserDefinedRouting: {
        profile: { ...AZURE, outboundType: "userDefinedRouting" },
        subnet: (ids) => ids.routed,
    },
    natGateway: { profile: { ...OVERLAY, outboundType: "userAssignedNATGateway" }, subnet: (ids) => ids.natted },
    managedNatGateway: { profile: { ...OVERLAY, outboundType: "managedNATGateway" } },
    managedNatGatewayOfTwo: {
        profile: {
            ...OVERLAY,
            outboundType: "managedNATGateway",
            natGatewayProfile: { managedOutboundIPProfile: { count: 2 }, idleTimeoutInMinutes: 30 },
        },
    },
    isolated: {
        profile: { ...OVERLAY, outboundType: "none" },
        properties: { bootstrapProfile: { artifactSource: "Cache" } },
        allows: isManaged,
    },
};

export const networkOf = ({ network }: Drawn) => rowOf(NETWORKS, network);
const profileOf = (drawn: Drawn): Properties => networkOf(drawn).profile ?? {};
const isBalanced = (drawn: Drawn) => profileOf(drawn).outboundType === undefined;

export interface Setting {
    /** Of two settings with the same one, only the first is drawn. */
    kind?: string;
    properties?: (ids: Ids) => Properties;
    /** What is not in `properties`. */
    envelope?: Properties;
    allows?: (drawn: Drawn) => boolean;
    /** What AKS asks of the control plane beforehand. */
    roles?: (ids: Ids) => RoleAt[];
    /** Role assignments that follow the cluster. */
    after?(live: Principals, ids: Ids): HandMade[];
}

const has =
    (name: string) =>
    ({ settings }: Drawn) =>
        settings.includes(name);
const addon = (name: string, config: (ids: Ids) => Properties = () => ({})): Pick<Setting, "properties"> => ({
    properties: (ids) => ({ addonProfiles: { [name]: { enabled: true, config: config(ids) } } }),
});
const server = (profile: (ids: Ids) => Properties): Pick<Setting, "properties"> => ({
    properties: (ids) => ({ apiServerAccessProfile: profile(ids) }),
});
const balancer = (loadBalancerProfile: (ids: Ids) => Properties): Pick<Setting, "properties" | "allows"> => ({
    properties: (ids) => ({ networkProfile: { loadBalancerProfile: loadBalancerProfile(ids) } }),
    allows: isBalanced,
});
const also = (properties: Properties): Pick<Setting, "properties"> => ({ properties: () => properties });

export const SETTINGS: Record<string, Setting> = {
    tags: { kind: "tags", envelope: { tags: { team: "shop", Tier: "gold" } } },
    noTags: { kind: "tags", envelope: { tags: {} } },
    standardTier: { kind: "tier", envelope: { sku: { name: "Base", tier: "Standard" } } },
    longTermSupport: {
        kind: "tier",
        envelope: { sku: { name: "Base", tier: "Premium" } },
        ...also({ supportPlan: "AKSLongTermSupport" }),
    },
    sshKeys: also({ linuxProfile: { adminUsername: "azureuser", ssh: { publicKeys: [{ keyData: "ssh-rsa AAAA" }] } } }),
    version: also({ kubernetesVersion: "1.32" }),
    stableChannel: { kind: "channel", ...also({ autoUpgradeProfile: { upgradeChannel: "stable" } }) },
    nodeImageChannel: { kind: "channel", ...also({ autoUpgradeProfile: { upgradeChannel: "node-image" } }) },
    nodeChannelOff: also({ autoUpgradeProfile: { nodeOSUpgradeChannel: "None" } }),
    forcedUpgrade: also({
        upgradeSettings: { overrideSettings: { forceUpgrade: false, until: "2026-12-01T00:00:00Z" } },
    }),
    autoscalerProfile: also({
        autoScalerProfile: { expander: "least-waste", "scan-interval": "20s", "balance-similar-node-groups": "true" },
    }),
    issuer: also({ oidcIssuerProfile: { enabled: true } }),
    workloadIdentity: { ...also({ securityProfile: { workloadIdentity: { enabled: true } } }), allows: has("issuer") },
    imageCleaner: also({ securityProfile: { imageCleaner: { enabled: true, intervalHours: 48 } } }),
    defender: {
        properties: ({ workspace }) => ({
            securityProfile: {
                defender: { logAnalyticsWorkspaceResourceId: workspace, securityMonitoring: { enabled: true } },
            },
        }),
    },
    keyVaultKms: {
        properties: ({ keyId }) => ({
            securityProfile: { azureKeyVaultKms: { enabled: true, keyId, keyVaultNetworkAccess: "Public" } },
        }),
        // Only a role assignment shows which vault it is.
        allows: (drawn) => isOwn(drawn) && drawn.roles !== "unread",
        roles: ({ vault }) => [{ role: "Key Vault Crypto User", scope: vault }],
    },
    diskEncryption: { properties: ({ diskEncryptionSet }) => ({ diskEncryptionSetID: diskEncryptionSet }) },
    entra: also({ aadProfile: { managed: true, enableAzureRBAC: true } }),
    entraAdmins: also({
        aadProfile: { managed: true, adminGroupObjectIDs: ["44444444-0000-4000-8000-000000000001"] },
    }),
    localAccountsOff: { ...also({ disableLocalAccounts: true }), allows: has("entra") },
    addressRanges: { kind: "server", ...server(() => ({ authorizedIPRanges: ["203.0.113.0/24"] })) },
    privateServer: { kind: "server", ...server(() => ({ enablePrivateCluster: true })) },
    privateServerWithoutZone: {
        kind: "server",
        ...server(() => ({ enablePrivateCluster: true, privateDNSZone: "none" })),
    },
    privateZone: {
        kind: "server",
        properties: ({ zone, cluster }) => ({
            fqdnSubdomain: cluster,
            apiServerAccessProfile: {
                enablePrivateCluster: true,
                privateDNSZone: zone,
                enablePrivateClusterPublicFQDN: false,
            },
        }),
        allows: isOwn,
        roles: ({ zone, network }) => [
            { role: "Private DNS Zone Contributor", scope: zone },
            { role: "Network Contributor", scope: network },
        ],
    },
    vnetIntegration: {
        ...server(({ api }) => ({ enableVnetIntegration: true, subnetId: api })),
        // The zone of a server in the cluster's network has another name.
        allows: (drawn) => isOwn(drawn) && networkOf(drawn).subnet !== undefined && !has("privateZone")(drawn),
        roles: ({ network }) => [{ role: "Network Contributor", scope: network }],
    },
    noRunCommand: server(() => ({ disableRunCommand: true })),
    azurePolicy: addon("azurepolicy"),
    policyOff: also({ addonProfiles: { azurepolicy: { enabled: false } } }),
    secretsProvider: { kind: "secrets", ...addon("azureKeyvaultSecretsProvider") },
    secretsRotation: {
        kind: "secrets",
        ...addon("azureKeyvaultSecretsProvider", () => ({ enableSecretRotation: "true", rotationPollInterval: "5m" })),
    },
    insights: {
        kind: "insights",
        ...addon("omsagent", ({ workspace }) => ({ logAnalyticsWorkspaceResourceID: workspace, useAADAuth: "true" })),
    },
    legacyInsights: {
        kind: "insights",
        ...addon("omsagent", ({ workspace }) => ({ logAnalyticsWorkspaceResourceID: workspace })),
    },
    gateway: {
        kind: "gateway",
        ...addon("ingressApplicationGateway", ({ gatewayId }) => ({ applicationGatewayId: gatewayId })),
        after: ({ ingressApplicationGateway }, ids) => [
            { role: "Network Contributor", scope: ids.gateway, principalId: ingressApplicationGateway },
        ],
    },
    newGateway: {
        kind: "gateway",
        ...addon("ingressApplicationGateway", () => ({
            applicationGatewayName: "front",
            subnetCIDR: "10.10.200.0/24",
        })),
    },
    virtualNode: {
        ...addon("aciConnectorLinux", () => ({ SubnetName: "aci" })),
        allows: (drawn) =>
            profileOf(drawn).networkPlugin === "azure" &&
            networkOf(drawn).subnet !== undefined &&
            !has("addressRanges")(drawn),
    },
    routing: { kind: "routing", ...also({ ingressProfile: { webAppRouting: { enabled: true } } }), allows: isManaged },
    routingZones: {
        kind: "routing",
        properties: ({ publicZone }) => ({
            ingressProfile: {
                webAppRouting: {
                    enabled: true,
                    dnsZoneResourceIds: [publicZone],
                    nginx: { defaultIngressControllerType: "Internal" },
                },
            },
        }),
        allows: isManaged,
        after: ({ webAppRouting }, { publicZone }) => [
            { role: "DNS Zone Contributor", scope: publicZone, principalId: webAppRouting },
        ],
    },
    costAnalysis: {
        ...also({ metricsProfile: { costAnalysis: { enabled: true } } }),
        // Not together with virtual nodes (https://learn.microsoft.com/azure/aks/cost-analysis).
        allows: (drawn) =>
            isManaged(drawn) &&
            !has("virtualNode")(drawn) &&
            (has("standardTier")(drawn) || has("longTermSupport")(drawn)),
    },
    prometheus: also({
        azureMonitorProfile: {
            metrics: {
                enabled: true,
                kubeStateMetrics: { metricLabelsAllowlist: "", metricAnnotationsAllowList: "" },
            },
        },
    }),
    keda: also({ workloadAutoScalerProfile: { keda: { enabled: true } } }),
    verticalAutoscaler: also({ workloadAutoScalerProfile: { verticalPodAutoscaler: { enabled: true } } }),
    blobDriver: also({ storageProfile: { blobCSIDriver: { enabled: true } } }),
    noFileDriver: also({ storageProfile: { fileCSIDriver: { enabled: false } } }),
    outboundIPs: {
        kind: "outbound",
        ...balancer(({ address }) => ({ outboundIPs: { publicIPs: [{ id: address }] }, idleTimeoutInMinutes: 10 })),
    },
    managedOutboundIPs: {
        kind: "outbound",
        ...balancer(() => ({ managedOutboundIPs: { count: 2 }, allocatedOutboundPorts: 8000 })),
    },
    proxy: also({ httpProxyConfig: { httpsProxy: "http://proxy.example:8080", noProxy: ["localhost"] } }),
    nodeGroup: { properties: ({ cluster }) => ({ nodeResourceGroup: `${cluster}-nodes` }) },
    lockedNodeGroup: also({ nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" } }),
    serviceMesh: also({
        serviceMeshProfile: {
            mode: "Istio",
            istio: {
                revisions: ["asm-1-26"],
                components: { ingressGateways: [{ enabled: true, mode: "External" }] },
            },
        },
    }),
    serviceCidr: also({ networkProfile: { serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.96.0.10" } }),
    podIdentity: {
        ...also({
            podIdentityProfile: {
                enabled: true,
                userAssignedIdentityExceptions: [
                    // As the Azure CLI does, unasked.
                    {
                        name: "aks-system-pods",
                        namespace: "kube-system",
                        podLabels: { "kubernetes.azure.com/managedby": "aks" },
                    },
                    { name: "proxy", namespace: "edge", podLabels: { app: "proxy" } },
                ],
            },
        }),
        allows: (drawn) => isManaged(drawn) && profileOf(drawn).networkPlugin === "azure",
    },
    windows: {
        ...also({
            windowsProfile: { adminUsername: "azureuser", adminPassword: "Made-up-password-1", enableCSIProxy: true },
        }),
        allows: (drawn) => profileOf(drawn).networkPlugin === "azure",
    },
    nodeProvisioning: {
        ...also({ nodeProvisioningProfile: { mode: "Auto" } }),
        allows: ({ network, pools }) =>
            network === "cilium" && pools.every(({ settings }) => !settings.includes("autoscaled")),
    },
    networkObservability: {
        ...also({ networkProfile: { advancedNetworking: { enabled: true, observability: { enabled: true } } } }),
        allows: ({ network }) => network === "cilium",
    },
    registry: {
        after: ({ kubelet }, { registry }) => [{ role: "AcrPull", scope: registry, principalId: kubelet }],
    },
    reader: {
        after: ({ controlPlane }, { group }) => [{ role: "Reader", scope: group, principalId: controlPlane }],
    },
};

export interface PoolSetting {
    kind?: string;
    properties: (ids: Ids) => Properties;
    allows?: (pool: DrawnPool, drawn: Drawn) => boolean;
}

const of = (properties: Properties): PoolSetting => ({ properties: () => properties });
const ofUserPools = (properties: Properties): PoolSetting => ({
    ...of(properties),
    allows: ({ isSystem }) => !isSystem,
});
const isLinux = ({ settings }: DrawnPool) => !settings.includes("windows");

export const POOL_SETTINGS: Record<string, PoolSetting> = {
    windows: {
        ...of({ osType: "Windows", osSKU: "Windows2022" }),
        allows: ({ isSystem }, drawn) => !isSystem && has("windows")(drawn) && drawn.network !== "isolated",
    },
    stopped: { kind: "scale", ...ofUserPools({ count: 0 }) },
    autoscaled: { kind: "scale", ...of({ enableAutoScaling: true, minCount: 1, maxCount: 9 }) },
    autoscaledFromNone: { kind: "scale", ...ofUserPools({ enableAutoScaling: true, minCount: 0, maxCount: 5 }) },
    five: { kind: "scale", ...of({ count: 5 }) },
    spot: {
        ...ofUserPools({
            scaleSetPriority: "Spot",
            scaleSetEvictionPolicy: "Delete",
            spotMaxPrice: -1,
            nodeLabels: { "kubernetes.azure.com/scalesetpriority": "spot" },
            nodeTaints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
        }),
    },
    labels: of({ nodeLabels: { Team: "shop", "example.com/size": "small" } }),
    systemTaint: { kind: "taint", ...of({ nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"] }) },
    softTaint: { kind: "taint", ...of({ nodeTaints: ["work=batch:PreferNoSchedule"] }) },
    zones: of({ availabilityZones: ["1", "3"] }),
    maxPods: of({ maxPods: 50 }),
    ephemeralDisk: { kind: "disk", ...of({ osDiskType: "Ephemeral", osDiskSizeGB: 60 }) },
    largeDisk: { kind: "disk", ...of({ osDiskSizeGB: 256 }) },
    temporaryDisk: of({ kubeletDiskType: "Temporary" }),
    azureLinux: { kind: "sku", ...of({ osSKU: "AzureLinux" }), allows: isLinux },
    ubuntu2204: { kind: "sku", ...of({ osSKU: "Ubuntu2204" }), allows: isLinux },
    tags: { kind: "tags", ...of({ tags: { team: "pools" } }) },
    clusterTags: { kind: "tags", ...of({ tags: { team: "shop", Tier: "gold" } }) },
    fips: of({ enableFIPS: true }),
    encryptedHost: of({ enableEncryptionAtHost: true }),
    publicIPs: of({ enableNodePublicIP: true }),
    ultraDisks: of({ enableUltraSSD: true }),
    kubeletConfig: { ...of({ kubeletConfig: { cpuManagerPolicy: "static", podMaxPids: 100 } }), allows: isLinux },
    osConfig: {
        ...of({ linuxOSConfig: { swapFileSizeMB: 1500, sysctls: { vmMaxMapCount: 262144 } } }),
        allows: isLinux,
    },
    surge: of({ upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 30 } }),
    unavailable: of({ upgradeSettings: { maxSurge: "0", maxUnavailable: "1" } }),
    version: { ...of({ orchestratorVersion: "1.32" }), allows: (_, drawn) => has("version")(drawn) },
    deallocated: of({ scaleDownMode: "Deallocate" }),
    trustedLaunch: { ...of({ securityProfile: { enableVTPM: true, enableSecureBoot: true } }), allows: isLinux },
    otherSubnet: {
        properties: ({ work }) => ({ vnetSubnetID: work }),
        allows: ({ isSystem }, drawn) => !isSystem && networkOf(drawn).subnet === inSystemSubnet,
    },
    virtualMachines: {
        ...of({
            type: "VirtualMachines",
            virtualMachinesProfile: { scale: { manual: [{ size: VM_SIZE, count: 2 }] } },
        }),
        allows: ({ isSystem, settings }, drawn) =>
            !isSystem && isOwn(drawn) && settings.every((name) => ["virtualMachines", "labels", "tags"].includes(name)),
    },
};

/** What the identities of the cluster may do, besides what AKS has asked for beforehand. */
export const ROLES: Record<string, RoleSettings> = {
    /** All that the component requires. */
    required: { isComplete: true },
    /** The control plane is Contributor of the whole resource group; what this does not give is as required. */
    above: { isComplete: true, contributor: true },
    /** What the settings come with. */
    few: {},
    unread: { isUnread: true },
};

interface RoleSettings {
    isComplete?: true;
    contributor?: true;
    isUnread?: true;
}
