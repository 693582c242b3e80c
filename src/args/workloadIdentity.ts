import type * as pulumi from "@pulumi/pulumi";
import type { ExistingRoleAssignmentArgs, RoleAssignmentArgs, RoleAssignmentMode } from "./access";

/**
 * Inputs of `AksWorkloadIdentity` (https://learn.microsoft.com/azure/aks/workload-identity-overview).
 *
 * @example
 * {
 *     resourceGroupName: group.name,
 *     location: "westeurope",
 *     oidcIssuerUrl: cluster.oidcIssuerUrl,
 *     serviceAccounts: [{ namespace: "shop", name: "checkout" }],
 *     audience: "api://AzureADTokenExchange",
 *     extraRoleAssignments: [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }],
 *     existingRoleAssignments: [{ name: "checkout-secrets", roleAssignmentId: existingId, mode: "Skip" }],
 *     silenceWarnings: ["KubenetRetires"],
 *     tags: { team: "shop" },
 * }
 * @example
 * {
 *     identityResourceId: identity.id,
 *     oidcIssuerUrl: cluster.oidcIssuerUrl,
 *     serviceAccounts: [{ namespace: "shop", name: "checkout" }],
 *     roleAssignmentMode: "Skip",
 * }
 */
export interface AksWorkloadIdentityArgs {
    /**
     * Required unless `identityResourceId` is set. Name of the resource group of the identity that is created. Default:
     * none, with an existing identity.
     */
    resourceGroupName?: pulumi.Input<string>;
    /**
     * Optional. Azure region of the identity that is created, for example `westeurope`. A change replaces the identity.
     * Default: the location of the azure-native provider, or else of the resource group.
     */
    location?: pulumi.Input<string>;
    /**
     * Optional. Resource id of an existing user-assigned identity, in the subscription of the azure-native provider. The
     * component looks up its client id and principal id. Default: the component creates an identity. See
     * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview.
     */
    identityResourceId?: pulumi.Input<string>;
    /**
     * Required. Issuer of the service accounts' tokens: the cluster's output `oidcIssuerUrl`. See
     * https://learn.microsoft.com/azure/aks/use-oidc-issuer.
     */
    oidcIssuerUrl: pulumi.Input<string>;
    /**
     * Required. The Kubernetes service accounts that can use the identity, 1 to 20: an identity has at most 20 federated
     * credentials. Their order does not matter. See
     * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
     */
    serviceAccounts: ServiceAccountArgs[];
    /**
     * Optional. Audience of the service accounts' tokens. Default: `api://AzureADTokenExchange`, the audience of the tokens
     * that AKS gives to pods. See https://learn.microsoft.com/azure/aks/workload-identity-overview.
     */
    audience?: pulumi.Input<string>;
    /**
     * Optional. Role assignments to the identity: what the app can do in Azure. Default: none.
     */
    extraRoleAssignments?: RoleAssignmentArgs[];
    /**
     * Optional. `Create` or `Skip`: whether this component creates the role assignments, or only lists them for
     * somebody else. Default: `Create`.
     */
    roleAssignmentMode?: RoleAssignmentMode;
    /**
     * Optional. Role assignments that already exist in Azure. Each is imported into this stack or skipped. Default:
     * none; the preview fails when it finds one that exists. See
     * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
     */
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
    /**
     * Optional. Codes of warnings that are not printed, for example `["KubenetRetires"]`. The code is at the end of each
     * warning. Violations cannot be silenced. Codes of the cluster's warnings are accepted, too. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/logging.
     */
    silenceWarnings?: string[];
    /**
     * Optional. Tags of the identity that is created. Default: none.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A Kubernetes service account (https://kubernetes.io/docs/concepts/security/service-accounts).
 *
 * @example
 * { namespace: "shop", name: "checkout" }
 */
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
