import type * as pulumi from "@pulumi/pulumi";

/** How AKS reaches a key vault for etcd encryption (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). */
export const KeyVaultNetworkAccess = {
    /** Over the vault's public endpoint. */
    Public: "Public",
    /** Over a private endpoint that AKS makes, which needs a role more. */
    Private: "Private",
} as const;
export type KeyVaultNetworkAccess = (typeof KeyVaultNetworkAccess)[keyof typeof KeyVaultNetworkAccess];

/** Encryption with own keys (https://learn.microsoft.com/azure/aks/concepts-security). */
export interface EncryptionArgs {
    /**
     * Optional. Resource id of a disk encryption set for the disks of the nodes and of persistent volumes. A change
     * replaces the cluster. Default: none. See https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys.
     */
    diskEncryptionSetId?: pulumi.Input<string>;
    /**
     * Optional. A key of a key vault for the secrets in etcd. Default: none.
     */
    keyVaultKms?: KeyVaultKmsArgs;
}

/** A key for the secrets in etcd (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). */
export interface KeyVaultKmsArgs {
    /**
     * Required. Identifier of the key, in the vault of `keyVaultId`:
     * `https://<vault>.vault.azure.net/keys/<key>/<version>`.
     */
    keyId: pulumi.Input<string>;
    /**
     * Required. Resource id of the key vault, in RBAC mode, on which the control plane gets Key Vault Crypto User.
     */
    keyVaultId: pulumi.Input<string>;
    /**
     * Optional. `Public` or `Private`: whether the vault can be reached from public networks. `Private` needs the API
     * server in the virtual network (`apiServer.subnetId`, or AKS Automatic), and the control plane gets Key Vault
     * Contributor, too, for the private endpoint that AKS makes. Default: `Public`. See
     * https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption.
     */
    networkAccess?: KeyVaultNetworkAccess;
}
