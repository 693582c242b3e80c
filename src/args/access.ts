import type * as pulumi from "@pulumi/pulumi";

/** Who makes the role assignments that the cluster needs (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export const RoleAssignmentMode = {
    /** This component. The deployer needs `Microsoft.Authorization/roleAssignments/write` on each scope. */
    Create: "Create",
    /** Somebody else: nothing is assigned, the output `roleAssignments` lists what is needed. */
    Skip: "Skip",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

/** What becomes of a role assignment that Azure has already (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting). */
export const ExistingRoleAssignmentMode = {
    /** It comes into this stack under its own id, which then updates and deletes it. */
    Import: "Import",
    /** It is left to whoever manages it, and only listed. */
    Skip: "Skip",
} as const;
export type ExistingRoleAssignmentMode =
    (typeof ExistingRoleAssignmentMode)[keyof typeof ExistingRoleAssignmentMode];

/**
 * A role assignment that Azure has already, made by the Azure CLI or by another stack or tool: Azure takes the same one
 * once only. A preview that finds one says what to write here. See
 * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting.
 */
export interface ExistingRoleAssignmentArgs {
    /**
     * Required. Logical name of the role assignment that this component would make, such as
     * `aks-system-subnet-network-contributor`.
     */
    name: string;
    /**
     * Required. Resource id of the one that exists:
     * `<scope>/providers/Microsoft.Authorization/roleAssignments/<GUID>`. To be imported it has to be on the very scope;
     * one that is left to others may also be on what is around it.
     */
    roleAssignmentId: string;
    /**
     * Required. `Import` or `Skip`. What is imported keeps its own name, so its entry has to stay for as long as the role
     * assignment does; without it the preview is refused.
     */
    mode: ExistingRoleAssignmentMode;
}

/** How a container registry decides who may pull (https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions). */
export const RegistryPermissions = {
    /** Roles on the whole registry. The kubelets get AcrPull. */
    Rbac: "Rbac",
    /** Roles that conditions can narrow to repositories. AcrPull is not honoured; the kubelets get Container Registry Repository Reader. */
    Abac: "Abac",
} as const;
export type RegistryPermissions = (typeof RegistryPermissions)[keyof typeof RegistryPermissions];

/** An identity of the cluster, as `extraRoleAssignments` names it (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export const ClusterIdentityName = {
    /** The control plane's. */
    ControlPlane: "controlPlane",
    /** The kubelets'. */
    Kubelet: "kubelet",
} as const;
export type ClusterIdentityName = (typeof ClusterIdentityName)[keyof typeof ClusterIdentityName];

/** A container registry that the nodes pull from (https://learn.microsoft.com/azure/aks/cluster-container-registry-integration). */
export interface RegistryArgs {
    /**
     * Required. Resource id of the registry.
     */
    id: pulumi.Input<string>;
    /**
     * Optional. `Rbac` or `Abac`: the registry's own role assignment mode. Default: `Rbac`.
     */
    permissions?: RegistryPermissions;
    /**
     * Optional. Whether the kubelets may also list the repositories of a registry in mode `Abac`. Default: `false`.
     */
    listRepositories?: boolean;
    /**
     * Optional. Name of the registry inside this cluster, part of the role assignment's logical name. Default: the last
     * segment of a plain `id`, the name of the resource whose `id` it is, else `registry`, `registry2` and so on by
     * position: for other outputs only a name allows to reorder the list.
     */
    name?: string;
}

/** A further role assignment to an identity (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export interface RoleAssignmentArgs {
    /**
     * Required. Name of the grant inside this component, part of the role assignment's logical name: 1 to 40 lower-case
     * letters, digits and hyphens.
     */
    name: string;
    /**
     * Required. Name of a built-in role in any letter case, for example `Key Vault Secrets User`, or the GUID or full id
     * of any role definition. See https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
     */
    role: pulumi.Input<string>;
    /**
     * Required. Id of the resource, resource group, subscription or management group that the role holds on.
     */
    scope: pulumi.Input<string>;
    /**
     * Optional. What for, as a sentence; it becomes the description of the role assignment. Default: says that it was
     * asked for.
     */
    reason?: string;
}

/** A further role assignment to an identity of the cluster (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ClusterRoleAssignmentArgs extends RoleAssignmentArgs {
    /**
     * Optional. `controlPlane` or `kubelet`. Default: `controlPlane`.
     */
    identity?: ClusterIdentityName;
}
