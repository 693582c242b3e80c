/** The control plane's identity, in the same shape for every kind (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
export interface ControlPlaneIdentityResponse {
    /** `UserAssigned`, `SystemAssigned` or `ServicePrincipal`. */
    type: string;
    /** Resource id; absent for a system-assigned identity and for a service principal. */
    resourceId?: string;
    /** Client (application) id; absent for a system-assigned identity: AKS does not return it. */
    clientId?: string;
    /** Object id of the service principal. Role assignments use this id. */
    principalId: string;
}

/** The kubelets' identity (https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity). */
export interface KubeletIdentityResponse {
    /** Resource id; absent on a cluster with a service principal, which is not an Azure resource. */
    resourceId?: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. Role assignments use this id. */
    principalId: string;
}

/** The identity of an add-on (https://learn.microsoft.com/azure/aks/integrations). */
export interface AddonIdentity {
    /** Resource id, in the node resource group. */
    resourceId: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. Role assignments use this id. */
    principalId: string;
}

/** The property `identity` of the cluster, in the shape that Azure returns (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface ClusterIdentityResponse {
    /** `UserAssigned`, `SystemAssigned`, or `None` on a cluster with a service principal. */
    type: string;
    /** Object id of a system-assigned identity; absent for a user-assigned one. */
    principalId?: string;
    /** Tenant of a system-assigned identity; absent for a user-assigned one. */
    tenantId?: string;
    /** The user-assigned identity, with its resource id as key; absent for a system-assigned one. */
    userAssignedIdentities?: Record<string, UserAssignedIdentityValue>;
}

/** A value of `ClusterIdentityResponse.userAssignedIdentities` (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface UserAssignedIdentityValue {
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. */
    principalId: string;
}

/** The property `identityProfile` of the cluster, in the shape that Azure returns (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface IdentityProfile {
    /** The kubelets' identity, under the only key that AKS uses. */
    kubeletidentity: IdentityProfileEntry;
}

/** An entry of `IdentityProfile` (https://learn.microsoft.com/rest/api/aks/managed-clusters/get). */
export interface IdentityProfileEntry {
    /** Resource id; absent on a cluster with a service principal, for which Azure returns no profile. */
    resourceId?: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. */
    objectId: string;
}

/** Identities for clusters and their role assignments, in the shape of the input `identities` of clusters (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
export interface IdentitiesForClusters {
    /** The control planes' identity. */
    controlPlaneIdentity: UserAssignedIdentityIds;
    /** The kubelets' identity. */
    kubeletIdentity: UserAssignedIdentityIds;
    /** Every role assignment of the two identities. */
    roleAssignments: RequiredRoleAssignment[];
}

/** A user-assigned identity by all of its ids (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
export interface UserAssignedIdentityIds {
    /** Resource id. */
    resourceId: string;
    /** Client (application) id. */
    clientId: string;
    /** Object id of the service principal. Role assignments use this id. */
    principalId: string;
}

/**
 * A role assignment that an identity requires. The component creates it, or somebody else must create it
 * (https://learn.microsoft.com/azure/role-based-access-control/role-assignments). During a change to another identity
 * the role assignments that the previous identity keeps are listed, too, with the same `identity` and another
 * `principalId`.
 */
export interface RequiredRoleAssignment {
    /**
     * The identity that needs it: `controlPlane`, `kubelet`, or the add-on's key in `addonIdentities` (`omsagent`,
     * `azureKeyvaultSecretsProvider`, `ingressApplicationGateway`, `aciConnectorLinux`, `webAppRouting`); `workload` for the
     * identity of an app.
     */
    identity: string;
    /** Object id of that identity's service principal. */
    principalId: string;
    /** Azure's name of a built-in role, otherwise `custom role` or `custom network role`. */
    role: string;
    /** Full id of the role definition. */
    roleDefinitionId: string;
    /** Id of the resource, resource group, subscription or management group that the role is assigned on. */
    scope: string;
    /** Description of the role assignment in Azure: what the identity needs the role for. */
    description: string;
    /** Condition that narrows the role, in version 2.0 of Azure's language; absent if the role is not narrowed. */
    condition?: string;
    /** When it must exist: `before-cluster`, `after-cluster`, or `before-workload` for the identity of an app. */
    when: string;
    /** Id of the role assignment; absent if the component does not create it and does not know its id. */
    id?: string;
}
