import { randomUUID } from "node:crypto";
import { stringAt } from "../../../kernel/json";
import { type AgentPool, type ManagedCluster, newNodes } from "./state";
import { nodeImageVersion } from "./versions";

/** The newest image for a pool's nodes. */
export function latestImageOf(
    { properties }: Pick<AgentPool, "properties">,
    { nodeImageRelease }: Pick<ManagedCluster, "nodeImageRelease">,
): string {
    return nodeImageVersion(stringAt(properties, "osSKU") ?? "Ubuntu", nodeImageRelease);
}

/** A pool whose nodes are made anew: once they stand they run the newest image, under the cluster's identity. */
export function reimaged(
    pool: AgentPool,
    context: Pick<ManagedCluster, "nodeImageRelease">,
    provisioningState: "Upgrading" | "UpgradingNodeImageVersion",
): AgentPool {
    return {
        ...pool,
        nodeImageVersion: latestImageOf(pool, context),
        provisioningState,
        modelIsAhead: true,
        etag: randomUUID(),
    };
}

/** The end of what a pool was busy with. */
export function settledPool(pool: AgentPool, cluster: Pick<ManagedCluster, "kubelet" | "servicePrincipal">): AgentPool {
    const isRemade = !pool.nodes || pool.provisioningState.startsWith("Upgrading");
    return {
        ...pool,
        ...(isRemade && { nodes: newNodes(pool, cluster), modelIsAhead: false }),
        provisioningState: "Succeeded",
        etag: randomUUID(),
    };
}
