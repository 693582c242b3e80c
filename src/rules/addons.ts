import {
    APPLICATION_GATEWAY,
    AZURE_MONITOR_WORKSPACE,
    DNS_ZONE,
    isIdOf,
    KEY_VAULT,
    LOG_ANALYTICS_WORKSPACE,
    PRIVATE_DNS_ZONE,
    SUBNET,
    USER_ASSIGNED_IDENTITY,
} from "../azure/resourceId";
import { textFormat } from "./formats";
import { type Format, isSet, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const ADDONS = "https://learn.microsoft.com/azure/aks/integrations";
const COST_ANALYSIS = "https://learn.microsoft.com/azure/aks/cost-analysis";
const OIDC_ISSUER = "https://learn.microsoft.com/azure/aks/use-oidc-issuer";
const VIRTUAL_NODES = "https://learn.microsoft.com/azure/aks/virtual-nodes";

/** Inputs with the id of a resource, by its type, and Azure's code where it has one of its own. */
const RESOURCE_IDS: readonly [type: string, inputs: string[], azureCode?: string][] = [
    [LOG_ANALYTICS_WORKSPACE, ["containerInsights.workspaceId"], "LogAnalyticsWorkspaceNotSet"],
    [APPLICATION_GATEWAY, ["applicationGateway.gatewayId"], "IngressAppGwAddonConfigInvalidApplicationGatewayId"],
    [AZURE_MONITOR_WORKSPACE, ["managedPrometheus.workspaceId"]],
    [KEY_VAULT, ["keyVaultSecrets.vaults[].id", "applicationRouting.keyVaultIds[]"]],
    [
        USER_ASSIGNED_IDENTITY,
        ["podIdentity.identities[].identityResourceId", "applicationGateway.gatewayIdentityIds[]"],
    ],
    [SUBNET, ["applicationGateway.subnetId"]],
    [DNS_ZONE, ["applicationRouting.publicDnsZoneIds[]"]],
    [PRIVATE_DNS_ZONE, ["applicationRouting.privateDnsZoneIds[]"]],
];

export const ADDON_FORMATS: readonly Format[] = [
    {
        code: "HttpApplicationRoutingRetired",
        inputs: ["addons.httpApplicationRouting"],
        isRetired: true,
        message: "HTTP application routing was retired on 2025-03-03: use addons.applicationRouting",
        fix: "Remove httpApplicationRouting.",
        source: ADDONS,
    },
    {
        code: "KubeDashboardRetired",
        inputs: ["addons.kubeDashboard"],
        isRetired: true,
        message:
            "the dashboard add-on is off since Kubernetes 1.18 (2020-06-01) and no longer offered: use the Kubernetes resource view of the Azure portal",
        fix: "Remove kubeDashboard.",
        source: ADDONS,
    },
    ...RESOURCE_IDS.map(
        ([type, inputs, azureCode]): Format => ({
            code: "AddonResourceId",
            ...(azureCode && { azureCode }),
            inputs: inputs.map((input) => `addons.${input}`),
            accepts: (id) => isIdOf(type, String(id)),
            message: "a resource is named by its resource id, of the type that the input names",
            fix: "Pass the id property of the resource.",
            source: ADDONS,
        }),
    ),
    textFormat(/^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/, {
        code: "VirtualNodeSubnetName",
        azureCode: "InvalidACIConnectorSubnetName",
        inputs: ["addons.virtualNode.subnetName"],
        message:
            "the subnet of virtual nodes is named by its name: 1 to 80 letters, digits, underscores, full stops and hyphens",
        fix: "Pass the name of a subnet in the nodes' virtual network, not its id.",
        source: VIRTUAL_NODES,
    }),
    {
        code: "OidcIssuer",
        inputs: ["oidcIssuer", "workloadIdentity"],
        message: "this is on (true) or off (false)",
        fix: "Use one of the two, or leave it out for AKS's default.",
        source: OIDC_ISSUER,
    },
];

/** Workload identity, virtual nodes and cost analysis. */
export const ADDON_RULES: readonly Rule[] = [
    {
        code: "WorkloadIdentityNeedsOidcIssuer",
        // AKS Automatic has both.
        validate: together({
            workloadIdentity: true,
            oidcIssuer: [undefined, false],
            sku: [undefined, "Base"],
        }),
        message: "enabling workload identity requires enabling the OIDC issuer, whose tokens are exchanged for Entra's",
        fix: "Set oidcIssuer to true, or remove workloadIdentity.",
        source: "https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster",
    },
    {
        code: "VirtualNodeNeedsNodeSubnet",
        validate: together({ "addons.virtualNode": GIVEN, "systemNodePool.subnetId": undefined }),
        message: "virtual nodes are in a subnet of an own virtual network, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId to another subnet of that network.",
        source: "https://learn.microsoft.com/azure/aks/virtual-nodes-cli",
    },
    {
        code: "VirtualNodeNeedsAzureCni",
        azureCode: "ACIConnectorRequiresAzureNetworking",
        validate: ({ addons, network }) => {
            const plugin = network?.networkPlugin;
            // A plugin that is not known is AKS's to check.
            const isOther = plugin === undefined || (typeof plugin === "string" && plugin !== "azure");
            return when(isSet(addons?.virtualNode) && isOther, "addons.virtualNode");
        },
        message: 'virtual nodes need network.networkPlugin "azure"',
        fix: "Set network, or remove virtualNode.",
        source: VIRTUAL_NODES,
    },
    {
        code: "VirtualNodeTakesNoAuthorizedIpRanges",
        validate: ({ addons, apiServer }) => {
            const ranges = apiServer?.authorizedIpRanges;
            return when(isSet(addons?.virtualNode) && Array.isArray(ranges) && ranges.length > 0, "addons.virtualNode");
        },
        message:
            "virtual nodes do not support authorized IP ranges of the API server, and apiServer.authorizedIpRanges is set",
        fix: "Remove apiServer.authorizedIpRanges or virtualNode.",
        source: `${VIRTUAL_NODES}#limitations`,
    },
    {
        code: "CostAnalysisNeedsTier",
        // AKS Automatic comes in tier Standard.
        validate: together({
            "addons.costAnalysis": true,
            tier: [undefined, "Free"],
            sku: [undefined, "Base"],
        }),
        message: "cost analysis is not a part of the Free tier",
        fix: 'Set tier to "Standard" or "Premium".',
        source: COST_ANALYSIS,
    },
    {
        code: "CostAnalysisNeedsManagedIdentity",
        validate: together({ "addons.costAnalysis": true, "controlPlaneIdentity.type": "ServicePrincipal" }),
        message: "cost analysis runs on clusters with a managed identity only, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove costAnalysis.",
        source: COST_ANALYSIS,
    },
    {
        code: "CostAnalysisTakesNoVirtualNode",
        validate: together({ "addons.costAnalysis": true, "addons.virtualNode": GIVEN }),
        message: "cost analysis does not support virtual nodes, and virtualNode is set",
        fix: "Remove one of the two.",
        source: `${COST_ANALYSIS}#limitations`,
    },
];
