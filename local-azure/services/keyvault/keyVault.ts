import { deletedVaultType, keyType, vaultType } from "../../kernel/typeNames";
import { plainService } from "../plainService";
import { route } from "../service";
import { putAccessPolicies } from "./accessPolicies";
import { deleteKey, getKey, listKeys, putKey } from "./keys";
import { getDeleted, keepDeleted, purgeDeleted, vault } from "./vaults";

/** Microsoft.KeyVault: vaults of either permission model, and keys as far as ARM shows them. No secrets, no data plane. */
export const keyVault = plainService("Microsoft.KeyVault", [vault], {
    routes: [
        route("PUT", `${vaultType}/accessPolicies`, "resource", putAccessPolicies),
        route("GET", deletedVaultType, "resource", getDeleted),
        route("POST", deletedVaultType, { action: "purge" }, purgeDeleted),
        route("PUT", keyType, "resource", putKey),
        route("GET", keyType, "resource", getKey),
        route("GET", keyType, "collection", listKeys),
        // Stands for the data plane, where a key is deleted; authorized as there (see deleteKey), hence open here.
        route("DELETE", keyType, "resource", deleteKey, { open: true }),
    ],
    removed: { [vaultType]: keepDeleted },
});
