import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../../args";
import { POOL_ROWS } from "../../cluster/properties";
import type { Values } from "../../values";
import { settable } from "./azureNativeNames";
import { splitTags } from "./azureTags";
import type { IgnoredChanges, Limits } from "./limits";
import { Remaining } from "./remaining";
import { inputsOf } from "./settings";

type PoolArgs = Pick<ManagedIdentityAksClusterArgs, "systemNodePool" | "nodePools">;

/** What of the cluster decides what must be said of its pools. */
interface ClusterSettings {
    /** The version of the control plane as an input of the program: a pool of the same version follows it. */
    version?: unknown;
    /** With automatic upgrades the version is AKS's, and an input would be of no effect. */
    followsUpgrades: boolean;
    limits: Limits;
    /** Collects what a program leaves as it is. */
    ignored: IgnoredChanges;
}

/** Of the pools of mode `System` the first is the one inside the cluster; AKS lists pools by name. */
export function systemPoolOf(pools: Values[]): Values | undefined {
    return pools.find((pool) => pool.mode === "System");
}

export function readPools(pools: Values[], cluster: ClusterSettings): PoolArgs | undefined {
    const system = systemPoolOf(pools);
    if (system === undefined) {
        return undefined;
    }
    const others = pools.filter((pool) => pool !== system);
    return {
        systemNodePool: oneOf(system, "System", cluster, (path) =>
            cluster.ignored.ManagedCluster.push(`agentPoolProfiles[0].${path}`),
        ),
        ...(others.length > 0 && {
            nodePools: others.map((pool) =>
                oneOf(pool, "User", cluster, (path) => cluster.ignored.AgentPool.push(path)),
            ),
        }),
    };
}

/** `usualMode` is what the component sends where nothing is said. */
function oneOf(
    pool: Values,
    usualMode: string,
    { version: ofCluster, followsUpgrades, limits }: ClusterSettings,
    ignore: (path: string) => unknown,
): NodePoolArgs {
    const live = new Remaining(settable("ManagedClusterAgentPoolProfile", pool));
    const isAutoscaled = live.take("enableAutoScaling") === true;
    const [count, minCount, maxCount, version] = ["count", "minCount", "maxCount", "orchestratorVersion"].map((path) =>
        live.take(path),
    );
    const name = live.take("name");
    const { tags = {}, ignored } = splitTags(live.take("tags"), `pool ${pool.name}: tags`, limits);
    ignored.forEach(ignore);
    if (live.read("mode") === usualMode) {
        live.take("mode");
    }
    const inputs = inputsOf(POOL_ROWS, live);
    const properties = live.rest;
    return {
        name,
        ...inputs,
        ...(isAutoscaled ? { minCount, maxCount } : { count }),
        ...(followsUpgrades || version === undefined || version === ofCluster ? {} : { kubernetesVersion: version }),
        // Without them the component would give the pool the tags of the cluster, now or later.
        tags,
        ...(Object.keys(properties).length > 0 && { properties }),
    } as NodePoolArgs;
}
