import type * as pulumi from "@pulumi/pulumi";
import type { ExistingRoleAssignmentArgs, RoleAssignmentArgs, RoleAssignmentMode } from "./access";

/** Inputs of `AksWorkloadIdentity` (https://learn.microsoft.com/azure/aks/workload-identity-overview). */
export interface AksWorkloadIdentityArgs {
    /**
     * Required unless `identityResourceId` is set. Resource group of the identity that is created. Default: none
     * beside an existing identity.
     */
    resourceGroupName?: pulumi.Input<string>;
    /**
     * Optional. Azure region of the identity that is created, for example `westeurope`. A change replaces the identity.
     * Default: the azure-native provider's, else that of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. Resource id of an existing user-assigned identity, in the subscription of the azure-native provider; its
     * client and principal ids are looked up. Default: one is created. See
     * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
     */
    identityResourceId?: pulumi.Input<string>;
    /**
     * Required. Issuer of the service accounts' tokens: the cluster's output `oidcIssuerUrl`. See
     * https://learn.microsoft.com/azure/aks/use-oidc-issuer.
     */
    oidcIssuerUrl: pulumi.Input<string>;
    /**
     * Required. The Kubernetes service accounts that may use the identity, 1 to 20, the most federated credentials that an
     * identity takes. Their order does not matter. See
     * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
     */
    serviceAccounts: ServiceAccountArgs[];
    /**
     * Optional. Audience of the service accounts' tokens. Default: `api://AzureADTokenExchange`, for which AKS has the
     * tokens of its pods made out. See https://learn.microsoft.com/azure/aks/workload-identity-overview.
     */
    audience?: pulumi.Input<string>;
    /**
     * Optional. Role assignments to the identity: what the app may do in Azure. Default: none.
     */
    extraRoleAssignments?: RoleAssignmentArgs[];
    /**
     * Optional. Who makes the role assignments. Default: `Create`.
     */
    roleAssignments?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that Azure has already, each to be imported into this stack or left to others. Default:
     * none, and one that exists is refused. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. Warnings that are not to be printed, by their codes, which stand at their ends: `["KubenetRetires"]`. Only
     * what is warned of can be silenced, not what is refused; codes of the cluster's warnings are taken, too. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/logging.
     */
    silenceWarnings?: string[];
    /**
     * Optional. Tags of the identity that is created. Default: none.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** A Kubernetes service account (https://kubernetes.io/docs/concepts/security/service-accounts). */
export interface ServiceAccountArgs {
    /**
     * Required. Namespace of the service account: 1 to 63 lower-case letters, digits and hyphens. A change replaces its
     * federated credential.
     */
    namespace: string;
    /**
     * Required. Name of the service account: 1 to 253 lower-case letters, digits, hyphens and dots. A change replaces its
     * federated credential.
     */
    name: string;
}
