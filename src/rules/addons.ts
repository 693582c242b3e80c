import type { ManagedIdentityAksClusterArgs } from "../args";
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
import { isObject } from "../values";
import { addonsOf, each, given } from "./places";
import type { Path, Place, Rule, Verdict } from "./rule";

const ADDONS = "https://learn.microsoft.com/azure/aks/integrations";

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

/** Add-ons: which are no more, and how the resources of the others are named. */
export const ADDON_RULES: readonly Rule[] = [
    ...Object.entries(RETIRED).map(
        ([key, { code, since }]): Rule => ({
            code,
            asksOutputs: true,
            places: ({ addons }) =>
                isObject(addons) && Object.hasOwn(addons, key)
                    ? given(["addons", key], Reflect.get(addons, key))
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
];

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
