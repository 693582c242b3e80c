import type { Operation } from "../../../kernel/operations";
import { parseArmPath } from "../../../kernel/resourceId";
import type { Azure } from "../../azure";
import { type AgentPool, clustersOf } from "./state";

// What an operation that fails after its acceptance leaves behind: the resource, half-made, in state Failed.

export function clusterFailed(azure: Azure, { target }: Operation): void {
    const entry = clustersOf(azure).get(target);
    if (entry) clustersOf(azure).put(entry.id, { ...entry.data, provisioningState: "Failed" });
}

export function poolFailed(azure: Azure, { target }: Operation): void {
    const path = parseArmPath(target);
    const entry = path && clustersOf(azure).get(path.parent);
    if (!entry) return;
    const pools = entry.data.pools.map(
        (pool): AgentPool => (pool.name === path.name ? { ...pool, provisioningState: "Failed" } : pool),
    );
    clustersOf(azure).put(entry.id, { ...entry.data, pools });
}
