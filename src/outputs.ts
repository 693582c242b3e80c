/** The control plane's identity, in one shape whatever kind it is (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ControlPlaneIdentity {
    /** `UserAssigned`, `SystemAssigned` or `ServicePrincipal`. */
    type: string;
    /** Resource id; absent for a system-assigned identity, and for a service principal, which is no Azure resource. */
    resourceId?: string;
    /** Client (application) id; absent for a system-assigned identity, for which AKS does not tell it. */
    clientId?: string;
    /** Object id of the service principal: what a role assignment names. */
    principalId: string;
}

/** The kubelets' identity (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface KubeletIdentity {
    /** Resource id; absent on a legacy service principal cluster: a service principal is no Azure resource. */
    resourceId?: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal: what a role assignment names. */
    principalId: string;
}

/** The identity of an add-on (https://learn.microsoft.com/azure/aks/integrations). */
export interface AddonIdentity {
    /** Resource id, in the node resource group. */
    resourceId: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal: what a role assignment names. */
    principalId: string;
}

/** `identity` of the cluster, in Azure's own shape (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface ClusterIdentity {
    /** `UserAssigned`, `SystemAssigned`, or `None` on a legacy service principal cluster. */
    type: string;
    /** Object id of a system-assigned identity; absent for a user-assigned one. */
    principalId?: string;
    /** Tenant of a system-assigned identity; absent for a user-assigned one. */
    tenantId?: string;
    /** The user-assigned identity by resource id; absent for a system-assigned one. */
    userAssignedIdentities?: Record<string, UserAssignedIdentityValue>;
}

/** A value of `ClusterIdentity.userAssignedIdentities` (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface UserAssignedIdentityValue {
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. */
    principalId: string;
}

/** `identityProfile` of the cluster, in Azure's own shape (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface IdentityProfile {
    /** The kubelets' identity, under the one key that AKS knows. */
    kubeletidentity: IdentityProfileEntry;
}

/** An entry of `IdentityProfile` (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface IdentityProfileEntry {
    /** Resource id; absent on a legacy service principal cluster, for which Azure itself shows no profile at all. */
    resourceId?: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. */
    objectId: string;
}

/** Identities for clusters with their role assignments, as a cluster takes them (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface IdentitiesForClusters {
    /** The control planes' identity. */
    controlPlaneIdentity: UserAssignedIdentityIds;
    /** The kubelets' identity. */
    kubeletIdentity: UserAssignedIdentityIds;
    /** Every role assignment of the two. */
    roleAssignments: RequiredRoleAssignment[];
}

/** A user-assigned identity by all of its ids (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface UserAssignedIdentityIds {
    /** Resource id. */
    resourceId: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal: what a role assignment names. */
    principalId: string;
}

/**
 * A role assignment that is needed: made by the component, or to be made by somebody else
 * (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). During a move to another identity those
 * that the former one keeps are listed, too: the same `identity`, another `principalId`.
 */
export interface RequiredRoleAssignment {
    /**
     * Whose: `controlPlane`, `kubelet`, or an add-on's by its key in `addonIdentities` (`omsagent`,
     * `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux`, `webAppRouting`); `workload` for an
     * app's identity.
     */
    identity: string;
    /** Object id of that identity's service principal. */
    principalId: string;
    /** Azure's name of a built-in role, else `custom role` or `custom network role`. */
    role: string;
    /** Full id of the role definition. */
    roleDefinitionId: string;
    /** Resource id that the role holds on. */
    scope: string;
    /** What is done with it. */
    reason: string;
    /** `before-cluster` or `after-cluster`, or `before-workload` for an app's identity: when it has to exist. */
    when: string;
    /** Id of the assignment; absent where this component does not make it and is not told of it. */
    id?: string;
}
