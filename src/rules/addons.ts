import { ClusterSku, ClusterTier, type ManagedIdentityAksClusterArgs } from "../args";
import {
    APPLICATION_GATEWAY,
    AZURE_MONITOR_WORKSPACE,
    DNS_ZONE,
    isIdOf,
    KEY_VAULT,
    LOG_ANALYTICS_WORKSPACE,
    PRIVATE_DNS_ZONE,
    SUBNET,
    USER_ASSIGNED_IDENTITY,
} from "../azure/resourceId";
import { addonsOf, each, given, isObject } from "./places";
import type { Path, Place, Rule } from "./rule";

const ADDONS = "https://learn.microsoft.com/azure/aks/integrations";
const GATEWAY = "https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview";
const VIRTUAL_NODES = "https://learn.microsoft.com/azure/aks/virtual-nodes";

/** What has gone, and what took its place. */
const RETIRED: Record<string, { code: string; since: string }> = {
    httpApplicationRouting: {
        code: "HttpApplicationRoutingRetired",
        since: "HTTP application routing was retired on 2025-03-03: use addons.applicationRouting",
    },
    kubeDashboard: {
        code: "KubeDashboardRetired",
        since: "the dashboard add-on is off since Kubernetes 1.18 (2020-06-01) and no longer offered: use the Kubernetes resource view of the Azure portal",
    },
};

/** Add-ons: which are no more, and what each of the others needs. */
export const ADDON_RULES: readonly Rule[] = [
    ...Object.entries(RETIRED).map(
        ([key, { code, since }]): Rule => ({
            code,
            asksOutputs: true,
            places: ({ addons }) =>
                isObject(addons) && key in addons
                    ? [{ path: ["addons", key], value: Reflect.get(addons, key) }]
                    : [],
            broken: () => true,
            rule: since,
            fix: `Remove ${key}.`,
            source: ADDONS,
        }),
    ),
    {
        code: "AddonResourceId",
        places: resourceIds,
        broken: (value, type) =>
            typeof value !== "string" || typeof type !== "string" || !isIdOf(type, value),
        rule: "a resource is named by its resource id, of the type that the input names",
        fix: "Pass the id property of the resource.",
        source: ADDONS,
    },
    {
        code: "GatewayForm",
        asksOutputs: true,
        places: ({ addons }) =>
            isObject(addons) ? given(["addons", "applicationGateway"], addons.applicationGateway) : [],
        broken: (value) => !isGatewayForm(value),
        rule: "the ingress controller has an existing gateway (gatewayId and its subnetId), a subnet for a new one (subnetId), or an address range for a new subnet (subnetCidr)",
        fix: "Give exactly one of the three forms; gatewayName goes with a new gateway, gatewayIdentityIds with an existing one.",
        source: GATEWAY,
    },
    {
        code: "AddonNeedsNodeSubnet",
        asksOutputs: true,
        places: (args) => [
            ...given(
                ["addons", "virtualNode"],
                addonsOf(args).virtualNode,
                args.systemNodePool?.subnetId === undefined,
            ),
            ...given(
                ["addons", "applicationGateway", "subnetCidr"],
                addonsOf(args).applicationGateway?.subnetCidr,
                args.systemNodePool?.subnetId === undefined,
            ),
        ],
        broken: (_, noSubnet) => noSubnet === true,
        rule: "this is a part of the nodes' own virtual network, and systemNodePool.subnetId is not set",
        fix: "Set systemNodePool.subnetId.",
        source: VIRTUAL_NODES,
    },
    {
        code: "VirtualNodeNeedsAzureCni",
        azureCode: "ACIConnectorRequiresAzureNetworking",
        asksOutputs: true,
        places: (args) =>
            given(["addons", "virtualNode"], addonsOf(args).virtualNode, args.network?.networkPlugin),
        // A plugin that is an output is AKS's to check.
        broken: (_, plugin) => plugin === undefined || (typeof plugin === "string" && plugin !== "azure"),
        rule: 'virtual nodes need network.networkPlugin "azure"',
        fix: "Set network, or remove virtualNode.",
        source: VIRTUAL_NODES,
    },
    {
        code: "CostAnalysisNeedsTier",
        places: (args) => given(["addons", "costAnalysis"], addonsOf(args).costAnalysis, tierOf(args)),
        broken: (value, tier) => value === true && tier === ClusterTier.Free,
        rule: "cost analysis is not a part of the Free tier",
        fix: 'Set tier to "Standard" or "Premium".',
        source: "https://learn.microsoft.com/azure/aks/cost-analysis",
    },
];

function tierOf({ sku, tier }: ManagedIdentityAksClusterArgs): ClusterTier {
    return sku === ClusterSku.Automatic ? ClusterTier.Standard : (tier ?? ClusterTier.Free);
}

/** Every resource id of an add-on, beside the type that it has to have. */
function resourceIds(args: ManagedIdentityAksClusterArgs): Place[] {
    const {
        containerInsights,
        managedPrometheus,
        keyVaultSecrets,
        applicationGateway,
        applicationRouting,
        podIdentity,
    } = addonsOf(args);
    const one = (path: Path, value: unknown, type: string): Place[] => [
        { path: ["addons", ...path], value, beside: type },
    ];
    const many = (path: Path, ids: unknown, type: string): Place[] =>
        (Array.isArray(ids) ? ids : []).flatMap((id, index) => one([...path, index], id, type));
    const optional = (path: Path, value: unknown, type: string) =>
        value === undefined ? [] : one(path, value, type);
    return [
        ...(containerInsights
            ? one(
                  ["containerInsights", "workspaceId"],
                  containerInsights.workspaceId,
                  LOG_ANALYTICS_WORKSPACE,
              )
            : []),
        ...(managedPrometheus
            ? one(
                  ["managedPrometheus", "workspaceId"],
                  managedPrometheus.workspaceId,
                  AZURE_MONITOR_WORKSPACE,
              )
            : []),
        ...each(keyVaultSecrets?.vaults, "vaults", ({ id }, path) =>
            one(["keyVaultSecrets", ...path, "id"], id, KEY_VAULT),
        ),
        ...each(podIdentity?.identities, "identities", ({ identityResourceId }, path) =>
            one(["podIdentity", ...path, "identityResourceId"], identityResourceId, USER_ASSIGNED_IDENTITY),
        ),
        ...optional(["applicationGateway", "gatewayId"], applicationGateway?.gatewayId, APPLICATION_GATEWAY),
        ...optional(["applicationGateway", "subnetId"], applicationGateway?.subnetId, SUBNET),
        ...many(
            ["applicationGateway", "gatewayIdentityIds"],
            applicationGateway?.gatewayIdentityIds,
            USER_ASSIGNED_IDENTITY,
        ),
        ...many(["applicationRouting", "publicDnsZoneIds"], applicationRouting?.publicDnsZoneIds, DNS_ZONE),
        ...many(
            ["applicationRouting", "privateDnsZoneIds"],
            applicationRouting?.privateDnsZoneIds,
            PRIVATE_DNS_ZONE,
        ),
        ...many(["applicationRouting", "keyVaultIds"], applicationRouting?.keyVaultIds, KEY_VAULT),
    ];
}

function isGatewayForm(value: unknown): boolean {
    if (!isObject(value)) {
        return false;
    }
    const has = (key: string) => Reflect.get(value, key) !== undefined;
    const existing = has("gatewayId");
    const place = existing ? has("subnetId") && !has("subnetCidr") : has("subnetId") !== has("subnetCidr");
    return place && !(existing && has("gatewayName")) && (existing || !has("gatewayIdentityIds"));
}
