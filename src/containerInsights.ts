import type { ManagedCluster } from "@pulumi/azure-native/containerservice";
import { DataCollectionRule, DataCollectionRuleAssociation } from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerInsightsArgs } from "./args";

const STREAM = "Microsoft-ContainerInsights-Group-Default";
const DESTINATION = "workspace";

/**
 * What Container insights collects and where to: with Entra authentication the agent acts as the cluster and needs no
 * role, but a data collection rule in the workspace's region and its association with the cluster.
 */
export function collectContainerInsights(
    name: string,
    { workspaceId, workspaceLocation }: ContainerInsightsArgs,
    cluster: ManagedCluster,
    resourceGroupName: pulumi.Input<string>,
    parent: pulumi.Resource,
): void {
    const rule = new DataCollectionRule(
        `${name}-container-insights`,
        {
            resourceGroupName,
            location: workspaceLocation,
            kind: "Linux",
            dataSources: {
                extensions: [
                    {
                        name: "ContainerInsightsExtension",
                        extensionName: "ContainerInsights",
                        streams: [STREAM],
                    },
                ],
            },
            destinations: { logAnalytics: [{ name: DESTINATION, workspaceResourceId: workspaceId }] },
            dataFlows: [{ streams: [STREAM], destinations: [DESTINATION] }],
        },
        { parent },
    );
    new DataCollectionRuleAssociation(
        `${name}-container-insights`,
        {
            // The name that the agent looks for.
            associationName: "ContainerInsightsExtension",
            resourceUri: cluster.id,
            dataCollectionRuleId: rule.id,
        },
        { parent },
    );
}
