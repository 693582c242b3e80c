import { isObject, type JsonObject, stringAt, valueAt } from "../../arm/json";

/**
 * What AKS adds to a request, as a table: a path that was not sent gets the value. `since` is the first api-version
 * whose answers show it. The recordings only bound it: absent in 2023-05-01, present in 2024-06-02-preview.
 */
export interface Default {
    path: string;
    since?: string;
    /** In preview api-versions only; 2025-09-01 does not know it. */
    preview?: true;
    /** `undefined`: nothing to add in this case. */
    value: (properties: JsonObject, apiVersion: string) => unknown;
}

const always = (value: unknown) => () => value;
const plugin = (properties: JsonObject) => stringAt(properties, "networkProfile", "networkPlugin");
const isOverlay = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "networkPluginMode") === "overlay";
const hasLoadBalancer = (properties: JsonObject) =>
    stringAt(properties, "networkProfile", "outboundType") === "loadBalancer";
const whenBalanced = (value: unknown) => (properties: JsonObject) =>
    hasLoadBalancer(properties) ? value : undefined;

/** In order: later rows look at what earlier ones have filled in. */
export const clusterDefaults: Default[] = [
    {
        path: "networkProfile.networkPluginMode",
        since: "2025",
        // Overlay is what a cluster gets today whose request names no plugin; before, it was kubenet.
        value: (properties) => (plugin(properties) ? undefined : "overlay"),
    },
    {
        path: "networkProfile.networkPlugin",
        value: (properties) => (isOverlay(properties) ? "azure" : "kubenet"),
    },
    { path: "networkProfile.networkPolicy", since: "2024", value: always("none") },
    {
        path: "networkProfile.networkDataplane",
        since: "2024",
        value: (properties) => (plugin(properties) === "azure" ? "azure" : undefined),
    },
    { path: "networkProfile.loadBalancerSku", value: always("standard") },
    { path: "networkProfile.outboundType", value: always("loadBalancer") },
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
        value: whenBalanced("nodeIPConfiguration"),
    },
    {
        path: "networkProfile.loadBalancerProfile.clusterServiceLoadBalancerHealthProbeMode",
        since: "2024",
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
        value: (properties) =>
            valueAt(properties, "apiServerAccessProfile", "enablePrivateCluster") === true
                ? "system"
                : undefined,
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
        value: always({
            "azure-monitor-metrics-ccp": { enableV2: true },
            karpenter: { enableV2: true },
            "live-patching-controller": { enableV2: true },
            "static-egress-controller": { enableV2: true },
        }),
    },
    { path: "nodeProvisioningProfile.mode", since: "2024", value: always("Manual") },
    { path: "bootstrapProfile.artifactSource", since: "2024", value: always("Direct") },
];

export const poolDefaults: Default[] = [
    { path: "count", value: always(1) },
    // Requests of today's Azure CLI leave the size to AKS ("").
    { path: "vmSize", value: always("Standard_DS2_v2") },
    { path: "osDiskSizeGB", value: always(128) },
    { path: "osDiskType", value: always("Managed") },
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
        if (!isUnset(valueAt(properties, ...path))) continue;
        const value = row.value(properties, apiVersion);
        if (value !== undefined) setAt(properties, path, structuredClone(value));
    }
    return properties;
}

export function isShown(
    { since = "", preview }: Pick<Default, "since" | "preview">,
    apiVersion: string,
): boolean {
    return apiVersion >= since && (!preview || apiVersion.endsWith("-preview"));
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
