import { KeyVaultNetworkAccess, type ManagedIdentityAksClusterArgs } from "../../args";
import { sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import type { Limits } from "./limits";
import type { Remaining } from "./remaining";
import { type AssignmentsOf, vaultOfKey } from "./roleAssignments";

/** The key that encrypts the secrets in etcd; with a public vault only a role assignment shows which vault it is in. */
export function readKms(
    live: Remaining,
    assignments: AssignmentsOf,
    { blockers }: Limits,
): ManagedIdentityAksClusterArgs["encryption"] {
    const kms = Object(live.take("securityProfile.azureKeyVaultKms")) as Values;
    if (kms.enabled !== true) {
        return undefined;
    }
    const keyId = String(kms.keyId);
    const shown = typeof kms.keyVaultResourceId === "string" && kms.keyVaultResourceId !== "" && kms.keyVaultResourceId;
    const keyVaultId = shown || vaultOfKey(keyId, assignments);
    if (keyVaultId === undefined) {
        blockers.push({
            path: "securityProfile.azureKeyVaultKms",
            reason: "The cluster shows the key but not the resource id of its vault, and no role assignment of the control plane names it. Read the role assignments, too.",
        });
        return undefined;
    }
    const isPrivate = sameId(String(kms.keyVaultNetworkAccess), KeyVaultNetworkAccess.Private);
    return { keyVaultKms: { keyId, keyVaultId, ...(isPrivate && { networkAccess: KeyVaultNetworkAccess.Private }) } };
}

/** Sign-in with Microsoft Entra ID. */
export function readEntra(
    live: Remaining,
    { notExpressible, blockers }: Limits,
): ManagedIdentityAksClusterArgs["entra"] {
    const profile = live.take("aadProfile");
    const disableLocalAccounts = live.take("disableLocalAccounts") === true;
    if (!isRecord(profile)) {
        if (disableLocalAccounts) {
            notExpressible.push({
                path: "disableLocalAccounts",
                reason: "Local accounts are off on a cluster without Microsoft Entra ID. AKS keeps that as it is.",
            });
        }
        return undefined;
    }
    const { managed, adminGroupObjectIDs, enableAzureRBAC, tenantID } = profile as Values;
    if (managed !== true) {
        blockers.push({
            path: "aadProfile",
            reason: "The cluster uses the legacy integration of Microsoft Entra ID with applications of its own, which is retired. Run `az aks update --enable-aad` first.",
        });
        return undefined;
    }
    return {
        ...(Array.isArray(adminGroupObjectIDs) &&
            adminGroupObjectIDs.length > 0 && { adminGroupObjectIds: adminGroupObjectIDs.map(String) }),
        ...(enableAzureRBAC === true && { azureRBAC: true }),
        ...(typeof tenantID === "string" && { tenantId: tenantID }),
        ...(disableLocalAccounts && { disableLocalAccounts }),
    };
}
