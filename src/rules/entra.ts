import { ClusterSku, type EntraArgs, type ManagedIdentityAksClusterArgs } from "../args";
import { GUID, isObject, matches } from "../values";
import { entries, given, twice } from "./places";
import type { Place, Rule } from "./rule";

const ENTRA = "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id";
const LOCAL_ACCOUNTS = "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad";

/** Sign-in with Microsoft Entra ID. */
export const ENTRA_RULES: readonly Rule[] = [
    {
        code: "Entra",
        asksOutputs: true,
        places: (args) => given(["entra"], args.entra),
        broken: (value) => !isObject(value) || Array.isArray(value),
        rule: "these are settings in an object",
        fix: "Pass an object such as { adminGroupObjectIds: [group.objectId] }, or {} for sign-in alone.",
        source: ENTRA,
    },
    {
        code: "EntraAdminGroups",
        asksOutputs: true,
        places: (args) =>
            entra(args, ({ adminGroupObjectIds, adminGroupNames }) => [
                ...given(["entra", "adminGroupObjectIds"], adminGroupObjectIds),
                ...given(["entra", "adminGroupNames"], adminGroupNames),
            ]),
        broken: (value) => !Array.isArray(value),
        rule: "admin groups are a list",
        fix: "Pass a list, of one group too.",
        source: ENTRA,
    },
    {
        code: "EntraGroupObjectId",
        places: (args) => groups(args, "adminGroupObjectIds"),
        broken: (value) => !matches(GUID, value),
        rule: "an admin group is named by its object id, a GUID",
        fix: "Pass the id that `az ad group show --group <name>` shows, or the name in adminGroupNames.",
        source: ENTRA,
    },
    {
        code: "EntraGroupName",
        places: (args) => groups(args, "adminGroupNames"),
        broken: (value) => typeof value !== "string" || value.trim() === "" || value.length > 256,
        rule: "a group's display name has 1 to 256 characters",
        fix: "Pass the name as Entra shows it.",
        source: "https://learn.microsoft.com/graph/api/resources/group",
    },
    {
        code: "EntraGroupTwice",
        places: (args) => [
            ...twice(groups(args, "adminGroupObjectIds")),
            ...twice(groups(args, "adminGroupNames")),
        ],
        broken: (value, before) =>
            Array.isArray(before) && before.some((other) => lower(other) === lower(value)),
        rule: "an earlier entry of the list is the same group",
        fix: "Name each group once.",
        source: ENTRA,
    },
    {
        code: "EntraTenantId",
        places: (args) => entra(args, ({ tenantId }) => given(["entra", "tenantId"], tenantId)),
        broken: (value) => !matches(GUID, value),
        rule: "a tenant is named by its id, a GUID",
        fix: "Pass the id that `az account show` shows as tenantId, or leave it out for the subscription's.",
        source: ENTRA,
    },
    {
        code: "EntraSwitch",
        places: (args) =>
            entra(args, ({ azureRbac, disableLocalAccounts }) => [
                ...given(["entra", "azureRbac"], azureRbac),
                ...given(["entra", "disableLocalAccounts"], disableLocalAccounts),
            ]),
        broken: (value) => typeof value !== "boolean",
        rule: "this is on (true) or off (false)",
        fix: "Use one of the two, or leave it out for off.",
        source: ENTRA,
    },
    {
        code: "LocalAccountsOffNeedsAdmins",
        places: (args) =>
            entra(args, ({ adminGroupObjectIds, adminGroupNames, azureRbac, disableLocalAccounts }) =>
                given(["entra", "disableLocalAccounts"], disableLocalAccounts, {
                    groups: [adminGroupObjectIds, adminGroupNames].flatMap((list) => list ?? []).length,
                    // AKS Automatic has it always.
                    azureRbac: args.sku === ClusterSku.Automatic || azureRbac,
                }),
            ),
        broken: (value, beside) => value === true && !hasAdmins(beside),
        rule: "without local accounts, admin groups and Azure RBAC nobody can get into the cluster",
        fix: "Name an admin group, or set azureRbac to true.",
        source: LOCAL_ACCOUNTS,
    },
];

function entra(args: ManagedIdentityAksClusterArgs, places: (settings: EntraArgs) => Place[]): Place[] {
    return isObject(args.entra) ? places(args.entra) : [];
}

function groups(
    args: ManagedIdentityAksClusterArgs,
    list: "adminGroupObjectIds" | "adminGroupNames",
): Place[] {
    return entra(args, (settings) => entries(["entra", list], settings[list]));
}

function hasAdmins(beside: unknown): boolean {
    return (
        isObject(beside) &&
        Object.values(beside).some((given) => given === true || (typeof given === "number" && given > 0))
    );
}

function lower(value: unknown): unknown {
    return typeof value === "string" ? value.toLowerCase() : value;
}
