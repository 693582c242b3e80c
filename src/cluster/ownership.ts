import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice";
import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { clusterLeftToOthers, derivesDnsPrefix, poolLeftToOthers, type SentCluster } from "./managedCluster";
import { poolName } from "./nodePoolArgs";
import { mentionedPaths, mentionedPoolPaths, unmentionedPaths, unmentionedPoolPaths } from "./unmentioned";

/** Which properties of a pool are the program's, by azure-native's names, and which belong to others. */
export interface PoolOwnership {
    name: string;
    /** Those that the program gives a value. */
    mentioned: string[];
    /** Those that it does not. */
    unmentioned: string[];
    /** Those that belong to AKS once the pool exists: the autoscaler's count, an upgraded version. */
    leftToOthers: string[];
    /** Those of which an update keeps what the state has. */
    ignoreChanges: string[];
}

/** The same of a cluster. */
export interface ClusterOwnership {
    mentioned: string[];
    unmentioned: string[];
    leftToOthers: string[];
    ignoreChanges: string[];
    /** Whether the program says which add-ons there are, if only that there are none. */
    namesAddons: boolean;
    systemPool: PoolOwnership;
}

export function clusterOwnership(args: ManagedIdentityAksClusterArgs, sent: SentCluster): ClusterOwnership {
    const leftToOthers = clusterLeftToOthers(args);
    // A refresh brings all pools into the state, and a prefix that is derived stays when the component is renamed.
    const ignoreChanges = [
        ...leftToOthers,
        "agentPoolProfiles",
        ...(derivesDnsPrefix(args) ? ["dnsPrefix"] : []),
    ];
    return {
        mentioned: mentionedPaths(sent).filter((path) => !ignoreChanges.includes(path)),
        unmentioned: unmentionedPaths(sent).filter(
            (path) => ![...ignoreChanges, ...NEVER_LEFT].includes(path),
        ),
        leftToOthers,
        ignoreChanges,
        namesAddons: args.addons !== undefined,
        systemPool: poolOwnership(args, args.systemNodePool, sent.agentPoolProfiles[0]),
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
        mentioned: mentionedPoolPaths(sent).filter((path) => !leftToOthers.includes(path)),
        unmentioned: unmentionedPoolPaths(sent).filter(
            (path) => ![...leftToOthers, ...NEVER_LEFT].includes(path),
        ),
        leftToOthers,
        ignoreChanges: leftToOthers,
    };
}

/** Tags come from a program's own transforms, too, which nothing tells from those of others. */
const NEVER_LEFT = ["tags"];
