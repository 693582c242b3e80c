import { poolBefore2025 } from "../../../history/answers";
import { asDeclaredIn } from "../../../kernel/declarations";
import { compact, type JsonObject } from "../../../kernel/json";
import { childId, withLowerCaseGroups } from "../../../kernel/resourceId";
import { poolType } from "../../../kernel/typeNames";
import type { AgentPool } from "../state/state";

/**
 * A pool as it stands in its cluster's `agentPoolProfiles`, and in `properties` of an agent pool of its own. The answer to
 * a cluster's PUT shows labels even where there are none, and to one that creates it no etags (recording 04,
 * test_aks_create_update_taint_msi).
 */
export function poolProfile(pool: AgentPool, apiVersion: string, isAccepted = false): JsonObject {
    const isNew = isAccepted && pool.provisioningState === "Creating";
    const profile = compact({
        nodeLabels: isAccepted ? {} : undefined,
        ...pool.properties,
        // The recorded answers do not repeat the usual one.
        scaleSetPriority: pool.properties.scaleSetPriority === "Regular" ? undefined : pool.properties.scaleSetPriority,
        provisioningState: pool.provisioningState,
        powerState: { code: "Running" },
        orchestratorVersion: pool.orchestratorVersion,
        currentOrchestratorVersion: pool.currentOrchestratorVersion,
        nodeImageVersion: pool.nodeImageVersion,
        eTag: isNew ? undefined : pool.etag,
    });
    return apiVersion < "2025" ? poolBefore2025(profile, apiVersion) : profile;
}

/** The order of every answer's pools, whatever order they were sent or made in (hashicorp/terraform-provider-azurerm#4560). */
export function byName(pools: readonly AgentPool[]): AgentPool[] {
    return [...pools].sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function poolBody(clusterId: string, pool: AgentPool, apiVersion: string): JsonObject {
    return asDeclaredIn(
        apiVersion,
        {
            id: childId(withLowerCaseGroups(clusterId), poolType, pool.name),
            name: pool.name,
            type: poolType,
            properties: poolProfile(pool, apiVersion),
        },
        poolType,
    );
}
