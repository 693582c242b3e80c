import type * as pulumi from "@pulumi/pulumi";

/**
 * Sign-in to the cluster with Microsoft Entra ID (https://learn.microsoft.com/azure/aks/entra-id-control-plane-authentication).
 *
 * @example
 * {
 *     adminGroupObjectIds: ["b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17"],
 *     adminGroupNames: ["aks-admins"],
 *     azureRBAC: true,
 *     tenantId: "7e6d5c4b-3a29-4817-a605-f4e3d2c1b0a9",
 *     disableLocalAccounts: true,
 * }
 */
export interface EntraArgs {
    /**
     * Optional. Object ids, GUIDs, of the groups whose members administer the cluster. Default: none.
     */
    adminGroupObjectIds?: pulumi.Input<string>[];
    /**
     * Optional. Display names of such groups. The component looks up their object ids, so the deployer needs permission to
     * read groups, and each name must belong to exactly one security group. Default: none.
     */
    adminGroupNames?: pulumi.Input<string>[];
    /**
     * Optional. Whether Azure role assignments, besides Kubernetes role bindings, decide what a user can do inside the
     * cluster. Default: `false`. See https://learn.microsoft.com/azure/aks/entra-id-authorization.
     */
    azureRBAC?: pulumi.Input<boolean>;
    /**
     * Optional. Id, a GUID, of the tenant whose users sign in. Default: the tenant of the subscription.
     */
    tenantId?: pulumi.Input<string>;
    /**
     * Optional. Whether accounts that do not sign in with Entra, such as the certificates of `az aks get-credentials
     * --admin`, are turned off. The cluster then has no administrator kubeconfig. Requires admin groups or `azureRBAC`;
     * AKS Automatic always has `azureRBAC`. Default: `false`. See
     * https://learn.microsoft.com/azure/aks/local-accounts.
     */
    disableLocalAccounts?: pulumi.Input<boolean>;
}
