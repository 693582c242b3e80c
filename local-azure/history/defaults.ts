// What AKS filled in before 2025. The recordings only bound it: absent in 2023-05-01, present in 2024-06-02-preview.

/** How a row of AKS's defaults differs before 2025, by its path. */
export interface OlderDefault {
    /** First api-version whose answers show it. */
    since?: string;
    /** Instead of today's value. */
    value?: unknown;
}

const since = (apiVersion: string, ...paths: string[]) => paths.map((path) => [path, { since: apiVersion }]);

export const defaultsBefore2025: Record<string, OlderDefault | undefined> = {
    ...Object.fromEntries([
        ...since(
            "2024",
            "networkProfile.networkPolicy",
            "networkProfile.kubeProxyConfig",
            "networkProfile.loadBalancerProfile.backendPoolType",
            "ingressProfile.webAppRouting.dnsZoneResourceIds",
            "autoUpgradeProfile.nodeOSUpgradeChannel",
            "storageProfile.diskCSIDriver.version",
            "metricsProfile.costAnalysis.enabled",
            "nodeProvisioningProfile.mode",
            "bootstrapProfile.artifactSource",
            "upgradeSettings.maxSurge",
            "securityProfile.enableVTPM",
            "securityProfile.enableSecureBoot",
        ),
        // Overlay is what a cluster gets whose request names no plugin
        // (test_aks_create_with_app_routing_enabled_and_nginx_specified of August 2024); before, it was kubenet.
        ...since("2024-06", "networkProfile.networkPluginMode"),
        ...since("2024-07", "networkProfile.podLinkLocalAccess"),
        ...since(
            "2025",
            "aadProfile.managed",
            "ingressProfile.webAppRouting.nginx.defaultIngressControllerType",
            "httpProxyConfig.enabled",
            "nodeProvisioningProfile.defaultNodePools",
            "scaleDownMode",
            "upgradeSettings.maxUnavailable",
        ),
    ]),
    // Recording 04.
    controlPlanePluginProfiles: {
        since: "2024",
        value: Object.fromEntries(
            ["azure-monitor-metrics-ccp", "karpenter", "live-patching-controller", "static-egress-controller"].map(
                (name) => [name, { enableV2: true }],
            ),
        ),
    },
    vmSize: { value: "Standard_DS2_v2" },
    osDiskSizeGB: { value: 128 },
    osDiskType: { value: "Managed" },
};

/**
 * In preview api-versions between June and August 2024, and only if sent since
 * (test_aks_create_with_app_routing_enabled_and_nginx_specified).
 */
export const showsProbeMode = (apiVersion: string) =>
    apiVersion >= "2024" && apiVersion < "2024-07" && apiVersion.endsWith("-preview");

/** The Kubernetes version of a request without one: named with its patch until 2023 (recordings 01 to 06). */
export const kubernetesBefore2025 = (apiVersion: string) => (apiVersion >= "2024" ? "1.28" : "1.25.6");
