/** JSON that was read, and what messages call it. */
export interface JsonInput {
    name: string;
    value: unknown;
}

/** What describes a cluster, for messages. */
export const CLUSTER_INPUT =
    "the arguments of a ManagedIdentityAksCluster, or what `pulumi stack output --json` prints of a stack that has the role assignments of a cluster among its outputs";
