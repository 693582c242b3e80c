import { defaultsBefore2025, showsProbeMode } from "../../../history/defaults";
import { arrayAt, isObject, type JsonObject, setAt, stringAt, valueAt } from "../../../kernel/json";

/** What AKS adds to a request, as a table: a path that was not sent gets the value. `history/` says what differed before 2025. */
export interface Default {
    path: string;
    /** First api-version whose answers show it. */
    since?: string;
    /** Settled by AKS whatever was sent. */
    fixed?: true;
    /** 0 is a value like any other. */
    zeroCounts?: true;
    /** In preview api-versions only; 2025-09-01 does not know it. */
    preview?: true;
    /** `undefined`: nothing to add in this case. */
    value: (properties: JsonObject, apiVersion: string) => unknown;
}

const always = (value: unknown) => () => value;
const when = (holds: (properties: JsonObject) => boolean, value: unknown) => (properties: JsonObject) =>
    holds(properties) ? value : undefined;
const plugin = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkPlugin");
const isOverlay = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkPluginMode") === "overlay";
const hasLoadBalancer = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "outboundType") === "loadBalancer";

const isCilium = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkDataplane") === "cilium";
const isPrivate = (properties: JsonObject) =>
    valueAt(properties, "apiServerAccessProfile", "enablePrivateCluster") === true;
const hasNatGateway = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "outboundType") === "managedNATGateway";
const isManagedEntra = (properties: JsonObject) => valueAt(properties, "aadProfile", "managed") === true;
const isRouted = (properties: JsonObject) => isObject(valueAt(properties, "ingressProfile", "webAppRouting"));

const isBasic = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "loadBalancerSku")?.toLowerCase() === "basic";

/** Parts of the control plane that answers of preview api-versions name (test_aks_managed_namespace of October 2025). */
const plugins: { name: string; since?: string }[] = [
    { name: "azure-monitor-metrics-ccp" },
    { name: "gpu-provisioner" },
    { name: "karpenter" },
    { name: "kubelet-serving-csr-approver" },
    { name: "live-patching-controller" },
    { name: "secure-tls-bootstrap", since: "2025-09" },
    { name: "static-egress-controller" },
];

/** What only a creation is completed by: a plugin named in it prepares the cluster for Windows (test_aks_azure_cni_overlay_migration). */
export const creationDefaults: Default[] = [
    {
        path: "windowsProfile.adminUsername",
        value: (properties) => (plugin(properties) === "azure" ? "azureuser" : undefined),
    },
    { path: "windowsProfile.enableCSIProxy", value: when(({ windowsProfile }) => isObject(windowsProfile), true) },
];

const fixedNetwork = (key: string, value: string): Default => ({
    path: `networkProfile.${key}`,
    fixed: true,
    value: always(value),
});

/** What the SKU "Automatic" settles beforehand (test_aks_automatic_sku_with_hosted_system_enabled of October 2025, and test_aks_automatic_sku of May 2024). */
export const automaticDefaults: Default[] = [
    fixedNetwork("networkPlugin", "azure"),
    fixedNetwork("networkPluginMode", "overlay"),
    fixedNetwork("networkDataplane", "cilium"),
    fixedNetwork("networkPolicy", "cilium"),
    { path: "addonProfiles.azureKeyvaultSecretsProvider.enabled", value: always(true) },
    { path: "addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation", value: always("true") },
    { path: "addonProfiles.azurepolicy.enabled", value: always(true) },
    { path: "aadProfile.managed", value: always(true) },
    { path: "aadProfile.enableAzureRBAC", value: when(isManagedEntra, true) },
    { path: "apiServerAccessProfile.enablePrivateCluster", value: always(false) },
    { path: "apiServerAccessProfile.enableVnetIntegration", value: always(true) },
    { path: "apiServerAccessProfile.subnetId", value: always("") },
    { path: "autoUpgradeProfile.upgradeChannel", value: always("stable") },
    { path: "securityProfile.imageCleaner", value: always({ enabled: true, intervalHours: 168 }) },
    { path: "securityProfile.workloadIdentity.enabled", value: always(true) },
    { path: "oidcIssuerProfile.enabled", value: always(true) },
    { path: "nodeResourceGroupProfile.restrictionLevel", value: always("ReadOnly") },
    { path: "ingressProfile.webAppRouting.enabled", value: always(true) },
    { path: "workloadAutoScalerProfile.keda.enabled", value: always(true) },
    {
        path: "workloadAutoScalerProfile.verticalPodAutoscaler",
        value: always({ enabled: true, addonAutoscaling: "Unspecified" }),
    },
    { path: "nodeProvisioningProfile.mode", value: always("Auto") },
];

/** A managed NAT gateway is for AKS's own network (https://learn.microsoft.com/azure/aks/nat-gateway). */
export const automaticEgress: Default = { path: "networkProfile.outboundType", value: always("managedNATGateway") };

/** The SKU's system pools, likewise. */
export const automaticPoolDefaults: Default[] = [
    { path: "osSKU", fixed: true, value: always("AzureLinux") },
    { path: "osDiskType", value: always("Ephemeral") },
    { path: "availabilityZones", value: always(["1", "2", "3"]) },
    {
        path: "nodeTaints",
        value: (properties) =>
            stringAt(properties, "mode") === "System" ? ["CriticalAddonsOnly=true:NoSchedule"] : undefined,
    },
    { path: "securityProfile.sshAccess", fixed: true, value: always("Disabled") },
];

/** Each for itself: AKS refuses 10.0.0.10 in another range (its page on DnsServiceIpOutOfServiceCidr). */
export const addressesByDefault = {
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.0.0.0/16",
    dnsServiceIP: "10.0.0.10",
};

/** In order: later rows look at what earlier ones have filled in. */
export const clusterDefaults: Default[] = [
    {
        path: "networkProfile.networkPluginMode",
        // Overlay is what a cluster gets whose request names no plugin.
        value: (properties) => (plugin(properties) ? undefined : "overlay"),
    },
    {
        path: "networkProfile.networkPlugin",
        value: (properties) => (isOverlay(properties) ? "azure" : "kubenet"),
    },
    {
        path: "networkProfile.networkPolicy",
        value: (properties) => (isCilium(properties) ? "cilium" : "none"),
    },
    {
        path: "networkProfile.networkDataplane",
        // In 2023-05-01 too, overlay or not (test_aks_create_with_windows_msi).
        value: (properties) => (plugin(properties) === "azure" ? "azure" : undefined),
    },
    {
        path: "networkProfile.kubeProxyConfig",
        preview: true,
        value: when(isCilium, {}),
    },
    { path: "networkProfile.podLinkLocalAccess", preview: true, value: always("IMDS") },
    { path: "networkProfile.loadBalancerSku", value: always("standard") },
    { path: "networkProfile.outboundType", value: always("loadBalancer") },
    // There, if empty, whatever the way out is (test_aks_create_and_update_with_managed_nat_gateway_outbound).
    {
        path: "networkProfile.loadBalancerProfile",
        value: (properties) => (isBasic(properties) ? undefined : {}),
    },
    { path: "networkProfile.natGatewayProfile.managedOutboundIPProfile.count", value: when(hasNatGateway, 1) },
    { path: "networkProfile.natGatewayProfile.idleTimeoutInMinutes", value: when(hasNatGateway, 4) },
    {
        path: "networkProfile.loadBalancerProfile.managedOutboundIPs",
        value: (properties) => {
            const profile = valueAt(properties, "networkProfile", "loadBalancerProfile");
            const own = ["outboundIPs", "outboundIPPrefixes"].some((key) => valueAt(profile, key));
            return hasLoadBalancer(properties) && !own ? { count: 1 } : undefined;
        },
    },
    {
        path: "networkProfile.loadBalancerProfile.backendPoolType",
        value: (properties) => (isBasic(properties) ? undefined : "nodeIPConfiguration"),
    },
    {
        path: "networkProfile.loadBalancerProfile.clusterServiceLoadBalancerHealthProbeMode",
        value: (properties, apiVersion) =>
            hasLoadBalancer(properties) && showsProbeMode(apiVersion) ? "servicenodeport" : undefined,
    },
    {
        path: "networkProfile.podCidr",
        value: (properties) =>
            plugin(properties) === "kubenet" || isOverlay(properties) ? addressesByDefault.podCidr : undefined,
    },
    { path: "networkProfile.serviceCidr", value: always(addressesByDefault.serviceCidr) },
    { path: "networkProfile.dnsServiceIP", value: always(addressesByDefault.dnsServiceIP) },
    { path: "networkProfile.ipFamilies", value: always(["IPv4"]) },
    { path: "apiServerAccessProfile.privateDNSZone", value: when(isPrivate, "system") },
    { path: "apiServerAccessProfile.enablePrivateClusterPublicFQDN", value: when(isPrivate, true) },
    // Recorded as null, not left out (test_aks_managed_aad_msi, test_aks_managed_namespace).
    { path: "aadProfile.adminGroupObjectIDs", value: when(isManagedEntra, null) },
    { path: "aadProfile.adminUsers", value: when(isManagedEntra, null) },
    { path: "aadProfile.enableAzureRBAC", value: when(isManagedEntra, false) },
    { path: "ingressProfile.webAppRouting.dnsZoneResourceIds", value: when(isRouted, null) },
    // Of October 2025 (test_aks_automatic_sku_with_hosted_system_enabled).
    {
        path: "ingressProfile.webAppRouting.nginx.defaultIngressControllerType",
        value: when(isRouted, "AnnotationControlled"),
    },
    {
        path: "ingressProfile.webAppRouting.defaultDomain.enabled",
        since: "2025-09",
        preview: true,
        value: when(isRouted, false),
    },
    {
        path: "httpProxyConfig.enabled",
        preview: true,
        value: when(({ httpProxyConfig }) => isObject(httpProxyConfig), true),
    },
    { path: "enableRBAC", value: always(true) },
    { path: "supportPlan", value: always("KubernetesOfficial") },
    { path: "autoUpgradeProfile.nodeOSUpgradeChannel", value: always("NodeImage") },
    { path: "securityProfile", value: always({}) },
    { path: "storageProfile.diskCSIDriver.enabled", value: always(true) },
    { path: "storageProfile.diskCSIDriver.version", preview: true, value: always("v1") },
    { path: "storageProfile.fileCSIDriver.enabled", value: always(true) },
    { path: "storageProfile.snapshotController.enabled", value: always(true) },
    { path: "workloadAutoScalerProfile", value: always({}) },
    { path: "metricsProfile.costAnalysis.enabled", value: always(false) },
    {
        path: "controlPlanePluginProfiles",
        preview: true,
        value: (_properties, apiVersion) =>
            Object.fromEntries(
                plugins.filter(({ since = "" }) => apiVersion >= since).map(({ name }) => [name, { enableV2: true }]),
            ),
    },
    { path: "nodeProvisioningProfile.mode", value: always("Manual") },
    { path: "nodeProvisioningProfile.defaultNodePools", value: always("Auto") },
    { path: "bootstrapProfile.artifactSource", value: always("Direct") },
];

const isOfChosenSize = ({ vmSize }: JsonObject) => vmSize === chosenSize;

/**
 * What AKS takes where a request leaves the size to it ("", as today's Azure CLI does). It depends on the region and the
 * quota; whichever it is, its disk is as large as the temporary one and Ephemeral (test_aks_create_and_update_outbound_ips).
 */
const chosenSize = "Standard_D4ds_v5";

const spotLabel = "kubernetes.azure.com/scalesetpriority";
const isSpot = ({ scaleSetPriority }: JsonObject) => scaleSetPriority === "Spot";

export const poolDefaults: Default[] = [
    { path: "count", zeroCounts: true, value: always(1) },
    { path: "vmSize", value: always(chosenSize) },
    { path: "osDiskSizeGB", value: (properties) => (isOfChosenSize(properties) ? 150 : 128) },
    { path: "osDiskType", value: (properties) => (isOfChosenSize(properties) ? "Ephemeral" : "Managed") },
    { path: "scaleDownMode", value: always("Delete") },
    { path: "kubeletDiskType", value: always("OS") },
    { path: "type", value: always("VirtualMachineScaleSets") },
    { path: "mode", value: always("User") },
    { path: "osType", value: always("Linux") },
    {
        path: "osSKU",
        value: (properties) => (stringAt(properties, "osType") === "Windows" ? "Windows2022" : "Ubuntu"),
    },
    { path: "upgradeSettings", value: always({}) },
    { path: "scaleSetPriority", value: always("Regular") },
    { path: "scaleSetEvictionPolicy", value: ofSpot(() => "Delete") },
    { path: "spotMaxPrice", value: ofSpot(() => -1) },
    // https://learn.microsoft.com/azure/aks/spot-node-pool#limitations
    {
        path: "nodeLabels",
        fixed: true,
        value: ofSpot(({ nodeLabels }) => ({ ...Object(nodeLabels), [spotLabel]: "spot" })),
    },
    {
        path: "nodeTaints",
        fixed: true,
        value: ofSpot((pool) => [...new Set([...(arrayAt(pool, "nodeTaints") ?? []), `${spotLabel}=spot:NoSchedule`])]),
    },
    // A spot pool has neither (https://learn.microsoft.com/azure/aks/spot-node-pool#verify-the-spot-node-pool).
    { path: "upgradeSettings.maxSurge", value: (pool) => (isSpot(pool) ? undefined : "10%") },
    { path: "upgradeSettings.maxUnavailable", value: (pool) => (isSpot(pool) ? undefined : "0") },
    { path: "upgradeStrategy", since: "2025-09", preview: true, value: always("Rolling") },
    // Recordings cluster-2025-08-01 and cluster-2025-10-01; not in 2023-10-01.
    { path: "enableNodePublicIP", since: "2025-08", value: always(false) },
    { path: "enableFIPS", value: always(false) },
    { path: "securityProfile.enableVTPM", value: always(false) },
    { path: "securityProfile.enableSecureBoot", value: always(false) },
];

/** A copy of what was sent, completed by the table's rows for the api-version. */
export function withDefaults(table: Default[], sent: JsonObject, apiVersion: string): JsonObject {
    const properties = structuredClone(sent);
    for (const { path, since = "", preview, fixed, zeroCounts, value: today } of table) {
        const older = apiVersion < "2025" ? defaultsBefore2025[path] : undefined;
        if (apiVersion < since || apiVersion < (older?.since ?? "") || (preview && !isPreview(apiVersion))) continue;
        const sentValue = valueAt(properties, ...path.split("."));
        if (!fixed && !isUnset(sentValue)) continue;
        if (zeroCounts && sentValue === 0) continue;
        const value = older?.value ?? today(properties, apiVersion);
        if (value !== undefined) setAt(properties, path, structuredClone(value));
    }
    return properties;
}

export const isPreview = (apiVersion: string) => apiVersion.endsWith("-preview");

/** Clients send 0 and "" for "the default" (recording 01: osDiskSizeGB 0, kubernetesVersion ""). */
function isUnset(value: unknown): boolean {
    return value === undefined || value === null || value === "" || value === 0;
}

/** A value that only spot pools have. */
function ofSpot(value: Default["value"]): Default["value"] {
    return (pool, apiVersion) => (isSpot(pool) ? value(pool, apiVersion) : undefined);
}
