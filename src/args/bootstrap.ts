/** Where nodes get what makes them part of a cluster from; Azure may know more (https://learn.microsoft.com/azure/aks/network-isolated). */
export const BootstrapArtifactSource = {
    /** A private registry that caches Microsoft's: one of AKS's own, or that of `bootstrapRegistryId`. */
    Cache: "Cache",
    /** Microsoft's public registry. */
    Direct: "Direct",
} as const;
export type BootstrapArtifactSource = (typeof BootstrapArtifactSource)[keyof typeof BootstrapArtifactSource];
