import { sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import { textOf } from "../jsonInput";
import { flattened } from "./azureNativeNames";
import { kubeletIdentityOf, usesServicePrincipal } from "./identities";
import type { LiveCluster } from "./liveCluster";
import { type Reading, readValue } from "./reading";

/** A cluster and its nodes, as Azure has them now. */
export interface ClusterState {
    cluster: LiveCluster;
    pools: LiveNodePool[];
}

/** A node pool and its nodes, as Azure has them now. */
export interface LiveNodePool {
    name: string;
    /** `Succeeded`, `UpgradingNodeImageVersion`, `Failed` and so on. */
    provisioningState: string;
    /** `VirtualMachineScaleSets`, `VirtualMachines` or `AvailabilitySet`. */
    type: string;
    /** Whether the pool is stopped: it has no nodes then. */
    isStopped: boolean;
    /** The image of its nodes; absent where AKS does not tell. */
    nodeImageVersion?: string;
    /** The newest image that AKS has for the pool. */
    latestNodeImageVersion: Reading<string>;
    /** The scale set of its nodes. */
    scaleSet: Reading<ScaleSet>;
}

/** The virtual machine scale set of a pool (https://learn.microsoft.com/rest/api/compute/virtual-machine-scale-sets). */
export interface ScaleSet {
    id: string;
    /** The pool, by the tag that AKS sets; absent without the tag. */
    poolName?: string;
    /** Resource ids of the user-assigned identities that new nodes get. */
    identities: string[];
    nodes: Reading<ScaleSetNode[]>;
}

/** A virtual machine of a scale set. */
export interface ScaleSetNode {
    name: string;
    /** Resource id of its image; absent where Azure does not show it. */
    image?: string;
    /** Whether it is as the scale set says that new nodes are. */
    latestModelApplied: boolean;
}

/** Which identity the nodes of a pool use: that of the cluster, the one before, or both at once while nodes are replaced. */
export type NodeIdentity = "current" | "previous" | "mixed" | "unknown";

/** The tag with which AKS marks the scale set of a pool. */
const POOL_TAG = "aks-managed-poolName";

/** Reads a pool by azure-native's names, together with what is read apart. */
export function readNodePool(
    { name, provisioningState, type, powerState, nodeImageVersion }: Values,
    {
        latestNodeImageVersion,
        scaleSets,
    }: Pick<LiveNodePool, "latestNodeImageVersion"> & { scaleSets: Reading<ScaleSet[]> },
): LiveNodePool {
    return {
        name: textOf(name),
        provisioningState: textOf(provisioningState),
        type: textOf(type),
        isStopped: Object(powerState).code === "Stopped",
        ...(typeof nodeImageVersion === "string" && { nodeImageVersion }),
        latestNodeImageVersion,
        scaleSet: scaleSetOf(textOf(name), textOf(type), scaleSets),
    };
}

function scaleSetOf(pool: string, type: string, scaleSets: Reading<ScaleSet[]>): Reading<ScaleSet> {
    if (type !== SCALE_SETS) {
        return { failure: `the nodes of a pool of type ${type} are in no scale set` };
    }
    if ("failure" in scaleSets) {
        return scaleSets;
    }
    const found = scaleSets.value.find(({ poolName }) => poolName !== undefined && sameId(poolName, pool));
    return found === undefined
        ? { failure: `no scale set in the node resource group has the tag ${POOL_TAG}: ${pool}` }
        : { value: found };
}

/** The type of a pool whose nodes are in a scale set. */
const SCALE_SETS = "VirtualMachineScaleSets";

/** Reads a scale set from ARM's JSON; its nodes are read apart. */
export function readScaleSet(json: object, nodes: Reading<ScaleSetNode[]>): ScaleSet {
    const { id, identity, tags } = json as Values;
    const { userAssignedIdentities } = Object(identity) as Values;
    const [, poolName] = Object.entries(Object(tags)).find(([key]) => sameId(key, POOL_TAG)) ?? [];
    return {
        id: textOf(id),
        ...(typeof poolName === "string" && { poolName }),
        identities: Object.keys(isRecord(userAssignedIdentities) ? userAssignedIdentities : {}),
        nodes,
    };
}

/** Reads a virtual machine of a scale set from ARM's JSON. */
export function readScaleSetNode(json: object): ScaleSetNode {
    const { name, latestModelApplied, storageProfile } = flattened(json);
    const image: unknown = Object(Object(storageProfile).imageReference).id;
    return {
        name: textOf(name),
        ...(typeof image === "string" && { image }),
        latestModelApplied: latestModelApplied === true,
    };
}

/**
 * Which identity the nodes of a pool use. AKS's own API does not tell. The scale set does: AKS gives it the kubelet identity
 * together with a new image (observed: Azure/azure-sdk-tools#6799; Microsoft documents no check).
 */
export function nodeIdentityOf(pool: Pick<LiveNodePool, "scaleSet">, cluster: LiveCluster): NodeIdentity {
    if (usesServicePrincipal(cluster)) {
        return "current";
    }
    const scaleSet = readValue(pool.scaleSet);
    const kubelet = kubeletIdentityOf(cluster);
    if (scaleSet === undefined || kubelet === undefined) {
        return "unknown";
    }
    if (!hasIdentity(scaleSet, kubelet)) {
        return "previous";
    }
    const nodes = readValue(scaleSet.nodes);
    if (nodes === undefined) {
        return "unknown";
    }
    return nodes.every(({ latestModelApplied }) => latestModelApplied) ? "current" : "mixed";
}

/** How many nodes of a pool use the cluster's identity; undefined where it cannot be told. */
export function countNodes(
    pool: Pick<LiveNodePool, "scaleSet">,
    cluster: LiveCluster,
): { current: number; all: number } | undefined {
    const scaleSet = readValue(pool.scaleSet);
    const nodes = scaleSet && readValue(scaleSet.nodes);
    const kubelet = kubeletIdentityOf(cluster);
    if (scaleSet === undefined || nodes === undefined || kubelet === undefined) {
        return undefined;
    }
    const current = nodes.filter(({ latestModelApplied }) => latestModelApplied && hasIdentity(scaleSet, kubelet));
    return { current: current.length, all: nodes.length };
}

function hasIdentity({ identities }: ScaleSet, identity: string): boolean {
    return identities.some((id) => sameId(id, identity));
}
