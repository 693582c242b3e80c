import { deleteAt, isObject, type JsonObject, objectAt, stringAt } from "../kernel/json";

// Answers about managed clusters and agent pools as api-versions before 2025 gave them, made of today's.

/** What an old answer depends on besides today's. */
export interface OlderAnswer {
    /** Whether an operation on the cluster has ended yet. */
    settled: boolean;
    /** Of a user-assigned identity. */
    principalId: string | undefined;
}

export function clusterBefore2025(
    body: JsonObject,
    apiVersion: string,
    { settled, principalId }: OlderAnswer,
): JsonObject {
    const { eTag, kind, ...others } = body;
    if (apiVersion < "2024") {
        for (const path of since2024) deleteAt(others, path);
        const network = objectAt(others, "properties", "networkProfile");
        const sku = stringAt(network, "loadBalancerSku") ?? "";
        // In another case once the cluster stands (recordings 01, 02, 05, 06).
        if (network && settled) network.loadBalancerSku = sku.charAt(0).toUpperCase() + sku.slice(1);
        return others;
    }
    const identities = objectAt(others, "identity", "userAssignedIdentities") ?? {};
    // Recording 04 of April 2024; `{}` again in those of 2025 (test_aks_update_with_kms_pmk).
    for (const [id, shown] of Object.entries(identities)) {
        if (isObject(shown) && Object.keys(shown).length === 0) identities[id] = { principalId };
    }
    // Spelt otherwise since August 2024 (test_aks_create_with_app_routing_enabled_and_nginx_specified).
    const etag = eTag === undefined ? {} : { [apiVersion >= "2024-07" ? "eTag" : "etag"]: eTag };
    return { ...others, kind, ...etag };
}

const since2024 = [
    "properties.resourceUID",
    "properties.metricsProfile",
    "properties.controlPlanePluginProfiles",
    "properties.nodeProvisioningProfile",
    "properties.bootstrapProfile",
    "properties.azureMonitorProfile.containerInsights",
];

export function poolBefore2025(profile: JsonObject, apiVersion: string): JsonObject {
    if (apiVersion >= "2024") return profile;
    const { eTag, nodeLabels, ...others } = profile;
    const hasLabels = isObject(nodeLabels) && Object.keys(nodeLabels).length > 0;
    return { ...others, ...(hasLabels && { nodeLabels }) };
}
