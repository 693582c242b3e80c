import { parseResourceId } from "../azure/resourceId";
import { hasVnetIntegration } from "./apiServer";
import { rules } from "./rule";
import { isSet } from "./settings";

/** Own keys for disks and for etcd. */
export const ENCRYPTION_RULES = rules("https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption", {
    KmsKeyId: {
        inputs: ["encryption.keyVaultKms.keyId"],
        accepts: /^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/keys\/[A-Za-z0-9-]+\/[0-9a-f]{32}$/i,
        message: "the key for etcd is named by its identifier with a version",
        fix: "Pass an identifier like https://<vault>.vault.azure.net/keys/<key>/<version>.",
    },
    KmsKeyOfKeyVault: {
        validate: ({ encryption }) => {
            const { keyId, keyVaultId } = encryption?.keyVaultKms ?? {};
            const [keyVault, vault] = [vaultOfKey(keyId), vaultName(keyVaultId)];
            return (
                keyVault !== undefined && vault !== undefined && keyVault !== vault && "encryption.keyVaultKms.keyId"
            );
        },
        message:
            "the key for etcd is in the vault that its identifier names first, and keyVaultId, on which the control plane gets its role, is another",
        fix: "Pass a key and the id of its own key vault.",
    },
    KmsPrivateVaultNeedsVnetIntegration: {
        validate: (args) =>
            args.encryption?.keyVaultKms?.networkAccess === "Private" &&
            hasVnetIntegration(args) === false &&
            "encryption.keyVaultKms.networkAccess",
        message:
            "AKS reaches a private key vault only from an API server in the cluster's network (API Server VNet Integration)",
        fix: "Set apiServer.vnetIntegration, in own subnets apiServer.subnetId, or use a public key vault.",
    },
    KmsNeedsUserAssignedControlPlane: {
        when: { "encryption.keyVaultKms": isSet, "controlPlaneIdentity.type": "SystemAssigned" },
        message: "AKS uses the key while it creates the cluster, when a system-assigned identity has no role yet",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove keyVaultKms.',
    },
});

function vaultOfKey(keyId: unknown): string | undefined {
    return typeof keyId === "string" ? /^https:\/\/([a-z0-9-]+)\./i.exec(keyId)?.[1]?.toLowerCase() : undefined;
}

function vaultName(id: unknown): string | undefined {
    return typeof id === "string" ? parseResourceId(id)?.names.at(-1)?.toLowerCase() : undefined;
}
