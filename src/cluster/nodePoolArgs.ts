import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    type ManagedIdentityAksClusterArgs,
    type NodePoolArgs,
    NodePoolMode,
    NodePoolOsType,
    ScaleSetPriority,
} from "../args";
import { orElse } from "../azure/inputs";
import { withoutUndefined } from "../values";
import { withProperties } from "./mergeProperties";
import { copied, POOL_ROWS } from "./properties";

const DEFAULT_SYSTEM_POOL_NAME = "system";
const DEFAULT_SYSTEM_COUNT = 3;
const DEFAULT_COUNT = 1;

/** Properties of a pool, the same inside the cluster and as a separate resource. */
type PoolProperties = Omit<containerservice.ManagedClusterAgentPoolProfileArgs, "name">;

type ClusterTags = Pick<ManagedIdentityAksClusterArgs, "tags">;

/** The system pool, inside the cluster. */
export function systemPoolProfile(
    pool: NodePoolArgs,
    cluster: ClusterTags,
): containerservice.ManagedClusterAgentPoolProfileArgs {
    const own = {
        name: poolName(pool),
        mode: NodePoolMode.System,
        ...poolProperties(pool, cluster, DEFAULT_SYSTEM_COUNT),
    };
    return withProperties(own, pool.properties);
}

/** What is sent to Azure as a further pool, without the names of its cluster and resource group. */
export type SentPool = Omit<AgentPoolArgs, "resourceGroupName" | "resourceName">;

export function agentPoolArgs(pool: NodePoolArgs, cluster: ClusterTags): SentPool {
    const own = { agentPoolName: pool.name, mode: NodePoolMode.User, ...poolProperties(pool, cluster, DEFAULT_COUNT) };
    return withProperties(own, pool.properties);
}

type NamedPool = NodePoolArgs & { name: string };

/** The system pool and the others, each with its name; a pool without a subnet is in the system pool's. */
export function poolsOf({ systemNodePool, nodePools = [] }: ManagedIdentityAksClusterArgs): NamedPool[] {
    const pools = nodePools.map((pool) => ({ ...pool, subnetId: pool.subnetId ?? systemNodePool.subnetId }));
    return [systemNodePool, ...pools].map((pool) => ({ ...pool, name: poolName(pool) }));
}

/** Only the system pool can be without a name. */
export function poolName(pool: Pick<NodePoolArgs, "name">): string {
    return pool.name ?? DEFAULT_SYSTEM_POOL_NAME;
}

/** The autoscaler owns the count of a pool that has both bounds. */
export function isAutoscaled(pool: NodePoolArgs): boolean {
    return pool.minCount !== undefined && pool.maxCount !== undefined;
}

function poolProperties(pool: NodePoolArgs, { tags }: ClusterTags, defaultCount: number): PoolProperties {
    const autoscaling = isAutoscaled(pool)
        ? { enableAutoScaling: true, minCount: pool.minCount, maxCount: pool.maxCount }
        : {};
    return withoutUndefined({
        type: "VirtualMachineScaleSets",
        osType: NodePoolOsType.Linux,
        ...(copied(POOL_ROWS, pool) as Omit<PoolProperties, "vmSize">),
        ...spotMarks(pool),
        count: orElse(pool.count, pool.minCount ?? defaultCount),
        ...autoscaling,
        tags: orElse(pool.tags, tags),
    });
}

const SPOT_LABEL = "kubernetes.azure.com/scalesetpriority";
const SPOT_TAINT = `${SPOT_LABEL}=spot:NoSchedule`;

/**
 * What AKS adds to a spot pool (https://learn.microsoft.com/azure/aks/spot-node-pool#limitations). Without it, an update
 * would send other taints than the pool has.
 */
function spotMarks({ scaleSetPriority, nodeLabels, nodeTaints }: NodePoolArgs): Partial<PoolProperties> {
    if (scaleSetPriority !== ScaleSetPriority.Spot) {
        return {};
    }
    return {
        nodeLabels: pulumi.output(nodeLabels).apply((labels) => ({ ...labels, [SPOT_LABEL]: "spot" })),
        nodeTaints: pulumi.output(nodeTaints).apply((taints = []) => [...new Set([...taints, SPOT_TAINT])]),
    };
}
