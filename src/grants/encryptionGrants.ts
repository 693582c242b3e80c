import type * as pulumi from "@pulumi/pulumi";
import { KeyVaultNetworkAccess } from "../args";
import { builtIn, type Grant } from "./grant";

/** A key vault with the key of etcd. */
export interface KmsVault {
    keyVaultId: pulumi.Input<string>;
    networkAccess?: KeyVaultNetworkAccess;
}

type When = Grant["when"];

/** What the control plane does with a disk encryption set. */
export function diskEncryptionSetGrant(name: string, scope: pulumi.Input<string>, when: When): Grant {
    return {
        name: `${name}-reader`,
        identity: "controlPlane",
        role: builtIn("Reader"),
        scope,
        reason: "The control plane reads the disk encryption set for the disks that it makes.",
        when,
    };
}

/** What the control plane does with the key vault of etcd's key. */
export function kmsGrants(name: string, { keyVaultId, networkAccess }: KmsVault, when: When): Grant[] {
    const user: Grant = {
        name: `${name}-crypto-user`,
        identity: "controlPlane",
        role: builtIn("Key Vault Crypto User"),
        scope: keyVaultId,
        reason: "The control plane encrypts and decrypts the secrets in etcd with the key.",
        when,
    };
    const contributor: Grant = {
        name: `${name}-vault-contributor`,
        identity: "controlPlane",
        role: builtIn("Key Vault Contributor"),
        scope: keyVaultId,
        reason: "The control plane approves its private endpoint connection to the key vault.",
        when,
    };
    return networkAccess === KeyVaultNetworkAccess.Private ? [user, contributor] : [user];
}
