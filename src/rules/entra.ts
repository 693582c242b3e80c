import { rules } from "../validation/rule";
import { GUID } from "../values";
import { repeated } from "./pools";

/** Sign-in with Microsoft Entra ID. */
export const ENTRA_RULES = rules("aks/enable-authentication-microsoft-entra-id", {
    EntraGroupObjectId: {
        inputs: ["entra.adminGroupObjectIds[]"],
        accepts: GUID,
        message: "this is the object id of an admin group, a GUID",
        fix: "Pass the id that `az ad group show --group <name>` shows, or the name in adminGroupNames.",
    },
    EntraGroupName: {
        inputs: ["entra.adminGroupNames[]"],
        accepts: /^.{1,256}$/,
        message: "a group's display name has 1 to 256 characters",
        fix: "Pass the name as Entra shows it.",
        source: "https://learn.microsoft.com/graph/api/resources/group",
    },
    EntraTenantId: {
        inputs: ["entra.tenantId"],
        accepts: GUID,
        message: "this is the id of a tenant, a GUID",
        fix: "Pass the id that `az account show` shows as tenantId, or leave it out for the subscription's.",
    },
    EntraGroupTwice: {
        validate: ({ entra }) =>
            (["adminGroupObjectIds", "adminGroupNames"] as const).flatMap((list) => {
                const groups = entra?.[list] ?? [];
                const names = groups.map((group) => (typeof group === "string" ? group.toLowerCase() : group));
                return repeated(names).map((index) => ["entra", list, index]);
            }),
        message: "an earlier entry of the list is the same group",
        fix: "Name each group once.",
    },
    LocalAccountsOffNeedsAdmins: {
        validate: ({ entra, sku }) => {
            const { adminGroupObjectIds = [], adminGroupNames = [], azureRBAC = false } = entra ?? {};
            const hasGroups = adminGroupObjectIds.length + adminGroupNames.length > 0;
            // AKS Automatic always has Azure RBAC.
            const hasAdmins = hasGroups || azureRBAC !== false || sku === "Automatic";
            return entra?.disableLocalAccounts === true && !hasAdmins && "entra.disableLocalAccounts";
        },
        message: "without local accounts, admin groups and Azure RBAC nobody can get into the cluster",
        fix: "Name an admin group, or set azureRBAC to true.",
        source: "aks/manage-local-accounts-managed-azure-ad",
    },
});
