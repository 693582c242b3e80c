/** Where nodes download what they need to join a cluster; Azure may accept further values (https://learn.microsoft.com/azure/aks/network-isolated). */
export const BootstrapArtifactSource = {
    /** A private registry that caches Microsoft's registry: one that AKS creates, or the one of `bootstrapRegistryId`. */
    Cache: "Cache",
    /** Microsoft's public registry. */
    Direct: "Direct",
} as const;
export type BootstrapArtifactSource = (typeof BootstrapArtifactSource)[keyof typeof BootstrapArtifactSource];
