import { DISK_ENCRYPTION_SET, KEY_VAULT, parseResourceId } from "../azure/resourceId";
import { hasVnetIntegration } from "./apiServer";
import { resourceIdFormat, textFormat } from "./formats";
import { type Format, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const KMS = "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption";

export const ENCRYPTION_FORMATS: readonly Format[] = [
    resourceIdFormat(DISK_ENCRYPTION_SET, "a disk encryption set", {
        code: "DiskEncryptionSetId",
        inputs: ["encryption.diskEncryptionSetId"],
        source: "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys",
    }),
    textFormat(/^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/keys\/[A-Za-z0-9-]+\/[0-9a-f]{32}$/i, {
        code: "KmsKeyId",
        inputs: ["encryption.keyVaultKms.keyId"],
        message: "the key for etcd is named by its identifier with a version",
        fix: "Pass an identifier like https://<vault>.vault.azure.net/keys/<key>/<version>.",
        source: KMS,
    }),
    resourceIdFormat(KEY_VAULT, "the vault of the key for etcd", {
        code: "KmsKeyVaultId",
        inputs: ["encryption.keyVaultKms.keyVaultId", "keyVaultKms[].keyVaultId"],
        source: KMS,
    }),
    {
        code: "KmsNetworkAccess",
        inputs: ["encryption.keyVaultKms.networkAccess", "keyVaultKms[].networkAccess"],
        message: "a key vault is reached Public or Private",
        fix: "Use one of the two, or leave it out for Public.",
        source: KMS,
    },
];

/** Own keys for disks and for etcd. */
export const ENCRYPTION_RULES: readonly Rule[] = [
    {
        code: "KmsKeyOfKeyVault",
        validate: ({ encryption }) => {
            const { keyId, keyVaultId } = encryption?.keyVaultKms ?? {};
            const [keyVault, vault] = [vaultOfKey(keyId), vaultName(keyVaultId)];
            return when(
                keyVault !== undefined && vault !== undefined && keyVault !== vault,
                "encryption.keyVaultKms.keyId",
            );
        },
        message:
            "the key for etcd is in the vault that its identifier names first, and keyVaultId, on which the control plane gets its role, is another",
        fix: "Pass a key and the id of its own key vault.",
        source: KMS,
    },
    {
        code: "KmsPrivateVaultNeedsVnetIntegration",
        validate: (args) =>
            when(
                args.encryption?.keyVaultKms?.networkAccess === "Private" && hasVnetIntegration(args) === false,
                "encryption.keyVaultKms.networkAccess",
            ),
        message:
            "AKS reaches a private key vault only from an API server in the cluster's network (API Server VNet Integration)",
        fix: "Set apiServer.vnetIntegration, in own subnets apiServer.subnetId, or use a public key vault.",
        source: KMS,
    },
    {
        code: "KmsNeedsUserAssignedControlPlane",
        validate: together({
            "encryption.keyVaultKms": GIVEN,
            "controlPlaneIdentity.type": "SystemAssigned",
        }),
        message: "AKS uses the key while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove keyVaultKms.',
        source: KMS,
    },
];

function vaultOfKey(keyId: unknown): string | undefined {
    return typeof keyId === "string" ? /^https:\/\/([a-z0-9-]+)\./i.exec(keyId)?.[1]?.toLowerCase() : undefined;
}

function vaultName(id: unknown): string | undefined {
    return typeof id === "string" ? parseResourceId(id)?.names.at(-1)?.toLowerCase() : undefined;
}
