import type * as pulumi from "@pulumi/pulumi";

/**
 * Deprecated: pod-managed identities (aad-pod-identity). They are out of support since September 2025 and never left preview
 * (`EnablePodIdentityPreview`). Use this only for clusters that already run it, until their apps use `AksWorkloadIdentity`.
 *
 * The add-on intercepts requests of pods to Azure's metadata endpoint. The component always adds an exception for the pods
 * that AKS itself runs (in `kube-system`, labelled `kubernetes.azure.com/managedby: aks`). See
 * https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity.
 *
 * @example
 * {
 *     allowNetworkPluginKubenet: true,
 *     identities: [{ name: "shop", namespace: "shop", identityResourceId: identity.id }],
 *     exceptions: [{ name: "agent", namespace: "shop", podLabels: { app: "agent" } }],
 * }
 */
export interface PodIdentityArgs {
    /**
     * Optional. Whether pod identities are allowed with network plugin `kubenet`. Must be `true` with this plugin, with
     * which a pod can use the address of another pod and so its identity. Default: `false`.
     */
    allowNetworkPluginKubenet?: pulumi.Input<boolean>;
    /**
     * Optional. Identities that pods use, at most 50. The control plane gets Managed Identity Operator on each. AKS accepts
     * them for an existing cluster only, so deploy the cluster without them first. Default: none.
     */
    identities?: PodManagedIdentityArgs[];
    /**
     * Optional. Further pods whose requests are not intercepted, at most 49 entries. Default: none.
     */
    exceptions?: PodIdentityExceptionArgs[];
}

/**
 * A user-assigned identity for pods, `AzureIdentity` in Kubernetes (https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity).
 *
 * @example
 * { name: "shop", namespace: "shop", identityResourceId: identity.id, bindingSelector: "shop" }
 */
export interface PodManagedIdentityArgs {
    /**
     * Required. Name of the pod identity in Kubernetes.
     */
    name: string;
    /**
     * Required. Namespace of the pods.
     */
    namespace: string;
    /**
     * Required. Resource id of an existing user-assigned identity. The component looks up its client id and principal id.
     */
    identityResourceId: pulumi.Input<string>;
    /**
     * Optional. Value of the pods' label `aadpodidbinding`. Default: `name`.
     */
    bindingSelector?: pulumi.Input<string>;
}

/**
 * Pods whose requests to the metadata endpoint are not intercepted, `AzurePodIdentityException` in Kubernetes (https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity).
 *
 * @example
 * { name: "agent", namespace: "shop", podLabels: { app: "agent" } }
 */
export interface PodIdentityExceptionArgs {
    /**
     * Required. Name of the exception in Kubernetes.
     */
    name: string;
    /**
     * Required. Namespace of the pods.
     */
    namespace: string;
    /**
     * Required. Labels of the pods, at least one.
     */
    podLabels: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
