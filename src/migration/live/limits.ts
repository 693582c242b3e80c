/** A setting of a live cluster that the arguments cannot express, or that prevents the component from managing it. */
export interface Limit {
    /** Path of the property, by azure-native's names, or of the input. */
    path: string;
    /** Why, as a sentence. */
    reason: string;
}

/** Paths of what a program leaves as it is, by the resource of azure-native. */
export type IgnoredChanges = Record<"ManagedCluster" | "AgentPool", string[]>;

/** Collects limits while a cluster is read. */
export interface Limits {
    /** Settings that no input expresses. AKS keeps them. */
    notExpressible: Limit[];
    /** Settings that prevent the component from managing the cluster. */
    blockers: Limit[];
}
