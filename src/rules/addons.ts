import { rules } from "../validation/rule";
import { hasEntries, isSet, NO_OWN_SUBNET, otherThan, SERVICE_PRINCIPAL, STANDARD } from "../validation/settings";

/** Workload identity, virtual nodes, cost analysis, and add-ons that no longer exist. */
export const ADDON_RULES = [
    ...rules("aks/integrations", {
        HttpApplicationRoutingRetired: {
            inputs: ["addons.httpApplicationRouting"],
            isRetired: true,
            message: "HTTP application routing was retired on 2025-03-03: use addons.applicationRouting",
            fix: "Remove httpApplicationRouting.",
        },
        KubeDashboardRetired: {
            inputs: ["addons.kubeDashboard"],
            isRetired: true,
            message: "AKS no longer offers the dashboard: use the Kubernetes resource view of the Azure portal",
            fix: "Remove kubeDashboard.",
        },
        WorkloadIdentityNeedsOidcIssuer: {
            when: { workloadIdentity: true, oidcIssuer: [undefined, false], ...STANDARD },
            message: "workload identity requires the OIDC issuer",
            fix: "Set oidcIssuer to true, or remove workloadIdentity.",
            source: "aks/workload-identity-deploy-cluster",
        },
    }),
    ...rules("aks/virtual-nodes", {
        VirtualNodeNeedsNodeSubnet: {
            when: { "addons.virtualNode": isSet, ...NO_OWN_SUBNET },
            message: "virtual nodes require your own subnet, and systemNodePool.subnetId is not set",
            fix: "Set systemNodePool.subnetId to another subnet of the same virtual network.",
            source: "aks/virtual-nodes-cli",
        },
        VirtualNodeNeedsAzureCni: {
            azureCode: "ACIConnectorRequiresAzureNetworking",
            when: { "addons.virtualNode": isSet, "network.networkPlugin": otherThan("azure") },
            message: 'virtual nodes require network.networkPlugin "azure"',
            fix: 'Set network.networkPlugin to "azure", or remove virtualNode.',
        },
        VirtualNodeTakesNoAuthorizedIPRanges: {
            when: { "addons.virtualNode": isSet, "apiServer.authorizedIPRanges": hasEntries },
            message: "virtual nodes do not support apiServer.authorizedIPRanges, which is set",
            fix: "Remove apiServer.authorizedIPRanges or virtualNode.",
            source: "aks/virtual-nodes#limitations",
        },
    }),
    ...rules("aks/cost-analysis", {
        CostAnalysisNeedsTier: {
            when: { "addons.costAnalysis": true, tier: [undefined, "Free"], ...STANDARD },
            message: "cost analysis is not available in the Free tier",
            fix: 'Set tier to "Standard" or "Premium".',
        },
        CostAnalysisNeedsManagedIdentity: {
            when: { "addons.costAnalysis": true, ...SERVICE_PRINCIPAL },
            message: "cost analysis requires a managed identity, and this cluster has a service principal",
            fix: "Use a managed identity for the control plane, or remove costAnalysis.",
        },
        CostAnalysisTakesNoVirtualNode: {
            when: { "addons.costAnalysis": true, "addons.virtualNode": isSet },
            message: "cost analysis does not support virtual nodes, and virtualNode is set",
            fix: "Remove one of the two.",
            source: "aks/cost-analysis#limitations",
        },
    }),
];
