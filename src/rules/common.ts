import { builtInRoleGuid, builtInRoleNames } from "../grants/roles";
import { KUBERNETES_NAME, NAMESPACE } from "../kubernetes";
import { didYouMean, nearest } from "../validation/nearest";
import { rules } from "../validation/rule";
import { GUID, isObject, matches } from "../values";

/** What several components take. */

export const NAMING = "azure-resource-manager/management/resource-name-rules";
export const PULUMI_NAMES = "https://www.pulumi.com/docs/iac/concepts/resources/names";

/** The name of an Azure region, as "West Europe" or "westeurope". */
export const LOCATION = /^[a-zA-Z][a-zA-Z0-9 ]*$/;

/** As Azure shows it in a subscription, in a management group and, without either, in the tenant. */
const ROLE_DEFINITION =
    /^(?:\/subscriptions\/[^/]+(?:\/.+)?|\/providers\/Microsoft\.Management\/managementGroups\/[^/]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i;
const SCOPE = /^\/(?:subscriptions\/[^/]+(?:\/.+)?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)$/i;

/** Rule for the resource group, which some components need only with other inputs. */
export const RESOURCE_GROUP = {
    message: "a resource group name must have 1 to 90 letters, digits and -_(). and must not end with a full stop",
    fix: "Pass the name of an existing resource group, not its id.",
    source: NAMING,
};

/** Rule for a name in Kubernetes, such as the name of a service account. */
export const OF_KUBERNETES_NAMES = {
    accepts: KUBERNETES_NAME,
    message:
        "a Kubernetes name must have 1 to 253 lower-case letters, digits, hyphens and dots, and start and end with a letter or digit",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
};

export const COMMON_RULES = rules("role-based-access-control/role-assignments", {
    ResourceGroupName: {
        ...RESOURCE_GROUP,
        inputs: ["resourceGroupName"],
        accepts: /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u,
    },
    PublicIPResourceGroupId: {
        inputs: ["networkAccess.publicIPResourceGroupIds[]", "publicIPResourceGroupIds[]"],
        accepts: /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i,
        message: "this must be the id of a resource group, not its name",
        fix: "Pass an id like /subscriptions/<subscription>/resourceGroups/<resourceGroup>.",
        source: "aks/static-ip",
    },
    Location: {
        inputs: ["location"],
        accepts: LOCATION,
        message: "this must be the name of an Azure region",
        fix: 'Use a region\'s name such as "westeurope", or leave it out for the region of the resource group.',
        source: "reliability/regions-list",
    },
    Namespace: {
        inputs: [
            "serviceAccounts[].namespace",
            "addons.podIdentity.identities[].namespace",
            "addons.podIdentity.exceptions[].namespace",
        ],
        accepts: NAMESPACE,
        message:
            "a Kubernetes namespace must have 1 to 63 lower-case letters, digits and hyphens, and start and end with a letter or digit",
        fix: "Pass the name that `kubectl get namespaces` shows.",
        source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names",
    },
    GrantName: {
        inputs: ["registries[]", "extraRoleAssignments[]", "keyVaultKms[]", "addons.keyVaultSecrets.vaults[]"].map(
            (entry) => `${entry}.name`,
        ),
        accepts: /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
        message:
            "this name must have 1 to 40 lower-case letters, digits and hyphens, and start and end with a letter or digit",
        fix: 'Use a name like "shared-disks".',
        source: PULUMI_NAMES,
    },
    ExtraRoleAssignments: {
        inputs: ["extraRoleAssignments"],
        accepts: isListOfObjects,
        message: "the value must be a list of objects",
        fix: 'Pass a list such as [{ name: "secrets", role: "Key Vault Secrets User", scope: vault.id }].',
    },
    Role: {
        inputs: ["extraRoleAssignments[].role", "networkAccess.role", "networkRole"],
        accepts: (role) =>
            matches(ROLE_DEFINITION, role) || matches(GUID, role) || builtInRoleGuid(String(role)) !== undefined,
        message: "a role must be the name of a built-in role, or the GUID or the full id of a role definition",
        hint: (role) => didYouMean(nearestRole(role)),
        fix: 'Pass a name such as "Key Vault Secrets User"; for a custom role, pass its GUID or its full id.',
        source: "role-based-access-control/built-in-roles",
    },
    RoleAssignmentScope: {
        inputs: ["extraRoleAssignments[].scope"],
        accepts: SCOPE,
        message: "a scope must be the id of a management group, a subscription, a resource group or a resource",
        fix: "Pass an id that starts with /subscriptions/ or /providers/Microsoft.Management/managementGroups/.",
        source: "role-based-access-control/scope-overview",
    },
    Tags: {
        inputs: ["tags{}", "systemNodePool.tags{}", "nodePools[].tags{}"],
        accepts: (value, { path }) => matches(/^[^<>%&\\?/]{1,512}$/, path.at(-1)) && matches(/^.{0,256}$/s, value),
        message:
            "a tag must have a name of 1 to 512 characters without <, >, %, &, \\, ? and /, and a value of at most 256 characters",
        fix: "Shorten it, or use other characters.",
        source: "azure-resource-manager/management/tag-resources",
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
