import type * as pulumi from "@pulumi/pulumi";

/** How the agent of Container insights signs in (https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication). */
export const ContainerInsightsAuthentication = {
    /** With the identity of the cluster, which needs no role for this. A data collection rule lists what is collected. */
    ManagedIdentity: "ManagedIdentity",
    /** Deprecated: with a separate identity that has Monitoring Metrics Publisher on the cluster. Ends on 2026-09-30. */
    Legacy: "Legacy",
} as const;
export type ContainerInsightsAuthentication =
    (typeof ContainerInsightsAuthentication)[keyof typeof ContainerInsightsAuthentication];

/**
 * Container insights (https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable).
 *
 * @example
 * { workspaceId: workspace.id, workspaceLocation: "westeurope", authentication: "ManagedIdentity" }
 */
export interface ContainerInsightsArgs {
    /**
     * Required. Resource id of the Log Analytics workspace.
     */
    workspaceId: pulumi.Input<string>;
    /**
     * Required unless `authentication` is `Legacy`. Azure region of the workspace, for example `westeurope`. The data
     * collection rule is created there. Default: none.
     */
    workspaceLocation?: pulumi.Input<string>;
    /**
     * Optional. How the agent signs in: `ManagedIdentity` or, deprecated, `Legacy`, the only one that works with a
     * service principal. Default: `ManagedIdentity`.
     */
    authentication?: ContainerInsightsAuthentication;
}

/**
 * Azure Monitor managed service for Prometheus: `azureMonitorProfile.metrics` of the cluster, with a data collection
 * endpoint and rule. It uses the identity of the cluster and needs no role. The component creates no recording rules and no
 * Grafana. An Azure Managed Grafana has an identity of its own, which needs Monitoring Data Reader on the workspace. See
 * https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable.
 *
 * @example
 * {
 *     workspaceId: workspace.id,
 *     workspaceLocation: "westeurope",
 *     metricAnnotationsAllowList: "namespaces=[kubernetes.io/team],pods=[*]",
 *     metricLabelsAllowlist: "deployments=[app.kubernetes.io/name]",
 * }
 */
export interface ManagedPrometheusArgs {
    /**
     * Required. Resource id of the Azure Monitor workspace.
     */
    workspaceId: pulumi.Input<string>;
    /**
     * Required. Azure region of the workspace, for example `westeurope`. The data collection endpoint and rule are
     * created there.
     */
    workspaceLocation: pulumi.Input<string>;
    /**
     * Optional. Kubernetes annotations to add to metrics as labels, by resource, for example
     * `namespaces=[kubernetes.io/team],pods=[*]`. Default: none.
     */
    metricAnnotationsAllowList?: pulumi.Input<string>;
    /**
     * Optional. Kubernetes labels to add to metrics as labels, in the same form as `metricAnnotationsAllowList`.
     * Default: none.
     */
    metricLabelsAllowlist?: pulumi.Input<string>;
}
