import { compact, type JsonObject } from "../../arm/json";
import { withLowerCaseGroups } from "../../arm/resourceId";
import { isShown } from "./defaults";
import { type AgentPool, poolType } from "./state";

/** A pool as it stands in its cluster's `agentPoolProfiles`, and in `properties` of an agent pool of its own. */
export function poolProfile(pool: AgentPool, apiVersion: string): JsonObject {
    const modern = isShown({ since: "2024" }, apiVersion);
    return compact({
        // An empty map while the pool is made, nothing once it stands (recording 04).
        nodeLabels: modern && !pool.settled ? {} : undefined,
        ...pool.properties,
        provisioningState: pool.provisioningState,
        powerState: { code: "Running" },
        orchestratorVersion: pool.orchestratorVersion,
        currentOrchestratorVersion: pool.currentOrchestratorVersion,
        nodeImageVersion: pool.nodeImageVersion,
        eTag: modern && pool.settled ? pool.etag : undefined,
    });
}

export function poolBody(clusterId: string, pool: AgentPool, apiVersion: string): JsonObject {
    return {
        id: `${withLowerCaseGroups(clusterId)}/agentPools/${pool.name}`,
        name: pool.name,
        type: poolType,
        properties: poolProfile(pool, apiVersion),
    };
}
