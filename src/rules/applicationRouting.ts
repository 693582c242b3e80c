import type { ManagedIdentityAksClusterArgs } from "../args";
import { groupOf, sameId } from "../azure/resourceId";
import { type Known, rules } from "../validation/rule";
import { hasEntries, isSet, SERVICE_PRINCIPAL, STANDARD } from "../validation/settings";

const MOST_ZONES = 5;

/** Application routing: its zones, its vaults and its end. */
export const APPLICATION_ROUTING_RULES = rules("aks/app-routing-dns-ssl", {
    ApplicationRoutingNeedsManagedIdentity: {
        when: { "addons.applicationRouting": isSet, ...SERVICE_PRINCIPAL },
        message: "application routing requires a managed identity, and this cluster has a service principal",
        fix: "Use a managed identity for the control plane, or remove applicationRouting.",
        source: "aks/app-routing",
    },
    ApplicationRoutingEnds: {
        warning: true,
        when: { "addons.applicationRouting": isSet },
        message: "application routing with NGINX gets no security patches after November 2026",
        fix: "Plan to move to the Gateway API implementation of application routing, which reads certificates with workload identity.",
        source: "aks/app-routing-nginx-to-gateway-api-migration",
    },
    RoutingZonesInOneGroup: {
        validate: (args) =>
            zonesIn(args).flatMap(({ kind, zones: [first, ...others] }) =>
                others.flatMap((zone, index) =>
                    typeof zone === "string" && typeof first === "string" && !sameId(groupOf(zone), groupOf(first))
                        ? [["addons", "applicationRouting", kind, index + 1]]
                        : [],
                ),
            ),
        message: "all public zones of application routing must be in one resource group, and all private zones in one",
        fix: "Use zones in the resource group of the first zone of the list.",
    },
    TooManyRoutingZones: {
        validate: (args) =>
            zonesIn(args).flatMap(({ zones }) => zones).length > MOST_ZONES && "addons.applicationRouting",
        message: `application routing accepts at most ${MOST_ZONES} zones, public and private together`,
        fix: "Remove some zones, or use subdomains of one zone.",
    },
    RoutingVaultsNeedKeyVaultSecrets: {
        when: {
            "addons.applicationRouting.keyVaultIds": hasEntries,
            "addons.keyVaultSecrets": undefined,
            // AKS Automatic has that add-on.
            ...STANDARD,
        },
        message:
            "certificates from key vaults require the Key Vault secrets provider, and addons.keyVaultSecrets is not set",
        fix: "Set addons.keyVaultSecrets, at least to {}.",
    },
});

function zonesIn({ addons }: Known<ManagedIdentityAksClusterArgs>) {
    const { publicDNSZoneIds = [], privateDNSZoneIds = [] } = addons?.applicationRouting ?? {};
    return [
        { kind: "publicDNSZoneIds", zones: publicDNSZoneIds },
        { kind: "privateDNSZoneIds", zones: privateDNSZoneIds },
    ];
}
