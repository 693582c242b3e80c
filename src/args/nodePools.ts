import type * as pulumi from "@pulumi/pulumi";
import type { NodePoolPropertiesArgs } from "./properties";

/** Operating system of a pool's nodes (https://learn.microsoft.com/azure/aks/windows-faq). */
export const NodePoolOsType = {
    /** Linux, in every pool that runs system pods. */
    Linux: "Linux",
    /** Windows Server, in further pools only. */
    Windows: "Windows",
} as const;
export type NodePoolOsType = (typeof NodePoolOsType)[keyof typeof NodePoolOsType];

/** A pool of nodes (https://learn.microsoft.com/azure/aks/create-node-pools). */
export interface NodePoolArgs {
    /**
     * Optional for the system pool (`system`), required for others. 1 to 12 lower-case letters and digits,
     * a letter first; at most 6 for Windows. A change makes a new pool and removes the old one; the system pool's is
     * refused. Default: `system` for the system pool.
     */
    name?: string;
    /**
     * Required. Size of the virtual machines, for example `Standard_D4ds_v5`. A change replaces the pool, the old one
     * going first; the system pool's is refused.
     */
    vmSize: pulumi.Input<string>;
    /**
     * Optional. Kubernetes version of the nodes, `1.34` or `1.34.2`, not above the control plane's and at most two minor
     * versions below. A change upgrades the pool, after the control plane; with an `autoUpgrade` of Kubernetes it counts at
     * creation only. Default: a new pool gets the control plane's version, and keeps it until AKS or somebody else upgrades
     * it. See https://learn.microsoft.com/azure/aks/upgrade-node-pools.
     */
    kubernetesVersion?: pulumi.Input<string>;
    /**
     * Optional. Number of nodes, 1 to 1000 (0 is allowed outside the system pool). With autoscaling: the number
     * at creation, from `minCount` to `maxCount`. Default: `minCount` with autoscaling, else 3 for the system pool and 1
     * for others.
     */
    count?: pulumi.Input<number>;
    /**
     * Optional. Fewest nodes under the cluster autoscaler, 0 to 1000 (system pool: at least 1). Together with `maxCount`
     * turns autoscaling on; the pool's `count` is then left to the autoscaler. Default: none, a fixed number of nodes. See
     * https://learn.microsoft.com/azure/aks/cluster-autoscaler.
     */
    minCount?: pulumi.Input<number>;
    /**
     * Optional. Most nodes under the cluster autoscaler, 0 to 1000 (system pool: at least 1); not below `minCount`.
     * Default: none.
     */
    maxCount?: pulumi.Input<number>;
    /**
     * Optional. Resource id of the nodes' subnet, on which the control plane gets Network Contributor. Default:
     * for the system pool a network that AKS makes, for others the system pool's subnet. A change is refused: a pool
     * stays in its subnet.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the subnet that pods get their addresses from (dynamic IP allocation of Azure CNI), on
     * which the control plane gets Network Contributor. A change is refused. Default: pods share the nodes' subnet, or
     * an overlay.
     */
    podSubnetId?: pulumi.Input<string>;
    /**
     * Optional. `Linux` or `Windows`; the system pool is Linux. Default: `Linux`.
     */
    osType?: NodePoolOsType;
    /**
     * Optional. Operating system image, for example `AzureLinux`, `Ubuntu`, `Windows2022`. Default: AKS decides.
     */
    osSku?: pulumi.Input<string>;
    /**
     * Optional. Most pods on a node, 10 to 250. A change is refused. Default: AKS decides by network plugin. See
     * https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning.
     */
    maxPods?: pulumi.Input<number>;
    /**
     * Optional. Availability zones, for example `["1", "2", "3"]`. Default: none. See
     * https://learn.microsoft.com/azure/aks/availability-zones.
     */
    availabilityZones?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Optional. Kubernetes labels of the nodes, for example `{ "example.com/team": "shop" }`. Default: none. See
     * https://learn.microsoft.com/azure/aks/use-labels.
     */
    nodeLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Optional. Kubernetes taints of the nodes, for example `dedicated=gpu:NoSchedule`. A pool of mode `System` takes
     * those of the effect `PreferNoSchedule` and `CriticalAddonsOnly=true:NoSchedule`, which system pods tolerate, and no
     * others. Default: none. See https://learn.microsoft.com/azure/aks/use-node-taints.
     */
    nodeTaints?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Optional. Properties of the pool that have no input here, by azure-native's names, for example
     * `{ osDiskSizeGB: 64, mode: "System" }`; see
     * https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/agentpool. What has an input here
     * is refused. A change of `gpuInstanceProfile` or `networkProfile.nodePublicIPTags` replaces a further pool. Default:
     * none.
     */
    properties?: NodePoolPropertiesArgs;
}
