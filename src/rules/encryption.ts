import { parseResourceId } from "../azure/resourceId";
import { rules } from "../validation/rule";
import { isSet, SYSTEM_ASSIGNED } from "../validation/settings";
import { hasVnetIntegration } from "./apiServer";

/** Own keys for disks and for etcd. */
export const ENCRYPTION_RULES = rules("aks/use-kms-etcd-encryption", {
    KmsKeyId: {
        inputs: ["encryption.keyVaultKms.keyId"],
        accepts: /^https:\/\/[a-z0-9-]+\.[a-z0-9.-]+\/keys\/[A-Za-z0-9-]+\/[0-9a-f]{32}$/i,
        message: "this must be the identifier of a key in a key vault, with its version",
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
            "the key must be in the vault that keyVaultId names, because the control plane gets its role on that vault",
        fix: "Pass a key and the id of its own key vault.",
    },
    KmsPrivateVaultNeedsVnetIntegration: {
        validate: (args) =>
            args.encryption?.keyVaultKms?.networkAccess === "Private" &&
            hasVnetIntegration(args) === false &&
            "encryption.keyVaultKms.networkAccess",
        message: "a private key vault requires API Server VNet Integration, which is off",
        fix: "Set apiServer.vnetIntegration, or with your own subnets apiServer.subnetId, or use a public key vault.",
    },
    KmsNeedsUserAssignedControlPlane: {
        when: { "encryption.keyVaultKms": isSet, ...SYSTEM_ASSIGNED },
        message:
            "AKS uses the key while it creates the cluster, and a system-assigned identity has no role assignments at that time",
        fix: 'Set controlPlaneIdentity.type to "UserAssigned", or remove keyVaultKms.',
    },
});

function vaultOfKey(keyId: unknown): string | undefined {
    return typeof keyId === "string" ? /^https:\/\/([a-z0-9-]+)\./i.exec(keyId)?.[1]?.toLowerCase() : undefined;
}

function vaultName(id: unknown): string | undefined {
    return typeof id === "string" ? parseResourceId(id)?.names.at(-1)?.toLowerCase() : undefined;
}
