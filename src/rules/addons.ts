import { rules } from "./rule";
import { hasEntries, isSet, otherThan } from "./settings";

const ADDONS = "https://learn.microsoft.com/azure/aks/integrations";
const COST_ANALYSIS = "https://learn.microsoft.com/azure/aks/cost-analysis";
const VIRTUAL_NODES = "https://learn.microsoft.com/azure/aks/virtual-nodes";

/** AKS Automatic has its own idea of tiers and issuers. */
const NOT_AUTOMATIC = [undefined, "Base"];

/** Workload identity, virtual nodes, cost analysis, and add-ons that no longer exist. */
export const ADDON_RULES = [
    ...rules(ADDONS, {
        HttpApplicationRoutingRetired: {
            inputs: ["addons.httpApplicationRouting"],
            isRetired: true,
            message: "HTTP application routing was retired on 2025-03-03: use addons.applicationRouting",
            fix: "Remove httpApplicationRouting.",
        },
        KubeDashboardRetired: {
            inputs: ["addons.kubeDashboard"],
            isRetired: true,
            message:
                "the dashboard add-on is off since Kubernetes 1.18 (2020-06-01) and no longer offered: use the Kubernetes resource view of the Azure portal",
            fix: "Remove kubeDashboard.",
        },
        WorkloadIdentityNeedsOidcIssuer: {
            when: { workloadIdentity: true, oidcIssuer: [undefined, false], sku: NOT_AUTOMATIC },
            message:
                "enabling workload identity requires enabling the OIDC issuer, whose tokens are exchanged for Entra's",
            fix: "Set oidcIssuer to true, or remove workloadIdentity.",
            source: "https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster",
        },
    }),
    ...rules(VIRTUAL_NODES, {
        VirtualNodeSubnetName: {
            azureCode: "InvalidACIConnectorSubnetName",
            inputs: ["addons.virtualNode.subnetName"],
            accepts: /^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/,
            message:
                "the subnet of virtual nodes is named by its name: 1 to 80 letters, digits, underscores, full stops and hyphens",
            fix: "Pass the name of a subnet in the nodes' virtual network, not its id.",
        },
        VirtualNodeNeedsNodeSubnet: {
            when: { "addons.virtualNode": isSet, "systemNodePool.subnetId": undefined },
            message: "virtual nodes are in a subnet of an own virtual network, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to another subnet of that network.",
            source: "https://learn.microsoft.com/azure/aks/virtual-nodes-cli",
        },
        VirtualNodeNeedsAzureCni: {
            azureCode: "ACIConnectorRequiresAzureNetworking",
            when: { "addons.virtualNode": isSet, "network.networkPlugin": otherThan("azure") },
            message: 'virtual nodes need network.networkPlugin "azure"',
            fix: "Set network, or remove virtualNode.",
        },
        VirtualNodeTakesNoAuthorizedIpRanges: {
            when: { "addons.virtualNode": isSet, "apiServer.authorizedIpRanges": hasEntries },
            message:
                "virtual nodes do not support authorized IP ranges of the API server, and apiServer.authorizedIpRanges is set",
            fix: "Remove apiServer.authorizedIpRanges or virtualNode.",
            source: `${VIRTUAL_NODES}#limitations`,
        },
    }),
    ...rules(COST_ANALYSIS, {
        CostAnalysisNeedsTier: {
            when: { "addons.costAnalysis": true, tier: [undefined, "Free"], sku: NOT_AUTOMATIC },
            message: "cost analysis is not a part of the Free tier",
            fix: 'Set tier to "Standard" or "Premium".',
        },
        CostAnalysisNeedsManagedIdentity: {
            when: { "addons.costAnalysis": true, "controlPlaneIdentity.type": "ServicePrincipal" },
            message:
                "cost analysis runs on clusters with a managed identity only, and this one has a service principal",
            fix: "Use a managed identity as control plane, or remove costAnalysis.",
        },
        CostAnalysisTakesNoVirtualNode: {
            when: { "addons.costAnalysis": true, "addons.virtualNode": isSet },
            message: "cost analysis does not support virtual nodes, and virtualNode is set",
            fix: "Remove one of the two.",
            source: `${COST_ANALYSIS}#limitations`,
        },
    }),
];
