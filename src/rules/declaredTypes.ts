import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "../azure/pages";
import { inputRule } from "../validation/inputRules";
import { page, type Rule } from "../validation/rule";
import { ofPools } from "./pools";

const ENTRA = "aks/entra-id-control-plane-authentication";
const INSIGHTS = "azure-monitor/containers/container-insights-authentication";

/**
 * Inputs that need no validation beyond their declared type. They have their own codes, so that a message links to the
 * page of the feature.
 */
const DECLARED_TYPES: readonly [code: string, source: string, ...inputs: string[]][] = [
    ["RoleAssignmentMode", "role-based-access-control/role-assignments", "roleAssignmentMode"],
    ["ExistingRoleAssignmentMode", "role-based-access-control/troubleshooting", "existingRoleAssignments[].mode"],
    ["RoleAssignmentIdentity", MANAGED_IDENTITY_PAGE, "extraRoleAssignments[].identity"],
    ["IdentityType", MANAGED_IDENTITY_PAGE, "controlPlaneIdentity.type"],
    ["KubeletIdentityType", KUBELET_IDENTITY_PAGE, "kubeletIdentity.type"],
    ["NodePoolOsType", "aks/create-node-pools", ...ofPools("osType")],
    ["RegistryPermissions", "aks/cluster-container-registry-integration", "registries[].permissions"],
    [
        "KmsNetworkAccess",
        "aks/use-kms-etcd-encryption",
        "encryption.keyVaultKms.networkAccess",
        "keyVaultKms[].networkAccess",
    ],
    ["ContainerInsightsAuthentication", INSIGHTS, "addons.containerInsights.authentication"],
    ["OidcIssuer", "aks/use-oidc-issuer", "oidcIssuer", "workloadIdentity"],
    ["Entra", ENTRA, "entra"],
    ["EntraSwitch", ENTRA, "entra.azureRBAC", "entra.disableLocalAccounts"],
    ["EntraAdminGroups", ENTRA, "entra.adminGroupObjectIds", "entra.adminGroupNames"],
    ["Network", "aks/concepts-network-cni-overview", "network"],
    ["SystemNodePool", "aks/use-system-pools", "systemNodePool"],
    [
        "Properties",
        "https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster",
        "properties",
        ...ofPools("properties"),
    ],
];

export const DECLARED_TYPE_RULES: readonly Rule[] = DECLARED_TYPES.map(([code, source, ...inputs]) => ({
    ...inputRule("InputType"),
    code,
    source: page(source),
    inputs,
}));
