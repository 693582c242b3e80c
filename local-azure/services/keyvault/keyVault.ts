import { keyType, vaultType } from "../../kernel/typeNames";
import { plainService } from "../plainService";
import { putAccessPolicies } from "./accessPolicies";
import { deleteKey, getKey, listKeys, putKey } from "./keys";
import { vault } from "./vaults";

/** Microsoft.KeyVault: vaults of either permission model, and keys as far as ARM shows them. No secrets, no data plane. */
export const keyVault = plainService("Microsoft.KeyVault", [vault], {
    routes: [
        {
            method: "PUT",
            type: `${vaultType}/accessPolicies`,
            on: "resource",
            handle: putAccessPolicies,
        },
        { method: "PUT", type: keyType, on: "resource", handle: putKey },
        { method: "GET", type: keyType, on: "resource", handle: getKey },
        { method: "GET", type: keyType, on: "collection", handle: listKeys },
        // Stands for the data plane, where a key is deleted; authorized as there (see deleteKey), hence open here.
        { method: "DELETE", type: keyType, on: "resource", open: true, handle: deleteKey },
    ],
});
