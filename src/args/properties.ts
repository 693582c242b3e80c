import type { ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import type { OwnClusterProperty, OwnPoolProperty } from "../cluster/properties";
import type { LaterClusterProperties, LaterPoolProperties } from "./laterProperties";

/**
 * Properties of the cluster that have no input in this package, with the names and types of azure-native's
 * `ManagedCluster` (https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/managedcluster). A
 * property that has an input is rejected here.
 *
 * @example
 * { nodeResourceGroup: "shop-nodes", autoScalerProfile: { expander: "priority" } }
 */
export interface ClusterPropertiesArgs
    extends Partial<Omit<With<LaterClusterProperties, ManagedClusterArgs>, OwnClusterProperty>> {}

/**
 * Properties of a pool that have no input in this package, with the names and types of azure-native's `AgentPool`
 * (https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/agentpool). A property that has an input
 * is rejected here.
 *
 * @example
 * { enableFIPS: true }
 */
export interface NodePoolPropertiesArgs
    extends Partial<
        Omit<With<LaterPoolProperties, containerservice.ManagedClusterAgentPoolProfileArgs>, OwnPoolProperty>
    > {}

/** The properties of azure-native's class, with the later ones in their place. */
type With<Later, Properties> = Omit<Properties, keyof Later> & Later;
