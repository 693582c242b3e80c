import { createHash } from "node:crypto";
import { clusterBefore2025 } from "../../../history/answers";
import { asDeclaredIn } from "../../../kernel/declarations";
import { arrayAt, compact, isObject, type JsonObject, objectAt, stringAt } from "../../../kernel/json";
import { groupId, idIn, nameOf, subscriptionScope, withLowerCaseGroups } from "../../../kernel/resourceId";
import type { Entry } from "../../../kernel/resourceStore";
import { assignIdentity, clusterType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { isPreview } from "../request/defaults";
import { addonOf, isEnabled, webAppRouting } from "../state/addons";
import { type ClusterIdentity, controlPlaneOf, type ManagedCluster } from "../state/state";
import { byName, poolProfile } from "./poolShape";

/** A managed cluster as an answer of an api-version shows it (recordings 01 to 06). What is not there yet is absent. */
export function clusterBody(
    azure: Azure,
    { id, data }: Entry<ManagedCluster>,
    apiVersion: string,
    isAccepted = false,
): JsonObject {
    const isNew = isAccepted && data.provisioningState === "Creating";
    const body = compact({
        id: withLowerCaseGroups(id),
        location: data.location,
        name: nameOf(id),
        tags: data.tags,
        // Upper-case M, in answers only.
        type: clusterType.replace("/managed", "/Managed"),
        kind: data.kind,
        properties: propertiesOf(azure, id, data, apiVersion, isAccepted),
        identity: data.identity && identityBody(data.identity, azure.settings.tenantId),
        sku: data.sku,
        eTag: isNew ? undefined : data.etag,
    });
    const about = { settled: data.settled, principalId: data.identity?.principalId };
    return apiVersion < "2025"
        ? clusterBefore2025(body, apiVersion, about)
        : asDeclaredIn(apiVersion, body, clusterType);
}

function propertiesOf(
    azure: Azure,
    id: string,
    cluster: ManagedCluster,
    apiVersion: string,
    isAccepted: boolean,
): JsonObject {
    const { controlPlanePluginProfiles, ...properties } = cluster.properties;
    return compact({
        ...properties,
        controlPlanePluginProfiles: isPreview(apiVersion) ? controlPlanePluginProfiles : undefined,
        provisioningState: cluster.provisioningState,
        powerState: { code: "Running" },
        kubernetesVersion: cluster.kubernetesVersion,
        currentKubernetesVersion: cluster.currentKubernetesVersion,
        ...hostsOf(id, cluster),
        agentPoolProfiles: poolsBody(cluster, apiVersion, isAccepted),
        // A managed identity cluster says "msi"; the secret of a service principal is never given back.
        servicePrincipalProfile: { clientId: cluster.servicePrincipal?.clientId ?? "msi" },
        nodeResourceGroup: cluster.nodeResourceGroup,
        addonProfiles: addonsBody(cluster),
        ingressProfile: ingressBody(cluster),
        networkProfile: networkBody(cluster),
        aadProfile: entraBody(properties, azure.settings.tenantId),
        maxAgentPools: 100,
        apiServerAccessProfile: serverBody(properties),
        privateLinkResources: privateLinks(id, cluster, isAccepted),
        azureMonitorProfile: monitorBody(properties, apiVersion),
        podIdentityProfile: podIdentityBody(azure, cluster),
        identityProfile: identityProfileOf(cluster),
        oidcIssuerProfile: issuerBody(azure, cluster),
        resourceUID: cluster.resourceUID,
    });
}

/** `addonProfiles: {}` comes back as nothing, and a disabled add-on's config as null. */
function addonsBody({ properties, addonIdentities }: ManagedCluster): JsonObject | undefined {
    const addons = Object.entries(objectAt(properties, "addonProfiles") ?? {}).filter(([, addon]) => isObject(addon));
    if (addons.length === 0) return undefined;
    return Object.fromEntries(
        addons.map(([key, addon]) => {
            const enabled = isObject(addon) && addon.enabled === true;
            const config = (enabled && objectAt(addon, "config")) || null;
            return [key, compact({ enabled, config, identity: enabled ? addonIdentities[key] : undefined })];
        }),
    );
}

/** The identity of application routing is `{}` until it is made, and again once it is switched off. */
function ingressBody({ properties, addonIdentities }: ManagedCluster): JsonObject | undefined {
    const ingress = objectAt(properties, "ingressProfile");
    const routing = objectAt(ingress, webAppRouting);
    if (!routing) return ingress;
    return { ...ingress, [webAppRouting]: { ...routing, identity: addonIdentities[webAppRouting] ?? {} } };
}

function networkBody(cluster: ManagedCluster): JsonObject {
    const network = objectAt(cluster.properties, "networkProfile") ?? {};
    const sku = stringAt(network, "loadBalancerSku") ?? "standard";
    const podCidr = stringAt(network, "podCidr");
    const serviceCidr = stringAt(network, "serviceCidr");
    const balancer = objectAt(network, "loadBalancerProfile");
    const gateway = objectAt(network, "natGatewayProfile");
    const type = stringAt(network, "outboundType");
    const effective = cluster.outboundIpIds?.map((id) => ({ id }));
    return compact({
        ...network,
        loadBalancerSku: sku.toLowerCase(),
        loadBalancerProfile: balancer && {
            ...balancer,
            ...(type === "loadBalancer" && effective && { effectiveOutboundIPs: effective }),
        },
        natGatewayProfile: gateway && {
            ...gateway,
            ...(type === "managedNATGateway" && effective && { effectiveOutboundIPs: effective }),
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

function issuerBody(azure: Azure, { properties, location, issuerId }: ManagedCluster): JsonObject {
    const enabled = objectAt(properties, "oidcIssuerProfile")?.enabled === true;
    if (!enabled) return { enabled: false };
    return {
        enabled,
        issuerURL: `https://${location}.oic.prod-aks.azure.com/${azure.settings.tenantId}/${issuerId}/`,
    };
}

/** While the first operation on it runs, a user-assigned identity is `{}` (test_aks_update_with_kms_pmk). */
function identityBody(identity: ClusterIdentity, tenantId: string): JsonObject {
    const { type, principalId } = identity;
    if (identity.type === "SystemAssigned") return { type, principalId, tenantId };
    const { id, clientId, settled } = identity;
    return { type, userAssignedIdentities: { [id]: settled ? { clientId, principalId } : {} } };
}

/**
 * The host names. A private cluster has a private name, and the public one unless that is off, which it is not by default
 * (https://learn.microsoft.com/azure/aks/private-clusters). Its portal goes by a hash (test_aks_private_cluster,
 * test_aks_private_cluster_without_public_fqdn).
 */
function hostsOf(id: string, { properties, location, fqdnSuffix, issuerId }: ManagedCluster): JsonObject {
    const prefix = stringAt(properties, "dnsPrefix") ?? stringAt(properties, "fqdnSubdomain") ?? nameOf(id);
    const host = `${prefix}-${fqdnSuffix}`;
    const fqdn = `${host}.hcp.${location}.azmk8s.io`;
    const server = objectAt(properties, "apiServerAccessProfile");
    if (server?.enablePrivateCluster !== true) {
        return { fqdn, azurePortalFQDN: `${host}.portal.hcp.${location}.azmk8s.io` };
    }
    const hash = createHash("md5").update(host).digest("hex");
    // Derived from the names that a zone of the user's must have; no recording shows AKS's own in a network of its own.
    const link = server.enableVnetIntegration === true ? "private" : "privatelink";
    return {
        ...(server.enablePrivateClusterPublicFQDN !== false && { fqdn }),
        azurePortalFQDN: `${hash}-priv.portal.hcp.${location}.azmk8s.io`,
        privateFQDN: privateName(properties, host, fqdn, `${issuerId}.${link}.${location}.azmk8s.io`),
    };
}

/** In AKS's own zone, made for the cluster; in none; or in the zone its user brings, there under `fqdnSubdomain` if he says so. */
function privateName(properties: JsonObject, host: string, fqdn: string, systemZone: string): string {
    const zone = stringAt(properties, "apiServerAccessProfile", "privateDNSZone") ?? "system";
    if (zone === "none") return fqdn;
    if (zone === "system") return `${host}.${systemZone}`;
    return `${stringAt(properties, "fqdnSubdomain") ?? host}.${nameOf(zone)}`;
}

/** Absent where nothing of it is left (test_aks_update_run_command). */
function serverBody(properties: JsonObject): JsonObject | undefined {
    const server = objectAt(properties, "apiServerAccessProfile");
    return server && Object.keys(server).length > 0 ? server : undefined;
}

/** How the private end point is reached: read, under an id; in answers to an update, with the service behind it. */
function privateLinks(
    id: string,
    { subscriptionId, properties, location, issuerId, provisioningState }: ManagedCluster,
    isAccepted: boolean,
): JsonObject[] | undefined {
    const server = objectAt(properties, "apiServerAccessProfile");
    if (server?.enablePrivateCluster !== true) return undefined;
    const underlay = groupId(subscriptionScope(subscriptionId), `hcp-underlay-${location}-cx-1`);
    const linkName = `a${issuerId.replaceAll("-", "").slice(1)}`;
    const service = idIn(underlay, "Microsoft.Network/privateLinkServices", linkName);
    return [
        compact({
            id: isAccepted ? undefined : `${withLowerCaseGroups(id)}/privateLinkResources/management`,
            name: "management",
            type: `${clusterType}/privateLinkResources`,
            groupId: "management",
            requiredMembers: ["management"],
            privateLinkServiceID: isAccepted && provisioningState !== "Creating" ? service : undefined,
        }),
    ];
}

/** Entra managed by AKS is of the cluster's own tenant unless said otherwise (test_aks_managed_aad_msi). */
function entraBody(properties: JsonObject, tenantID: string): JsonObject | undefined {
    const entra = objectAt(properties, "aadProfile");
    return entra?.managed === true ? { ...entra, tenantID: stringAt(entra, "tenantID") || tenantID } : entra;
}

/** Preview api-versions say container insights here too (test_aks_create_with_monitoring_legacy_auth, test_aks_automatic_sku). */
function monitorBody(properties: JsonObject, apiVersion: string): JsonObject | undefined {
    const monitor = objectAt(properties, "azureMonitorProfile");
    const agent = addonOf(properties, "omsagent");
    const workspace = stringAt(agent, "config", "logAnalyticsWorkspaceResourceID");
    if (!isEnabled(agent) || !workspace || !isPreview(apiVersion)) return monitor;
    const containerInsights = { enabled: true, logAnalyticsWorkspaceResourceId: workspace };
    return { ...monitor, containerInsights };
}

/** Each pod identity with how its assignment to the nodes went; unlike AKS, this model looks anew for every answer. */
function podIdentityBody(azure: Azure, cluster: ManagedCluster): JsonObject | undefined {
    const profile = objectAt(cluster.properties, "podIdentityProfile");
    const identities = arrayAt(profile, "userAssignedIdentities")?.filter(isObject);
    if (identities === undefined) return profile;
    const stateOf = (identity: JsonObject) => {
        if (cluster.provisioningState !== "Succeeded") return "Updating";
        const id = stringAt(identity, "identity", "resourceId") ?? "";
        return azure.access.allows(controlPlaneOf(cluster), assignIdentity, id) ? "Assigned" : "Failed";
    };
    return {
        ...profile,
        userAssignedIdentities: identities.map((identity) => ({
            ...identity,
            provisioningState: stateOf(identity),
        })),
    };
}

/** Nothing at all where there is no pool (test_aks_automatic_sku_with_hosted_system_enabled). */
function poolsBody({ pools }: ManagedCluster, apiVersion: string, isAccepted: boolean): JsonObject[] | undefined {
    if (pools.length === 0) return undefined;
    return byName(pools).map((pool) => ({ name: pool.name, ...poolProfile(pool, apiVersion, isAccepted) }));
}
