/** The `api-version` of each kind of resource, as the query of a request. */
export const CLUSTERS = { "api-version": "2025-09-01" };
export const SCALE_SETS = { "api-version": "2024-11-01" };
export const AUTHORIZATION = { "api-version": "2022-04-01" };
export const RESOURCE_GRAPH = { "api-version": "2022-10-01" };
export const IDENTITIES = { "api-version": "2023-01-31" };
export const SUBSCRIPTIONS = { "api-version": "2022-12-01" };
