import { type ArmError, notModelled } from "../../../kernel/errors";
import { isObject, type JsonObject, objectAt, stringAt, valueAt } from "../../../kernel/json";
import { isOfType, parseArmPath } from "../../../kernel/resourceId";
import { parseCidr } from "../../network/cidr";
import type { Proposal } from "../checks/proposal";
import * as errors from "../errors";

/** What runs beside the cluster's own parts, by its key in lower case. */
interface Addon {
    /** AKS names its identity with this, a dash and the cluster; absent where it has none. */
    identityPrefix?: string;
    /** What AKS itself lets that identity do in the node resource group (facts §2). */
    nodeGroupRole?: string;
    /** What of its configuration AKS refuses. */
    refused?: (config: JsonObject, proposal: Proposal) => ArmError | undefined;
}

const addons: Record<string, Addon> = {
    azurepolicy: { identityPrefix: "azurepolicy" },
    azurekeyvaultsecretsprovider: { identityPrefix: "azurekeyvaultsecretsprovider" },
    ingressapplicationgateway: {
        identityPrefix: "ingressapplicationgateway",
        nodeGroupRole: "Contributor",
        refused: refusedGateway,
    },
    omsagent: { identityPrefix: "omsagent", refused: refusedWorkspace },
    aciconnectorlinux: {
        identityPrefix: "aciconnectorlinux",
        nodeGroupRole: "Contributor",
        refused: refusedVirtualNode,
    },
    httpapplicationrouting: {
        identityPrefix: "httpapplicationrouting",
        refused: (_config, { before }) =>
            before && isEnabled(addonOf(before.properties, "httpapplicationrouting"))
                ? undefined
                : errors.httpRoutingRetired(),
    },
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

/** An add-on that nothing is known of is refused, unless it is only being switched off. */
export function refusedAddon(proposal: Proposal): ArmError | undefined {
    for (const [key, addon] of Object.entries(objectAt(proposal.request.properties, "addonProfiles") ?? {})) {
        if (!isObject(addon) || !isEnabled(addon)) continue;
        const known = addons[key.toLowerCase()];
        if (!known) return notModelled(`the add-on '${key}' of managed clusters`);
        const refused = known.refused?.(objectAt(addon, "config") ?? {}, proposal);
        if (refused) return refused;
    }
    return undefined;
}

const gatewayKey = "ingressapplicationgateway";
const gatewayType = "Microsoft.Network/applicationGateways";

/** One of an own gateway, and a name with a subnet or a range for one (facts §2). */
function refusedGateway(config: JsonObject): ArmError | undefined {
    const [gateway, subnet, range] = ["applicationGatewayId", "subnetId", "subnetCIDR"].map((key) =>
        stringAt(config, key),
    );
    if (gateway && !isOfType(gateway, gatewayType)) return errors.gatewayIdInvalid(gateway);
    if (gateway && (subnet || range)) return errors.gatewayOrSubnet();
    if (gateway && stringAt(config, "applicationGatewayName")) return errors.gatewayIdOrName();
    if (subnet && range) return errors.gatewaySubnetOrRange();
    if (range && parseCidr(range) === undefined) return errors.gatewayRangeInvalid(range);
    return gateway || subnet || range ? undefined : errors.gatewayOrSubnet();
}

function refusedWorkspace(config: JsonObject): ArmError | undefined {
    const entra = stringAt(config, "useAADAuth")?.toLowerCase();
    if (entra !== undefined && entra !== "true" && entra !== "false") return errors.entraInputInvalid(entra);
    return stringAt(config, "logAnalyticsWorkspaceResourceID") ? undefined : errors.workspaceNotSet();
}

function refusedVirtualNode(config: JsonObject, { request, before }: Proposal): ArmError | undefined {
    const plugin =
        stringAt(request.properties, "networkProfile", "networkPlugin") ??
        stringAt(before?.properties, "networkProfile", "networkPlugin");
    if (plugin !== "azure") return errors.virtualNodeNeedsAzureNetworking();
    return /^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/.test(stringAt(config, "SubnetName") ?? "")
        ? undefined
        : errors.virtualNodeSubnetInvalid();
}

/** Says in the configuration which gateway the ingress add-on uses, from the first answer on. */
export function withEffectiveGateway(properties: JsonObject, nodeGroup: string): JsonObject {
    const addon = addonOf(properties, gatewayKey);
    const config = objectAt(addon, "config");
    if (!config || !isEnabled(addon)) return properties;
    config.effectiveApplicationGatewayId =
        stringAt(config, "applicationGatewayId") ??
        `${nodeGroup}/providers/${gatewayType}/${stringAt(config, "applicationGatewayName") ?? "applicationgateway"}`;
    return properties;
}

/** The gateway that AKS makes for the add-on, where the user brings none. */
export function gatewayToMake(properties: JsonObject): { id: string; subnet: string | undefined } | undefined {
    const addon = addonOf(properties, gatewayKey);
    const config = objectAt(addon, "config");
    const id = stringAt(config, "effectiveApplicationGatewayId");
    if (!isEnabled(addon) || !id || stringAt(config, "applicationGatewayId")) return undefined;
    return { id, subnet: stringAt(config, "subnetId") };
}

export const isGatewayOfAks = (id: string, nodeGroup: string) =>
    isOfType(id, gatewayType) && parseArmPath(id)?.scope.toLowerCase() === nodeGroup.toLowerCase();
