import { ClusterSku, ControlPlaneIdentityType, type ManagedIdentityAksClusterArgs } from "../args";
import { groupOf } from "../azure/resourceId";
import { isObject } from "../values";
import { addonsOf, given } from "./places";
import type { Place, Rule } from "./rule";

const ROUTING = "https://learn.microsoft.com/azure/aks/app-routing";

const ROUTING_ZONES = ["publicDnsZoneIds", "privateDnsZoneIds"] as const;
const MOST_ROUTING_ZONES = 5;

/** Application routing: its zones, its vaults and its end. */
export const APPLICATION_ROUTING_RULES: readonly Rule[] = [
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
        broken: (value, missing) => missing === true && !(Array.isArray(value) && value.length === 0),
        rule: "certificates come from key vaults to ingresses by way of the Key Vault secrets provider, which addons.keyVaultSecrets turns on and which is off without it",
        fix: "Set addons.keyVaultSecrets, if only to {}.",
        source: `${ROUTING}-dns-ssl`,
    },
];

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
