import { isObject, type JsonObject, objectAt, stringAt, valueAt } from "../../../kernel/json";
import { idIn, isOfType, parseArmPath } from "../../../kernel/resourceId";
import { gatewayType } from "../../../kernel/typeNames";

/** What runs beside the cluster's own parts, by its key in lower case. */
interface Addon {
    /** AKS names its identity with this, a dash and the cluster; absent where it has none. */
    identityPrefix?: string;
    /** What AKS itself lets that identity do in the node resource group (facts §2). */
    nodeGroupRole?: string;
}

const addons: Record<string, Addon> = {
    azurepolicy: { identityPrefix: "azurepolicy" },
    azurekeyvaultsecretsprovider: { identityPrefix: "azurekeyvaultsecretsprovider" },
    ingressapplicationgateway: { identityPrefix: "ingressapplicationgateway", nodeGroupRole: "Contributor" },
    omsagent: { identityPrefix: "omsagent" },
    aciconnectorlinux: { identityPrefix: "aciconnectorlinux", nodeGroupRole: "Contributor" },
    httpapplicationrouting: { identityPrefix: "httpapplicationrouting" },
};

/** Not add-ons to ARM, but with identities like theirs. */
export const webAppRouting = "webAppRouting";
const costAnalysis = "costAnalysis";

export interface WantedIdentity {
    /** The key as sent, under which it is kept. */
    key: string;
    name: string;
    nodeGroupRole?: string;
}

/** The identities AKS makes for what is switched on. */
export function wantedIdentities(properties: JsonObject, cluster: string): WantedIdentity[] {
    const ofAddons = Object.entries(objectAt(properties, "addonProfiles") ?? {}).flatMap(([key, addon]) => {
        const { identityPrefix, nodeGroupRole } = addons[key.toLowerCase()] ?? {};
        if (!identityPrefix || !isEnabled(addon) || usesClusterIdentity(key, addon)) return [];
        return [{ key, name: `${identityPrefix}-${cluster}`, ...(nodeGroupRole && { nodeGroupRole }) }];
    });
    const routing = isEnabled(valueAt(properties, "ingressProfile", webAppRouting));
    const costs = isEnabled(valueAt(properties, "metricsProfile", "costAnalysis"));
    return [
        ...ofAddons,
        ...(routing ? [{ key: webAppRouting, name: `webapprouting-${cluster}` }] : []),
        ...(costs ? [{ key: costAnalysis, name: "cost-analysis-identity", nodeGroupRole: "Reader" }] : []),
    ];
}

export const isEnabled = (addon: unknown) => isObject(addon) && addon.enabled === true;

/** An add-on, whatever case its key is in. */
export function addonOf(properties: JsonObject, key: string): JsonObject | undefined {
    const all = Object.entries(objectAt(properties, "addonProfiles") ?? {});
    const [, addon] = all.find(([name]) => name.toLowerCase() === key) ?? [];
    return isObject(addon) ? addon : undefined;
}

/** What an update leaves as it is where it does not name it, beside add-ons; stricter than anything that is documented. */
const keptProfiles = ["ingressProfile", "metricsProfile", "azureMonitorProfile", "podIdentityProfile"];

/** Off is only what an update says is off: it leaves running what it does not name (Azure/AKS#2904). */
export function withKeptAddons(sent: JsonObject, before: JsonObject): JsonObject {
    const kept = keptProfiles.flatMap((key) => (key in before ? [[key, before[key]]] : []));
    const unnamed = Object.entries(objectAt(before, "addonProfiles") ?? {}).filter(
        ([key]) => addonOf(sent, key.toLowerCase()) === undefined,
    );
    const addonProfiles = { ...Object.fromEntries(unnamed), ...objectAt(sent, "addonProfiles") };
    return {
        ...Object.fromEntries(kept),
        ...sent,
        ...(Object.keys(addonProfiles).length > 0 && { addonProfiles }),
    };
}

/** Container insights with Entra authentication acts as the cluster itself. */
const usesClusterIdentity = (key: string, addon: unknown) =>
    key.toLowerCase() === "omsagent" && stringAt(addon, "config", "useAADAuth")?.toLowerCase() === "true";

/** Says in the configuration which gateway the ingress add-on uses, from the first answer on. */
export function withEffectiveGateway(properties: JsonObject, nodeGroup: string): JsonObject {
    const addon = addonOf(properties, "ingressapplicationgateway");
    const config = objectAt(addon, "config");
    if (!config || !isEnabled(addon)) return properties;
    config.effectiveApplicationGatewayId =
        stringAt(config, "applicationGatewayId") ??
        idIn(nodeGroup, gatewayType, stringAt(config, "applicationGatewayName") ?? "applicationgateway");
    return properties;
}

/** The gateway that AKS makes for the add-on, where the user brings none. */
export function gatewayToMake(properties: JsonObject): { id: string; subnet: string | undefined } | undefined {
    const addon = addonOf(properties, "ingressapplicationgateway");
    const config = objectAt(addon, "config");
    const id = stringAt(config, "effectiveApplicationGatewayId");
    if (!isEnabled(addon) || !id || stringAt(config, "applicationGatewayId")) return undefined;
    return { id, subnet: stringAt(config, "subnetId") };
}

export const isGatewayOfAks = (id: string, nodeGroup: string) =>
    isOfType(id, gatewayType) && parseArmPath(id)?.scope.toLowerCase() === nodeGroup.toLowerCase();
