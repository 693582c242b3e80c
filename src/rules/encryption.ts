import { ControlPlaneIdentityType, KeyVaultNetworkAccess } from "../args";
import { DISK_ENCRYPTION_SET, isIdOf, KEY_VAULT, parseResourceId } from "../azure/resourceId";
import { matches, oneOf } from "../values";
import { given, vnetIntegration } from "./places";
import type { Rule } from "./rule";

const DISKS = "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys";
const KMS = "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption";

/** Own keys for disks and for etcd. */
export const ENCRYPTION_RULES: readonly Rule[] = [
    {
        code: "DiskEncryptionSetId",
        places: (args) => given(["encryption", "diskEncryptionSetId"], args.encryption?.diskEncryptionSetId),
        broken: (value) => typeof value !== "string" || !isIdOf(DISK_ENCRYPTION_SET, value),
        rule: "a disk encryption set is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/diskEncryptionSets/<name>.",
        source: DISKS,
    },
    {
        code: "KmsKeyId",
        places: (args) =>
            args.encryption?.keyVaultKms
                ? [{ path: ["encryption", "keyVaultKms", "keyId"], value: args.encryption.keyVaultKms.keyId }]
                : [],
        broken: (value) =>
            !matches(/^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/keys\/[A-Za-z0-9-]+\/[0-9a-f]{32}$/i, value),
        rule: "the key for etcd is named by its identifier with a version",
        fix: "Pass an identifier like https://<vault>.vault.azure.net/keys/<key>/<version>.",
        source: KMS,
    },
    {
        code: "KmsKeyVaultId",
        places: (args) =>
            args.encryption?.keyVaultKms
                ? [
                      {
                          path: ["encryption", "keyVaultKms", "keyVaultId"],
                          value: args.encryption.keyVaultKms.keyVaultId,
                      },
                  ]
                : [],
        broken: (value) => typeof value !== "string" || !isIdOf(KEY_VAULT, value),
        rule: "the vault of the key for etcd is named by its resource id",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.KeyVault/vaults/<name>.",
        source: KMS,
    },
    {
        code: "KmsKeyOfKeyVault",
        places: (args) =>
            given(
                ["encryption", "keyVaultKms", "keyId"],
                args.encryption?.keyVaultKms?.keyId,
                args.encryption?.keyVaultKms?.keyVaultId,
            ),
        broken: isKeyOfAnotherVault,
        rule: "the key for etcd is in the vault that its identifier names first, and keyVaultId, on which the control plane gets its role, is another",
        fix: "Pass a key and the id of its own key vault.",
        source: KMS,
    },
    {
        code: "KmsNetworkAccess",
        places: (args) =>
            given(
                ["encryption", "keyVaultKms", "networkAccess"],
                args.encryption?.keyVaultKms?.networkAccess,
            ),
        broken: (value) => !oneOf(KeyVaultNetworkAccess, value),
        rule: "a key vault is reached Public or Private",
        fix: "Use one of the two, or leave it out for Public.",
        source: KMS,
    },
    {
        code: "KmsPrivateVaultNeedsVnetIntegration",
        // Asked of the shape alone: networkAccess is plain, and must not wait for what may be an output.
        asksOutputs: true,
        places: (args) =>
            given(
                ["encryption", "keyVaultKms", "networkAccess"],
                args.encryption?.keyVaultKms?.networkAccess,
                vnetIntegration(args),
            ),
        broken: (value, integrated) => value === KeyVaultNetworkAccess.Private && integrated === false,
        rule: "AKS reaches a private key vault only from an API server in the cluster's network (API Server VNet Integration)",
        fix: "Set apiServer.vnetIntegration, in own subnets apiServer.subnetId, or use a public key vault.",
        source: KMS,
    },
    {
        code: "KmsNeedsUserAssignedControlPlane",
        asksOutputs: true,
        places: (args) =>
            given(
                ["encryption", "keyVaultKms"],
                args.encryption?.keyVaultKms,
                args.controlPlaneIdentity?.type,
            ),
        broken: (_, type) => type === ControlPlaneIdentityType.SystemAssigned,
        rule: "AKS uses the key while it makes the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove keyVaultKms.',
        source: KMS,
    },
];

/** Whether both are named as they should, and the vaults by different names. */
function isKeyOfAnotherVault(keyId: unknown, keyVaultId: unknown): boolean {
    const host = typeof keyId === "string" ? /^https:\/\/([a-z0-9-]+)\./i.exec(keyId)?.[1] : undefined;
    const vault = typeof keyVaultId === "string" ? parseResourceId(keyVaultId)?.names.at(-1) : undefined;
    return host !== undefined && vault !== undefined && host.toLowerCase() !== vault.toLowerCase();
}
