import { isMap, type PropertyMap, same, type Value } from "../host/propertyValues";

/** Whether the provider takes two values of an input for the same; `path` is set at the top level only. */
export function equivalent(a: Value, b: Value, topLevelName?: string): boolean {
    if (typeof a === "string" && typeof b === "string") {
        const relaxed = topLevelName === undefined ? undefined : relaxations[topLevelName];
        return relaxed ? relaxed(a) === relaxed(b) : normalId(a) === normalId(b);
    }
    if (topLevelName === "sku" && isMap(a) && isMap(b) && isSku(a) && isSku(b)) {
        return skuName(a.name) === skuName(b.name) && skuTier(a.tier) === skuTier(b.tier);
    }
    return same(a, b);
}

const relaxations: Record<string, (text: string) => string> = {
    location: (text) => text.toLowerCase().replaceAll(" ", ""),
    resourceGroupName: (text) => text.toLowerCase(),
};

/** The part up to the provider namespace is written in more than one way by Azure; the rest counts as it stands. */
export function normalId(text: string): string {
    const match = ID_WITH_PROVIDER.exec(text);
    if (!match) return text;
    const [, subscription = "", group = "", namespace = "", tail = ""] = match;
    const prefix = `/subscriptions/${subscription.toLowerCase()}/resourceGroups/${group.toLowerCase()}`;
    return `${prefix}/providers/${namespace.toLowerCase()}/${tail}`;
}

const ID_WITH_PROVIDER = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i;

// AKS renamed both (facts §3.1).
const skuName = (name: Value | undefined) => (name === "Basic" ? "Base" : name);
const skuTier = (tier: Value | undefined) => (tier === "Paid" ? "Standard" : tier);

function isSku(value: PropertyMap): boolean {
    return Object.keys(value).sort().join() === "name,tier";
}
