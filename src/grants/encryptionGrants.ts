import type * as pulumi from "@pulumi/pulumi";
import { KeyVaultNetworkAccess, type ManagedIdentityAksClusterArgs } from "../args";
import { builtIn, type Permission } from "./grant";

/** A key vault with the key of etcd. */
interface KmsVault {
    keyVaultId: pulumi.Input<string>;
    networkAccess?: KeyVaultNetworkAccess;
}

/** What the control plane does with keys that are not AKS's own. */
export function encryptionGrants({
    encryption: { diskEncryptionSetId, keyVaultKms } = {},
}: Pick<ManagedIdentityAksClusterArgs, "encryption">): Permission[] {
    return [
        ...(diskEncryptionSetId === undefined
            ? []
            : [diskEncryptionSetGrant("disk-encryption-set", diskEncryptionSetId)]),
        ...(keyVaultKms === undefined ? [] : kmsGrants("kms", keyVaultKms)),
    ];
}

/** What the control plane does with a disk encryption set. */
export function diskEncryptionSetGrant(name: string, scope: pulumi.Input<string>): Permission {
    return {
        name: `${name}-reader`,
        identity: "controlPlane",
        role: builtIn("Reader"),
        scope,
        description: "The control plane reads the disk encryption set to encrypt node disks.",
    };
}

/** What the control plane does with the key vault of etcd's key. */
export function kmsGrants(name: string, { keyVaultId, networkAccess }: KmsVault): Permission[] {
    const user: Permission = {
        name: `${name}-crypto-user`,
        identity: "controlPlane",
        role: builtIn("Key Vault Crypto User"),
        scope: keyVaultId,
        description: "The control plane encrypts and decrypts the secrets in etcd with the key.",
    };
    const contributor: Permission = {
        name: `${name}-vault-contributor`,
        identity: "controlPlane",
        role: builtIn("Key Vault Contributor"),
        scope: keyVaultId,
        description: "The control plane approves its private endpoint connection to the key vault.",
    };
    return networkAccess === KeyVaultNetworkAccess.Private ? [user, contributor] : [user];
}
