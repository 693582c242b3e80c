import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

/** Lists of dataCollectionRules_API.json 2022-06-01 whose elements are known by `name` (x-ms-identifiers). */
const namedParts = Object.fromEntries(
    [
        ...words(`performanceCounters windowsEventLogs syslog extensions logFiles iisLogs windowsFirewallLogs
            prometheusForwarder platformTelemetry`).map((list) => `dataSources.${list}`),
        ...words("logAnalytics monitoringAccounts eventHubs eventHubsDirect").map((list) => `destinations.${list}`),
    ].map((list) => [list, ["name"]]),
);

/** Where logs and metrics go. */
export const monitoringRows: Row[] = [
    {
        token: "azure-native:operationalinsights:Workspace",
        apiVersion: "2023-09-01",
        path: `${inGroup}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
        inputs: {
            string: words(`defaultDataCollectionRuleResourceId location publicNetworkAccessForIngestion
                publicNetworkAccessForQuery`),
            boolean: ["forceCmkForQuery"],
            integer: ["retentionInDays"],
            object: words("features identity sku tags workspaceCapping"),
        },
        required: ["location"],
        forceNew: ["location"],
        readOnly: words(`identity.principalId identity.tenantId sku.lastSkuUpdate
                workspaceCapping.quotaNextResetTime workspaceCapping.dataIngestionStatus`),
        stringSets: ["identity.userAssignedIdentities"],
        name: { minLength: 4, maxLength: 63, pattern: /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/ },
        outputs: words(`createdDate customerId etag modifiedDate name privateLinkScopedResources
                provisioningState systemData type`),
        shape: shapes.workspace,
        longRunning: true,
    },
    {
        token: "azure-native:monitor:AzureMonitorWorkspace",
        apiVersion: "2023-04-03",
        path: `${inGroup}/providers/Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}`,
        inputs: {
            string: words("location publicNetworkAccess"),
            object: ["tags"],
        },
        required: ["location"],
        forceNew: ["location"],
        outputs: words(`accountId defaultIngestionSettings etag metrics name privateEndpointConnections
                provisioningState systemData type`),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:monitor:DataCollectionRule",
        apiVersion: "2022-06-01",
        path: `${inGroup}/providers/Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}`,
        inputs: {
            string: words("dataCollectionEndpointId description kind location"),
            array: ["dataFlows"],
            object: words("dataSources destinations identity streamDeclarations tags"),
        },
        required: ["location"],
        forceNew: ["location"],
        readOnly: words(`identity.principalId identity.tenantId destinations.logAnalytics.*.workspaceId
                destinations.monitoringAccounts.*.accountId`),
        stringSets: ["identity.userAssignedIdentities"],
        identifiers: namedParts,
        outputs: words("etag immutableId metadata name provisioningState systemData type"),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:monitor:DataCollectionEndpoint",
        apiVersion: "2022-06-01",
        path: `${inGroup}/providers/Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}`,
        inputs: {
            string: words("description immutableId kind location"),
            object: words("identity networkAcls tags"),
        },
        required: ["location"],
        forceNew: ["location"],
        readOnly: words("identity.principalId identity.tenantId"),
        stringSets: ["identity.userAssignedIdentities"],
        outputs: words(`configurationAccess etag failoverConfiguration logsIngestion metadata
                metricsIngestion name privateLinkScopedResources provisioningState systemData type`),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:monitor:DataCollectionRuleAssociation",
        apiVersion: "2022-06-01",
        path: "/{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
        inputs: {
            string: words("dataCollectionEndpointId dataCollectionRuleId description"),
        },
        outputs: words("etag metadata name provisioningState systemData type"),
        shape: shapes.extension,
    },
];
