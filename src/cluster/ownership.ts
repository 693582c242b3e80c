import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice";
import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import { clusterLeftToOthers, derivesDnsPrefix, poolLeftToOthers, type SentCluster } from "./managedCluster";
import { poolName } from "./nodePoolArgs";
import { clusterPaths, poolPaths } from "./unmentioned";

/** Which properties belong to the program, and which to others, with azure-native's names. */
interface Ownership {
    /** Those that the program gives a value. */
    mentioned: string[];
    /** Those that it does not. */
    unmentioned: string[];
    /** Those that belong to AKS once the resource exists: the autoscaler's count, an upgraded version. */
    leftToOthers: string[];
    /** Those of which an update keeps what the state has. */
    ignoreChanges: string[];
}

export interface PoolOwnership extends Ownership {
    name: string;
}

export interface ClusterOwnership extends Ownership {
    /** Whether the program sets `addons`, even to an empty object. */
    namesAddons: boolean;
    systemPool: PoolOwnership;
}

export function clusterOwnership(args: ManagedIdentityAksClusterArgs, sent: SentCluster): ClusterOwnership {
    const leftToOthers = clusterLeftToOthers(args);
    // A refresh brings all pools into the state, and a prefix that is derived stays when the component is renamed.
    const derived = derivesDnsPrefix(args) ? ["dnsPrefix"] : [];
    return {
        ...ownership(clusterPaths(sent), leftToOthers, [...leftToOthers, "agentPoolProfiles", ...derived]),
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
    return { name: poolName(pool), ...ownership(poolPaths(sent), leftToOthers, leftToOthers) };
}

function ownership(
    { mentioned, unmentioned }: ReturnType<typeof poolPaths>,
    leftToOthers: string[],
    ignoreChanges: string[],
): Ownership {
    return {
        mentioned: mentioned.filter((path) => !ignoreChanges.includes(path)),
        // Tags can also come from transforms of the program, which cannot be distinguished from tags of others.
        unmentioned: unmentioned.filter((path) => !ignoreChanges.includes(path) && path !== "tags"),
        leftToOthers,
        ignoreChanges,
    };
}
