import { derived, documented, type Evidence, issue, page, recorded } from "../../../kernel/evidence";

/**
 * What comes of a job that is denied, with how that is known. Some are AKS's own: its operation fails, and only another one
 * that succeeds heals that. The others are done by what runs in the cluster, which tries again until it may.
 */
export interface Denial extends Evidence {
    code: string;
    heals: "by an operation" | "by itself";
    /** How an operation on a single pool fails without it, one that makes new nodes at least; absent: it does not. */
    ofPool?: string;
}

const byOperation = (code: string, evidence: Evidence, ofPool?: string): Denial => ({
    code,
    heals: "by an operation",
    ...(ofPool && { ofPool }),
    ...evidence,
});
const byItself = (code: string, evidence: Evidence, ofPool?: string): Denial => ({
    code,
    heals: "by itself",
    ...(ofPool && { ofPool }),
    ...evidence,
});

const codesOfAks = "https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/welcome-azure-kubernetes";
/** AKS's prefix for the scale sets of pools; that a missing role on the subnet ends so is concluded from Azure/aad-pod-identity#511. */
const poolFailed = "ReconcileVMSSAgentPoolFailed";

export const denials = {
    /** A cluster stands without it: the load balancer of a service does not come, and comes with the role. */
    subnet: byItself("SyncLoadBalancerFailed", recorded(issue("Azure/AKS#2673")), poolFailed),
    loadBalancer: byItself("SyncLoadBalancerFailed", recorded(issue("Azure/AKS#1945"))),
    linkedSubnet: byItself("SyncLoadBalancerFailed", recorded(issue("microsoft/tyger#320"))),
    /** AKS grants it itself: it is missing where the identity is gone (Azure/AKS#3833, Azure/azure-cli#19733). */
    nodeGroup: byOperation("ReconcileStandardLoadBalancerError", derived(issue("Azure/AKS#3833")), poolFailed),
    apiServer: byOperation("LinkedAuthorizationFailed", derived(codesOfAks)),
    routeTable: byOperation("CustomRouteTableMissingPermission", derived(issue("sassoftware/viya4-iac-azure#450"))),
    privateZone: byOperation("ReconcilePrivateDNS", derived(issue("Azure/AKS-Construction#501"))),
    key: byOperation("AzureKeyVaultKmsValidateIdentityPermissionCustomerError", recorded(issue("Azure/AKS#3575"))),
    kubelet: byOperation(
        "CustomKubeletIdentityMissingPermissionError",
        derived(issue("aztfmod/terraform-azurerm-caf#928")),
        poolFailed,
    ),
    diskKey: byOperation(
        "CreateVMSSAgentPoolFailed",
        recorded(issue("MicrosoftDocs/azure-docs#96319")),
        "CreateVMSSAgentPoolFailed",
    ),
    volume: byItself("ProvisioningFailed", derived(page("aks/azure-disk-customer-managed-keys"))),
    podIdentity: byItself("FailedMount", derived(page("aks/use-azure-ad-pod-identity"))),
    image: byItself("ErrImagePull", documented(page("aks/cluster-container-registry-integration"))),
    /** The identity of an add-on comes with the operation, its roles after it (Azure/AKS#1972). */
    addon: byItself("AuthorizationFailed", recorded(issue("Azure/AKS#1972"))),
} satisfies Record<string, Denial>;
