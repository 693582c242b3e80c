import { unversioned } from "../aksTypes";
import { guidOf } from "./guid";

/** Ids of Azure Resource Manager as azure-native forms them: from the resource's type, its name and its inputs. */

const IN_GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const NETWORK = `${IN_GROUP}/providers/Microsoft.Network`;
const VAULT = `${IN_GROUP}/providers/Microsoft.KeyVault/vaults/{vaultName}`;
const MANAGED_CLUSTER = `${IN_GROUP}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`;
const PRIVATE_ZONE = `${NETWORK}/privateDnsZones/{privateZoneName}`;
const ZONE = `${NETWORK}/dnsZones/{zoneName}`;
/** The identities' service spells the segment so. */
const IDENTITY =
    "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}";

/** Paths that cannot be derived from the type. A name in braces is an input. */
const PATHS: Record<string, string> = {
    "authorization:RoleAssignment": "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    "authorization:RoleDefinition": "{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
    "containerservice:AgentPool": `${MANAGED_CLUSTER}/agentPools/{agentPoolName}`,
    "containerservice:ManagedCluster": MANAGED_CLUSTER,
    "dns:RecordSet": `${ZONE}/{recordType}/{relativeRecordSetName}`,
    "dns:Zone": ZONE,
    "features:SubscriptionFeatureRegistration":
        "/subscriptions/{subscriptionId}/providers/Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}",
    "keyvault:Key": `${VAULT}/keys/{keyName}`,
    "keyvault:Secret": `${VAULT}/secrets/{secretName}`,
    "managedidentity:FederatedIdentityCredential": `${IDENTITY}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
    "managedidentity:UserAssignedIdentity": IDENTITY,
    "monitor:AzureMonitorWorkspace": `${IN_GROUP}/providers/Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}`,
    "monitor:DataCollectionEndpoint": `${IN_GROUP}/providers/Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}`,
    "monitor:DataCollectionRule": `${IN_GROUP}/providers/Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}`,
    "monitor:DataCollectionRuleAssociation":
        "{resourceUri}/providers/Microsoft.Insights/dataCollectionRuleAssociations/{associationName}",
    "network:PublicIPAddress": `${NETWORK}/publicIPAddresses/{publicIpAddressName}`,
    "network:Route": `${NETWORK}/routeTables/{routeTableName}/routes/{routeName}`,
    "network:Subnet": `${NETWORK}/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`,
    "network:VirtualNetworkPeering": `${NETWORK}/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}`,
    "privatedns:PrivateRecordSet": `${PRIVATE_ZONE}/{recordType}/{relativeRecordSetName}`,
    "privatedns:PrivateZone": PRIVATE_ZONE,
    "privatedns:VirtualNetworkLink": `${PRIVATE_ZONE}/virtualNetworkLinks/{virtualNetworkLinkName}`,
    "resources:ResourceGroup": IN_GROUP,
};

/** Names that Azure only takes as a GUID. */
const NAMED_BY_GUID = ["roleAssignmentName", "roleDefinitionId"];

/** Azure's names of services whose module has another one, beyond the first letter. */
const NAMESPACES: Record<string, string> = {
    containerinstance: "ContainerInstance",
    containerregistry: "ContainerRegistry",
    containerservice: "ContainerService",
    documentdb: "DocumentDB",
    eventhub: "EventHub",
    keyvault: "KeyVault",
    kubernetesconfiguration: "KubernetesConfiguration",
    managedidentity: "ManagedIdentity",
    operationalinsights: "OperationalInsights",
    operationsmanagement: "OperationsManagement",
    servicebus: "ServiceBus",
};

/**
 * The path of a type: what the table says; otherwise a resource directly in its resource group, whose type and name
 * follow the class: `azure-native:keyvault:Vault` is `Microsoft.KeyVault/vaults/{vaultName}`.
 */
function pathOf(type: string, inputs: Record<string, unknown>): string {
    const [, module = "", className = ""] = unversioned(type).split(":");
    const word = `${className.charAt(0).toLowerCase()}${className.slice(1)}`;
    const namespace = NAMESPACES[module] ?? `${module.charAt(0).toUpperCase()}${module.slice(1)}`;
    const own = [`${word}Name`, "resourceName", "name"].find((key) => key in inputs) ?? `${word}Name`;
    return (
        PATHS[`${module}:${className}`] ??
        `${"resourceGroupName" in inputs ? IN_GROUP : "/subscriptions/{subscriptionId}"}/providers/Microsoft.${namespace}/${plural(word)}/{${own}}`
    );
}

function plural(word: string): string {
    if (/[^aeiou]y$/.test(word)) {
        return word.replace(/y$/, "ies");
    }
    return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/**
 * Id of a resource of azure-native. Without a name of its own among the inputs it has its logical name; azure-native would
 * add random digits to that.
 */
export function armId(
    { type, name, inputs }: { type: string; name: string; inputs: Record<string, unknown> },
    subscriptionId: string,
): string {
    const path = pathOf(type, inputs);
    const own = /\{(\w+)\}$/.exec(path)?.[1] ?? "";
    return path.replace(/\{(\w+)\}/g, (_, key: string) => {
        const given = key === "subscriptionId" ? subscriptionId : inputs[key];
        if (typeof given === "string" && given !== "") {
            return key === "scope" || key === "resourceUri" ? `/${given.replace(/^\/+|\/+$/g, "")}` : given;
        }
        return key !== own ? key : NAMED_BY_GUID.includes(key) ? guidOf(type, name) : name;
    });
}

/** The type in Azure and the name of the resource of an id: `Microsoft.Network/virtualNetworks/subnets`. */
export function typeAndName(id: string): { type: string; name: string } {
    const [, group = ""] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(id) ?? [];
    if (group !== "") {
        return { type: "Microsoft.Resources/resourceGroups", name: group };
    }
    const [namespace = "", ...segments] = id.slice(id.lastIndexOf("/providers/") + "/providers/".length).split("/");
    return {
        type: [namespace, ...segments.filter((_, index) => index % 2 === 0)].join("/"),
        name: segments.at(-1) ?? "",
    };
}
