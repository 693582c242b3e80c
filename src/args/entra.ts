import type * as pulumi from "@pulumi/pulumi";

/** Sign-in to the cluster with Microsoft Entra ID (https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id). */
export interface EntraArgs {
    /**
     * Optional. Object ids, GUIDs, of the groups whose members administer the cluster. Default: none.
     */
    adminGroupObjectIds?: pulumi.Input<string>[];
    /**
     * Optional. Display names of such groups, whose object ids are looked up; the deployer needs to be allowed to read
     * groups, and a name has to be that of one security group only. Default: none.
     */
    adminGroupNames?: pulumi.Input<string>[];
    /**
     * Optional. Whether Azure role assignments decide what a user may do inside of the cluster, beside Kubernetes' own.
     * Default: `false`. See https://learn.microsoft.com/azure/aks/manage-azure-rbac.
     */
    azureRbac?: pulumi.Input<boolean>;
    /**
     * Optional. Tenant, a GUID, whose users sign in. Default: the subscription's.
     */
    tenantId?: pulumi.Input<string>;
    /**
     * Optional. Whether the accounts that do without Entra are off: there is no administrator's kubeconfig then. Needs
     * admin groups or `azureRbac`, which AKS Automatic has always. Default: `false`. See
     * https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad.
     */
    disableLocalAccounts?: pulumi.Input<boolean>;
}
