import { RoleAssignmentMode } from "../args";
import { isIdOf, USER_ASSIGNED_IDENTITY } from "../azure/resourceId";
import { builtInRoleGuid, builtInRoleNames } from "../grants/roles";
import { GUID, isObject, isOutput, matches, oneOf } from "../values";
import { didYouMean, nearest } from "./nearest";
import { mapped } from "./places";
import type { Verdict } from "./rule";

/** What every component refuses; each table says where in its arguments. */

export const NAMING =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
export const MANAGED_IDENTITY = "https://learn.microsoft.com/azure/aks/use-managed-identity";

const PULUMI_NAMES = "https://www.pulumi.com/docs/iac/concepts/resources/names";

/** As Azure shows it in a subscription, in a management group and, without either, in the tenant. */
const ROLE_DEFINITION =
    /^(?:\/subscriptions\/[^/]+(?:\/.+)?|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i;
const SCOPES =
    /^\/(?:subscriptions\/[^/]+(?:\/.+)?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)$/i;

export const PLAIN_INPUT: Verdict = {
    code: "PlainInput",
    asksOutputs: true,
    broken: isOutput,
    rule: "this input decides which resources exist, so its value must be known when the program runs",
    fix: "Pass the value itself, not an output or a promise of it.",
    source: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs",
};

export const RESOURCE_GROUP_NAME: Verdict = {
    code: "ResourceGroupName",
    broken: (value) => !matches(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, value),
    rule: "a resource group's name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop",
    fix: "Pass the name of an existing resource group, not its id.",
    source: NAMING,
};

export const RESOURCE_GROUP_ID: Verdict = {
    code: "PublicIpResourceGroupId",
    broken: (value) => !matches(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i, value),
    rule: "a resource group is named by its id here",
    fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>.",
    source: "https://learn.microsoft.com/azure/aks/static-ip",
};

export const LOCATION: Verdict = {
    code: "Location",
    broken: (value) => !matches(/^[a-zA-Z][a-zA-Z0-9 ]*$/, value),
    rule: "a location is the name of an Azure region",
    fix: "Use a region's name such as \"westeurope\", or leave it out to take the resource group's.",
    source: "https://learn.microsoft.com/azure/reliability/regions-list",
};

export const ROLE_ASSIGNMENT_MODE: Verdict = {
    code: "RoleAssignmentMode",
    broken: (value) => !oneOf(RoleAssignmentMode, value),
    rule: "role assignments are made (Create) or left to somebody else (Skip)",
    fix: "Use one of the two, or leave it out to have them made.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/role-assignments",
};

export const IDENTITY_RESOURCE_ID: Verdict = {
    code: "IdentityResourceId",
    broken: (value) => typeof value !== "string" || !isIdOf(USER_ASSIGNED_IDENTITY, value),
    rule: "an existing identity is named by the resource id of a user-assigned identity",
    fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>.",
    source: MANAGED_IDENTITY,
};

const KUBERNETES_NAMES = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names";

export const NAMESPACE: Verdict = {
    code: "Namespace",
    broken: (value) => !matches(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, value),
    rule: "a namespace's name has 1 to 63 lower-case letters, digits and hyphens, no hyphen at its ends",
    fix: "Pass the namespace as Kubernetes names it.",
    source: KUBERNETES_NAMES,
};

export const KUBERNETES_NAME: Omit<Verdict, "code" | "fix"> = {
    broken: (value) =>
        !matches(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/, value) ||
        String(value).length > 253,
    rule: "a name in Kubernetes has 1 to 253 lower-case letters, digits, hyphens and dots, a letter or digit at both ends and beside each dot",
    source: KUBERNETES_NAMES,
};

export const GRANT_NAME: Verdict = {
    code: "GrantName",
    broken: (value) => !matches(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, value),
    rule: "a grant's name has 1 to 40 lower-case letters, digits and hyphens, no hyphen at its ends",
    fix: 'Use a name like "shared-disks".',
    source: PULUMI_NAMES,
};

export const GRANT_NAME_TWICE: Verdict = {
    code: "GrantNameTwice",
    broken: (value, before) => Array.isArray(before) && before.includes(value),
    rule: "an earlier entry of the list has this name, given or taken from its id",
    fix: "Give each a name of its own.",
    source: PULUMI_NAMES,
};

export const ROLE: Verdict = {
    code: "Role",
    broken: (value) => !isRole(value),
    rule: "a role is the name of a built-in role, or the GUID or the full id of any role's definition",
    hint: (_path, _beside, value) => didYouMean(nearestRole(value)),
    fix: 'Pass a name such as "Key Vault Secrets User"; a custom role goes by its GUID or its full id.',
    source: "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles",
};

function isRole(value: unknown): boolean {
    return (
        matches(ROLE_DEFINITION, value) ||
        matches(GUID, value) ||
        (typeof value === "string" && builtInRoleGuid(value) !== undefined)
    );
}

/** Names of roles are long, and much alike at their ends. */
function nearestRole(value: unknown): string | undefined {
    return typeof value === "string" && !value.startsWith("/")
        ? nearest(value, builtInRoleNames(), Math.max(2, Math.floor(value.length / 3)))
        : undefined;
}

export const EXTRA_ROLE_ASSIGNMENTS: Verdict = {
    code: "ExtraRoleAssignments",
    asksOutputs: true,
    broken: (value) => !Array.isArray(value) || !value.every(isObject),
    rule: "this is a list of objects",
    fix: 'Pass a list such as [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }].',
    source: "https://learn.microsoft.com/azure/role-based-access-control/role-assignments",
};

export const SCOPE: Verdict = {
    code: "RoleAssignmentScope",
    broken: (value) => !matches(SCOPES, value),
    rule: "a scope is the id of a management group, a subscription, a resource group or a resource",
    fix: "Pass an id that starts with /subscriptions/ or /providers/Microsoft.Management/managementGroups/.",
    source: "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
};

export const TAGS: Verdict = {
    code: "Tags",
    broken: (value, key) =>
        mapped(value, key).some(
            ([name, tag]) => !matches(/^[^<>%&\\?/]{1,512}$/, name) || !matches(/^.{0,256}$/s, tag),
        ),
    rule: "a tag has a name of 1 to 512 characters without <, >, %, &, \\, ? and /, and a text of at most 256",
    fix: "Shorten or respell it.",
    source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
};
