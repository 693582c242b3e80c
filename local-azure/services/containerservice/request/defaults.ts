import { isObject, type JsonObject, stringAt, valueAt } from "../../../kernel/json";

/**
 * What AKS adds to a request, as a table: a path that was not sent gets the value. `since` is the first api-version
 * whose answers show it. The recordings only bound it: absent in 2023-05-01, present in 2024-06-02-preview.
 */
export interface Default {
    path: string;
    since?: string;
    /** First api-version whose answers no longer show it. */
    until?: string;
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
const plugin = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkPlugin");
const isOverlay = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkPluginMode") === "overlay";
const hasLoadBalancer = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "outboundType") === "loadBalancer";
const whenBalanced = (value: unknown) => (properties: JsonObject) => (hasLoadBalancer(properties) ? value : undefined);

const isCilium = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkDataplane") === "cilium";
const isPrivate = (properties: JsonObject) =>
    valueAt(properties, "apiServerAccessProfile", "enablePrivateCluster") === true;
const hasNatGateway = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "outboundType") === "managedNATGateway";
const whenManagedEntra = (value: unknown) => (properties: JsonObject) =>
    valueAt(properties, "aadProfile", "managed") === true ? value : undefined;
const whenRouted = (value: unknown) => (properties: JsonObject) =>
    isObject(valueAt(properties, "ingressProfile", "webAppRouting")) ? value : undefined;

const isInOwnSubnet = ({ agentPoolProfiles }: JsonObject) =>
    Array.isArray(agentPoolProfiles) && agentPoolProfiles.some((pool) => stringAt(pool, "vnetSubnetID"));

const isBasic = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "loadBalancerSku")?.toLowerCase() === "basic";

/** Parts of the control plane that answers of preview api-versions name (recording 04; test_aks_managed_namespace of October 2025). */
const plugins: { name: string; since: string }[] = [
    { name: "azure-monitor-metrics-ccp", since: "2024" },
    { name: "gpu-provisioner", since: "2025" },
    { name: "karpenter", since: "2024" },
    { name: "kubelet-serving-csr-approver", since: "2025" },
    { name: "live-patching-controller", since: "2024" },
    { name: "secure-tls-bootstrap", since: "2025-09" },
    { name: "static-egress-controller", since: "2024" },
];

/** What only a creation is completed by: a plugin named in it prepares the cluster for Windows (test_aks_azure_cni_overlay_migration). */
export const creationDefaults: Default[] = [
    {
        path: "windowsProfile.adminUsername",
        value: (properties) => (plugin(properties) === "azure" ? "azureuser" : undefined),
    },
    {
        path: "windowsProfile.enableCSIProxy",
        value: (properties) => (isObject(properties.windowsProfile) ? true : undefined),
    },
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
    {
        path: "networkProfile.outboundType",
        // A managed NAT gateway is for AKS's own network (https://learn.microsoft.com/azure/aks/nat-gateway).
        value: (properties) => (isInOwnSubnet(properties) ? undefined : "managedNATGateway"),
    },
    { path: "addonProfiles.azureKeyvaultSecretsProvider.enabled", value: always(true) },
    { path: "addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation", value: always("true") },
    { path: "addonProfiles.azurepolicy.enabled", value: always(true) },
    { path: "aadProfile.managed", since: "2025", value: always(true) },
    { path: "aadProfile.enableAzureRBAC", since: "2025", value: always(true) },
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

/** In order: later rows look at what earlier ones have filled in. */
export const clusterDefaults: Default[] = [
    {
        path: "networkProfile.networkPluginMode",
        since: "2024-06",
        // Overlay is what a cluster gets whose request names no plugin (test_aks_create_with_app_routing_enabled_and_nginx_specified of August 2024); before, it was kubenet.
        value: (properties) => (plugin(properties) ? undefined : "overlay"),
    },
    {
        path: "networkProfile.networkPlugin",
        value: (properties) => (isOverlay(properties) ? "azure" : "kubenet"),
    },
    {
        path: "networkProfile.networkPolicy",
        since: "2024",
        value: (properties) => (isCilium(properties) ? "cilium" : "none"),
    },
    {
        path: "networkProfile.networkDataplane",
        // In 2023-05-01 too, overlay or not (test_aks_create_with_windows_msi).
        value: (properties) => (plugin(properties) === "azure" ? "azure" : undefined),
    },
    {
        path: "networkProfile.kubeProxyConfig",
        since: "2024",
        preview: true,
        value: (properties) => (isCilium(properties) ? {} : undefined),
    },
    { path: "networkProfile.podLinkLocalAccess", since: "2024-07", preview: true, value: always("IMDS") },
    { path: "networkProfile.loadBalancerSku", value: always("standard") },
    { path: "networkProfile.outboundType", value: always("loadBalancer") },
    // There, if empty, whatever the way out is (test_aks_create_and_update_with_managed_nat_gateway_outbound).
    {
        path: "networkProfile.loadBalancerProfile",
        value: (properties) => (isBasic(properties) ? undefined : {}),
    },
    {
        path: "networkProfile.natGatewayProfile.managedOutboundIPProfile.count",
        value: (properties) => (hasNatGateway(properties) ? 1 : undefined),
    },
    {
        path: "networkProfile.natGatewayProfile.idleTimeoutInMinutes",
        value: (properties) => (hasNatGateway(properties) ? 4 : undefined),
    },
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
        since: "2024",
        value: (properties) => (isBasic(properties) ? undefined : "nodeIPConfiguration"),
    },
    {
        path: "networkProfile.loadBalancerProfile.clusterServiceLoadBalancerHealthProbeMode",
        since: "2024",
        // Only if sent, in the recordings since August 2024 (test_aks_create_with_app_routing_enabled_and_nginx_specified).
        until: "2024-07",
        preview: true,
        value: whenBalanced("servicenodeport"),
    },
    {
        path: "networkProfile.podCidr",
        value: (properties) =>
            plugin(properties) === "kubenet" || isOverlay(properties) ? "10.244.0.0/16" : undefined,
    },
    { path: "networkProfile.serviceCidr", value: always("10.0.0.0/16") },
    { path: "networkProfile.dnsServiceIP", value: always("10.0.0.10") },
    { path: "networkProfile.ipFamilies", value: always(["IPv4"]) },
    {
        path: "apiServerAccessProfile.privateDNSZone",
        value: (properties) => (isPrivate(properties) ? "system" : undefined),
    },
    {
        path: "apiServerAccessProfile.enablePrivateClusterPublicFQDN",
        value: (properties) => (isPrivate(properties) ? true : undefined),
    },
    // Recorded as null, not left out (test_aks_managed_aad_msi, test_aks_managed_namespace).
    { path: "aadProfile.adminGroupObjectIDs", value: whenManagedEntra(null) },
    { path: "aadProfile.adminUsers", value: whenManagedEntra(null) },
    { path: "aadProfile.enableAzureRBAC", value: whenManagedEntra(false) },
    { path: "ingressProfile.webAppRouting.dnsZoneResourceIds", since: "2024", value: whenRouted(null) },
    // Of October 2025 (test_aks_automatic_sku_with_hosted_system_enabled).
    {
        path: "ingressProfile.webAppRouting.nginx.defaultIngressControllerType",
        since: "2025",
        value: whenRouted("AnnotationControlled"),
    },
    {
        path: "ingressProfile.webAppRouting.defaultDomain.enabled",
        since: "2025-09",
        preview: true,
        value: whenRouted(false),
    },
    {
        path: "httpProxyConfig.enabled",
        since: "2025",
        preview: true,
        value: (properties) => (isObject(properties.httpProxyConfig) ? true : undefined),
    },
    { path: "enableRBAC", value: always(true) },
    { path: "supportPlan", value: always("KubernetesOfficial") },
    { path: "autoUpgradeProfile.nodeOSUpgradeChannel", since: "2024", value: always("NodeImage") },
    { path: "disableLocalAccounts", value: always(false) },
    { path: "securityProfile", value: always({}) },
    { path: "storageProfile.diskCSIDriver.enabled", value: always(true) },
    { path: "storageProfile.diskCSIDriver.version", since: "2024", preview: true, value: always("v1") },
    { path: "storageProfile.fileCSIDriver.enabled", value: always(true) },
    { path: "storageProfile.snapshotController.enabled", value: always(true) },
    { path: "workloadAutoScalerProfile", value: always({}) },
    { path: "metricsProfile.costAnalysis.enabled", since: "2024", value: always(false) },
    {
        path: "controlPlanePluginProfiles",
        since: "2024",
        preview: true,
        value: (_properties, apiVersion) =>
            Object.fromEntries(
                plugins.filter(({ since }) => apiVersion >= since).map(({ name }) => [name, { enableV2: true }]),
            ),
    },
    { path: "nodeProvisioningProfile.mode", since: "2024", value: always("Manual") },
    { path: "nodeProvisioningProfile.defaultNodePools", since: "2025", value: always("Auto") },
    { path: "bootstrapProfile.artifactSource", since: "2024", value: always("Direct") },
];

const isOfChosenSize = ({ vmSize }: JsonObject) => vmSize === chosenSize;

/**
 * What AKS takes where a request leaves the size to it ("", as today's Azure CLI does). It depends on the region and the
 * quota; whichever it is, its disk is as large as the temporary one and Ephemeral (test_aks_create_and_update_outbound_ips).
 */
const chosenSize = "Standard_D4ds_v5";

export const poolDefaults: Default[] = [
    { path: "count", zeroCounts: true, value: always(1) },
    { path: "vmSize", since: "2025", value: always(chosenSize) },
    { path: "vmSize", value: always("Standard_DS2_v2") },
    {
        path: "osDiskSizeGB",
        since: "2025",
        value: (properties) => (isOfChosenSize(properties) ? 150 : undefined),
    },
    { path: "osDiskSizeGB", value: always(128) },
    {
        path: "osDiskType",
        since: "2025",
        value: (properties) => (isOfChosenSize(properties) ? "Ephemeral" : undefined),
    },
    { path: "osDiskType", value: always("Managed") },
    { path: "scaleDownMode", since: "2025", value: always("Delete") },
    { path: "kubeletDiskType", value: always("OS") },
    { path: "type", value: always("VirtualMachineScaleSets") },
    { path: "mode", value: always("User") },
    { path: "osType", value: always("Linux") },
    {
        path: "osSKU",
        value: (properties) => (stringAt(properties, "osType") === "Windows" ? "Windows2022" : "Ubuntu"),
    },
    { path: "upgradeSettings", value: always({}) },
    { path: "upgradeSettings.maxSurge", since: "2024", value: always("10%") },
    { path: "upgradeSettings.maxUnavailable", since: "2025", value: always("0") },
    { path: "upgradeStrategy", since: "2025-09", preview: true, value: always("Rolling") },
    { path: "enableFIPS", value: always(false) },
    { path: "securityProfile.enableVTPM", since: "2024", value: always(false) },
    { path: "securityProfile.enableSecureBoot", since: "2024", value: always(false) },
];

/** A copy of what was sent, completed by the table's rows for the api-version. */
export function withDefaults(table: Default[], sent: JsonObject, apiVersion: string): JsonObject {
    const properties = structuredClone(sent);
    for (const row of table) {
        if (!isShown(row, apiVersion)) continue;
        const path = row.path.split(".");
        const sentValue = valueAt(properties, ...path);
        if (!row.fixed && !isUnset(sentValue)) continue;
        if (row.zeroCounts && sentValue === 0) continue;
        const value = row.value(properties, apiVersion);
        if (value !== undefined) setAt(properties, path, structuredClone(value));
    }
    return properties;
}

export function isShown(
    { since = "", until, preview }: Pick<Default, "since" | "until" | "preview">,
    apiVersion: string,
): boolean {
    return apiVersion >= since && (!until || apiVersion < until) && (!preview || apiVersion.endsWith("-preview"));
}

/** Clients send 0 and "" for "the default" (recording 01: osDiskSizeGB 0, kubernetesVersion ""). */
function isUnset(value: unknown): boolean {
    return value === undefined || value === null || value === "" || value === 0;
}

function setAt(object: JsonObject, [key = "", ...rest]: string[], value: unknown): void {
    if (rest.length === 0) {
        object[key] = value;
        return;
    }
    const inner = object[key];
    const child = isObject(inner) ? inner : {};
    object[key] = child;
    setAt(child, rest, value);
}
