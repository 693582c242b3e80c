import * as pulumi from "@pulumi/pulumi";
import { good, OTHER_NETWORK, SUBNETS, spot, VM, work } from "../arguments";
import type { Refused } from "./row";

/** Node pools and the subnets that they are in. */
export const REFUSED_NODE_POOLS: Refused[] = [
    ["SystemNodePool", "systemNodePool", { systemNodePool: undefined }],
    ["SystemNodePool", "systemNodePool", { systemNodePool: [good.systemNodePool] }],
    ["NodePools", "nodePools", { nodePools: work }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ vmSize: VM }] }],
    ["NodePoolName", "systemNodePool.name", { systemNodePool: { vmSize: VM, name: "Pool_1" } }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ ...work, name: "a234567890123" }] }],
    ["NodePoolName", "nodePools[0].name", { nodePools: [{ ...work, name: "windows", osType: "Windows" }] }],
    ["NodePoolNameTwice", "nodePools[0].name", { nodePools: [{ ...work, name: "system" }] }],
    ["NodePoolNameTwice", "nodePools[1].name", { nodePools: [work, work] }],
    ["NodePoolVmSize", "systemNodePool.vmSize", { systemNodePool: {} }],
    ["NodePoolVmSize", "nodePools[0].vmSize", { nodePools: [{ ...work, vmSize: "huge" }] }],
    ["NodePoolVmSize", "nodePools[0].vmSize", { nodePools: [{ ...work, vmSize: "Standard_E8-" }] }],
    ["NodePoolCount", "systemNodePool.count", { systemNodePool: { vmSize: VM, count: 0 } }],
    ["NodePoolCount", "nodePools[0].count", { nodePools: [{ ...work, count: 1.5 }] }],
    ["NodePoolCount", "nodePools[0].maxCount", { nodePools: [{ ...work, minCount: 1, maxCount: 1001 }] }],
    ["AutoscalerBounds", "nodePools[0].maxCount", { nodePools: [{ ...work, minCount: 1 }] }],
    ["AutoscalerBounds", "systemNodePool.minCount", { systemNodePool: { vmSize: VM, maxCount: 3 } }],
    ["AutoscalerOrder", "nodePools[0].minCount", { nodePools: [{ ...work, minCount: 5, maxCount: 2 }] }],
    ["AutoscalerCount", "nodePools[0].count", { nodePools: [{ ...work, count: 1, minCount: 2, maxCount: 5 }] }],
    ["AutoscalerCount", "systemNodePool.count", { systemNodePool: { vmSize: VM, count: 6, minCount: 2, maxCount: 5 } }],
    [
        "SystemPoolTaint",
        "systemNodePool.nodeTaints[1]",
        {
            systemNodePool: {
                vmSize: VM,
                nodeTaints: ["CriticalAddonsOnly=true:NoSchedule", "dedicated=system:NoSchedule"],
            },
        },
    ],
    [
        "SystemPoolTaint",
        "nodePools[0].nodeTaints[0]",
        { nodePools: [{ ...work, nodeTaints: ["gpu:NoExecute"], mode: "System" }] },
    ],
    ["SystemPoolMode", "systemNodePool.mode", { systemNodePool: { vmSize: VM, mode: "User" } }],
    ["NodePoolMode", "nodePools[0].mode", { nodePools: [{ ...work, mode: "system" }] }],
    ["OsDiskSize", "nodePools[0].osDiskSizeGB", { nodePools: [{ ...work, osDiskSizeGB: 29 }] }],
    ["OsDiskSize", "systemNodePool.osDiskSizeGB", { systemNodePool: { vmSize: VM, osDiskSizeGB: 2049 } }],
    ["OsDiskType", "nodePools[0].osDiskType", { nodePools: [{ ...work, osDiskType: "ephemeral" }] }],
    ["ScaleSetPriority", "nodePools[0].scaleSetPriority", { nodePools: [{ ...work, scaleSetPriority: "SPOT" }] }],
    [
        "ScaleSetEvictionPolicy",
        "nodePools[0].scaleSetEvictionPolicy",
        { nodePools: [{ ...spot, scaleSetEvictionPolicy: "delete" }] },
    ],
    ["SpotMaxPrice", "nodePools[0].spotMaxPrice", { nodePools: [{ ...spot, spotMaxPrice: 0 }] }],
    ["SpotMaxPrice", "nodePools[0].spotMaxPrice", { nodePools: [{ ...spot, spotMaxPrice: 0.123456 }] }],
    ["SpotMaxPrice", "nodePools[0].spotMaxPrice", { nodePools: [{ ...spot, spotMaxPrice: "0.1" }] }],
    [
        "SpotNeedsUserPool",
        "systemNodePool.scaleSetPriority",
        { systemNodePool: { vmSize: VM, scaleSetPriority: "Spot" } },
    ],
    ["SpotNeedsUserPool", "nodePools[0].scaleSetPriority", { nodePools: [{ ...spot, mode: "System" }] }],
    ["SpotSettings", "nodePools[0].spotMaxPrice", { nodePools: [{ ...work, spotMaxPrice: -1 }] }],
    [
        "SpotSettings",
        "systemNodePool.scaleSetEvictionPolicy",
        { systemNodePool: { vmSize: VM, scaleSetPriority: "Regular", scaleSetEvictionPolicy: "Delete" } },
    ],
    [
        "SpotUpgrade",
        "nodePools[0].upgradeSettings.maxSurge",
        { nodePools: [{ ...spot, upgradeSettings: { maxSurge: "10%" } }] },
    ],
    [
        "SpotUpgrade",
        "nodePools[0].upgradeSettings.maxUnavailable",
        { nodePools: [{ ...spot, upgradeSettings: { maxUnavailable: "1" } }] },
    ],
    [
        "SystemPoolMaxUnavailable",
        "systemNodePool.upgradeSettings.maxUnavailable",
        { systemNodePool: { vmSize: VM, upgradeSettings: { maxSurge: "0", maxUnavailable: "1" } } },
    ],
    [
        "UpgradeNeedsNodes",
        "nodePools[0].upgradeSettings.maxSurge",
        { nodePools: [{ ...work, upgradeSettings: { maxSurge: "0%", maxUnavailable: "0" } }] },
    ],
    [
        "MaxSurge",
        "nodePools[0].upgradeSettings.maxSurge",
        { nodePools: [{ ...work, upgradeSettings: { maxSurge: "101%" } }] },
    ],
    [
        "MaxSurge",
        "nodePools[0].upgradeSettings.maxUnavailable",
        { nodePools: [{ ...work, upgradeSettings: { maxUnavailable: 1 } }] },
    ],
    [
        "UpgradeMinutes",
        "nodePools[0].upgradeSettings.drainTimeoutInMinutes",
        { nodePools: [{ ...work, upgradeSettings: { drainTimeoutInMinutes: 4 } }] },
    ],
    [
        "UpgradeMinutes",
        "nodePools[0].upgradeSettings.nodeSoakDurationInMinutes",
        { nodePools: [{ ...work, upgradeSettings: { nodeSoakDurationInMinutes: 31 } }] },
    ],
    [
        "UndrainableNodeBehavior",
        "nodePools[0].upgradeSettings.undrainableNodeBehavior",
        { nodePools: [{ ...work, upgradeSettings: { undrainableNodeBehavior: "cordon" } }] },
    ],
    ["SystemPoolIsLinux", "systemNodePool.osType", { systemNodePool: { vmSize: VM, osType: "Windows" } }],
    ["NodePoolOsType", "nodePools[0].osType", { nodePools: [{ ...work, osType: "BSD" }] }],
    ["OsSKU", "nodePools[0].osSKU", { nodePools: [{ ...work, osSKU: "Azure Linux" }] }],
    ["MaxPods", "nodePools[0].maxPods", { nodePools: [{ ...work, maxPods: 251 }] }],
    ["MaxPods", "systemNodePool.maxPods", { systemNodePool: { vmSize: VM, maxPods: "110" } }],
    [
        "AvailabilityZones",
        "nodePools[0].availabilityZones[1]",
        { nodePools: [{ ...work, availabilityZones: ["1", 2] }] },
    ],
    ["NodeLabels", "nodePools[0].nodeLabels.team", { nodePools: [{ ...work, nodeLabels: { team: "the shop" } }] }],
    ["NodeLabels", 'nodePools[0].nodeLabels["a/b/c"]', { nodePools: [{ ...work, nodeLabels: { "a/b/c": "" } }] }],
    [
        "NodeLabels",
        'nodePools[0].nodeLabels["example.com/"]',
        { nodePools: [{ ...work, nodeLabels: { "example.com/": "" } }] },
    ],
    ["NodeTaints", "nodePools[0].nodeTaints[0]", { nodePools: [{ ...work, nodeTaints: ["dedicated=gpu"] }] }],
    ["NodeTaints", "nodePools[0].nodeTaints[0]", { nodePools: [{ ...work, nodeTaints: ["a b:NoSchedule"] }] }],
    ["SubnetId", "nodePools[0].podSubnetId", { nodePools: [{ ...work, podSubnetId: "pods" }] }],
    ["SubnetId", "systemNodePool.subnetId", { systemNodePool: { vmSize: VM, subnetId: "nodes" } }],
    ["SubnetId", "nodePools[0].subnetId", { nodePools: [{ ...work, subnetId: SUBNETS.replace("/subnets", "") }] }],
    [
        "SystemPoolSubnet",
        "nodePools[0].subnetId",
        {
            systemNodePool: { vmSize: VM },
            nodePools: [{ ...work, subnetId: pulumi.output(`${SUBNETS}/work`) }],
        },
    ],
    [
        "SubnetId",
        "networkAccess.internalLoadBalancerSubnetIds[0]",
        { networkAccess: { internalLoadBalancerSubnetIds: ["services"] } },
    ],
    [
        "SubnetId",
        "networkAccess.internalLoadBalancerSubnetIds[0]",
        { networkAccess: { internalLoadBalancerSubnetIds: new Array(1) } },
    ],
    [
        "OneVirtualNetwork",
        "networkAccess.internalLoadBalancerSubnetIds[0]",
        { networkAccess: { internalLoadBalancerSubnetIds: [`${OTHER_NETWORK}/services`] } },
    ],
    [
        "InternalLoadBalancerSubnetIds",
        "networkAccess.internalLoadBalancerSubnetIds",
        { networkAccess: { internalLoadBalancerSubnetIds: `${SUBNETS}/services` } },
    ],
    [
        "InternalLoadBalancerSubnetIds",
        "networkAccess.internalLoadBalancerSubnetIds",
        {
            systemNodePool: { vmSize: VM },
            networkAccess: { internalLoadBalancerSubnetIds: [pulumi.output("s")] },
        },
    ],
    ["OneVirtualNetwork", "nodePools[0].subnetId", { nodePools: [{ ...work, subnetId: `${OTHER_NETWORK}/work` }] }],
    [
        "OneVirtualNetwork",
        "systemNodePool.podSubnetId",
        {
            systemNodePool: {
                vmSize: VM,
                subnetId: `${SUBNETS}/system`,
                podSubnetId: `${OTHER_NETWORK}/pods`,
            },
        },
    ],
    ["OneVirtualNetwork", "apiServer.subnetId", { apiServer: { subnetId: `${OTHER_NETWORK}/api` } }],
    ["ApiServerSubnetIsItsOwn", "apiServer.subnetId", { apiServer: { subnetId: `${SUBNETS}/SYSTEM` } }],
    [
        "ApiServerSubnetIsItsOwn",
        "apiServer.subnetId",
        {
            nodePools: [{ ...work, podSubnetId: `${SUBNETS}/api` }],
            apiServer: { subnetId: `${SUBNETS}/api` },
        },
    ],
    [
        "ApiServerSubnetIsItsOwn",
        "apiServer.subnetId",
        {
            networkAccess: { internalLoadBalancerSubnetIds: [`${SUBNETS}/api`] },
            apiServer: { subnetId: `${SUBNETS}/api` },
        },
    ],
    ["PodSubnetIsItsOwn", "nodePools[0].podSubnetId", { nodePools: [{ ...work, podSubnetId: `${SUBNETS}/System` }] }],
];
