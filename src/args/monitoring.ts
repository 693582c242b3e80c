import type * as pulumi from "@pulumi/pulumi";

/** How the agent of Container insights signs in (https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication). */
export const ContainerInsightsAuthentication = {
    /** As the cluster, which needs no role for it. What is collected stands in a data collection rule. */
    ManagedIdentity: "ManagedIdentity",
    /** Deprecated: as an identity of its own, with Monitoring Metrics Publisher on the cluster. Ends on 2026-09-30. */
    Legacy: "Legacy",
} as const;
export type ContainerInsightsAuthentication =
    (typeof ContainerInsightsAuthentication)[keyof typeof ContainerInsightsAuthentication];

/** Container insights (https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable). */
export interface ContainerInsightsArgs {
    /**
     * Required. Resource id of the Log Analytics workspace.
     */
    workspaceId: pulumi.Input<string>;
    /**
     * Required unless `authentication` is `Legacy`. Region of the workspace, where its data collection rule has to be.
     * Default: none.
     */
    workspaceLocation?: pulumi.Input<string>;
    /**
     * Optional. `ManagedIdentity` or, deprecated, `Legacy`, the only one that a cluster with a service principal has.
     * Default: `ManagedIdentity`.
     */
    authentication?: ContainerInsightsAuthentication;
}

/**
 * Azure Monitor managed service for Prometheus: `azureMonitorProfile.metrics` of the cluster, with a data collection
 * endpoint and rule. It acts as the cluster and needs no role. Recording rules and Grafana are not made; an Azure Managed
 * Grafana needs Monitoring Data Reader on the workspace for its own identity, which is none of the cluster's. See
 * https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable.
 */
export interface ManagedPrometheusArgs {
    /**
     * Required. Resource id of the Azure Monitor workspace.
     */
    workspaceId: pulumi.Input<string>;
    /**
     * Required. Region of the workspace, where its data collection endpoint and rule have to be.
     */
    workspaceLocation: pulumi.Input<string>;
    /**
     * Optional. Kubernetes annotations that become labels of metrics, by resource, for example
     * `namespaces=[kubernetes.io/team],pods=[*]`. Default: none.
     */
    metricAnnotationsAllowList?: pulumi.Input<string>;
    /**
     * Optional. Kubernetes labels that become labels of metrics, in the same form. Default: none.
     */
    metricLabelsAllowlist?: pulumi.Input<string>;
}
