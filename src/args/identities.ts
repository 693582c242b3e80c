import type * as pulumi from "@pulumi/pulumi";

/** Kind of the control plane's identity, with the values of `ManagedCluster.identity.type` (https://learn.microsoft.com/azure/aks/managed-identity-overview). */
export const ControlPlaneIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** An identity that Azure creates with the cluster. Its role assignments are created after the cluster. */
    SystemAssigned: "SystemAssigned",
    /** Deprecated: a service principal with a secret. Use it only to preview the migration to a managed identity. */
    ServicePrincipal: "ServicePrincipal",
} as const;
export type ControlPlaneIdentityType = (typeof ControlPlaneIdentityType)[keyof typeof ControlPlaneIdentityType];

/** Who creates the identity of the kubelets (https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity). */
export const KubeletIdentityType = {
    /** A user-assigned identity: created, or an existing one by `resourceId`. */
    UserAssigned: "UserAssigned",
    /** AKS creates `<cluster>-agentpool` in the node resource group. */
    AksManaged: "AksManaged",
} as const;
export type KubeletIdentityType = (typeof KubeletIdentityType)[keyof typeof KubeletIdentityType];

/**
 * Which identity the control plane uses (https://learn.microsoft.com/azure/aks/managed-identity-overview).
 *
 * @example
 * {
 *     type: "UserAssigned",
 *     resourceId: identity.id,
 *     clientId: "3d6f0c1e-8a52-4b97-a1d4-5e0f7c2b9a68",
 *     principalId: "b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17",
 *     formerServicePrincipalClientId: "5a1b9c3d-2e4f-4a60-8b7c-1d0e9f8a7b65",
 *     formerPrincipalId: "e2c4a6b8-0d1f-4e35-9a7b-6c5d4e3f2a10",
 * }
 * @example
 * {
 *     type: "ServicePrincipal",
 *     servicePrincipal: { clientId: "5a1b9c3d-2e4f-4a60-8b7c-1d0e9f8a7b65" },
 * }
 */
export interface ControlPlaneIdentityArgs {
    /**
     * Optional. `UserAssigned`, `SystemAssigned` or, deprecated, `ServicePrincipal`. A change updates the cluster in place.
     * It also changes the default of `kubeletIdentity`: from `SystemAssigned` to `UserAssigned`, all pools are upgraded
     * unless `kubeletIdentity.type` is `AksManaged`. A change back to `ServicePrincipal`, or from `UserAssigned` to
     * `SystemAssigned`, fails in the preview. Default: `UserAssigned`. See
     * https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    type?: ControlPlaneIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity. The component looks up its client id and principal id. A
     * change to another identity stops before it updates the cluster, and prints the `az aks update` to run. Default: the
     * component creates an identity.
     */
    resourceId?: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID, of the identity of `resourceId`; set it together with `principalId`.
     * Required if the identity is in another subscription than the azure-native provider, or if the deployer has no
     * permission to read it. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the service principal of the identity of `resourceId`; set it together with
     * `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
    /**
     * Required with type `ServicePrincipal`, rejected with another one. The service principal that the cluster uses until it
     * is migrated. Default: none. See https://learn.microsoft.com/azure/aks/kubernetes-service-principal.
     *
     * @deprecated Microsoft recommends managed identities. Use it to preview and run the migration.
     */
    servicePrincipal?: ServicePrincipalArgs;
    /**
     * Optional. With type `UserAssigned` or `SystemAssigned`: client (application) id, a GUID, of the service principal that
     * the cluster had before. Nodes keep using the service principal until their image is upgraded, so it keeps the
     * kubelets' role assignments until you remove this input. Default: none. See
     * https://learn.microsoft.com/azure/aks/user-assigned-managed-identity#update-an-existing-cluster-to-use-a-user-assigned-managed-identity.
     */
    formerServicePrincipalClientId?: pulumi.Input<string>;
    /**
     * Optional. With type `UserAssigned`: object id, a GUID, of the system-assigned identity that the cluster had before.
     * The output `controlPlaneIdentity.principalId` had this value. The control plane keeps using the old identity until its
     * token expires, which can take hours, so the old identity keeps its role assignments until you remove this input.
     * Default: none. See
     * https://learn.microsoft.com/azure/aks/managed-identity-overview.
     */
    formerPrincipalId?: pulumi.Input<string>;
}

/**
 * Deprecated. A service principal that the control plane and the kubelets of a cluster use. Use it only to preview and run
 * the migration to managed identities, not for new clusters. See
 * https://learn.microsoft.com/azure/aks/kubernetes-service-principal.
 *
 * @example
 * { clientId: "5a1b9c3d-2e4f-4a60-8b7c-1d0e9f8a7b65", clientSecret: config.requireSecret("clientSecret") }
 */
export interface ServicePrincipalArgs {
    /**
     * Required. Client (application) id, a GUID. The component looks up the object id in Microsoft Entra ID, so the deployer
     * needs permission to read applications.
     */
    clientId: pulumi.Input<string>;
    /**
     * Optional. Client secret. AKS requires it to create a cluster and never returns it. The state contains it as a
     * secret. Default: none; an existing cluster already has it.
     */
    clientSecret?: pulumi.Input<string>;
}

/**
 * Which identity the kubelets use (https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity).
 *
 * @example
 * {
 *     type: "UserAssigned",
 *     resourceId: kubeletIdentity.id,
 *     clientId: "3d6f0c1e-8a52-4b97-a1d4-5e0f7c2b9a68",
 *     principalId: "b7e4a9d2-1c63-4f05-8e2b-9d3a6f5c0e17",
 * }
 */
export interface KubeletIdentityArgs {
    /**
     * Optional. `UserAssigned` or `AksManaged`. A change to `UserAssigned` upgrades all pools, which moves all pods. A
     * change back to `AksManaged` fails in the preview. Default: `UserAssigned`; `AksManaged` with a system-assigned
     * control plane identity, with which AKS accepts no other value.
     */
    type?: KubeletIdentityType;
    /**
     * Optional. Resource id of an existing user-assigned identity. The component looks up its client id and principal id. A
     * change upgrades all pools, which moves all pods. Default: the component creates an identity.
     */
    resourceId?: pulumi.Input<string>;
    /**
     * Optional. Client (application) id, a GUID, of the identity of `resourceId`; set it together with `principalId`.
     * Required if the identity is in another subscription than the azure-native provider, or if the deployer has no
     * permission to read it. Default: looked up.
     */
    clientId?: pulumi.Input<string>;
    /**
     * Optional. Object id, a GUID, of the service principal of the identity of `resourceId`; set it together with
     * `clientId`. Default: looked up.
     */
    principalId?: pulumi.Input<string>;
}
