import type { ManagedIdentityAksClusterArgs } from "../args";
import { groupOf, sameId } from "../azure/resourceId";
import { type Known, type Rule, when } from "./rule";
import { GIVEN, together } from "./together";

const ROUTING = "https://learn.microsoft.com/azure/aks/app-routing";
const MOST_ZONES = 5;

/** Application routing: its zones, its vaults and its end. */
export const APPLICATION_ROUTING_RULES: readonly Rule[] = [
    {
        code: "ApplicationRoutingNeedsManagedIdentity",
        validate: together({
            "addons.applicationRouting": GIVEN,
            "controlPlaneIdentity.type": "ServicePrincipal",
        }),
        message:
            "application routing runs on clusters with a managed identity only, and this one has a service principal",
        fix: "Use a managed identity as control plane, or remove applicationRouting.",
        source: ROUTING,
    },
    {
        code: "ApplicationRoutingEnds",
        warning: true,
        validate: together({ "addons.applicationRouting": GIVEN }),
        message: "application routing with NGINX gets no security patches after November 2026",
        fix: "Plan for the Gateway API implementation of application routing, whose certificates come by workload identity.",
        source: `${ROUTING}-nginx-to-gateway-api-migration`,
    },
    {
        code: "RoutingZonesInOneGroup",
        validate: (args) =>
            zonesIn(args).flatMap(({ kind, zones }) =>
                zones.flatMap((zone, index) => {
                    const [first] = zones;
                    const isElsewhere =
                        typeof zone === "string" && typeof first === "string" && !sameId(groupOf(zone), groupOf(first));
                    return when(isElsewhere, ["addons", "applicationRouting", kind, index]);
                }),
            ),
        message: "all public zones of application routing are in one resource group, and all private ones in one",
        fix: "Keep the zones of a kind in the resource group of the first.",
        source: `${ROUTING}-dns-ssl`,
    },
    {
        code: "TooManyRoutingZones",
        validate: (args) =>
            when(zonesIn(args).flatMap(({ zones }) => zones).length > MOST_ZONES, "addons.applicationRouting"),
        message: `application routing takes at most ${MOST_ZONES} zones, public and private together`,
        fix: "Remove some, or use subdomains of one zone.",
        source: `${ROUTING}-dns-ssl`,
    },
    {
        code: "RoutingVaultsNeedKeyVaultSecrets",
        validate: ({ addons, sku }) => {
            const hasVaults = Boolean(addons?.applicationRouting?.keyVaultIds?.length);
            // AKS Automatic has that add-on.
            const isOff = sku !== "Automatic" && addons?.keyVaultSecrets === undefined;
            return when(hasVaults && isOff, "addons.applicationRouting.keyVaultIds");
        },
        message:
            "certificates come from key vaults to ingresses by way of the Key Vault secrets provider, which addons.keyVaultSecrets turns on and which is off without it",
        fix: "Set addons.keyVaultSecrets, if only to {}.",
        source: `${ROUTING}-dns-ssl`,
    },
];

function zonesIn({ addons }: Known<ManagedIdentityAksClusterArgs>) {
    const { publicDnsZoneIds = [], privateDnsZoneIds = [] } = addons?.applicationRouting ?? {};
    return [
        { kind: "publicDnsZoneIds", zones: publicDnsZoneIds },
        { kind: "privateDnsZoneIds", zones: privateDnsZoneIds },
    ];
}
