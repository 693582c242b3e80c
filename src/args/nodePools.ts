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

/** Values of `NodePoolArgs.mode`; Azure may accept further values (https://learn.microsoft.com/azure/aks/use-system-pools). */
export const NodePoolMode = {
    /** For the pods of AKS itself, such as CoreDNS; other pods can run there, too. */
    System: "System",
    /** For other pods. */
    User: "User",
    /** For the static egress gateway. It requires `properties.gatewayProfile`. */
    Gateway: "Gateway",
} as const;
export type NodePoolMode = (typeof NodePoolMode)[keyof typeof NodePoolMode];

/** Values of `NodePoolArgs.osDiskType`; Azure may accept further values (https://learn.microsoft.com/azure/aks/concepts-storage). */
export const OSDiskType = {
    /** A disk of Azure Storage. */
    Managed: "Managed",
    /** A disk on the host of the virtual machine: faster, and lost with the machine. */
    Ephemeral: "Ephemeral",
} as const;
export type OSDiskType = (typeof OSDiskType)[keyof typeof OSDiskType];

/** Values of `NodePoolArgs.scaleSetPriority`; Azure may accept further values (https://learn.microsoft.com/azure/aks/spot-node-pool). */
export const ScaleSetPriority = {
    /** Machines that stay. */
    Regular: "Regular",
    /** Cheaper machines that Azure takes back when it needs them. */
    Spot: "Spot",
} as const;
export type ScaleSetPriority = (typeof ScaleSetPriority)[keyof typeof ScaleSetPriority];

/** Values of `NodePoolArgs.scaleSetEvictionPolicy`; Azure may accept further values (https://learn.microsoft.com/azure/aks/spot-node-pool). */
export const ScaleSetEvictionPolicy = {
    /** The machine is deleted. */
    Delete: "Delete",
    /** The machine is stopped. It still counts against the quota. */
    Deallocate: "Deallocate",
} as const;
export type ScaleSetEvictionPolicy = (typeof ScaleSetEvictionPolicy)[keyof typeof ScaleSetEvictionPolicy];

/** Values of `NodePoolUpgradeSettingsArgs.undrainableNodeBehavior`; Azure may accept further values (https://learn.microsoft.com/azure/aks/upgrade-cluster). */
export const UndrainableNodeBehavior = {
    /** The upgrade fails, and pods can be placed on the node again. */
    Schedule: "Schedule",
    /** The node is set aside, and the upgrade goes on with the others. */
    Cordon: "Cordon",
} as const;
export type UndrainableNodeBehavior = (typeof UndrainableNodeBehavior)[keyof typeof UndrainableNodeBehavior];

/**
 * How AKS upgrades the nodes of a pool (https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling).
 *
 * @example
 * {
 *     maxSurge: "33%",
 *     maxUnavailable: "0",
 *     drainTimeoutInMinutes: 60,
 *     nodeSoakDurationInMinutes: 5,
 *     undrainableNodeBehavior: "Cordon",
 * }
 */
export interface NodePoolUpgradeSettingsArgs {
    /**
     * Optional. Number of nodes that an upgrade adds at a time, for example `"5"`, or their share of the pool, for example
     * `"33%"`. `"0"` requires `maxUnavailable`. A spot pool cannot have it. Default: `10%`.
     */
    maxSurge?: pulumi.Input<string>;
    /**
     * Optional. Number of nodes, or share of the pool, that an upgrade takes out of service at a time without a new node
     * in their place. A spot pool and a pool of mode `System` cannot have it. Default: `0`.
     */
    maxUnavailable?: pulumi.Input<string>;
    /**
     * Optional. How long an upgrade waits until the pods have left a node, in minutes, from 5 to 1440. After that the upgrade
     * fails. Default: 30.
     */
    drainTimeoutInMinutes?: pulumi.Input<number>;
    /**
     * Optional. How long an upgrade waits between a node without pods and the next step, in minutes, from 0 to 30.
     * Default: 0.
     */
    nodeSoakDurationInMinutes?: pulumi.Input<number>;
    /**
     * Optional. What becomes of a node that the pods do not leave: `Schedule` or `Cordon`. Default: `Schedule`. See
     * https://learn.microsoft.com/azure/aks/upgrade-cluster.
     */
    undrainableNodeBehavior?: pulumi.Input<string>;
}

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
 *     mode: "User",
 *     osDiskSizeGB: 64,
 *     osDiskType: "Ephemeral",
 *     upgradeSettings: { maxSurge: "33%" },
 *     properties: { enableFIPS: true },
 * }
 * @example
 * {
 *     name: "spot",
 *     vmSize: "Standard_D4ds_v5",
 *     minCount: 0,
 *     maxCount: 10,
 *     scaleSetPriority: "Spot",
 *     scaleSetEvictionPolicy: "Delete",
 *     spotMaxPrice: 0.25,
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
     * control plane. With automatic upgrades of Kubernetes (`autoUpgrade`) it applies at creation only. Default: the
     * cluster's `kubernetesVersion`. Without that, or with automatic upgrades, a new pool gets the control plane's version,
     * and keeps it until AKS or somebody else upgrades it. See
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
     * Optional. Operating system image, for example `AzureLinux`, `Ubuntu`, `Windows2025`. Default: AKS decides.
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
     * Optional. `System`, `User` or `Gateway`: which pods the pool is for. The system pool is always `System`. A pool of mode
     * `System` in `nodePools` stays in Azure when it is removed from the program, since it can become the system pool.
     * Default: `User` in `nodePools`. See https://learn.microsoft.com/azure/aks/use-system-pools.
     */
    mode?: string;
    /**
     * Optional. Size of the operating system's disk in GiB, 30 to 2048. A change fails in the preview. Default: depends on
     * the virtual machines. See https://learn.microsoft.com/azure/aks/concepts-storage.
     */
    osDiskSizeGB?: pulumi.Input<number>;
    /**
     * Optional. `Managed` or `Ephemeral`. A change fails in the preview. Default: `Ephemeral` if the virtual machines have
     * room for it, otherwise `Managed`. See https://learn.microsoft.com/azure/aks/concepts-storage.
     */
    osDiskType?: pulumi.Input<string>;
    /**
     * Optional. `Regular`, or `Spot` for machines that Azure takes back when it needs them. The nodes of a spot pool have the
     * taint `kubernetes.azure.com/scalesetpriority=spot:NoSchedule` and the label `kubernetes.azure.com/scalesetpriority: spot`,
     * which the component adds as AKS does. A pool of mode `System` must be `Regular`. A change fails in the preview.
     * Default: `Regular`. See https://learn.microsoft.com/azure/aks/spot-node-pool.
     */
    scaleSetPriority?: string;
    /**
     * Optional. `Delete` or `Deallocate`: what becomes of a spot pool's machine that Azure takes back. Only a spot pool has
     * it. A change fails in the preview. Default: `Delete`.
     */
    scaleSetEvictionPolicy?: pulumi.Input<string>;
    /**
     * Optional. The highest price for a spot pool's machine in US dollars an hour, with at most five decimal places, or -1
     * for the price of a regular one. Only a spot pool has it. A change fails in the preview. Default: -1.
     */
    spotMaxPrice?: pulumi.Input<number>;
    /**
     * Optional. How AKS upgrades the nodes. Default: AKS adds a tenth of the nodes at a time, and waits 30 minutes for a node
     * without pods. See https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling.
     */
    upgradeSettings?: NodePoolUpgradeSettingsArgs;
    /**
     * Optional. Properties of the pool that have no input here, with azure-native's names, for example
     * `{ enableFIPS: true }`; see
     * https://www.pulumi.com/registry/packages/azure-native/api-docs/containerservice/agentpool. A property that has an
     * input here is rejected. A change of `gpuInstanceProfile` or `networkProfile.nodePublicIPTags` replaces a pool of
     * `nodePools`. Default: none.
     */
    properties?: NodePoolPropertiesArgs;
}
