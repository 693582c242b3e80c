import { KUBELET_IDENTITY_PAGE, MANAGED_IDENTITY_PAGE } from "../azure/pages";
import type { SchemaViolation } from "../schema/readInputs";
import { ofPools } from "./pools";
import type { Rule, RuleText } from "./rule";

const AKS = "https://learn.microsoft.com/azure/aks";
const ENTRA = `${AKS}/enable-authentication-microsoft-entra-id`;
const RBAC = "https://learn.microsoft.com/azure/role-based-access-control";
const INSIGHTS = "https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-authentication";
const MANAGED_CLUSTER =
    "https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster";
const PULUMI_INPUTS = "https://www.pulumi.com/docs/iac/concepts/inputs-outputs";

/** What the schema alone decides, of every input. */
export const INPUT_RULES = {
    plain: {
        code: "PlainInput",
        message: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass the value itself, not an output or a promise of it.",
        source: PULUMI_INPUTS,
    },
    unknownName: {
        code: "UnknownInput",
        message: "there is no such input",
        fix: "Correct its name, or remove it.",
        source: PULUMI_INPUTS,
    },
    shape: {
        code: "InputShape",
        message: "an input takes what it is declared with, and nothing else",
        fix: "Pass that, or leave the input out.",
        source: PULUMI_INPUTS,
    },
    type: {
        code: "InputType",
        message: "an input takes values of its declared type, and no others",
        fix: "Pass such a value, or leave the input out.",
        source: PULUMI_INPUTS,
    },
    missing: {
        code: "InputMissing",
        message: "this input is required",
        fix: "Set it.",
        source: PULUMI_INPUTS,
    },
    withoutValue: {
        code: "OutputWithoutValue",
        message:
            "whether this input is given decides what is created and granted, and the output turns out to hold nothing",
        fix: "Leave the input out, or pass an output that always holds a value.",
        source: PULUMI_INPUTS,
    },
} satisfies Record<SchemaViolation | "withoutValue", RuleText>;

/**
 * Inputs that may be outputs although it matters whether they are given: what is created and granted depends on it, which
 * has to be known when the program runs. Such an output must hold a value.
 */
export const DECIDING: readonly string[] = [
    "controlPlaneIdentity.servicePrincipal.clientSecret",
    "controlPlaneIdentity.resourceId",
    "controlPlaneIdentity.clientId",
    "controlPlaneIdentity.principalId",
    "controlPlaneIdentity.formerPrincipalId",
    "kubeletIdentity.resourceId",
    "kubeletIdentity.clientId",
    "kubeletIdentity.principalId",
    "identities",
    "identityResourceId",
    "clusterName",
    "dnsPrefix",
    "kubernetesVersion",
    ...ofPools("kubernetesVersion", "count", "minCount", "maxCount", "subnetId", "podSubnetId"),
    "networkAccess.routeTableId",
    "networkAccess.natGatewayId",
    "networkAccess.role",
    "networkRole",
    "apiServer.privateDnsZone",
    "apiServer.subnetId",
    "bootstrapRegistryId",
    "encryption.diskEncryptionSetId",
    "addons.applicationGateway.gatewayId",
    "addons.applicationGateway.subnetId",
    "addons.applicationGateway.subnetCidr",
];

/**
 * Inputs whose declared type says all that there is to say of one value. They have codes of their own, for a message with
 * the page of the feature.
 */
const DECLARED_TYPES: readonly [code: string, source: string, ...inputs: string[]][] = [
    ["RoleAssignmentMode", `${RBAC}/role-assignments`, "roleAssignments"],
    ["ExistingRoleAssignmentMode", `${RBAC}/troubleshooting`, "existingRoleAssignments[].mode"],
    ["RoleAssignmentIdentity", MANAGED_IDENTITY_PAGE, "extraRoleAssignments[].identity"],
    ["IdentityType", MANAGED_IDENTITY_PAGE, "controlPlaneIdentity.type"],
    ["KubeletIdentityType", KUBELET_IDENTITY_PAGE, "kubeletIdentity.type"],
    ["NodePoolOsType", `${AKS}/create-node-pools`, ...ofPools("osType")],
    ["RegistryPermissions", `${AKS}/cluster-container-registry-integration`, "registries[].permissions"],
    [
        "KmsNetworkAccess",
        `${AKS}/use-kms-etcd-encryption`,
        "encryption.keyVaultKms.networkAccess",
        "keyVaultKms[].networkAccess",
    ],
    ["ContainerInsightsAuthentication", INSIGHTS, "addons.containerInsights.authentication"],
    ["OidcIssuer", `${AKS}/use-oidc-issuer`, "oidcIssuer", "workloadIdentity"],
    ["Entra", ENTRA, "entra"],
    ["EntraSwitch", ENTRA, "entra.azureRbac", "entra.disableLocalAccounts"],
    ["EntraAdminGroups", ENTRA, "entra.adminGroupObjectIds", "entra.adminGroupNames"],
    ["Network", `${AKS}/concepts-network-cni-overview`, "network"],
    ["SystemNodePool", `${AKS}/use-system-pools`, "systemNodePool"],
    ["Properties", MANAGED_CLUSTER, "properties", ...ofPools("properties")],
];

export const DECLARED_TYPE_RULES: readonly Rule[] = DECLARED_TYPES.map(([code, source, ...inputs]) => ({
    ...INPUT_RULES.type,
    code,
    source,
    inputs,
}));
