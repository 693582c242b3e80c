import { type ArmError, notModelled } from "../../arm/errors";
import { isObject, type JsonObject, objectAt, stringAt, valueAt } from "../../arm/json";
import type { Proposal } from "./proposal";

/** Add-ons by key, and how AKS names the identity it makes for each: this, a dash and the cluster. */
const identityPrefixes: Record<string, string> = {
    azurepolicy: "azurepolicy",
    azurekeyvaultsecretsprovider: "azurekeyvaultsecretsprovider",
    ingressapplicationgateway: "ingressapplicationgateway",
    omsagent: "omsagent",
    aciconnectorlinux: "aciconnectorlinux",
};

/** Not an add-on to ARM, but an identity like one. */
export const webAppRouting = "webAppRouting";

/** What runs with an identity of its own: key as sent, and the identity's name. */
export function addonsWithIdentity(properties: JsonObject, cluster: string): { key: string; name: string }[] {
    const addons = Object.entries(objectAt(properties, "addonProfiles") ?? {}).flatMap(([key, addon]) => {
        const prefix = identityPrefixes[key.toLowerCase()];
        return prefix && isEnabled(addon) && !usesClusterIdentity(key, addon)
            ? [{ key, name: `${prefix}-${cluster}` }]
            : [];
    });
    const routing = isEnabled(valueAt(properties, "ingressProfile", webAppRouting));
    return [...addons, ...(routing ? [{ key: webAppRouting, name: `webapprouting-${cluster}` }] : [])];
}

const isEnabled = (addon: unknown) => isObject(addon) && addon.enabled === true;

/** Container insights with Entra authentication acts as the cluster itself. */
const usesClusterIdentity = (key: string, addon: unknown) =>
    key.toLowerCase() === "omsagent" && stringAt(addon, "config", "useAADAuth")?.toLowerCase() === "true";

/** An add-on that nothing is known of is refused, unless it is only being switched off. */
export function unknownAddon({ request }: Proposal): ArmError | undefined {
    const unknown = Object.entries(objectAt(request.properties, "addonProfiles") ?? {}).find(
        ([key, addon]) => isEnabled(addon) && !identityPrefixes[key.toLowerCase()],
    );
    return unknown && notModelled(`the add-on '${unknown[0]}' of managed clusters`);
}
