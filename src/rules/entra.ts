import { GUID } from "../values";
import { textFormat } from "./formats";
import { repeated } from "./pools";
import { type Format, type Rule, when } from "./rule";

const ENTRA = "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id";

export const ENTRA_FORMATS: readonly Format[] = [
    {
        code: "Entra",
        inputs: ["entra"],
        message: "these are settings in an object",
        fix: "Pass an object such as { adminGroupObjectIds: [group.objectId] }, or {} for sign-in alone.",
        source: ENTRA,
    },
    {
        code: "EntraAdminGroups",
        inputs: ["entra.adminGroupObjectIds", "entra.adminGroupNames"],
        message: "admin groups are a list",
        fix: "Pass a list, of one group too.",
        source: ENTRA,
    },
    textFormat(GUID, {
        code: "EntraGroupObjectId",
        inputs: ["entra.adminGroupObjectIds[]"],
        message: "an admin group is named by its object id, a GUID",
        fix: "Pass the id that `az ad group show --group <name>` shows, or the name in adminGroupNames.",
        source: ENTRA,
    }),
    textFormat(/^.{1,256}$/, {
        code: "EntraGroupName",
        inputs: ["entra.adminGroupNames[]"],
        message: "a group's display name has 1 to 256 characters",
        fix: "Pass the name as Entra shows it.",
        source: "https://learn.microsoft.com/graph/api/resources/group",
    }),
    textFormat(GUID, {
        code: "EntraTenantId",
        inputs: ["entra.tenantId"],
        message: "a tenant is named by its id, a GUID",
        fix: "Pass the id that `az account show` shows as tenantId, or leave it out for the subscription's.",
        source: ENTRA,
    }),
    {
        code: "EntraSwitch",
        inputs: ["entra.azureRbac", "entra.disableLocalAccounts"],
        message: "this is on (true) or off (false)",
        fix: "Use one of the two, or leave it out for off.",
        source: ENTRA,
    },
];

/** Sign-in with Microsoft Entra ID. */
export const ENTRA_RULES: readonly Rule[] = [
    {
        code: "EntraGroupTwice",
        validate: ({ entra }) =>
            (["adminGroupObjectIds", "adminGroupNames"] as const).flatMap((list) => {
                const groups = (entra?.[list] ?? []).map((group) =>
                    typeof group === "string" ? group.toLowerCase() : group,
                );
                return repeated(groups).map((index) => ({ path: ["entra", list, index] }));
            }),
        message: "an earlier entry of the list is the same group",
        fix: "Name each group once.",
        source: ENTRA,
    },
    {
        code: "LocalAccountsOffNeedsAdmins",
        validate: ({ entra, sku }) => {
            const { adminGroupObjectIds = [], adminGroupNames = [], azureRbac = false } = entra ?? {};
            // AKS Automatic always has Azure RBAC.
            const hasAdmins =
                adminGroupObjectIds.length + adminGroupNames.length > 0 || azureRbac !== false || sku === "Automatic";
            return when(entra?.disableLocalAccounts === true && !hasAdmins, "entra.disableLocalAccounts");
        },
        message: "without local accounts, admin groups and Azure RBAC nobody can get into the cluster",
        fix: "Name an admin group, or set azureRbac to true.",
        source: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
    },
];
