import type * as pulumi from "@pulumi/pulumi";
import type { NodePoolPropertiesArgs } from "./properties";

/** Operating system of a pool's nodes (https://learn.microsoft.com/azure/aks/windows-faq). */
export const NodePoolOsType = {
    /** Linux. Every pool that runs system pods is Linux. */
    Linux: "Linux",
    /** Windows Server, only in `nodePools`. */
    Windows: "Windows",
} as const;
export type NodePoolOsType = (typeof NodePoolOsType)[keyof typeof NodePoolOsType];

/**
 * A pool of nodes (https://learn.microsoft.com/azure/aks/create-node-pools).
 *
 * @example
 * {
 *     name: "user",
 *     vmSize: "Standard_D4ds_v5",
 *     kubernetesVersion: "1.34",
 *     count: 2,
 *     minCount: 1,
 *     maxCount: 5,
 *     subnetId: subnet.id,
 *     podSubnetId: podSubnet.id,
 *     osType: "Linux",
 *     osSKU: "AzureLinux",
 *     maxPods: 50,
 *     availabilityZones: ["1", "2", "3"],
 *     nodeLabels: { "example.com/team": "shop" },
 *     nodeTaints: ["dedicated=gpu:NoSchedule"],
 *     tags: { team: "shop" },
 *     properties: { osDiskSizeGB: 64 },
 * }
 */
export interface NodePoolArgs {
    /**
     * Optional for the system pool, required for others. Name of the pool: 1 to 12 lower-case letters and digits, starting
     * with a letter; at most 6 for Windows. A change creates a new pool and deletes the old one. For the system pool a
     * change fails in the preview, unless the cluster already has a pool of that name and of mode `System`. Default: `system`
     * for the system pool.
     */
    name?: string;
    /**
     * Required. Size of the virtual machines, for example `Standard_D4ds_v5`. A change replaces the pool; the old pool is
     * deleted first. For the system pool, and for another pool of mode `System`, a change fails in the preview.
     */
    vmSize: pulumi.Input<string>;
    /**
     * Optional. Kubernetes version of the nodes, as `<major>.<minor>` or `<major>.<minor>.<patch>`, for example `1.34`:
     * not newer than the control plane's and at most three minor versions older. A change upgrades the pool, after the
     * control plane. With automatic upgrades of Kubernetes (`autoUpgrade`) it applies at creation only. Default: a new
     * pool gets the control plane's version, and keeps it until AKS or somebody else upgrades it. See
     * https://learn.microsoft.com/azure/aks/upgrade-node-pools.
     */
    kubernetesVersion?: pulumi.Input<string>;
    /**
     * Optional. Number of nodes, 1 to 1000 (0 is allowed outside the system pool). With autoscaling: the number at creation,
     * from `minCount` to `maxCount`. Default: a new pool gets `minCount` nodes with autoscaling, otherwise 3 as the system
     * pool and 1 as any other pool. An existing pool keeps its count.
     */
    count?: pulumi.Input<number>;
    /**
     * Optional. Smallest number of nodes with the cluster autoscaler, 0 to 1000 (system pool: at least 1). `minCount` and
     * `maxCount` together turn the autoscaler on, which then sets the pool's `count`. Default: none. See
     * https://learn.microsoft.com/azure/aks/cluster-autoscaler.
     */
    minCount?: pulumi.Input<number>;
    /**
     * Optional. Largest number of nodes with the cluster autoscaler, 0 to 1000 (system pool: at least 1), not below
     * `minCount`. Default: none.
     */
    maxCount?: pulumi.Input<number>;
    /**
     * Optional. Resource id of the nodes' subnet. The control plane gets Network Contributor on it. A change fails in the
     * preview: AKS cannot move a pool to another subnet. Default: for the system pool a network that AKS creates, for other
     * pools the subnet of the system pool.
     */
    subnetId?: pulumi.Input<string>;
    /**
     * Optional. Resource id of the subnet that pods get their addresses from (dynamic IP allocation of Azure CNI). The
     * control plane gets Network Contributor on it. A change fails in the preview. Default: pods share the nodes' subnet, or
     * use an overlay.
     */
    podSubnetId?: pulumi.Input<string>;
    /**
     * Optional. `Linux` or `Windows`. The system pool must be `Linux`. A change fails in the preview. Default: `Linux`.
     */
    osType?: NodePoolOsType;
    /**
     * Optional. Operating system image, for example `AzureLinux`, `Ubuntu`, `Windows2022`. Default: AKS decides.
     */
    osSKU?: pulumi.Input<string>;
    /**
     * Optional. Largest number of pods on a node, 10 to 250. A change fails in the preview. Default: depends on the network
     * plugin. See
     * https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning.
     */
    maxPods?: pulumi.Input<number>;
    /**
     * Optional. Availability zones, for example `["1", "2", "3"]`. A change fails in the preview. Default: none. See
     * https://learn.microsoft.com/azure/aks/reliability-availability-zones-configure.
     */
    availabilityZones?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Optional. Kubernetes labels of the nodes, for example `{ "example.com/team": "shop" }`. Default: none. See
     * https://learn.microsoft.com/azure/aks/use-labels.
     */
    nodeLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Optional. Kubernetes taints of the nodes, each as `<key>=<value>:<effect>` or `<key>:<effect>`, for example
     * `dedicated=gpu:NoSchedule`. A pool of mode `System` accepts only taints with effect `PreferNoSchedule`, and
     * `CriticalAddonsOnly=true:NoSchedule`, which system pods tolerate. Default: none. See
     * https://learn.microsoft.com/azure/aks/use-node-taints.
     */
    nodeTaints?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Optional. Tags of the pool and of its virtual machines, instead of the cluster's; `{}` for none. Default: the tags of
     * the cluster (`tags`). See https://learn.microsoft.com/azure/aks/use-tags.
     */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Optional. Properties of the pool that have no input here, with azure-native's names, for example
     * `{ osDiskSizeGB: 64, mode: "System" }`; see
     * https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/agentpool. A property that has an
     * input here is rejected. A change of `osDiskSizeGB` or `osDiskType` fails in the preview. A change of
     * `gpuInstanceProfile` or `networkProfile.nodePublicIPTags` replaces a pool of `nodePools`. Default: none.
     */
    properties?: NodePoolPropertiesArgs;
}
