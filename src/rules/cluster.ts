import * as pulumi from "@pulumi/pulumi";
import { type ManagedIdentityAksClusterArgs, RoleAssignmentMode } from "../args";
import { eachPool, given, matches, oneOf } from "./places";
import type { Place, Rule } from "./rule";

const NAMING = "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules";
const MANAGED_IDENTITY = "https://learn.microsoft.com/azure/aks/use-managed-identity";

/** The cluster as a whole, and the deployment itself. */
export const CLUSTER_RULES: readonly Rule[] = [
    {
        code: "PlainInput",
        asksOutputs: true,
        places: plainInputs,
        broken: (value) => pulumi.Output.isInstance(value) || value instanceof Promise,
        rule: "this input decides which resources exist, so its value must be known when the program runs",
        fix: "Pass the value itself, not an output or a promise of it.",
        source: "https://www.pulumi.com/docs/iac/concepts/inputs-outputs",
    },
    {
        code: "ResourceGroupName",
        places: (args) => [{ path: ["resourceGroupName"], value: args.resourceGroupName }],
        broken: (value) => !matches(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, value),
        rule: "a resource group's name has 1 to 90 letters, digits, hyphens, underscores, parentheses and full stops, and does not end with a full stop",
        fix: "Pass the name of an existing resource group, not its id.",
        source: NAMING,
    },
    {
        code: "Location",
        places: (args) => given(["location"], args.location),
        broken: (value) => !matches(/^[a-zA-Z][a-zA-Z0-9 ]*$/, value),
        rule: "a location is the name of an Azure region",
        fix: "Use a region's name such as \"westeurope\", or leave it out to take the resource group's.",
        source: "https://learn.microsoft.com/azure/reliability/regions-list",
    },
    {
        code: "ClusterName",
        places: (args) => given(["clusterName"], args.clusterName),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-_a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/, value),
        rule: "a cluster's name has 1 to 63 letters, digits, hyphens and underscores, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for a generated name.",
        source: NAMING,
    },
    {
        code: "DnsPrefix",
        places: (args) => given(["dnsPrefix"], args.dnsPrefix),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,52}[a-zA-Z0-9])?$/, value),
        rule: "a DNS prefix has 1 to 54 letters, digits and hyphens, a letter or digit at both ends",
        fix: "Shorten or respell it, or leave it out for one made from the component's name.",
        source: NAMING,
    },
    {
        code: "KubernetesVersion",
        places: (args) => given(["kubernetesVersion"], args.kubernetesVersion),
        broken: (value) => !matches(/^\d+\.\d+(?:\.\d+)?$/, value),
        rule: "a Kubernetes version is written as major.minor or major.minor.patch",
        fix: 'Write it like "1.34" or "1.34.2".',
        source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    },
    {
        code: "RoleAssignmentMode",
        places: (args) => given(["roleAssignments"], args.roleAssignments),
        broken: (value) => !oneOf(RoleAssignmentMode, value),
        rule: "role assignments are made (Create) or left to somebody else (Skip)",
        fix: "Use one of the two, or leave it out to have them made.",
        source: "https://learn.microsoft.com/azure/role-based-access-control/role-assignments",
    },
    {
        code: "PropagationTimeout",
        places: (args) => given(["propagationTimeoutMinutes"], args.propagationTimeoutMinutes),
        broken: (value) => typeof value !== "number" || !(value >= 1 && value <= 60),
        rule: "waiting for role assignments takes 1 to 60 minutes, the longest that Azure documents",
        fix: "Choose a number in that range, or leave it out for 60.",
        source: MANAGED_IDENTITY,
    },
];

function plainInputs(args: ManagedIdentityAksClusterArgs): Place[] {
    return [
        ...given(["controlPlaneIdentity"], args.controlPlaneIdentity),
        ...given(["controlPlaneIdentity", "type"], args.controlPlaneIdentity?.type),
        ...given(["controlPlaneIdentity", "servicePrincipal"], args.controlPlaneIdentity?.servicePrincipal),
        ...given(["kubeletIdentity"], args.kubeletIdentity),
        ...given(["kubeletIdentity", "type"], args.kubeletIdentity?.type),
        ...given(["roleAssignments"], args.roleAssignments),
        ...given(["propagationTimeoutMinutes"], args.propagationTimeoutMinutes),
        ...given(["network"], args.network),
        ...given(["nodePools"], args.nodePools),
        ...given(["systemNodePool"], args.systemNodePool),
        ...given(["apiServer"], args.apiServer),
        ...given(["registries"], args.registries),
        ...given(["publicIpResourceGroupIds"], args.publicIpResourceGroupIds),
        ...given(["encryption"], args.encryption),
        ...given(["encryption", "keyVaultKms"], args.encryption?.keyVaultKms),
        ...given(["encryption", "keyVaultKms", "networkAccess"], args.encryption?.keyVaultKms?.networkAccess),
        ...given(["delegatedAccess"], args.delegatedAccess),
        ...eachPool(args, (pool, path) => [
            { path, value: pool },
            ...given([...path, "name"], pool.name),
            ...given([...path, "osType"], pool.osType),
        ]),
    ];
}
