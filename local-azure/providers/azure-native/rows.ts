import { inGroup, type Row } from "./row";
import * as shapes from "./shapes";
import { words } from "./shapes";

const identities = `${inGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;
const networking = `${inGroup}/providers/Microsoft.Network`;
const networks = `${networking}/virtualNetworks/{virtualNetworkName}`;
const privateZones = `${networking}/privateDnsZones/{privateZoneName}`;
const publicZones = `${networking}/dnsZones/{zoneName}`;
const clusters = `${inGroup}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`;
const vaults = `${inGroup}/providers/Microsoft.KeyVault/vaults/{vaultName}`;

/** Lists of dataCollectionRules_API.json 2022-06-01 whose elements are known by `name` (x-ms-identifiers). */
const namedParts = [
    ...words(`performanceCounters windowsEventLogs syslog extensions logFiles iisLogs windowsFirewallLogs
        prometheusForwarder platformTelemetry`).map((list) => `dataSources.${list}`),
    ...words("logAnalytics monitoringAccounts eventHubs eventHubsDirect").map((list) => `destinations.${list}`),
];

export const rows: Row[] = [
    // Resource groups, preview features, identities and what they may do.
    {
        token: "resources:ResourceGroup",
        path: inGroup,
        forceNew: ["location"],
        name: { minLength: 1, maxLength: 90 },
        shape: shapes.flat,
    },
    {
        token: "features:SubscriptionFeatureRegistration",
        path: "/subscriptions/{subscriptionId}/providers/Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}",
        alsoReadOnly: ["properties.featureVersion"],
        shape: shapes.flat,
    },
    {
        token: "managedidentity:UserAssignedIdentity",
        path: identities,
        forceNew: ["location"],
        shape: shapes.tracked,
    },
    {
        token: "managedidentity:FederatedIdentityCredential",
        path: `${identities}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
        name: { minLength: 3, maxLength: 120, pattern: /^[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}$/ },
        shape: shapes.proxy,
    },
    {
        token: "authorization:RoleAssignment",
        path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        // Not roleDefinitionId: that is an in-place PUT, which ARM refuses (facts §4).
        forceNew: ["principalId"],
        shape: shapes.proxy,
    },
    {
        token: "authorization:RoleDefinition",
        path: "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        shape: { ...shapes.proxy, renames: { roleType: "type" } },
    },
    // Networks and what lies around a subnet. `location` is force-new only where the provider lists it by hand
    // (replacement.go): the network API does not mark it.
    {
        token: "network:VirtualNetwork",
        path: networks,
        forceNew: ["location"],
        alsoReadOnly: ["subnets.*.provisioningState"],
        shape: shapes.virtualNetwork,
        maintained: words("subnets virtualNetworkPeerings"),
        longRunning: true,
    },
    {
        token: "network:Subnet",
        path: `${networks}/subnets/{subnetName}`,
        alsoReadOnly: words("delegations.*.actions serviceEndpoints.*.provisioningState"),
        shape: shapes.subnet,
        longRunning: true,
    },
    {
        token: "network:VirtualNetworkPeering",
        path: `${networks}/virtualNetworkPeerings/{virtualNetworkPeeringName}`,
        shape: shapes.networkPart,
        longRunning: true,
    },
    {
        token: "network:RouteTable",
        path: `${networking}/routeTables/{routeTableName}`,
        maintained: ["routes"],
        alsoReadOnly: words("routes.*.etag routes.*.provisioningState"),
        shape: shapes.routeTable,
        longRunning: true,
    },
    {
        token: "network:Route",
        path: `${networking}/routeTables/{routeTableName}/routes/{routeName}`,
        shape: shapes.networkPart,
        longRunning: true,
    },
    {
        token: "network:NetworkSecurityGroup",
        path: `${networking}/networkSecurityGroups/{networkSecurityGroupName}`,
        maintained: ["securityRules"],
        alsoReadOnly: words("securityRules.*.etag securityRules.*.provisioningState"),
        shape: shapes.networkSecurityGroup,
        longRunning: true,
    },
    {
        token: "network:NatGateway",
        path: `${networking}/natGateways/{natGatewayName}`,
        shape: shapes.networkResource,
        longRunning: true,
    },
    {
        token: "network:PublicIPAddress",
        path: `${networking}/publicIPAddresses/{publicIpAddressName}`,
        // PAN:provider/pkg/gen/replacement.go lists these by hand.
        forceNew: words("location publicIPAddressVersion publicIPPrefix sku"),
        shape: shapes.networkResource,
        longRunning: true,
    },
    {
        token: "network:ApplicationGateway",
        path: `${networking}/applicationGateways/{applicationGatewayName}`,
        shape: shapes.applicationGateway,
        longRunning: true,
    },
    // Zones, links and records. `location` is create-only in both APIs (privatedns.json 2024-06-01, dns.json).
    {
        token: "privatedns:PrivateZone",
        path: privateZones,
        forceNew: ["location"],
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "privatedns:VirtualNetworkLink",
        path: `${privateZones}/virtualNetworkLinks/{virtualNetworkLinkName}`,
        forceNew: ["location"],
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "privatedns:PrivateRecordSet",
        path: `${privateZones}/{recordType}/{relativeRecordSetName}`,
        shape: shapes.extension,
    },
    {
        token: "dns:Zone",
        path: publicZones,
        forceNew: ["location"],
        shape: shapes.tracked,
    },
    {
        token: "dns:RecordSet",
        path: `${publicZones}/{recordType}/{relativeRecordSetName}`,
        shape: shapes.publicRecordSet,
    },
    // Clusters and their pools.
    {
        token: "containerservice:ManagedCluster",
        path: clusters,
        name: {
            minLength: 1,
            maxLength: 63,
            pattern: /^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$/,
        },
        forceNew: [
            ...words(
                "location diskEncryptionSetID dnsPrefix fqdnSubdomain linuxProfile nodeResourceGroup windowsProfile",
            ),
            ...words(`serviceCidr serviceCidrs dnsServiceIP networkMode networkPlugin networkPluginMode podCidr
                networkDataplane networkPolicy outboundType`).map((key) => `networkProfile.${key}`),
        ],
        alsoReadOnly: ["httpProxyConfig.effectiveNoProxy"],
        shape: shapes.tracked,
        keyTables: { autoScalerProfile: shapes.autoScalerKeys },
        longRunning: true,
    },
    {
        token: "containerservice:AgentPool",
        path: `${clusters}/agentPools/{agentPoolName}`,
        name: { pattern: /^[a-z][a-z0-9]{0,11}$/ },
        forceNew: words("vmSize gpuInstanceProfile networkProfile.nodePublicIPTags"),
        fractions: ["spotMaxPrice"],
        shape: shapes.proxy,
        longRunning: true,
    },
    // Registries, vaults, keys and disks. Vaults and disks may name another location: their APIs do not mark it
    // create-only.
    {
        token: "containerregistry:Registry",
        path: `${inGroup}/providers/Microsoft.ContainerRegistry/registries/{registryName}`,
        name: { minLength: 5, maxLength: 50, pattern: /^[a-zA-Z0-9]*$/ },
        forceNew: ["location"],
        alsoReadOnly: ["encryption.status"],
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "keyvault:Vault",
        path: vaults,
        maintained: ["properties.accessPolicies"],
        name: { pattern: /^[a-zA-Z0-9-]{3,24}$/ },
        identifiers: { "properties.accessPolicies": words("tenantId objectId permissions") },
        shape: shapes.flat,
        longRunning: true,
    },
    {
        token: "keyvault:Key",
        path: `${vaults}/keys/{keyName}`,
        name: { pattern: /^[a-zA-Z0-9-]{1,127}$/ },
        shape: shapes.key,
    },
    {
        token: "compute:DiskEncryptionSet",
        path: `${inGroup}/providers/Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}`,
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "compute:Disk",
        path: `${inGroup}/providers/Microsoft.Compute/disks/{diskName}`,
        fractions: ["completionPercent"],
        shape: shapes.disk,
        longRunning: true,
    },
    // Where logs and metrics go.
    {
        token: "operationalinsights:Workspace",
        path: `${inGroup}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
        forceNew: ["location"],
        name: { minLength: 4, maxLength: 63, pattern: /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/ },
        shape: shapes.workspace,
        longRunning: true,
    },
    {
        token: "monitor:AzureMonitorWorkspace",
        path: `${inGroup}/providers/Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}`,
        forceNew: ["location"],
        shape: shapes.tracked,
    },
    {
        token: "monitor:DataCollectionRule",
        path: `${inGroup}/providers/Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}`,
        forceNew: ["location"],
        identifiers: Object.fromEntries(namedParts.map((list) => [list, ["name"]])),
        shape: shapes.tracked,
    },
    {
        token: "monitor:DataCollectionEndpoint",
        path: `${inGroup}/providers/Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}`,
        forceNew: ["location"],
        shape: shapes.tracked,
    },
    {
        token: "monitor:DataCollectionRuleAssociation",
        path: "/{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
        shape: shapes.extension,
    },
];
