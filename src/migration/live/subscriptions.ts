import type { LiveCluster } from "./liveCluster";

const SUBSCRIPTION = /^\/subscriptions\/([0-9a-f-]{36})\//i;

/** Ids of the subscriptions of a cluster, of the resources that its settings name, and further ones, each once. */
export function subscriptionsOf({ subscriptionId, values, pools }: LiveCluster, further: readonly string[]): string[] {
    const named = textsIn([values, pools]).flatMap((text) => SUBSCRIPTION.exec(text)?.[1] ?? []);
    return [...new Set([subscriptionId, ...named, ...further].map((id) => id.toLowerCase()))];
}

/** All texts in a value, keys included: Azure has the ids of identities as keys. */
function textsIn(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)])
        : [];
}
