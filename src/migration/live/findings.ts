/** What of a live cluster the arguments do not say, or what keeps the component from managing it. */
export interface Finding {
    /** Path of the property, by azure-native's names, or of the input. */
    path: string;
    /** Why, as a sentence. */
    reason: string;
}

/** Collects findings while a cluster is read. */
export interface Findings {
    /** Settings that no input expresses. AKS keeps them. */
    notExpressible: Finding[];
    /** What keeps the component from managing the cluster. */
    blockers: Finding[];
}
