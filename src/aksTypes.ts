/**
 * The API version of AKS in which clusters and pools are sent and read: the newest stable one that azure-native 3.28 knows.
 * azure-native's own classes are of 2025-09-01. The decision is in docs/architecture.md.
 */
export const AKS_API_VERSION = "2026-05-01";

const MODULE = "azure-native:containerservice";
const VERSIONED = `${MODULE}/v${AKS_API_VERSION.replaceAll("-", "")}`;

/** Types of clusters and pools, as Pulumi names them. */
export const CLUSTER_TYPE = `${VERSIONED}:ManagedCluster`;
export const POOL_TYPE = `${VERSIONED}:AgentPool`;
export const GET_CLUSTER = `${VERSIONED}:getManagedCluster`;

/** A type of azure-native without its API version, as azure-native's own classes have it. */
export function unversioned(type: string): string {
    return type.replace(/^(azure-native:\w+)\/v\w+:/, "$1:");
}
