import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import {
    DataCollectionEndpoint,
    DataCollectionRule,
    DataCollectionRuleAssociation,
} from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import {
    type ContainerInsightsArgs,
    ContainerInsightsAuthentication,
    type ManagedIdentityAksClusterArgs,
    type ManagedPrometheusArgs,
} from "./args";

/** Where all of it is made, and its tags. */
type Placement = Pick<ManagedIdentityAksClusterArgs, "resourceGroupName" | "tags">;

const LOGS = "Microsoft-ContainerInsights-Group-Default";
const METRICS = "Microsoft-PrometheusMetrics";
const WORKSPACE = "workspace";

/**
 * The data collection resources of the monitoring add-ons. Their agents use the identity of the cluster. They need no
 * role, but a data collection rule in the region of the workspace, and its association with the cluster.
 */
export function collectMonitoringData(
    name: string,
    {
        addons = {},
        resourceGroupName,
        tags,
    }: Pick<ManagedIdentityAksClusterArgs, "addons" | "resourceGroupName" | "tags">,
    cluster: ManagedCluster,
    parent: pulumi.Resource,
): void {
    const { containerInsights, managedPrometheus } = addons;
    const group = { resourceGroupName, tags };
    const associate = (child: string, associationName: string, { id }: DataCollectionRule) =>
        new DataCollectionRuleAssociation(
            child,
            { associationName, resourceUri: cluster.id, dataCollectionRuleId: id },
            { parent },
        );
    if (containerInsights && containerInsights.authentication !== ContainerInsightsAuthentication.Legacy) {
        const child = `${name}-container-insights`;
        // The names of the associations are those that the agents look for.
        associate(child, "ContainerInsightsExtension", logs(child, containerInsights, group, parent));
    }
    if (managedPrometheus) {
        const child = `${name}-prometheus`;
        const rule = metrics(child, managedPrometheus, group, parent);
        associate(child, "ContainerInsightsMetricsExtension", rule);
    }
}

function logs(
    name: string,
    { workspaceId, workspaceLocation: location }: ContainerInsightsArgs,
    group: Placement,
    parent: pulumi.Resource,
): DataCollectionRule {
    return new DataCollectionRule(
        name,
        {
            ...group,
            location,
            kind: "Linux",
            dataSources: {
                extensions: [
                    {
                        name: "ContainerInsightsExtension",
                        extensionName: "ContainerInsights",
                        streams: [LOGS],
                    },
                ],
            },
            destinations: { logAnalytics: [{ name: WORKSPACE, workspaceResourceId: workspaceId }] },
            dataFlows: [{ streams: [LOGS], destinations: [WORKSPACE] }],
        },
        { parent },
    );
}

/** Metrics come in by an endpoint of their own. */
function metrics(
    name: string,
    { workspaceId, workspaceLocation: location }: ManagedPrometheusArgs,
    group: Placement,
    parent: pulumi.Resource,
): DataCollectionRule {
    const placement = { ...group, location, kind: "Linux" };
    const endpoint = new DataCollectionEndpoint(name, placement, { parent });
    return new DataCollectionRule(
        name,
        {
            ...placement,
            dataCollectionEndpointId: endpoint.id,
            dataSources: { prometheusForwarder: [{ name: "PrometheusDataSource", streams: [METRICS] }] },
            destinations: { monitoringAccounts: [{ name: WORKSPACE, accountResourceId: workspaceId }] },
            dataFlows: [{ streams: [METRICS], destinations: [WORKSPACE] }],
        },
        { parent },
    );
}
