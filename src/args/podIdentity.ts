import type * as pulumi from "@pulumi/pulumi";

/**
 * Deprecated: pod-managed identities (aad-pod-identity), out of support since September 2025 and a preview feature
 * (`EnablePodIdentityPreview`) to its end. For clusters that still run it, until their apps have moved to
 * `AksWorkloadIdentity`.
 *
 * It intercepts what pods ask of Azure's metadata endpoint, so the pods that AKS itself runs (in `kube-system`, labelled
 * `kubernetes.azure.com/managedby: aks`) are always excepted. See
 * https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity.
 */
export interface PodIdentityArgs {
    /**
     * Optional. Has to be `true` with the network plugin `kubenet`, where a pod can take on another one's address and
     * with it that one's identity. Default: `false`.
     */
    allowNetworkPluginKubenet?: pulumi.Input<boolean>;
    /**
     * Optional. Identities that pods use, at most 50. AKS takes them for a cluster that exists, so deploy it without them
     * first. The control plane gets Managed Identity Operator on each. Default: none.
     */
    identities?: PodManagedIdentityArgs[];
    /**
     * Optional. Further pods that reach the metadata endpoint directly, at most 49 entries. Default: none.
     */
    exceptions?: PodIdentityExceptionArgs[];
}

/** A user-assigned identity for pods, `AzureIdentity` in Kubernetes (https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity). */
export interface PodManagedIdentityArgs {
    /**
     * Required. Name of the pod identity in Kubernetes; with its namespace a part of the role assignment's logical name.
     */
    name: string;
    /**
     * Required. Namespace of the pods.
     */
    namespace: string;
    /**
     * Required. Resource id of an existing user-assigned identity; its client and principal ids are looked up.
     */
    identityResourceId: pulumi.Input<string>;
    /**
     * Optional. Value of the pods' label `aadpodidbinding`. Default: `name`.
     */
    bindingSelector?: pulumi.Input<string>;
}

/** Pods that reach the metadata endpoint directly, `AzurePodIdentityException` in Kubernetes (https://learn.microsoft.com/azure/aks/use-azure-ad-pod-identity). */
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
     * Required. Labels of the pods, one at least.
     */
    podLabels: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
