/**
 * An existing cluster that the component imports instead of creating one. The arguments describe the cluster as it is,
 * and the preview shows what they would change. A change that would replace the cluster or a pool is rejected. Remove this
 * input after the first `pulumi up`. See https://www.pulumi.com/docs/iac/guides/migration/import.
 *
 * @example
 * {
 *     clusterId: groupId + "/providers/Microsoft.ContainerService/managedClusters/shop",
 *     nodePoolIds: { user: groupId + "/providers/Microsoft.ContainerService/managedClusters/shop/agentPools/user" },
 * }
 * @example
 * {
 *     clusterUrn: "urn:pulumi:prod::shop::azure-native:containerservice:ManagedCluster::shop",
 *     nodePoolUrns: { user: "urn:pulumi:prod::shop::azure-native:containerservice:AgentPool::user" },
 * }
 */
export interface AdoptArgs {
    /**
     * Optional. Resource id of a cluster that is not in this stack. The first `pulumi up` imports it. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/resources/options/import.
     */
    clusterId?: string;
    /**
     * Optional. Resource ids of the pools of `nodePools` that the cluster already has, with their names as keys. Default:
     * none; the pools are created. See https://www.pulumi.com/docs/iac/concepts/resources/options/import.
     */
    nodePoolIds?: Record<string, string>;
    /**
     * Optional. URN of a cluster that is in this stack already, as a resource `azure-native:containerservice:ManagedCluster`
     * of the program. It moves into the component. Default: none. See
     * https://www.pulumi.com/docs/iac/concepts/resources/options/aliases.
     */
    clusterUrn?: string;
    /**
     * Optional. URNs of its pools, resources `azure-native:containerservice:AgentPool`, with the names of `nodePools` as
     * keys. Default: none. See https://www.pulumi.com/docs/iac/concepts/resources/options/aliases.
     */
    nodePoolUrns?: Record<string, string>;
}
