import type * as pulumi from "@pulumi/pulumi";

/** Kind of the control plane's identity, in the words of `ManagedCluster.identity.type` (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export const ControlPlaneIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** An identity that Azure makes with the cluster. Its role assignments can only follow the cluster. */
    SystemAssigned: "SystemAssigned",
    /** Deprecated: a service principal with a secret, only so that the migration away from it can be previewed. */
    ServicePrincipal: "ServicePrincipal",
} as const;
export type ControlPlaneIdentityType =
    (typeof ControlPlaneIdentityType)[keyof typeof ControlPlaneIdentityType];

/** Who provides the identity that the nodes' kubelets use (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export const KubeletIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** AKS makes `<cluster>-agentpool` in the node resource group. */
    AksManaged: "AksManaged",
} as const;
export type KubeletIdentityType = (typeof KubeletIdentityType)[keyof typeof KubeletIdentityType];

/** Which identity the control plane uses (https://learn.microsoft.com/azure/aks/use-managed-identity). */
export interface ControlPlaneIdentityArgs {
    /**
     * Optional. `UserAssigned`, `SystemAssigned` or, deprecated, `ServicePrincipal`. A change updates the cluster in
     * place, and with it comes another default of `kubeletIdentity`: from `SystemAssigned` to `UserAssigned` all pools are
     * upgraded unless `kubeletIdentity.type` is `AksManaged`. There is no way back to `ServicePrincipal`, nor from
     * `UserAssigned` to `SystemAssigned` where the kubelet identity is an own one; both are refused. Default:
     * `UserAssigned`. See https://learn.microsoft.com/azure/aks/use-managed-identity.
     */
    type?: ControlPlaneIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity; its client and principal ids are looked up. A change
     * to another identity stops before the cluster, with the `az aks update` that makes it. Default: one is created.
     */
    resourceId?: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID, of the identity that `resourceId` names; together with `principalId`.
     * Needed for an identity of another subscription than the azure-native provider's, and where the deployer may not
     * read identities. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the service principal of the identity that `resourceId` names; together with
     * `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
    /**
     * Required with type `ServicePrincipal`, deprecated: what the cluster runs as until it is migrated. With another type
     * it is the service principal that the cluster ran as: nodes go on with it until their image is upgraded, so it keeps
     * the kubelets' role assignments until it is removed here. Default: none. See
     * https://learn.microsoft.com/azure/aks/kubernetes-service-principal.
     */
    servicePrincipal?: ServicePrincipalArgs;
    /**
     * Optional. With type `UserAssigned`: object id, a GUID, of the system-assigned identity that the cluster had before
     * (`controlPlaneIdentity.principalId` of this component then). The control plane goes on as it until its token
     * expires, which can take hours, so it keeps its role assignments until this is removed here. Default: none. See
     * https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    formerPrincipalId?: pulumi.Input<string>;
}

/**
 * Deprecated. A service principal that a cluster runs as, control plane and kubelets alike. For previewing and making
 * the migration to managed identities only: new clusters have no use for it. See
 * https://learn.microsoft.com/azure/aks/kubernetes-service-principal.
 */
export interface ServicePrincipalArgs {
    /**
     * Required. Client (application) id, a GUID; the object id is looked up in Entra, for which the deployer needs to
     * be allowed to read applications.
     */
    clientId: pulumi.Input<string>;
    /**
     * Optional. Client secret, which AKS asks for when it makes a cluster and never gives back. It is kept as a secret.
     * Default: none, as an existing cluster has it already.
     */
    clientSecret?: pulumi.Input<string>;
}

/** Which identity the kubelets use (https://learn.microsoft.com/azure/aks/use-managed-identity#use-a-pre-created-kubelet-managed-identity). */
export interface KubeletIdentityArgs {
    /**
     * Optional. `UserAssigned` or `AksManaged`. A change to `UserAssigned` upgrades all pools, which moves all pods; there
     * is no way back to `AksManaged`, and it is refused. Default: `UserAssigned`, but `AksManaged` beside a
     * system-assigned control plane, for which AKS accepts nothing else.
     */
    type?: KubeletIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity; its client and principal ids are looked up. A change
     * upgrades all pools, which moves all pods. Default: one is created.
     */
    resourceId?: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID, of the identity that `resourceId` names; together with `principalId`.
     * Needed for an identity of another subscription than the azure-native provider's, and where the deployer may not
     * read identities. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the service principal of the identity that `resourceId` names; together with
     * `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
}
