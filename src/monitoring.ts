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

const LOGS = "Microsoft-ContainerInsights-Group-Default";
const METRICS = "Microsoft-PrometheusMetrics";
const WORKSPACE = "workspace";

/**
 * What the monitoring add-ons collect and where to. Their agents act as the cluster and need no role, but a data
 * collection rule in the workspace's region and its association with the cluster.
 */
export function collectMonitoringData(
    name: string,
    { addons = {}, resourceGroupName }: Pick<ManagedIdentityAksClusterArgs, "addons" | "resourceGroupName">,
    cluster: ManagedCluster,
    parent: pulumi.Resource,
): void {
    const { containerInsights, managedPrometheus } = addons;
    const associate = (child: string, associationName: string, { id }: DataCollectionRule) =>
        new DataCollectionRuleAssociation(
            child,
            { associationName, resourceUri: cluster.id, dataCollectionRuleId: id },
            { parent },
        );
    if (containerInsights && containerInsights.authentication !== ContainerInsightsAuthentication.Legacy) {
        const child = `${name}-container-insights`;
        // The names of the associations are those that the agents look for.
        associate(
            child,
            "ContainerInsightsExtension",
            logs(child, containerInsights, resourceGroupName, parent),
        );
    }
    if (managedPrometheus) {
        const child = `${name}-prometheus`;
        const rule = metrics(child, managedPrometheus, resourceGroupName, parent);
        associate(child, "ContainerInsightsMetricsExtension", rule);
    }
}

function logs(
    name: string,
    { workspaceId, workspaceLocation: location }: ContainerInsightsArgs,
    resourceGroupName: pulumi.Input<string>,
    parent: pulumi.Resource,
): DataCollectionRule {
    return new DataCollectionRule(
        name,
        {
            resourceGroupName,
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
    resourceGroupName: pulumi.Input<string>,
    parent: pulumi.Resource,
): DataCollectionRule {
    const placement = { resourceGroupName, location, kind: "Linux" };
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
