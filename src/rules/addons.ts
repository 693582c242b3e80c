import type { AddonsArgs } from "../args";
import { ClusterTier, type ManagedIdentityAksClusterArgs } from "../args";
import {
    APPLICATION_GATEWAY,
    DNS_ZONE,
    isIdOf,
    KEY_VAULT,
    LOG_ANALYTICS_WORKSPACE,
    PRIVATE_DNS_ZONE,
    SUBNET,
    USER_ASSIGNED_IDENTITY,
} from "../azure/resourceId";
import { each, given, isObject } from "./places";
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
    podIdentity: {
        code: "PodIdentityRetired",
        since: "aad-pod-identity is out of support since September 2025: use workload identities",
    },
};

const KNOWN: readonly (keyof AddonsArgs)[] = [
    "azurePolicy",
    "containerInsights",
    "keyVaultSecrets",
    "applicationGateway",
    "virtualNode",
    "applicationRouting",
    "costAnalysis",
];

/** Add-ons: which there are, and what each of them needs. */
export const ADDON_RULES: readonly Rule[] = [
    {
        code: "Addons",
        asksOutputs: true,
        places: (args) => given(["addons"], args.addons),
        broken: (value) => !isObject(value) || Array.isArray(value),
        rule: "add-ons are an object",
        fix: "Pass for example { azurePolicy: true }.",
        source: ADDONS,
    },
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
        code: "UnknownAddon",
        asksOutputs: true,
        places: ({ addons }) =>
            Object.entries(isObject(addons) ? addons : {})
                .filter(([key]) => !(key in RETIRED))
                .map(([key, value]) => ({ path: ["addons", key], value, beside: key })),
        broken: (_, key) => !KNOWN.some((known) => known === key),
        rule: `add-ons are ${KNOWN.join(", ")}`,
        fix: "Correct the name.",
        source: ADDONS,
    },
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
        places: (args) =>
            given(["addons", "costAnalysis"], addonsOf(args).costAnalysis, args.tier ?? ClusterTier.Free),
        broken: (value, tier) => value === true && tier === ClusterTier.Free,
        rule: "cost analysis is not a part of the Free tier",
        fix: 'Set tier to "Standard" or "Premium".',
        source: "https://learn.microsoft.com/azure/aks/cost-analysis",
    },
];

function addonsOf({ addons }: ManagedIdentityAksClusterArgs): AddonsArgs {
    return isObject(addons) ? addons : {};
}

/** Every resource id of an add-on, beside the type that it has to have. */
function resourceIds(args: ManagedIdentityAksClusterArgs): Place[] {
    const { containerInsights, keyVaultSecrets, applicationGateway, applicationRouting } = addonsOf(args);
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
        ...each(keyVaultSecrets?.vaults, "vaults", ({ id }, path) =>
            one(["keyVaultSecrets", ...path, "id"], id, KEY_VAULT),
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
