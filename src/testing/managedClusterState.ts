import { parseResourceId } from "../azure/resourceId";
import type { Values } from "../values";
import { guidOf, principalOf } from "./guid";
import type { Mocked } from "./mockedState";

interface ClusterInputs {
    location?: string;
    kubernetesVersion?: string;
    dnsPrefix?: string;
    fqdnSubdomain?: string;
    nodeResourceGroup?: string;
    servicePrincipalProfile?: Values;
    oidcIssuerProfile?: { enabled?: boolean };
    identityProfile?: Values;
    addonProfiles?: Record<string, { enabled?: boolean; config?: Record<string, string> }>;
    ingressProfile?: { webAppRouting?: { enabled?: boolean } };
    apiServerAccessProfile?: { enablePrivateCluster?: boolean; enablePrivateClusterPublicFQDN?: boolean };
}

/** What AKS adds to a cluster: host names, node resource group, issuer, and the identities that it creates. */
export function managedClusterState({ id, name, inputs, tenantId, ...surroundings }: Mocked): Values {
    const given: ClusterInputs = inputs;
    const location = given.location ?? surroundings.location;
    const group = parseResourceId(id)?.resourceGroupName ?? "";
    const nodeResourceGroup = given.nodeResourceGroup ?? `MC_${group}_${name}_${location}`.slice(0, 80);
    const runsAsServicePrincipal = given.servicePrincipalProfile !== undefined;
    /** An identity that AKS creates, beside the nodes. */
    const made = (identity: string) => {
        const resourceId = `/subscriptions/${surroundings.subscriptionId}/resourcegroups/${nodeResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identity}`;
        const { clientId, principalId } = principalOf(resourceId);
        return { resourceId, clientId, objectId: principalId };
    };
    const routing = given.ingressProfile?.webAppRouting;
    return {
        ...hostNames(given, guidOf("cluster", id), location),
        currentKubernetesVersion: patchOf(given.kubernetesVersion),
        nodeResourceGroup,
        addonProfiles: Object.fromEntries(
            Object.entries(given.addonProfiles ?? {}).map(([key, addon]) => [
                key,
                !runsAsServicePrincipal && hasIdentity(addon)
                    ? { ...addon, identity: made(`${key.toLowerCase()}-${name}`) }
                    : addon,
            ]),
        ),
        ...(routing?.enabled && {
            ingressProfile: {
                ...given.ingressProfile,
                webAppRouting: { ...routing, identity: made(`webapprouting-${name}`) },
            },
        }),
        ...(!runsAsServicePrincipal && { servicePrincipalProfile: { clientId: "msi" } }),
        ...(given.oidcIssuerProfile?.enabled && {
            oidcIssuerProfile: {
                enabled: true,
                issuerURL: `https://${location}.oic.prod-aks.azure.com/${tenantId}/${guidOf("issuer", id)}/`,
            },
        }),
        ...(!runsAsServicePrincipal && {
            identityProfile: given.identityProfile ?? { kubeletidentity: made(`${name}-agentpool`) },
        }),
    };
}

/** The version with a patch, as AKS chooses one where the program does not. */
function patchOf(version = "1.34"): string {
    return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}

/** With Entra authentication, Container insights has no identity. */
function hasIdentity({ enabled, config }: { enabled?: boolean; config?: Record<string, string> }): boolean {
    return enabled === true && config?.useAADAuth !== "true";
}

function hostNames(
    { dnsPrefix, fqdnSubdomain, apiServerAccessProfile = {} }: ClusterInputs,
    guid: string,
    location: string,
): Values {
    const host = `${fqdnSubdomain ?? dnsPrefix ?? "aks"}-${guid.slice(0, 8)}`;
    const { enablePrivateCluster = false, enablePrivateClusterPublicFQDN = true } = apiServerAccessProfile;
    return {
        ...((!enablePrivateCluster || enablePrivateClusterPublicFQDN) && { fqdn: `${host}.hcp.${location}.azmk8s.io` }),
        ...(enablePrivateCluster && { privateFQDN: `${host}.${guid}.privatelink.${location}.azmk8s.io` }),
    };
}
