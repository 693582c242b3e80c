import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import type { LaterClusterProperties, LaterPoolProperties } from "../args/laterProperties";
import { DNS_BY_DEFAULT, SERVICES_BY_DEFAULT } from "../azure/addresses";
import { type Values, valueAt, withValueAt } from "../values";

/** What this package knows of a property of a cluster or of a pool. The tables have one row for each, by its path. */
export interface Property {
    /** The input that sets the property. Without one, a program sets it in `properties`. */
    input?: string;
    /** The same for an input whose value the property has as it is: it is sent so, and read so from an existing cluster. */
    copies?: string;
    /** What to do instead of setting it in `properties`. Default: to set the input. */
    instead?: string;
    /**
     * What a change of an existing resource does. `reject`: AKS refuses it. `replace`: azure-native replaces the resource.
     * `address`: the same, since it is a part of the resource's id. Default: AKS updates the resource.
     */
    onChange?: "reject" | "replace" | "address";
    /** A change that AKS accepts all the same; `live` has the object that the property is in. */
    except?(live: Values, desired: unknown): boolean;
    /** The cluster needs a role on the resource of this id, as long as it has the property. */
    granted?: true;
    /** What AKS has where nothing is set. */
    default?: unknown;
}

/** By path. */
export type PropertyRows = Readonly<Record<string, Property>>;
/** A new property of azure-native fails to compile until it has a row. Of some objects a part has rows. */
type RowsOf<Args> = Record<keyof Args | `${string}.${string}`, Property>;

const CLUSTER = {
    resourceGroupName: { copies: "resourceGroupName", onChange: "address" },
    resourceName: { input: "clusterName", onChange: "address" },
    location: { copies: "location", onChange: "replace" },
    tags: { copies: "tags" },
    dnsPrefix: { copies: "dnsPrefix", onChange: "replace" },
    kubernetesVersion: { copies: "kubernetesVersion" },
    identity: { input: "controlPlaneIdentity" },
    identityProfile: { input: "kubeletIdentity" },
    servicePrincipalProfile: { input: "controlPlaneIdentity.servicePrincipal" },
    agentPoolProfiles: { input: "systemNodePool and nodePools" },
    bootstrapProfile: { input: "bootstrapRegistryId or bootstrapArtifactSource" },
    "bootstrapProfile.artifactSource": { copies: "bootstrapArtifactSource", default: "Direct" },
    "bootstrapProfile.containerRegistryId": { copies: "bootstrapRegistryId" },
    diskEncryptionSetID: { copies: "encryption.diskEncryptionSetId", onChange: "replace", granted: true },
    oidcIssuerProfile: { input: "oidcIssuer" },
    "oidcIssuerProfile.enabled": { copies: "oidcIssuer" },
    autoUpgradeProfile: { input: "autoUpgrade" },
    "autoUpgradeProfile.upgradeChannel": { copies: "autoUpgrade.upgradeChannel", default: "none" },
    "autoUpgradeProfile.nodeOSUpgradeChannel": { copies: "autoUpgrade.nodeOSUpgradeChannel", default: "NodeImage" },
    podIdentityProfile: { input: "addons.podIdentity" },
    sku: { input: "sku and tier" },
    enableRBAC: { instead: "Remove it: Kubernetes RBAC is always on." },
    aadProfile: { input: "entra" },
    "aadProfile.adminGroupObjectIDs": { copies: "entra.adminGroupObjectIds" },
    "aadProfile.enableAzureRBAC": { copies: "entra.azureRBAC" },
    "aadProfile.tenantID": { copies: "entra.tenantId" },
    disableLocalAccounts: { copies: "entra.disableLocalAccounts" },

    networkProfile: {},
    "networkProfile.networkPlugin": { copies: "network.networkPlugin", onChange: "replace" },
    "networkProfile.networkPluginMode": { copies: "network.networkPluginMode", onChange: "replace" },
    "networkProfile.networkPolicy": { copies: "network.networkPolicy", onChange: "replace" },
    "networkProfile.networkDataplane": { copies: "network.networkDataplane", onChange: "replace" },
    "networkProfile.outboundType": { copies: "network.outboundType", onChange: "replace", default: "loadBalancer" },
    "networkProfile.podCidr": { copies: "network.podCidr", onChange: "replace" },
    "networkProfile.serviceCidr": { copies: "network.serviceCidr", onChange: "replace", default: SERVICES_BY_DEFAULT },
    "networkProfile.dnsServiceIP": { copies: "network.dnsServiceIP", onChange: "replace", default: DNS_BY_DEFAULT },
    "networkProfile.networkMode": { onChange: "replace" },
    "networkProfile.serviceCidrs": { onChange: "replace", default: [SERVICES_BY_DEFAULT] },
    "networkProfile.ipFamilies": { default: ["IPv4"] },
    "networkProfile.loadBalancerSku": { default: "standard" },
    "networkProfile.loadBalancerProfile.backendPoolType": { default: "nodeIPConfiguration" },
    "networkProfile.loadBalancerProfile.managedOutboundIPs": { default: { count: 1 } },
    "networkProfile.natGatewayProfile.managedOutboundIPProfile.count": { default: 1 },
    "networkProfile.natGatewayProfile.idleTimeoutInMinutes": { default: 4 },

    apiServerAccessProfile: {},
    "apiServerAccessProfile.enablePrivateCluster": {
        copies: "apiServer.privateCluster",
        default: false,
        onChange: "reject",
        // An API server in the cluster's network can be made private and public again.
        except: ({ enableVnetIntegration }) => enableVnetIntegration === true,
    },
    "apiServerAccessProfile.privateDNSZone": {
        copies: "apiServer.privateDNSZone",
        granted: true,
        default: "system",
        onChange: "reject",
        except: (_, desired) => desired === "none",
    },
    "apiServerAccessProfile.enableVnetIntegration": {
        copies: "apiServer.vnetIntegration",
        default: false,
        onChange: "reject",
        except: (_, desired) => desired === true,
    },
    "apiServerAccessProfile.subnetId": { copies: "apiServer.subnetId", granted: true, default: "" },
    "apiServerAccessProfile.authorizedIPRanges": { copies: "apiServer.authorizedIPRanges", default: [] },
    "apiServerAccessProfile.enablePrivateClusterPublicFQDN": { default: true },

    securityProfile: {},
    "securityProfile.azureKeyVaultKms": { input: "encryption.keyVaultKms" },
    "securityProfile.workloadIdentity": { input: "workloadIdentity" },
    "securityProfile.workloadIdentity.enabled": { copies: "workloadIdentity", default: false },

    ingressProfile: {},
    "ingressProfile.webAppRouting.enabled": { input: "addons.applicationRouting" },
    "ingressProfile.webAppRouting.dnsZoneResourceIds": { input: "addons.applicationRouting" },
    "ingressProfile.webAppRouting.nginx.defaultIngressControllerType": { default: "AnnotationControlled" },
    azureMonitorProfile: {},
    "azureMonitorProfile.metrics": { input: "addons.managedPrometheus" },
    "azureMonitorProfile.metrics.enabled": { default: false },
    metricsProfile: {},
    "metricsProfile.costAnalysis": { input: "addons.costAnalysis" },
    "metricsProfile.costAnalysis.enabled": { default: false },

    addonProfiles: {},
    "addonProfiles.azurepolicy.enabled": { input: "addons.azurePolicy" },
    "addonProfiles.omsagent.enabled": { input: "addons.containerInsights" },
    "addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID": { input: "addons.containerInsights" },
    "addonProfiles.omsagent.config.useAADAuth": { input: "addons.containerInsights" },
    "addonProfiles.azureKeyvaultSecretsProvider.enabled": { input: "addons.keyVaultSecrets" },
    "addonProfiles.azureKeyvaultSecretsProvider.config": { input: "addons.keyVaultSecrets" },
    "addonProfiles.ingressApplicationGateway.enabled": { input: "addons.applicationGateway" },
    "addonProfiles.ingressApplicationGateway.config.applicationGatewayId": { input: "addons.applicationGateway" },
    "addonProfiles.ingressApplicationGateway.config.applicationGatewayName": { input: "addons.applicationGateway" },
    "addonProfiles.ingressApplicationGateway.config.subnetId": { input: "addons.applicationGateway" },
    "addonProfiles.ingressApplicationGateway.config.subnetCIDR": { input: "addons.applicationGateway" },
    "addonProfiles.aciConnectorLinux": { input: "addons.virtualNode" },
    "addonProfiles.httpApplicationRouting": {
        instead: "Remove it: it was retired on 2025-03-03. addons.applicationRouting replaces it.",
    },
    "addonProfiles.kubeDashboard": { instead: "Remove it: AKS no longer offers the dashboard." },

    fqdnSubdomain: { onChange: "replace" },
    linuxProfile: { onChange: "replace" },
    nodeResourceGroup: { onChange: "replace" },
    windowsProfile: {},
    "windowsProfile.adminUsername": { onChange: "replace" },
    "windowsProfile.enableCSIProxy": { onChange: "replace" },
    "windowsProfile.licenseType": { onChange: "replace" },
    "windowsProfile.gmsaProfile": { onChange: "replace" },
    supportPlan: { default: "KubernetesOfficial" },
    publicNetworkAccess: { default: "Enabled" },
    storageProfile: {},
    "storageProfile.diskCSIDriver.enabled": { default: true },
    "storageProfile.fileCSIDriver.enabled": { default: true },
    "storageProfile.snapshotController.enabled": { default: true },
    nodeProvisioningProfile: {},
    "nodeProvisioningProfile.mode": { default: "Manual" },
    "nodeProvisioningProfile.defaultNodePools": { default: "Auto" },
    aiToolchainOperatorProfile: {},
    autoScalerProfile: {},
    extendedLocation: {},
    httpProxyConfig: {},
    kind: {},
    nodeResourceGroupProfile: {},
    privateLinkResources: {},
    serviceMeshProfile: {},
    upgradeSettings: {},
    workloadAutoScalerProfile: {},
    hostedSystemProfile: {},
    schedulerProfile: {},
} as const satisfies RowsOf<ManagedClusterArgs & LaterClusterProperties>;

const POOL = {
    name: { input: "name" },
    vmSize: { copies: "vmSize", onChange: "replace" },
    orchestratorVersion: { copies: "kubernetesVersion" },
    count: { input: "count" },
    minCount: { input: "minCount" },
    maxCount: { input: "maxCount" },
    enableAutoScaling: { input: "minCount and maxCount", default: false },
    vnetSubnetID: { copies: "subnetId", granted: true, default: "", onChange: "reject" },
    podSubnetID: { copies: "podSubnetId", granted: true, default: "", onChange: "reject" },
    maxPods: { copies: "maxPods", onChange: "reject" },
    availabilityZones: { copies: "availabilityZones", default: [], onChange: "reject" },
    osType: { copies: "osType", default: "Linux", onChange: "reject" },
    osSKU: { copies: "osSKU" },
    nodeLabels: { copies: "nodeLabels", default: {} },
    nodeTaints: { copies: "nodeTaints", default: [] },
    tags: { copies: "tags" },

    mode: { copies: "mode" },
    osDiskSizeGB: { copies: "osDiskSizeGB", onChange: "reject" },
    osDiskType: { copies: "osDiskType", onChange: "reject" },
    scaleSetPriority: { copies: "scaleSetPriority", default: "Regular", onChange: "reject" },
    scaleSetEvictionPolicy: { copies: "scaleSetEvictionPolicy", default: "Delete", onChange: "reject" },
    spotMaxPrice: { copies: "spotMaxPrice", default: -1, onChange: "reject" },
    upgradeSettings: { input: "upgradeSettings" },
    "upgradeSettings.maxSurge": { copies: "upgradeSettings.maxSurge", default: "10%" },
    "upgradeSettings.maxUnavailable": { copies: "upgradeSettings.maxUnavailable", default: "0" },
    "upgradeSettings.drainTimeoutInMinutes": { copies: "upgradeSettings.drainTimeoutInMinutes" },
    "upgradeSettings.nodeSoakDurationInMinutes": { copies: "upgradeSettings.nodeSoakDurationInMinutes" },
    "upgradeSettings.undrainableNodeBehavior": { copies: "upgradeSettings.undrainableNodeBehavior" },

    gpuInstanceProfile: { onChange: "replace" },
    networkProfile: {},
    "networkProfile.nodePublicIPTags": { onChange: "replace" },
    type: { default: "VirtualMachineScaleSets" },
    kubeletDiskType: { default: "OS" },
    scaleDownMode: { default: "Delete" },
    workloadRuntime: { default: "OCIContainer" },
    enableFIPS: { default: false },
    enableNodePublicIP: { default: false },
    enableEncryptionAtHost: { default: false },
    enableUltraSSD: { default: false },
    powerState: { default: { code: "Running" } },
    securityProfile: {},
    "securityProfile.enableVTPM": { default: false },
    "securityProfile.enableSecureBoot": { default: false },
    capacityReservationGroupID: {},
    creationData: {},
    gatewayProfile: {},
    gpuProfile: {},
    hostGroupID: {},
    kubeletConfig: {},
    linuxOSConfig: {},
    localDNSProfile: {},
    messageOfTheDay: {},
    nodePublicIPPrefixID: {},
    podIPAllocationMode: {},
    proximityPlacementGroupID: {},
    virtualMachineNodesStatus: {},
    virtualMachinesProfile: {},
    windowsProfile: {},
    artifactStreamingProfile: {},
} as const satisfies RowsOf<containerservice.ManagedClusterAgentPoolProfileArgs & LaterPoolProperties>;

/** What only a pool as a separate resource has. */
const SEPARATE_POOL = {
    agentPoolName: { input: "name", onChange: "address" },
    resourceName: {
        input: "clusterName",
        instead: "Remove it: the component sets the cluster of the pool.",
        onChange: "address",
    },
    resourceGroupName: {
        input: "resourceGroupName",
        instead: "Remove it: the pool is in the resource group of the cluster.",
        onChange: "address",
    },
} as const satisfies PropertyRows;

/** The keys of rows that name an input, or what to do instead. */
type OwnKey<Rows> = {
    [Key in keyof Rows]: Rows[Key] extends { input: string } | { copies: string } | { instead: string } ? Key : never;
}[keyof Rows];

/** Properties of a cluster that are no part of `properties`. */
export type OwnClusterProperty = Exclude<OwnKey<typeof CLUSTER>, `${string}.${string}`>;
/** Properties of a pool that are no part of its `properties`. */
export type OwnPoolProperty = OwnKey<typeof POOL>;

export const CLUSTER_ROWS: PropertyRows = CLUSTER;
export const POOL_ROWS: PropertyRows = { ...SEPARATE_POOL, ...POOL };

export const CLUSTER_PROPERTIES = topLevel(CLUSTER);
/** Settings of a pool, inside a cluster or as a separate resource. */
export const POOL_SETTINGS = topLevel(POOL);
export const POOL_PROPERTIES = topLevel(POOL_ROWS);

/** The properties that `properties` must not set, and what to do instead. */
export const OWN_CLUSTER_PROPERTIES = ownIn(CLUSTER_ROWS);
export const OWN_POOL_PROPERTIES = ownIn(POOL_ROWS);
/** Objects of which a part is the component's own: the parents of `a.b.c` are `a` and `a.b`. */
export const PARTLY_OWN_CLUSTER_PROPERTIES: readonly string[] = [
    ...new Set(Object.keys(OWN_CLUSTER_PROPERTIES).flatMap(parentsOf)),
];

/** The rows of which something holds, with their paths. */
export function rowsWhere(rows: PropertyRows, holds: (row: Property) => boolean): [path: string, row: Property][] {
    return Object.entries(rows).filter(([, row]) => holds(row));
}

/** The name by which messages call a property: its input. */
export function inputOf(path: string, { input, copies }: Property): string {
    return input ?? copies ?? `properties.${path}`;
}

/** The properties that have the values of inputs. */
export function copied(rows: PropertyRows, args: object): Values {
    return Object.entries(rows).reduce<Values>((properties, [path, { copies }]) => {
        const value = copies === undefined ? undefined : valueAt(args, copies.split("."));
        return value === undefined ? properties : withValueAt(properties, path.split("."), value);
    }, {});
}

function topLevel(rows: PropertyRows): readonly string[] {
    return Object.keys(rows).filter((path) => !path.includes("."));
}

function ownIn(rows: PropertyRows): Record<string, string> {
    const isOwn = ({ input, copies, instead }: Property = {}) => (input ?? copies ?? instead) !== undefined;
    const own = Object.entries(rows).filter(
        ([path, row]) => isOwn(row) && !parentsOf(path).some((parent) => isOwn(rows[parent])),
    );
    return Object.fromEntries(own.map(([path, row]) => [path, row.instead ?? `Set ${inputOf(path, row)}.`]));
}

function parentsOf(path: string): string[] {
    const keys = path.split(".");
    return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join("."));
}
