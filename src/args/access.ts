import type * as pulumi from "@pulumi/pulumi";

/** Who creates the role assignments that the cluster needs (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export const RoleAssignmentMode = {
    /** This component. The deployer needs the permission `Microsoft.Authorization/roleAssignments/write` on each scope. */
    Create: "Create",
    /** Somebody else. The component creates no role assignment; its output `roleAssignments` lists what is needed. */
    Skip: "Skip",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

/** What the component does with a role assignment that already exists in Azure (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting). */
export const ExistingRoleAssignmentMode = {
    /** Imports it into this stack under its own id. The stack then updates and deletes it. */
    Import: "Import",
    /** Leaves it unchanged, and only lists it: another stack or tool manages it. */
    Skip: "Skip",
} as const;
export type ExistingRoleAssignmentMode = (typeof ExistingRoleAssignmentMode)[keyof typeof ExistingRoleAssignmentMode];

/**
 * A role assignment that already exists in Azure, created by the Azure CLI or by another stack or tool. Azure accepts
 * the same role assignment only once. If a preview finds one, it prints the entry to add here. See
 * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
 *
 * @example
 * {
 *     name: "aks-system-subnet-network-contributor",
 *     roleAssignmentId: subnetId + "/providers/Microsoft.Authorization/roleAssignments/6f1c2a0e-5b7d-4c3e-9a41-0d8e7f6b5a43",
 *     mode: "Import",
 * }
 */
export interface ExistingRoleAssignmentArgs {
    /**
     * Required. Logical name of the role assignment that this component would create, such as
     * `aks-system-subnet-network-contributor`.
     */
    name: string;
    /**
     * Required. Resource id of the existing role assignment:
     * `<scope>/providers/Microsoft.Authorization/roleAssignments/<GUID>`. With `Import` its scope must be exactly the scope
     * that the component needs; with `Skip` it may also be a scope above that.
     */
    roleAssignmentId: string;
    /**
     * Required. `Import` or `Skip`. An imported role assignment keeps its own name, so keep this entry for as long as the
     * role assignment exists; without the entry the preview fails.
     */
    mode: ExistingRoleAssignmentMode;
}

/** How a container registry decides who can pull images (https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions). */
export const RegistryPermissions = {
    /** By roles on the whole registry. The kubelets get AcrPull. */
    Rbac: "Rbac",
    /** By roles that conditions can limit to repositories. AcrPull has no effect; the kubelets get Container Registry Repository Reader. */
    Abac: "Abac",
} as const;
export type RegistryPermissions = (typeof RegistryPermissions)[keyof typeof RegistryPermissions];

/** An identity of the cluster, as `extraRoleAssignments` and the output `roleAssignments` name it; an add-on's has its key in `addonIdentities` (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
export const ClusterIdentityName = {
    /** The identity of the control plane. */
    ControlPlane: "controlPlane",
    /** The identity of the kubelets. */
    Kubelet: "kubelet",
    /** The identity of the Azure Policy add-on. */
    AzurePolicy: "azurepolicy",
    /** The identity of Container insights, with `authentication: "Legacy"`. */
    ContainerInsights: "omsagent",
    /** The identity of the Azure Key Vault provider for the Secrets Store CSI Driver. */
    KeyVaultSecrets: "azureKeyvaultSecretsProvider",
    /** The identity of the Application Gateway Ingress Controller. */
    ApplicationGateway: "ingressApplicationGateway",
    /** The identity of virtual nodes. */
    VirtualNode: "aciConnectorLinux",
    /** The identity of application routing. */
    ApplicationRouting: "webAppRouting",
} as const;
export type ClusterIdentityName = (typeof ClusterIdentityName)[keyof typeof ClusterIdentityName];

/**
 * A container registry that the nodes pull from (https://learn.microsoft.com/azure/aks/cluster-container-registry-integration).
 *
 * @example
 * { id: registry.id, permissions: "Abac", listRepositories: true, name: "images" }
 */
export interface RegistryArgs {
    /**
     * Required. Resource id of the registry.
     */
    id: pulumi.Input<string>;
    /**
     * Optional. `Rbac` or `Abac`: the role assignment mode that the registry is in. Default: the component reads it in
     * Azure. If it cannot, it assumes `Rbac` and says so in the preview.
     */
    permissions?: RegistryPermissions;
    /**
     * Optional. Whether the kubelets can also list the repositories of a registry in mode `Abac`. Requires
     * `permissions: "Abac"`. Default: `false`.
     */
    listRepositories?: boolean;
    /**
     * Optional. Name of the registry inside this component, part of the role assignment's logical name. Default: the last
     * segment of a plain `id`, or the name of the resource whose `id` it is. For any other output the default is
     * `registry`, `registry2` and so on by position; set a name to be able to reorder the list.
     */
    name?: string;
}

/**
 * A further role assignment to an identity (https://learn.microsoft.com/azure/role-based-access-control/role-assignments).
 *
 * @example
 * {
 *     name: "secrets",
 *     role: "Key Vault Secrets User",
 *     scope: vault.id,
 *     description: "The app reads its database password.",
 *     condition: condition,
 * }
 */
export interface RoleAssignmentArgs {
    /**
     * Required. Name of the entry inside this component, part of the role assignment's logical name: 1 to 40 lower-case
     * letters, digits and hyphens.
     */
    name: string;
    /**
     * Required. Name of a built-in role in any letter case, for example `Key Vault Secrets User`, or the GUID or full id
     * of any role definition. See https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
     */
    role: pulumi.Input<string>;
    /**
     * Required. Id of the resource, resource group, subscription or management group to assign the role on.
     */
    scope: pulumi.Input<string>;
    /**
     * Optional. Description of the role assignment in Azure, one line: why the role is needed. Default:
     * `Asked for in extraRoleAssignments.`
     */
    description?: string;
    /**
     * Optional. Condition, in version 2.0 of Azure's language, that narrows what the role allows. A role that the cluster
     * itself requires on the same scope cannot have one. Default: none. See
     * https://learn.microsoft.com/azure/role-based-access-control/conditions-format.
     */
    condition?: pulumi.Input<string>;
}

/**
 * A further role assignment to an identity of the cluster (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     name: "public-ip",
 *     role: "Network Contributor",
 *     scope: publicIp.id,
 *     description: "Services use this address.",
 *     condition: condition,
 *     identity: "controlPlane",
 * }
 */
export interface ClusterRoleAssignmentArgs extends RoleAssignmentArgs {
    /**
     * Optional. `controlPlane`, `kubelet`, or the key of an add-on in `addonIdentities`, which the cluster must have:
     * `azurepolicy`, `omsagent`, `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux` or
     * `webAppRouting`. `AksClusterIdentities` has no add-ons. Default: `controlPlane`.
     */
    identity?: ClusterIdentityName;
}
