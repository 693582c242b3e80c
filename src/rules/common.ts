import { MANAGED_IDENTITY_PAGE } from "../azure/pages";
import { USER_ASSIGNED_IDENTITY } from "../azure/resourceId";
import { builtInRoleGuid, builtInRoleNames } from "../grants/roles";
import { GUID, matches } from "../values";
import { objectListFormat, resourceIdFormat, textFormat } from "./formats";
import { didYouMean, nearest } from "./nearest";
import type { Format } from "./rule";

/** What several components take. */

export const NAMING = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";

const PULUMI_NAMES = "https://www.pulumi.com/docs/iac/concepts/resources/names";
const ROLE_ASSIGNMENTS = "https://learn.microsoft.com/azure/role-based-access-control/role-assignments";
const KUBERNETES_NAMES = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names";

/** The name of an Azure region, as "West Europe" or "westeurope". */
export const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** As Azure shows it in a subscription, in a management group and, without either, in the tenant. */
const ROLE_DEFINITION =
    /^(?:\/subscriptions\/[^/]+(?:\/.+)?|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i;
const SCOPES = /^\/(?:subscriptions\/[^/]+(?:\/.+)?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)$/i;

export const RESOURCE_GROUP_NAME = textFormat(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, {
    code: "ResourceGroupName",
    inputs: ["resourceGroupName"],
    message:
        "a resource group's name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop",
    fix: "Pass the name of an existing resource group, not its id.",
    source: NAMING,
});

/** A name in Kubernetes, as of a service account. */
function isKubernetesName(value: unknown): boolean {
    const part = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    return matches(new RegExp(`^${part}(?:\\.${part})*$`), value) && String(value).length <= 253;
}

export const KUBERNETES_NAME = {
    accepts: isKubernetesName,
    message:
        "a name in Kubernetes has 1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit at both ends and beside each dot",
    source: KUBERNETES_NAMES,
};

export const COMMON_FORMATS: readonly Format[] = [
    RESOURCE_GROUP_NAME,
    textFormat(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i, {
        code: "PublicIpResourceGroupId",
        inputs: ["networkAccess.publicIpResourceGroupIds[]", "publicIpResourceGroupIds[]"],
        message: "a resource group is named by its id here",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<resourceGroup>.",
        source: "https://learn.microsoft.com/azure/aks/static-ip",
    }),
    textFormat(LOCATION, {
        code: "Location",
        inputs: ["location"],
        message: "a location is the name of an Azure region",
        fix: "Use a region's name such as \"westeurope\", or leave it out to take the resource group's.",
        source: "https://learn.microsoft.com/azure/reliability/regions-list",
    }),
    {
        code: "RoleAssignmentMode",
        inputs: ["roleAssignments"],
        message: "role assignments are created (Create) or left to somebody else (Skip)",
        fix: "Use one of the two, or leave it out to have them created.",
        source: ROLE_ASSIGNMENTS,
    },
    resourceIdFormat(USER_ASSIGNED_IDENTITY, "an existing user-assigned identity", {
        code: "IdentityResourceId",
        inputs: [
            "controlPlaneIdentity.resourceId",
            "kubeletIdentity.resourceId",
            "identities.controlPlaneIdentity.resourceId",
            "identities.kubeletIdentity.resourceId",
            "identityResourceId",
        ],
        source: MANAGED_IDENTITY_PAGE,
    }),
    textFormat(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, {
        code: "Namespace",
        inputs: [
            "serviceAccounts[].namespace",
            "addons.podIdentity.identities[].namespace",
            "addons.podIdentity.exceptions[].namespace",
        ],
        message: "a namespace's name has 1 to 63 lower-case letters, digits and hyphens, no hyphen at its ends",
        fix: "Pass the namespace as Kubernetes names it.",
        source: KUBERNETES_NAMES,
    }),
    textFormat(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
        code: "GrantName",
        inputs: [
            "registries[].name",
            "extraRoleAssignments[].name",
            "keyVaultKms[].name",
            "addons.keyVaultSecrets.vaults[].name",
        ],
        message: "a grant's name has 1 to 40 lower-case letters, digits and hyphens, no hyphen at its ends",
        fix: 'Use a name like "shared-disks".',
        source: PULUMI_NAMES,
    }),
    objectListFormat({
        code: "ExtraRoleAssignments",
        inputs: ["extraRoleAssignments"],
        message: "this is a list of objects",
        fix: 'Pass a list such as [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }].',
        source: ROLE_ASSIGNMENTS,
    }),
    {
        code: "Role",
        inputs: ["extraRoleAssignments[].role", "networkAccess.role", "networkRole"],
        accepts: (role) =>
            matches(ROLE_DEFINITION, role) || matches(GUID, role) || builtInRoleGuid(String(role)) !== undefined,
        message: "a role is the name of a built-in role, or the GUID or the full id of any role's definition",
        hint: (role) => didYouMean(nearestRole(role)),
        fix: 'Pass a name such as "Key Vault Secrets User"; a custom role goes by its GUID or its full id.',
        source: "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles",
    },
    textFormat(SCOPES, {
        code: "RoleAssignmentScope",
        inputs: ["extraRoleAssignments[].scope"],
        message: "a scope is the id of a management group, a subscription, a resource group or a resource",
        fix: "Pass an id that starts with /subscriptions/ or /providers/Microsoft.Management/managementGroups/.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    }),
    {
        code: "Tags",
        inputs: ["tags{}"],
        accepts: (value, _, name) => matches(/^[^<>%&\\?/]{1,512}$/, name) && matches(/^.{0,256}$/s, value),
        message: "a tag has a name of 1 to 512 characters without <, >, %, &, \\, ? and /, and a text of at most 256",
        fix: "Shorten or respell it.",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
    },
];

/** Names of roles are long, and much alike at their ends. */
function nearestRole(value: unknown): string | undefined {
    return typeof value === "string" && !value.startsWith("/")
        ? nearest(value, builtInRoleNames(), Math.max(2, Math.floor(value.length / 3)))
        : undefined;
}
