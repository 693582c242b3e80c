import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice";
import type { containerservice } from "@pulumi/azure-native/types/input";
import * as pulumi from "@pulumi/pulumi";
import {
    ClusterSku,
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

/** What a pool takes from its cluster, where it says nothing itself. */
type ClusterSettings = Pick<ManagedIdentityAksClusterArgs, "tags" | "kubernetesVersion" | "sku" | "autoUpgrade">;

/** The system pool, inside the cluster. */
export function systemPoolProfile(
    pool: NodePoolArgs,
    cluster: ClusterSettings,
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

export function agentPoolArgs(pool: NodePoolArgs, cluster: ClusterSettings): SentPool {
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

/**
 * A pool without a version of its own has the cluster's. If AKS upgrades the cluster, the program's version may be an old one:
 * a new pool then gets what the control plane runs.
 */
export function poolVersion(
    pool: Pick<NodePoolArgs, "kubernetesVersion">,
    cluster: ClusterSettings,
): NodePoolArgs["kubernetesVersion"] {
    return pool.kubernetesVersion ?? (upgradesKubernetes(cluster) ? undefined : cluster.kubernetesVersion);
}

/** Whether AKS upgrades Kubernetes by itself; the channel "node-image" leaves its version alone. */
export function upgradesKubernetes({ sku, autoUpgrade }: ClusterSettings): boolean {
    const usual = sku === ClusterSku.Automatic ? "stable" : "none";
    const { upgradeChannel = usual } = autoUpgrade ?? {};
    return !["none", "node-image"].includes(upgradeChannel);
}

function poolProperties(pool: NodePoolArgs, cluster: ClusterSettings, defaultCount: number): PoolProperties {
    const autoscaling = isAutoscaled(pool)
        ? { enableAutoScaling: true, minCount: pool.minCount, maxCount: pool.maxCount }
        : {};
    return withoutUndefined({
        type: "VirtualMachineScaleSets",
        osType: NodePoolOsType.Linux,
        ...(copied(POOL_ROWS, pool) as Omit<PoolProperties, "vmSize">),
        ...spotMarks(pool),
        orchestratorVersion: poolVersion(pool, cluster),
        count: orElse(pool.count, pool.minCount ?? defaultCount),
        ...autoscaling,
        tags: orElse(pool.tags, cluster.tags),
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
