import { builtInRoleGuid, builtInRoleNames } from "../grants/roles";
import { didYouMean, nearest } from "../messages/nearest";
import { GUID, isObject, matches } from "../values";
import { rules } from "./rule";

/** What several components take. */

export const NAMING = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
export const PULUMI_NAMES = "https://www.pulumi.com/docs/iac/concepts/resources/names";
const RBAC = "https://learn.microsoft.com/azure/role-based-access-control";
const KUBERNETES_NAMES = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names";

/** The name of an Azure region, as "West Europe" or "westeurope". */
export const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** As Azure shows it in a subscription, in a management group and, without either, in the tenant. */
const ROLE_DEFINITION =
    /^(?:\/subscriptions\/[^/]+(?:\/.+)?|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i;
const SCOPE = /^\/(?:subscriptions\/[^/]+(?:\/.+)?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)$/i;

/** What is said of the group, which some components need only with other inputs. */
export const RESOURCE_GROUP = {
    message:
        "a resource group's name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop",
    fix: "Pass the name of an existing resource group, not its id.",
    source: NAMING,
};

/** A name in Kubernetes, as of a service account. */
export const KUBERNETES_NAME = {
    accepts: /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
    message:
        "a name in Kubernetes has 1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit at both ends and beside each dot",
    source: KUBERNETES_NAMES,
};

export const COMMON_RULES = rules(`${RBAC}/role-assignments`, {
    ResourceGroupName: {
        ...RESOURCE_GROUP,
        inputs: ["resourceGroupName"],
        accepts: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
    },
    PublicIpResourceGroupId: {
        inputs: ["networkAccess.publicIpResourceGroupIds[]", "publicIpResourceGroupIds[]"],
        accepts: /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i,
        message: "a resource group is named by its id here",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<resourceGroup>.",
        source: "https://learn.microsoft.com/azure/aks/static-ip",
    },
    Location: {
        inputs: ["location"],
        accepts: LOCATION,
        message: "a location is the name of an Azure region",
        fix: "Use a region's name such as \"westeurope\", or leave it out to take the resource group's.",
        source: "https://learn.microsoft.com/azure/reliability/regions-list",
    },
    Namespace: {
        inputs: [
            "serviceAccounts[].namespace",
            "addons.podIdentity.identities[].namespace",
            "addons.podIdentity.exceptions[].namespace",
        ],
        accepts: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
        message: "a namespace's name has 1 to 63 lower-case letters, digits and hyphens, no hyphen at its ends",
        fix: "Pass the namespace as Kubernetes names it.",
        source: KUBERNETES_NAMES,
    },
    GrantName: {
        inputs: ["registries[]", "extraRoleAssignments[]", "keyVaultKms[]", "addons.keyVaultSecrets.vaults[]"].map(
            (entry) => `${entry}.name`,
        ),
        accepts: /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
        message: "a grant's name has 1 to 40 lower-case letters, digits and hyphens, no hyphen at its ends",
        fix: 'Use a name like "shared-disks".',
        source: PULUMI_NAMES,
    },
    ExtraRoleAssignments: {
        inputs: ["extraRoleAssignments"],
        accepts: isListOfObjects,
        message: "this is a list of objects",
        fix: 'Pass a list such as [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }].',
    },
    Role: {
        inputs: ["extraRoleAssignments[].role", "networkAccess.role", "networkRole"],
        accepts: (role) =>
            matches(ROLE_DEFINITION, role) || matches(GUID, role) || builtInRoleGuid(String(role)) !== undefined,
        message: "a role is the name of a built-in role, or the GUID or the full id of any role's definition",
        hint: (role) => didYouMean(nearestRole(role)),
        fix: 'Pass a name such as "Key Vault Secrets User"; a custom role goes by its GUID or its full id.',
        source: `${RBAC}/built-in-roles`,
    },
    RoleAssignmentScope: {
        inputs: ["extraRoleAssignments[].scope"],
        accepts: SCOPE,
        message: "a scope is the id of a management group, a subscription, a resource group or a resource",
        fix: "Pass an id that starts with /subscriptions/ or /providers/Microsoft.Management/managementGroups/.",
        source: `${RBAC}/scope-overview`,
    },
    Tags: {
        inputs: ["tags{}"],
        accepts: (value, { path }) => matches(/^[^<>%&\\?/]{1,512}$/, path.at(-1)) && matches(/^.{0,256}$/s, value),
        message: "a tag has a name of 1 to 512 characters without <, >, %, &, \\, ? and /, and a text of at most 256",
        fix: "Shorten or respell it.",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
    },
});

/** Whether the entries are objects, which are known when the program runs. */
export function isListOfObjects(value: unknown): boolean {
    return Array.isArray(value) && Array.from(value).every(isObject);
}

/** Names of roles are long, and much alike at their ends. */
function nearestRole(value: unknown): string | undefined {
    return typeof value === "string" && !value.startsWith("/")
        ? nearest(value, builtInRoleNames(), Math.max(2, Math.floor(value.length / 3)))
        : undefined;
}
