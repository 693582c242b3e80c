import type * as pulumi from "@pulumi/pulumi";

/** Who makes the role assignments that the cluster needs (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export const RoleAssignmentMode = {
    /** This component. The deployer needs `Microsoft.Authorization/roleAssignments/write` on each scope. */
    Create: "Create",
    /** Somebody else: nothing is assigned, the output `roleAssignments` lists what is needed. */
    Skip: "Skip",
} as const;
export type RoleAssignmentMode = (typeof RoleAssignmentMode)[keyof typeof RoleAssignmentMode];

/** How a container registry decides who may pull (https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions). */
export const RegistryPermissions = {
    /** Roles on the whole registry. The kubelets get AcrPull. */
    Rbac: "Rbac",
    /** Roles that conditions can narrow to repositories. AcrPull is not honoured; the kubelets get Container Registry Repository Reader. */
    Abac: "Abac",
} as const;
export type RegistryPermissions = (typeof RegistryPermissions)[keyof typeof RegistryPermissions];

/** An identity of the cluster, as `delegatedAccess` names it (https://learn.microsoft.com/azure/aks/use-managed-identity). */
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

/** A further role assignment to an identity of the cluster (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). */
export interface DelegatedAccessArgs {
    /**
     * Required. Name of the grant inside this cluster, part of the role assignment's logical name: 1 to 40 lower-case
     * letters, digits and hyphens.
     */
    name: string;
    /**
     * Optional. `controlPlane` or `kubelet`. Default: `controlPlane`.
     */
    identity?: ClusterIdentityName;
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
