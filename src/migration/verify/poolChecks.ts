import { shellWord } from "../../grants/commands";
import { groupAndCluster } from "../azArguments";
import { kubeletIdentityOf } from "../live/identities";
import type { LiveCluster } from "../live/liveCluster";
import { type LiveNodePool, type NodeIdentity, nodeIdentityOf } from "../live/nodes";
import { readValue } from "../live/reading";
import type { Check } from "./check";
import { provisioningCheck } from "./provisioning";

const section = "node pools";

/** Whether the pools have no operation in progress, and whether their nodes use the cluster's identity. */
export function poolChecks(cluster: LiveCluster, pools: readonly LiveNodePool[]): Check[] {
    const of = (pool: LiveNodePool) => `${groupAndCluster(cluster, "--cluster-name")} --name ${shellWord(pool.name)}`;
    return pools.flatMap((pool) => [
        provisioningCheck(
            { section, name: `${pool.name}: provisioning state` },
            pool.provisioningState,
            `az aks nodepool show ${of(pool)}`,
        ),
        nodesCheck(pool, cluster, `az aks nodepool upgrade ${of(pool)} --node-image-only`),
    ]);
}

/** Whether the nodes of every pool are known to use the cluster's identity. */
export function areAllCurrent(cluster: LiveCluster, pools: readonly LiveNodePool[]): boolean {
    return pools.every((pool) => nodeIdentityOf(pool, cluster) === "current");
}

const FOUND: Readonly<Record<Exclude<NodeIdentity, "unknown">, string>> = {
    current: "the cluster's identity",
    previous: "the previous identity",
    mixed: "the previous identity, on some of the nodes",
};

function nodesCheck(pool: LiveNodePool, cluster: LiveCluster, command: string): Check {
    const found = nodeIdentityOf(pool, cluster);
    const check = { section, name: `${pool.name}: identity of the nodes`, expected: FOUND.current } as const;
    if (found === "unknown") {
        return { ...check, state: "unknown", found: unknownBecause(pool, cluster) };
    }
    return found === "current"
        ? { ...check, state: "ok", found: FOUND.current }
        : { ...check, state: "pending", found: FOUND[found], ...upgradeOf(pool, command) };
}

function unknownBecause({ scaleSet }: LiveNodePool, cluster: LiveCluster): string {
    if (kubeletIdentityOf(cluster) === undefined) {
        return "the cluster shows no kubelet identity";
    }
    const nodes = "failure" in scaleSet ? scaleSet : scaleSet.value.nodes;
    return "failure" in nodes ? nodes.failure : "the nodes could not be read";
}

/** An upgrade to the image that the nodes have changes nothing. */
function upgradeOf(
    { name, nodeImageVersion, latestNodeImageVersion }: LiveNodePool,
    command: string,
): Pick<Check, "advice" | "commands"> {
    const isLatest = nodeImageVersion !== undefined && readValue(latestNodeImageVersion) === nodeImageVersion;
    return isLatest
        ? {
              advice: `Pool ${name} has the latest node image ${nodeImageVersion}, so an upgrade has no effect now. Upgrade it when AKS has a newer image.`,
          }
        : { advice: `Upgrade the node image of pool ${name}.`, commands: [command] };
}
