/**
 * What later stable api-versions of AKS add to clusters and pools, beyond the SDK's own version: as `declarations.ts` writes
 * members, by object. Read from the models of azure-mgmt-containerservice on PyPI, each release against the one before:
 * 40.2.0 has 2025-10-01, 41.0.0 to 41.3.0 have 2026-01-01 to 2026-04-01, 41.5.0 has 2026-05-01, 41.6.0 has 2026-06-01. The
 * same stands as `@added` in Azure/azure-rest-api-specs, specification/containerservice/…/aks/*.tsp.
 */
type Additions = Record<string, Record<string, string>>;

export const AKS_TYPES = [
    "Microsoft.ContainerService/managedClusters",
    "Microsoft.ContainerService/managedClusters/agentPools",
];

const ofPools = (members: Record<string, string>): Additions => ({
    "AgentPool.properties": members,
    ManagedClusterAgentPoolProfile: members,
});

export const ADDED_TO_AKS: Record<string, Additions> = {
    "2025-10-01": {},
    "2026-01-01": {
        ManagedClusterHTTPProxyConfig: { enabled: "boolean" },
        AdvancedNetworking: { performance: "@AdvancedNetworkingPerformance" },
        AdvancedNetworkingPerformance: { accelerationMode: "=BpfVeth|None" },
        AdvancedNetworkingSecurity: { transitEncryption: "@AdvancedNetworkingSecurityTransitEncryption" },
        AdvancedNetworkingSecurityTransitEncryption: { type: "=WireGuard|None" },
        IstioComponents: { proxyRedirectionMechanism: "=InitContainers|CNIChaining" },
    },
    "2026-02-01": {
        "ManagedCluster.properties": { hostedSystemProfile: "@ManagedClusterHostedSystemProfile" },
        ManagedClusterHostedSystemProfile: { enabled: "boolean", systemNodeSubnetID: "string", nodeSubnetID: "string" },
        ManagedClusterIngressProfile: { gatewayAPI: "@ManagedClusterIngressProfileGatewayConfiguration" },
        ManagedClusterIngressProfileGatewayConfiguration: { installation: "=Disabled|Standard" },
        ManagedClusterIngressProfileWebAppRouting: {
            gatewayAPIImplementations: "@ManagedClusterWebAppRoutingGatewayAPIImplementations",
        },
        ManagedClusterWebAppRoutingGatewayAPIImplementations: { appRoutingIstio: "@ManagedClusterAppRoutingIstio" },
        ManagedClusterAppRoutingIstio: { mode: "=Enabled|Disabled" },
        ManagedClusterAzureMonitorProfile: { appMonitoring: "@ManagedClusterAzureMonitorProfileAppMonitoring" },
        ManagedClusterAzureMonitorProfileAppMonitoring: {
            autoInstrumentation: "@ManagedClusterAzureMonitorProfileAppMonitoringAutoInstrumentation",
        },
        ManagedClusterAzureMonitorProfileAppMonitoringAutoInstrumentation: { enabled: "boolean" },
        ...ofPools({ osSKU: "=Windows2025" }),
    },
    "2026-03-01": {
        ...ofPools({ osSKU: "=AzureContainerLinux", artifactStreamingProfile: "@AgentPoolArtifactStreamingProfile" }),
        AgentPoolArtifactStreamingProfile: { enabled: "boolean" },
    },
    "2026-04-01": {
        // Before, only answers held it.
        ...ofPools({ nodeImageVersion: "string" }),
        ManagedClusterAzureMonitorProfileMetrics: {
            controlPlane: "@ManagedClusterAzureMonitorProfileMetricsControlPlane",
        },
        ManagedClusterAzureMonitorProfileMetricsControlPlane: { enabled: "boolean" },
    },
    "2026-05-01": {
        "ManagedCluster.properties": { schedulerProfile: "@SchedulerProfile" },
        SchedulerProfile: { upstream: "@SchedulerInstanceProfile" },
        SchedulerInstanceProfile: { schedulerConfigMode: "=Default|ManagedByCRD" },
        ManagedClusterSecurityProfileDefender: {
            securityGating: "@ManagedClusterSecurityProfileDefenderSecurityGating",
        },
        ManagedClusterSecurityProfileDefenderSecurityGating: {
            enabled: "boolean",
            identities: "[]@ManagedClusterSecurityProfileDefenderSecurityGatingIdentity",
            allowSecretAccess: "boolean",
        },
        ManagedClusterSecurityProfileDefenderSecurityGatingIdentity: {
            azureContainerRegistry: "string",
            identity: "@UserAssignedIdentity/UserAssignedIdentityManagedClusterResponse",
        },
        ScaleProfile: { autoscale: "[]@AutoScaleProfile" },
        AutoScaleProfile: { size: "string", minCount: "number", maxCount: "number" },
    },
    "2026-06-01": {
        AgentPoolNetworkProfile: { dranet: "@DRANETProfile" },
        DRANETProfile: { mode: "=Unmanaged|Managed" },
        AgentPoolSecurityProfile: { sshAccess: "=EntraId" },
        ManagedClusterAzureMonitorProfile: { containerInsights: "@ManagedClusterAzureMonitorProfileContainerInsights" },
        ManagedClusterAzureMonitorProfileContainerInsights: {
            enabled: "boolean",
            logAnalyticsWorkspaceResourceId: "string",
            syslogPort: "number",
            disablePrometheusMetricsScraping: "boolean",
            containerNetworkLogs: "=Disabled|Enabled",
        },
        ManagedClusterAzureMonitorProfileAppMonitoring: {
            openTelemetryMetrics: "@ManagedClusterAzureMonitorProfileAppMonitoringOpenTelemetry",
            openTelemetryLogsAndTraces: "@ManagedClusterAzureMonitorProfileAppMonitoringOpenTelemetry",
        },
        ManagedClusterAzureMonitorProfileAppMonitoringOpenTelemetry: {
            enabled: "boolean",
            httpPort: "number",
            grpcPort: "number",
        },
        ManagedClusterManagedOutboundIPProfile: { countIPv6: "number" },
        ManagedClusterNATGatewayProfile: {
            sku: "=Standard|StandardV2",
            outboundIPPrefixes: "@ManagedClusterNATGatewayProfileOutboundIpPrefixes",
            outboundIPs: "@ManagedClusterNATGatewayProfileOutboundIPs",
        },
        ManagedClusterNATGatewayProfileOutboundIpPrefixes: { publicIPPrefixes: "[]string" },
        ManagedClusterNATGatewayProfileOutboundIPs: { publicIPs: "[]string" },
    },
};
