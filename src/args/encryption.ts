import type * as pulumi from "@pulumi/pulumi";

/** How AKS reaches a key vault for etcd encryption (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption). */
export const KeyVaultNetworkAccess = {
    /** Over the vault's public endpoint. */
    Public: "Public",
    /** Over a private endpoint that AKS creates, which requires one more role. */
    Private: "Private",
} as const;
export type KeyVaultNetworkAccess = (typeof KeyVaultNetworkAccess)[keyof typeof KeyVaultNetworkAccess];

/**
 * Encryption with your own keys (https://learn.microsoft.com/azure/aks/concepts-security).
 *
 * @example
 * {
 *     diskEncryptionSetId: diskEncryptionSet.id,
 *     keyVaultKms: { keyId: "https://shop.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef", keyVaultId: vault.id },
 * }
 */
export interface EncryptionArgs {
    /**
     * Optional. Resource id of a disk encryption set for the disks of the nodes and of persistent volumes. A change
     * replaces the cluster. Default: none. See https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys.
     */
    diskEncryptionSetId?: pulumi.Input<string>;
    /**
     * Optional. A key in a key vault that encrypts the secrets in etcd. Default: none.
     */
    keyVaultKms?: KeyVaultKmsArgs;
}

/**
 * A key that encrypts the secrets in etcd (https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption).
 *
 * @example
 * {
 *     keyId: "https://shop.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef",
 *     keyVaultId: vault.id,
 *     networkAccess: "Public",
 * }
 */
export interface KeyVaultKmsArgs {
    /**
     * Required. Identifier of the key, in the vault of `keyVaultId`:
     * `https://<vault>.vault.azure.net/keys/<key>/<version>`.
     */
    keyId: pulumi.Input<string>;
    /**
     * Required. Resource id of the key vault, in RBAC mode. The control plane gets Key Vault Crypto User on it.
     */
    keyVaultId: pulumi.Input<string>;
    /**
     * Optional. `Public` or `Private`: whether the vault accepts connections from public networks. `Private` requires
     * API Server VNet Integration (`apiServer.vnetIntegration` or `apiServer.subnetId`; AKS Automatic always has it).
     * The control plane then also gets Key Vault Contributor, for the private endpoint that AKS creates. Default:
     * `Public`. See https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption.
     */
    networkAccess?: KeyVaultNetworkAccess;
}
