import * as pulumi from "@pulumi/pulumi";
import { good, OTHER_NETWORK, SUBNETS, VM, work } from "../arguments";
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
        { nodePools: [{ ...work, nodeTaints: ["gpu:NoExecute"], properties: { mode: "System" } }] },
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
