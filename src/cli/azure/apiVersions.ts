/** The `api-version` of each kind of resource, as the query of a request. */
export const CLUSTER_API = { "api-version": "2025-09-01" };
export const SCALE_SET_API = { "api-version": "2024-11-01" };
export const AUTHORIZATION_API = { "api-version": "2022-04-01" };
export const RESOURCE_GRAPH_API = { "api-version": "2022-10-01" };
export const IDENTITY_API = { "api-version": "2023-01-31" };
export const SUBSCRIPTION_API = { "api-version": "2022-12-01" };
