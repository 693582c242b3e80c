import {
    type ApplicationGatewayArgs,
    ClusterSku,
    ClusterTier,
    ControlPlaneIdentityType,
    type ManagedIdentityAksClusterArgs,
    type VirtualNodeArgs,
} from "../args";
import {
    APPLICATION_GATEWAY,
    AZURE_MONITOR_WORKSPACE,
    DNS_ZONE,
    groupOf,
    isIdOf,
    KEY_VAULT,
    LOG_ANALYTICS_WORKSPACE,
    PRIVATE_DNS_ZONE,
    SUBNET,
    USER_ASSIGNED_IDENTITY,
} from "../azure/resourceId";
import { isObject, matches } from "../values";
import { addonsOf, each, given } from "./places";
import type { Path, Place, Rule, Verdict } from "./rule";

const ADDONS = "https://learn.microsoft.com/azure/aks/integrations";
const GATEWAY = "https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview";
const VIRTUAL_NODES = "https://learn.microsoft.com/azure/aks/virtual-nodes";

const ROUTING = "https://learn.microsoft.com/azure/aks/app-routing";

const ROUTING_ZONES = ["publicDnsZoneIds", "privateDnsZoneIds"] as const;
const MOST_ROUTING_ZONES = 5;

const RESOURCE_ID: Verdict = {
    code: "AddonResourceId",
    broken: (value, type) => typeof value !== "string" || typeof type !== "string" || !isIdOf(type, value),
    rule: "a resource is named by its resource id, of the type that the input names",
    fix: "Pass the id property of the resource.",
    source: ADDONS,
};

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
    { ...RESOURCE_ID, places: resourceIds },
    {
        ...RESOURCE_ID,
        azureCode: "LogAnalyticsWorkspaceNotSet",
        places: ({ addons }) =>
            isObject(addons) && addons.containerInsights
                ? resourceId(
                      ["containerInsights", "workspaceId"],
                      addons.containerInsights.workspaceId,
                      LOG_ANALYTICS_WORKSPACE,
                  )
                : [],
    },
    {
        ...RESOURCE_ID,
        azureCode: "IngressAppGwAddonConfigInvalidApplicationGatewayId",
        places: (args) =>
            givenId(
                ["applicationGateway", "gatewayId"],
                addonsOf(args).applicationGateway?.gatewayId,
                APPLICATION_GATEWAY,
            ),
    },
    {
        code: "GatewayIdOrName",
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrApplicationGatewayName",
        asksOutputs: true,
        places: (args) => gatewayInput(args, "gatewayName", "gatewayId"),
        broken: (_, hasGateway) => hasGateway === true,
        rule: "an existing gateway has its name already, and gatewayId is set",
        fix: "Remove gatewayName, or gatewayId for a gateway that AKS makes.",
        source: GATEWAY,
    },
    {
        code: "GatewaySubnetOrRange",
        azureCode: "IngressAppGwAddonConfigProvideEitherSubnetCIDROrSubnetId",
        asksOutputs: true,
        places: (args) => gatewayInput(args, "subnetCidr", "subnetId"),
        broken: (_, hasSubnet) => hasSubnet === true,
        rule: "the gateway is in an existing subnet or in a new one of this range, and subnetId is set",
        fix: "Remove one of the two.",
        source: GATEWAY,
    },
    {
        code: "GatewayForm",
        azureCode: "IngressAppGwAddonConfigProvideEitherApplicationGatewayIDOrSubnet",
        asksOutputs: true,
        places: ({ addons }) =>
            isObject(addons) ? given(["addons", "applicationGateway"], addons.applicationGateway) : [],
        broken: (value) => !isGatewayForm(value),
        rule: "the ingress controller has an existing gateway (gatewayId and its subnetId), a subnet for a new one (subnetId), or an address range for a new subnet (subnetCidr)",
        fix: "Give exactly one of the three forms; gatewayIdentityIds go with an existing gateway.",
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
        code: "VirtualNodeSubnetName",
        azureCode: "InvalidACIConnectorSubnetName",
        places: (args) =>
            virtualNodeOf(args).map(({ subnetName }) => ({
                path: ["addons", "virtualNode", "subnetName"],
                value: subnetName,
            })),
        broken: (value) => !matches(/^[a-zA-Z0-9](?:[\w.-]{0,78}\w)?$/, value),
        rule: "the subnet of virtual nodes is named by its name: 1 to 80 letters, digits, underscores, full stops and hyphens",
        fix: "Pass the name of a subnet in the nodes' virtual network, not its id.",
        source: VIRTUAL_NODES,
    },
    {
        code: "ApplicationRoutingNeedsManagedIdentity",
        asksOutputs: true,
        places: (args) => routing(args, args.controlPlaneIdentity?.type),
        broken: (_, type) => type === ControlPlaneIdentityType.ServicePrincipal,
        rule: "application routing runs on clusters with a managed identity only, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove applicationRouting.",
        source: ROUTING,
    },
    {
        code: "ApplicationRoutingEnds",
        warning: true,
        asksOutputs: true,
        places: (args) => routing(args),
        broken: () => true,
        rule: "application routing with NGINX gets no security patches after November 2026",
        fix: "Plan for the Gateway API implementation of application routing, whose certificates come by workload identity.",
        source: `${ROUTING}-nginx-to-gateway-api-migration`,
    },
    {
        code: "RoutingZonesInOneGroup",
        places: (args) => ROUTING_ZONES.flatMap((kind) => zonesBesideFirst(args, kind)),
        broken: (value, first) =>
            typeof value === "string" &&
            typeof first === "string" &&
            groupOf(value).toLowerCase() !== groupOf(first).toLowerCase(),
        rule: "all public zones of application routing are in one resource group, and all private ones in one",
        fix: "Keep the zones of a kind in the resource group of the first.",
        source: `${ROUTING}-dns-ssl`,
    },
    {
        code: "TooManyRoutingZones",
        asksOutputs: true,
        places: (args) => routing(args, ROUTING_ZONES.flatMap((kind) => zonesOf(args, kind)).length),
        broken: (_, count) => typeof count === "number" && count > MOST_ROUTING_ZONES,
        rule: `application routing takes at most ${MOST_ROUTING_ZONES} zones, public and private together`,
        fix: "Remove some, or use subdomains of one zone.",
        source: `${ROUTING}-dns-ssl`,
    },
    {
        code: "RoutingVaultsNeedKeyVaultSecrets",
        asksOutputs: true,
        places: (args) =>
            given(
                ["addons", "applicationRouting", "keyVaultIds"],
                addonsOf(args).applicationRouting?.keyVaultIds,
                // AKS Automatic has that add-on.
                args.sku !== ClusterSku.Automatic && addonsOf(args).keyVaultSecrets === undefined,
            ),
        broken: (_, missing) => missing === true,
        rule: "certificates come from key vaults to ingresses by way of the Key Vault secrets provider, which addons.keyVaultSecrets turns on and which is off without it",
        fix: "Set addons.keyVaultSecrets, if only to {}.",
        source: `${ROUTING}-dns-ssl`,
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

/** A resource id of an add-on, beside the type that it has to have. */
function resourceId(path: Path, value: unknown, type: string): Place[] {
    return [{ path: ["addons", ...path], value, beside: type }];
}

function givenId(path: Path, value: unknown, type: string): Place[] {
    return value === undefined ? [] : resourceId(path, value, type);
}

/** Every resource id for which Azure has no code of its own. */
function resourceIds(args: ManagedIdentityAksClusterArgs): Place[] {
    const { managedPrometheus, keyVaultSecrets, applicationGateway, applicationRouting, podIdentity } =
        addonsOf(args);
    const many = (path: Path, ids: unknown, type: string): Place[] =>
        (Array.isArray(ids) ? ids : []).flatMap((id, index) => resourceId([...path, index], id, type));
    return [
        ...(managedPrometheus
            ? resourceId(
                  ["managedPrometheus", "workspaceId"],
                  managedPrometheus.workspaceId,
                  AZURE_MONITOR_WORKSPACE,
              )
            : []),
        ...each(keyVaultSecrets?.vaults, "vaults", ({ id }, path) =>
            resourceId(["keyVaultSecrets", ...path, "id"], id, KEY_VAULT),
        ),
        ...each(podIdentity?.identities, "identities", ({ identityResourceId }, path) =>
            resourceId(
                ["podIdentity", ...path, "identityResourceId"],
                identityResourceId,
                USER_ASSIGNED_IDENTITY,
            ),
        ),
        ...givenId(["applicationGateway", "subnetId"], applicationGateway?.subnetId, SUBNET),
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
    const place = has("subnetId") || (!existing && has("subnetCidr"));
    return place && (existing || !has("gatewayIdentityIds"));
}

/** An input of the gateway, beside whether the one that it excludes is given. */
function gatewayInput(
    args: ManagedIdentityAksClusterArgs,
    input: keyof ApplicationGatewayArgs,
    excludes: keyof ApplicationGatewayArgs,
): Place[] {
    const gateway = addonsOf(args).applicationGateway;
    return isObject(gateway)
        ? given(["addons", "applicationGateway", input], gateway[input], gateway[excludes] !== undefined)
        : [];
}

/** Virtual nodes, if they are on; what is no object has a rule of its own. */
function virtualNodeOf(args: ManagedIdentityAksClusterArgs): VirtualNodeArgs[] {
    const { virtualNode } = addonsOf(args);
    return isObject(virtualNode) ? [virtualNode] : [];
}

function zonesOf(args: ManagedIdentityAksClusterArgs, kind: (typeof ROUTING_ZONES)[number]): unknown[] {
    const { applicationRouting } = addonsOf(args);
    const zones = isObject(applicationRouting) ? applicationRouting[kind] : undefined;
    return Array.isArray(zones) ? Array.from(zones) : [];
}

function zonesBesideFirst(
    args: ManagedIdentityAksClusterArgs,
    kind: (typeof ROUTING_ZONES)[number],
): Place[] {
    const [first, ...others] = zonesOf(args, kind);
    return others.map((value, index) => ({
        path: ["addons", "applicationRouting", kind, index + 1],
        value,
        beside: first,
    }));
}

function routing(args: ManagedIdentityAksClusterArgs, beside?: unknown): Place[] {
    return given(["addons", "applicationRouting"], addonsOf(args).applicationRouting, beside);
}
