import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import type { OwnClusterProperty, OwnPoolProperty } from "../cluster/ownProperties";

/**
 * Properties of the cluster that have no input of their own, by the names and in the shape of azure-native's
 * `ManagedCluster` (https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster).
 * What has one is refused here.
 */
export interface ClusterPropertiesArgs extends Partial<Omit<ManagedClusterArgs, OwnClusterProperty>> {}

/**
 * Properties of a pool that have no input of their own, by the names and in the shape of azure-native's `AgentPool`
 * (https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/agentpool). What has one is refused
 * here.
 */
export interface NodePoolPropertiesArgs
    extends Partial<Omit<containerservice.ManagedClusterAgentPoolProfileArgs, OwnPoolProperty>> {}
