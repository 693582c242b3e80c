import { rules } from "../validation/rule";
import { GUID } from "../values";
import { repeated } from "./pools";

/** Sign-in with Microsoft Entra ID. */
export const ENTRA_RULES = rules("aks/entra-id-control-plane-authentication", {
    EntraGroupObjectId: {
        inputs: ["entra.adminGroupObjectIds[]"],
        accepts: GUID,
        message: "this must be the object id of an admin group, a GUID",
        fix: "Pass the id that `az ad group show --group <name>` shows, or the name in adminGroupNames.",
    },
    EntraGroupName: {
        inputs: ["entra.adminGroupNames[]"],
        accepts: /^.{1,256}$/,
        message: "a group display name must have 1 to 256 characters",
        fix: "Pass the display name that Microsoft Entra ID shows.",
        source: "https://learn.microsoft.com/graph/api/resources/group",
    },
    EntraTenantId: {
        inputs: ["entra.tenantId"],
        accepts: GUID,
        message: "this must be the id of a tenant, a GUID",
        fix: "Pass the id that `az account show` shows as tenantId, or leave it out for the tenant of the subscription.",
    },
    EntraGroupTwice: {
        validate: ({ entra }) =>
            (["adminGroupObjectIds", "adminGroupNames"] as const).flatMap((list) => {
                const groups = entra?.[list] ?? [];
                const names = groups.map((group) => (typeof group === "string" ? group.toLowerCase() : group));
                return repeated(names).map((index) => ["entra", list, index]);
            }),
        message: "an earlier entry of the list is the same group",
        fix: "Remove one of the two entries.",
    },
    LocalAccountsOffNeedsAdmins: {
        validate: ({ entra, sku }) => {
            const { adminGroupObjectIds = [], adminGroupNames = [], azureRBAC = false } = entra ?? {};
            const hasGroups = adminGroupObjectIds.length + adminGroupNames.length > 0;
            // AKS Automatic always has Azure RBAC.
            const hasAdmins = hasGroups || azureRBAC !== false || sku === "Automatic";
            return entra?.disableLocalAccounts === true && !hasAdmins && "entra.disableLocalAccounts";
        },
        message: "without local accounts, admin groups and Azure RBAC, nobody can sign in to the cluster",
        fix: "Add an admin group, or set azureRBAC to true.",
        source: "aks/local-accounts",
    },
});
