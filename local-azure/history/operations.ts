// How long-running operations of requests before 2025 differ from today's.

/**
 * The api-version that the URL of an operation asks for. AKS's are polled under its oldest, whatever the request's
 * (recordings 01 to 06); since June 2025 under a newer one (test_aks_create_with_ingress_appgw_addon,
 * test_aks_managed_namespace).
 */
export function pollApiVersion(namespace: string, apiVersion: string): string {
    if (namespace.toLowerCase() !== "microsoft.containerservice") return apiVersion;
    return apiVersion >= "2025" ? "2025-03-01" : "2016-03-30";
}

/**
 * The name in the body of a poll. In 2023 the first three groups stand in the other byte order than in the URL (recordings
 * 01, 02, 05, 06: f1d02b19-0de5-4f99-… is named 192bd0f1-e50d-994f-…); since 2024 both are equal (recording 04).
 */
export function operationName(id: string, apiVersion: string): string {
    if (apiVersion >= "2024") return id;
    const swapped = (group: string) => (group.match(/../g) ?? []).reverse().join("");
    return id
        .split("-")
        .map((group, position) => (position < 3 ? swapped(group) : group))
        .join("-");
}
