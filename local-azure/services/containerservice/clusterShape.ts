import type { Azure } from "../../arm/azure";
import { compact, isObject, type JsonObject, objectAt, stringAt } from "../../arm/json";
import { withLowerCaseGroups } from "../../arm/resourceId";
import { type Entry, nameOf } from "../../arm/resourceStore";
import { webAppRouting } from "./addons";
import { clusterDefaults, isShown } from "./defaults";
import { poolProfile } from "./poolShape";
import { type ClusterIdentity, clusterType, type ManagedCluster } from "./state";

/** A managed cluster as an answer of an api-version shows it (recordings 01 to 06). What is not there yet is absent. */
export function clusterBody(
    azure: Azure,
    { id, data }: Entry<ManagedCluster>,
    apiVersion: string,
): JsonObject {
    const modern = isShown({ since: "2024" }, apiVersion);
    return compact({
        id: withLowerCaseGroups(id),
        location: data.location,
        name: nameOf(id),
        tags: data.tags,
        // Upper-case M, in answers only.
        type: clusterType.replace("/managed", "/Managed"),
        kind: modern ? data.kind : undefined,
        properties: propertiesOf(azure, id, data, apiVersion),
        identity: data.identity && identityBody(data.identity, azure.settings.tenantId, modern),
        sku: data.sku,
        etag: modern && data.settled ? data.etag : undefined,
    });
}

function propertiesOf(azure: Azure, id: string, cluster: ManagedCluster, apiVersion: string): JsonObject {
    const modern = isShown({ since: "2024" }, apiVersion);
    const { properties, location, fqdnSuffix } = cluster;
    const prefix = stringAt(properties, "dnsPrefix") ?? stringAt(properties, "fqdnSubdomain") ?? nameOf(id);
    const host = `${prefix}-${fqdnSuffix}`;
    const isPrivate = objectAt(properties, "apiServerAccessProfile")?.enablePrivateCluster === true;
    return compact({
        ...shown(properties, apiVersion),
        provisioningState: cluster.provisioningState,
        powerState: { code: "Running" },
        kubernetesVersion: cluster.kubernetesVersion,
        currentKubernetesVersion: cluster.currentKubernetesVersion,
        fqdn: `${host}.hcp.${location}.azmk8s.io`,
        privateFQDN: isPrivate ? `${host}.privatelink.${location}.azmk8s.io` : undefined,
        azurePortalFQDN: `${host}.portal.hcp.${location}.azmk8s.io`,
        agentPoolProfiles: cluster.pools.map((pool) => ({
            name: pool.name,
            ...poolProfile(pool, apiVersion),
        })),
        // A managed identity cluster says "msi"; the secret of a service principal is never given back.
        servicePrincipalProfile: { clientId: cluster.servicePrincipal?.clientId ?? "msi" },
        nodeResourceGroup: cluster.nodeResourceGroup,
        addonProfiles: addonsBody(cluster),
        ingressProfile: ingressBody(cluster),
        networkProfile: networkBody(cluster, modern),
        maxAgentPools: 100,
        identityProfile: identityProfileOf(cluster),
        oidcIssuerProfile: issuerBody(azure, cluster),
        resourceUID: modern ? cluster.resourceUID : undefined,
    });
}

/** Without the top-level properties that this api-version does not know. */
function shown(properties: JsonObject, apiVersion: string): JsonObject {
    const unknown = clusterDefaults
        .filter((row) => row.since && !isShown(row, apiVersion))
        .map(({ path }) => path);
    const hidden = new Set(
        unknown
            .filter((path) => shownSinceTop.has(path.split(".")[0] ?? ""))
            .map((path) => path.split(".")[0]),
    );
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !hidden.has(key)));
}

/** Top-level properties that came with a later api-version, as opposed to those that only got a default later. */
const shownSinceTop = new Set([
    "metricsProfile",
    "controlPlanePluginProfiles",
    "nodeProvisioningProfile",
    "bootstrapProfile",
]);

/** `addonProfiles: {}` comes back as nothing, and a disabled add-on's config as null. */
function addonsBody({ properties, addonIdentities }: ManagedCluster): JsonObject | undefined {
    const addons = Object.entries(objectAt(properties, "addonProfiles") ?? {}).filter(([, addon]) =>
        isObject(addon),
    );
    if (addons.length === 0) return undefined;
    return Object.fromEntries(
        addons.map(([key, addon]) => {
            const enabled = isObject(addon) && addon.enabled === true;
            const config = (enabled && objectAt(addon, "config")) || null;
            return [key, compact({ enabled, config, identity: enabled ? addonIdentities[key] : undefined })];
        }),
    );
}

/** The identity of application routing is `{}` until it is made. */
function ingressBody({ properties, addonIdentities }: ManagedCluster): JsonObject | undefined {
    const ingress = objectAt(properties, "ingressProfile");
    const routing = objectAt(ingress, webAppRouting);
    if (!routing?.enabled) return ingress;
    return { ...ingress, [webAppRouting]: { ...routing, identity: addonIdentities[webAppRouting] ?? {} } };
}

function networkBody(cluster: ManagedCluster, modern: boolean): JsonObject {
    const network = objectAt(cluster.properties, "networkProfile") ?? {};
    const sku = stringAt(network, "loadBalancerSku") ?? "standard";
    const podCidr = stringAt(network, "podCidr");
    const serviceCidr = stringAt(network, "serviceCidr");
    const balancer = objectAt(network, "loadBalancerProfile");
    return compact({
        ...network,
        // Old api-versions give it in another case once the cluster stands (recordings 01, 02, 05, 06).
        loadBalancerSku:
            !modern && cluster.settled ? sku.charAt(0).toUpperCase() + sku.slice(1) : sku.toLowerCase(),
        loadBalancerProfile: balancer && {
            ...balancer,
            ...(cluster.outboundIpId && { effectiveOutboundIPs: [{ id: cluster.outboundIpId }] }),
        },
        podCidrs: podCidr && [podCidr],
        serviceCidrs: serviceCidr && [serviceCidr],
    });
}

function identityProfileOf({ kubelet }: ManagedCluster): JsonObject | undefined {
    if (!kubelet) return undefined;
    const { resourceId, clientId, objectId } = kubelet;
    return { kubeletidentity: { resourceId, clientId, objectId } };
}

function issuerBody(azure: Azure, { properties, location, resourceUID }: ManagedCluster): JsonObject {
    const enabled = objectAt(properties, "oidcIssuerProfile")?.enabled === true;
    if (!enabled) return { enabled: false };
    return {
        enabled,
        issuerURL: `https://${location}.oic.prod-aks.azure.com/${azure.settings.tenantId}/${resourceUID}/`,
    };
}

/** While the first operation on it runs, a user-assigned identity is `{}`, from 2024 on `{principalId}`. */
function identityBody(identity: ClusterIdentity, tenantId: string, modern: boolean): JsonObject {
    const { type, principalId } = identity;
    if (identity.type === "SystemAssigned") return { type, principalId, tenantId };
    const { id, clientId, settled } = identity;
    const value = settled ? { clientId, principalId } : modern ? { principalId } : {};
    return { type, userAssignedIdentities: { [id]: value } };
}
