import { propertyAt } from "../cluster/paths";
import type { Values } from "../values";
import type { ClusterChange } from "./change";
import type { Transition } from "./transition";

/** Changes of credentials and keys that AKS takes by commands of its own, or that need steps in the cluster. */
export const SECRET_TRANSITIONS: readonly Transition[] = [
    {
        code: "WindowsPasswordStays",
        effect: "reject",
        when: ({ facts }) => facts.changesWindowsPassword === true,
        message: (change) =>
            `the program sets another password for the Windows nodes, and azure-native would replace the cluster for it. AKS changes it in place: run \`az aks update ${addressOf(change)} --windows-admin-password <password>\`, then remove properties.windowsProfile.adminPassword from the program: it is used for a new cluster alone.`,
        source: "https://learn.microsoft.com/azure/aks/learn/quick-windows-container-deploy-cli",
    },
    {
        code: "EncryptionKeyStays",
        effect: "reject",
        when: ({ live, desired }) => {
            const vault = vaultOf(live);
            return vault !== undefined && vault !== vaultOf(desired) && !hasUnknownKey(desired);
        },
        message: (change) =>
            [
                `the secrets of the cluster are encrypted with a key of ${vaultOf(change.live)}, and this update would take the role on that vault from the control plane, which needs it until all secrets are encrypted anew:`,
                vaultOf(change.desired) === undefined
                    ? `  1. Run \`az aks update ${addressOf(change)} --disable-azure-keyvault-kms\`.`
                    : `  1. Give the control plane the role Key Vault Crypto User on the new vault with extraRoleAssignments, run \`pulumi up\` with the previous key, then \`az aks update ${addressOf(change)} --enable-azure-keyvault-kms --azure-keyvault-kms-key-id <new key>\`.`,
                "  2. Run `kubectl get secrets --all-namespaces -o json | kubectl replace -f -`.",
                "  3. Change encryption.keyVaultKms in the program, and run `pulumi up`.",
            ].join("\n"),
        source: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
    },
];

function addressOf({ desired }: ClusterChange): string {
    return `--resource-group ${desired.resourceGroupName} --name ${desired.resourceName}`;
}

/** Host name of the vault whose key encrypts the secrets of a cluster. */
function vaultOf(cluster: Values | undefined): string | undefined {
    const kms = propertyAt(cluster, "securityProfile.azureKeyVaultKms");
    const { enabled, keyId } = Object(kms);
    return enabled === true && typeof keyId === "string"
        ? /^https:\/\/([^/]+)/i.exec(keyId)?.[1]?.toLowerCase()
        : undefined;
}

function hasUnknownKey(cluster: Values): boolean {
    const { enabled, keyId } = Object(propertyAt(cluster, "securityProfile.azureKeyVaultKms"));
    return enabled === true && typeof keyId !== "string";
}
