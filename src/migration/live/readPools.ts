import type { ManagedIdentityAksClusterArgs, NodePoolArgs } from "../../args";
import type { Values } from "../../values";
import { settable } from "./azureNativeNames";
import { Remaining } from "./remaining";
import { dropPoolDefaults, inputsOf, POOL_INPUTS } from "./settings";

type PoolArgs = Pick<ManagedIdentityAksClusterArgs, "systemNodePool" | "nodePools">;

/** What of the cluster decides what must be said of its pools. */
interface ClusterSettings {
    /** With automatic upgrades the version is AKS's, and an input would be of no effect. */
    followsUpgrades: boolean;
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
        systemNodePool: oneOf(system, "System", cluster),
        ...(others.length > 0 && { nodePools: others.map((pool) => oneOf(pool, "User", cluster)) }),
    };
}

/** `usualMode` is what the component sends where nothing is said. */
function oneOf(pool: Values, usualMode: string, { followsUpgrades }: ClusterSettings): NodePoolArgs {
    const live = new Remaining(settable("ManagedClusterAgentPoolProfile", pool));
    const isAutoscaled = live.take("enableAutoScaling") === true;
    const [count, minCount, maxCount, version] = ["count", "minCount", "maxCount", "orchestratorVersion"].map((name) =>
        live.take(name),
    );
    const tags = live.take("tags") ?? {};
    const inputs = inputsOf(POOL_INPUTS, live);
    if (live.read("mode") === usualMode) {
        live.take("mode");
    }
    dropPoolDefaults(live);
    const properties = live.rest;
    return {
        ...inputs,
        ...(isAutoscaled ? { minCount, maxCount } : { count }),
        ...(followsUpgrades || version === undefined ? {} : { kubernetesVersion: version }),
        // Without them the component would give the pool the tags of the cluster, now or later.
        tags,
        ...(Object.keys(properties).length > 0 && { properties }),
    } as NodePoolArgs;
}
