import type { AgentPoolArgs, ManagedClusterArgs } from "@pulumi/azure-native/containerservice";
import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { clusterLeftToOthers, derivesDnsPrefix, poolLeftToOthers } from "./managedCluster";
import { poolName, systemPoolProfile } from "./nodePools";
import { mentionedPaths, mentionedPoolPaths, unmentionedPaths, unmentionedPoolPaths } from "./unmentioned";

/** Which properties of a pool are the program's, by azure-native's names, and which belong to others. */
export interface PoolOwnership {
    name: string;
    /** Those that the program gives a value. */
    mentioned: string[];
    /** Those that belong to AKS once the pool exists: the autoscaler's count, an upgraded version. */
    leftToOthers: string[];
    /** Those of which an update keeps what the state has. */
    ignoreChanges: string[];
}

/** The same of a cluster. */
export interface ClusterOwnership {
    mentioned: string[];
    leftToOthers: string[];
    ignoreChanges: string[];
    /** Those of which the state's value stands, whatever was mentioned before. */
    kept: string[];
    /** Whether the program says which add-ons there are, if only that there are none. */
    namesAddons: boolean;
    systemPool: PoolOwnership;
}

export function clusterOwnership(
    args: ManagedIdentityAksClusterArgs,
    sent: ManagedClusterArgs,
): ClusterOwnership {
    const leftToOthers = clusterLeftToOthers(args);
    // A refresh brings all pools into the state, and a prefix that is derived stays when the component is renamed.
    const kept = [...leftToOthers, "agentPoolProfiles", ...(derivesDnsPrefix(args) ? ["dnsPrefix"] : [])];
    return {
        mentioned: without(kept, mentionedPaths(sent)),
        leftToOthers,
        ignoreChanges: [...kept, ...without(kept, unmentionedPaths(sent))],
        kept,
        namesAddons: args.addons !== undefined,
        systemPool: poolOwnership(args, args.systemNodePool, systemPoolProfile(args.systemNodePool)),
    };
}

export function poolOwnership(
    args: ManagedIdentityAksClusterArgs,
    pool: NodePoolArgs,
    sent: Partial<AgentPoolArgs>,
): PoolOwnership {
    const leftToOthers = poolLeftToOthers(args, pool);
    return {
        name: poolName(pool),
        mentioned: without(leftToOthers, mentionedPoolPaths(sent)),
        leftToOthers,
        ignoreChanges: [...leftToOthers, ...without(leftToOthers, unmentionedPoolPaths(sent))],
    };
}

function without(some: string[], all: string[]): string[] {
    return all.filter((name) => !some.includes(name));
}
