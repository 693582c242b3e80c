import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";

/**
 * Properties of a cluster and of a pool that this package sets itself: azure-native's name, and what to do instead of
 * setting it in `properties`. Of some objects only a part is listed.
 */

const OWN_CLUSTER = {
    resourceGroupName: "Set resourceGroupName.",
    resourceName: "Set clusterName.",
    location: "Set location.",
    tags: "Set tags.",
    dnsPrefix: "Set dnsPrefix.",
    kubernetesVersion: "Set kubernetesVersion.",
    identity: "Set controlPlaneIdentity.",
    identityProfile: "Set kubeletIdentity.",
    servicePrincipalProfile: "Set controlPlaneIdentity.servicePrincipal.",
    agentPoolProfiles: "Set systemNodePool and nodePools.",
    bootstrapProfile: "Set bootstrapRegistryId or bootstrapArtifactSource.",
    diskEncryptionSetID: "Set encryption.diskEncryptionSetId.",
    oidcIssuerProfile: "Set oidcIssuer.",
    autoUpgradeProfile: "Set autoUpgrade.",
    podIdentityProfile: "Set addons.podIdentity.",
    sku: "Set sku and tier.",
    enableRBAC: "Remove it: Kubernetes RBAC is always on.",
    aadProfile: "Set entra.",
    disableLocalAccounts: "Set entra.disableLocalAccounts.",
} as const satisfies Partial<Record<keyof ManagedClusterArgs, string>>;

/** Parts of objects whose rest is free. */
const OWN_CLUSTER_PARTS = {
    "networkProfile.networkPlugin": "Set network.networkPlugin.",
    "networkProfile.networkPluginMode": "Set network.networkPluginMode.",
    "networkProfile.networkPolicy": "Set network.networkPolicy.",
    "networkProfile.networkDataplane": "Set network.networkDataplane.",
    "networkProfile.outboundType": "Set network.outboundType.",
    "networkProfile.podCidr": "Set network.podCidr.",
    "networkProfile.serviceCidr": "Set network.serviceCidr.",
    "networkProfile.dnsServiceIP": "Set network.dnsServiceIP.",
    "apiServerAccessProfile.enablePrivateCluster": "Set apiServer.privateCluster.",
    "apiServerAccessProfile.privateDNSZone": "Set apiServer.privateDNSZone.",
    "apiServerAccessProfile.enableVnetIntegration": "Set apiServer.vnetIntegration.",
    "apiServerAccessProfile.subnetId": "Set apiServer.subnetId.",
    "apiServerAccessProfile.authorizedIPRanges": "Set apiServer.authorizedIPRanges.",
    "securityProfile.azureKeyVaultKms": "Set encryption.keyVaultKms.",
    "securityProfile.workloadIdentity": "Set workloadIdentity.",
    "ingressProfile.webAppRouting.enabled": "Set addons.applicationRouting.",
    "ingressProfile.webAppRouting.dnsZoneResourceIds": "Set addons.applicationRouting.",
    "azureMonitorProfile.metrics": "Set addons.managedPrometheus.",
    "metricsProfile.costAnalysis": "Set addons.costAnalysis.",
    "addonProfiles.azurepolicy.enabled": "Set addons.azurePolicy.",
    "addonProfiles.omsagent.enabled": "Set addons.containerInsights.",
    "addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID": "Set addons.containerInsights.",
    "addonProfiles.omsagent.config.useAADAuth": "Set addons.containerInsights.",
    "addonProfiles.azureKeyvaultSecretsProvider.enabled": "Set addons.keyVaultSecrets.",
    "addonProfiles.azureKeyvaultSecretsProvider.config": "Set addons.keyVaultSecrets.",
    "addonProfiles.ingressApplicationGateway.enabled": "Set addons.applicationGateway.",
    "addonProfiles.ingressApplicationGateway.config.applicationGatewayId": "Set addons.applicationGateway.",
    "addonProfiles.ingressApplicationGateway.config.applicationGatewayName": "Set addons.applicationGateway.",
    "addonProfiles.ingressApplicationGateway.config.subnetId": "Set addons.applicationGateway.",
    "addonProfiles.ingressApplicationGateway.config.subnetCIDR": "Set addons.applicationGateway.",
    "addonProfiles.aciConnectorLinux": "Set addons.virtualNode.",
    "addonProfiles.httpApplicationRouting":
        "Remove it: it was retired on 2025-03-03. addons.applicationRouting replaces it.",
    "addonProfiles.kubeDashboard": "Remove it: AKS no longer offers the dashboard.",
} as const;

const OWN_POOL = {
    name: "Set name.",
    vmSize: "Set vmSize.",
    orchestratorVersion: "Set kubernetesVersion.",
    count: "Set count.",
    minCount: "Set minCount.",
    maxCount: "Set maxCount.",
    enableAutoScaling: "Set minCount and maxCount.",
    vnetSubnetID: "Set subnetId.",
    podSubnetID: "Set podSubnetId.",
    osType: "Set osType.",
    osSKU: "Set osSKU.",
    maxPods: "Set maxPods.",
    availabilityZones: "Set availabilityZones.",
    nodeLabels: "Set nodeLabels.",
    nodeTaints: "Set nodeTaints.",
    tags: "Set tags.",
} as const satisfies Partial<Record<keyof containerservice.ManagedClusterAgentPoolProfileArgs, string>>;

/** Properties of a cluster that are no part of `properties`. */
export type OwnClusterProperty = keyof typeof OWN_CLUSTER;
/** Properties of a pool that are no part of its `properties`. */
export type OwnPoolProperty = keyof typeof OWN_POOL;

export const OWN_CLUSTER_PROPERTIES: Record<string, string> = { ...OWN_CLUSTER, ...OWN_CLUSTER_PARTS };
/** Objects of which a part is the component's own: the parents of `a.b.c` are `a` and `a.b`. */
export const PARTLY_OWN_CLUSTER_PROPERTIES: readonly string[] = [
    ...new Set(
        Object.keys(OWN_CLUSTER_PARTS).flatMap((property) => {
            const parts = property.split(".");
            return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
        }),
    ),
];

export const OWN_POOL_PROPERTIES: Record<string, string> = {
    ...OWN_POOL,
    // Properties that only a pool as a separate resource has.
    agentPoolName: "Set name.",
    resourceName: "Remove it: the component sets the cluster of the pool.",
    resourceGroupName: "Remove it: the pool is in the resource group of the cluster.",
};

/** Everything else. A new property of azure-native fails to compile until it is in one of the two. */
const FREE_CLUSTER: Record<Exclude<keyof ManagedClusterArgs, OwnClusterProperty>, true> = {
    addonProfiles: true,
    aiToolchainOperatorProfile: true,
    apiServerAccessProfile: true,
    autoScalerProfile: true,
    azureMonitorProfile: true,
    extendedLocation: true,
    fqdnSubdomain: true,
    httpProxyConfig: true,
    ingressProfile: true,
    kind: true,
    linuxProfile: true,
    metricsProfile: true,
    networkProfile: true,
    nodeProvisioningProfile: true,
    nodeResourceGroup: true,
    nodeResourceGroupProfile: true,
    privateLinkResources: true,
    publicNetworkAccess: true,
    securityProfile: true,
    serviceMeshProfile: true,
    storageProfile: true,
    supportPlan: true,
    upgradeSettings: true,
    windowsProfile: true,
    workloadAutoScalerProfile: true,
};

const FREE_POOL: Record<Exclude<keyof containerservice.ManagedClusterAgentPoolProfileArgs, OwnPoolProperty>, true> = {
    capacityReservationGroupID: true,
    creationData: true,
    enableEncryptionAtHost: true,
    enableFIPS: true,
    enableNodePublicIP: true,
    enableUltraSSD: true,
    gatewayProfile: true,
    gpuInstanceProfile: true,
    gpuProfile: true,
    hostGroupID: true,
    kubeletConfig: true,
    kubeletDiskType: true,
    linuxOSConfig: true,
    localDNSProfile: true,
    messageOfTheDay: true,
    mode: true,
    networkProfile: true,
    nodePublicIPPrefixID: true,
    osDiskSizeGB: true,
    osDiskType: true,
    podIPAllocationMode: true,
    powerState: true,
    proximityPlacementGroupID: true,
    scaleDownMode: true,
    scaleSetEvictionPolicy: true,
    scaleSetPriority: true,
    securityProfile: true,
    spotMaxPrice: true,
    type: true,
    upgradeSettings: true,
    virtualMachineNodesStatus: true,
    virtualMachinesProfile: true,
    windowsProfile: true,
    workloadRuntime: true,
};

export const CLUSTER_PROPERTIES: readonly string[] = Object.keys({ ...OWN_CLUSTER, ...FREE_CLUSTER });
/** Settings of a pool, inside a cluster or as a separate resource. */
export const POOL_SETTINGS: readonly string[] = Object.keys({ ...OWN_POOL, ...FREE_POOL });
export const POOL_PROPERTIES: readonly string[] = Object.keys({ ...OWN_POOL_PROPERTIES, ...FREE_POOL });
