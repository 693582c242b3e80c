import { randomBytes, randomUUID } from "node:crypto";
import type { Reply } from "../../kernel/http";
import { type JsonObject, objectAt, stringAt, tagsOf, valueAt } from "../../kernel/json";
import { sameId } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import type { Azure } from "../azure";
import { locationFor } from "../location";
import { acceptRemoval, asyncHeader } from "../longRunning";
import { identitiesOf } from "../managedidentity/state";
import type { Call } from "../service";
import { clusterBody } from "./answer/clusterShape";
import { requireAcceptable } from "./checks/checks";
import { requireDeployerLinks } from "./checks/deployerLinks";
import { ownKubeletId } from "./checks/identityChecks";
import { requireClusterLinks } from "./checks/linkedAccess";
import { refusedIdentity } from "./checks/patchedIdentity";
import type { Proposal } from "./checks/proposal";
import { controlPlaneVersions } from "./checks/versionChecks";
import { changedPools, newPool, reimaged } from "./request/agentPool";
import { automaticDefaults, clusterDefaults, creationDefaults, type Default, withDefaults } from "./request/defaults";
import { type ClusterRequest, readClusterRequest } from "./request/request";
import { withEffectiveGateway, withKeptAddons } from "./state/addons";
import { clusterAccepted } from "./state/lifecycle";
import { existingCluster, requireIdleCluster, startClusterOperation } from "./state/living";
import {
    type ClusterIdentity,
    clustersOf,
    controlPlaneOf,
    isAutomatic,
    type KubeletIdentity,
    type ManagedCluster,
    nodeGroupId,
} from "./state/state";
import { firstNodeImageRelease, hasIssuerByDefault } from "./state/versions";
import { noWorkload } from "./state/workload";

/** Create: 201 and Creating. Update: the whole body again, 200 and Updating (recording 06). */
export function putCluster(call: Call): Reply {
    const { azure, path } = call;
    const before = clustersOf(azure).get(path.id);
    const location = locationFor(call, before);
    const request = readClusterRequest(call.body);
    requireClusterLinks(call, request);
    requireDeployerLinks(call, request);
    requireIdleCluster(azure, path.id);
    const kubeletId = ownKubeletId(request.kubeletId, before?.data);
    const nodeResourceGroup = nodeGroupName(call, request, location, before?.data);
    requireAcceptable({
        azure,
        clusterId: path.id,
        apiVersion: call.apiVersion,
        location,
        nodeResourceGroup,
        request,
        ...(before && { before: before.data }),
        controlPlane: plannedControlPlane(azure, request, before?.data),
        ...(kubeletId && { ownKubeletId: kubeletId }),
    });

    const cluster = planned(call, request, location, kubeletId, before?.data);
    const entry = clustersOf(azure).put(path.id, cluster);
    clusterAccepted(azure, entry.id, cluster);
    return accepted(call, entry, before ? 200 : 201);
}

/** The identity a request asks for, or keeps. */
function plannedControlPlane(
    azure: Azure,
    request: ClusterRequest,
    before: ManagedCluster | undefined,
): Proposal["controlPlane"] {
    const asked = request.identity?.type;
    if (asked === "UserAssigned") {
        const [id = ""] = Object.keys(request.identity?.userAssignedIdentities ?? {});
        return { type: "UserAssigned", principalId: identitiesOf(azure).get(id)?.data.principalId ?? "" };
    }
    if (asked === "SystemAssigned") {
        const kept = before?.identity?.type === "SystemAssigned" ? before.identity.principalId : "";
        return { type: "SystemAssigned", principalId: kept };
    }
    if (before) return { type: before.identity?.type ?? "ServicePrincipal", principalId: controlPlaneOf(before) };
    const { clientId = "" } = request.servicePrincipal ?? {};
    return { type: "ServicePrincipal", principalId: clientId && azure.directory.external(clientId).objectId };
}

function planned(
    call: Call,
    request: ClusterRequest,
    location: string,
    kubeletId: string | undefined,
    before: ManagedCluster | undefined,
): ManagedCluster {
    const { azure, path, body, apiVersion } = call;
    const subscriptionId = before?.subscriptionId ?? path.subscriptionId?.toLowerCase() ?? "";
    const identity = plannedIdentity(azure, path.id, request, before);
    const tags = tagsOf(body);
    const sent = before
        ? withKeptAddons({ ...fixedProperties(before), ...request.properties }, before.properties)
        : request.properties;
    const sku = objectAt(body, "sku") ?? before?.sku ?? { name: "Base", tier: "Free" };
    const properties = withDefaults(defaultsOf(sku, before), sent, apiVersion);
    const versions = controlPlaneVersions(request, before, apiVersion);
    if (valueAt(properties, "oidcIssuerProfile", "enabled") === undefined) {
        const enabled = before
            ? valueAt(before.properties, "oidcIssuerProfile", "enabled") === true
            : hasIssuerByDefault(versions.wanted);
        properties.oidcIssuerProfile = { enabled };
    }
    const kubelet = kubeletId ? ownKubelet(azure, kubeletId) : before?.kubelet;
    const nodeResourceGroup = nodeGroupName(call, request, location, before);
    const nodeImageRelease = before?.nodeImageRelease ?? firstNodeImageRelease;
    const networkProfile = objectAt(properties, "networkProfile") ?? {};
    const context = {
        networkProfile,
        versions,
        nodeImageRelease,
        apiVersion,
        isAutomatic: isAutomatic({ sku }),
    };
    const pools = before
        ? changedPools(before.pools, request.pools, context)
        : request.pools.map((pool) => newPool(pool, context));
    // Another kubelet identity comes to the nodes by making them anew, all of them (facts §1c).
    const kubeletMoves = before?.kubelet && kubelet && !sameId(before.kubelet.resourceId, kubelet.resourceId);
    return {
        subscriptionId,
        location,
        ...(tags && { tags }),
        sku,
        kind: stringAt(body, "kind") ?? before?.kind ?? "Base",
        ...(identity ? { identity } : servicePrincipalOf(azure, request, before)),
        ...leftIdentity(azure, identity, before),
        ...(kubelet && { kubelet }),
        addonIdentities: before?.addonIdentities ?? {},
        properties: withEffectiveGateway(properties, nodeGroupId({ subscriptionId, nodeResourceGroup })),
        kubernetesVersion: versions.wanted,
        currentKubernetesVersion: versions.current,
        nodeResourceGroup,
        pools: kubeletMoves ? pools.map((pool) => reimaged(pool, context, "Upgrading")) : pools,
        nodeImageRelease,
        workload: before?.workload ?? noWorkload(),
        provisioningState: before ? "Updating" : "Creating",
        settled: before?.settled ?? false,
        fqdnSuffix: before?.fqdnSuffix ?? randomBytes(4).toString("hex"),
        resourceUID: before?.resourceUID ?? randomBytes(12).toString("hex"),
        issuerId: before?.issuerId ?? randomUUID(),
        etag: randomUUID(),
        ...(before?.outboundIpIds && { outboundIpIds: before.outboundIpIds }),
    };
}

/** An update completes neither what only a creation does nor what the SKU had settled before. */
function defaultsOf(sku: JsonObject, before: ManagedCluster | undefined): Default[] {
    if (before) return clusterDefaults;
    return [...creationDefaults, ...(isAutomatic({ sku }) ? automaticDefaults : []), ...clusterDefaults];
}

/** What an update need not repeat: properties that cannot change anyway. */
function fixedProperties({ properties }: ManagedCluster): JsonObject {
    const fixed = [
        "dnsPrefix",
        "fqdnSubdomain",
        "nodeResourceGroup",
        "networkProfile",
        "apiServerAccessProfile",
        "linuxProfile",
        "enableRBAC",
        "diskEncryptionSetID",
        "windowsProfile",
    ];
    return Object.fromEntries(fixed.flatMap((key) => (key in properties ? [[key, properties[key]]] : [])));
}

function plannedIdentity(
    azure: Azure,
    clusterId: string,
    request: ClusterRequest,
    before: ManagedCluster | undefined,
): ClusterIdentity | undefined {
    const asked = request.identity?.type;
    if (asked === "SystemAssigned") {
        if (before?.identity?.type === "SystemAssigned") return before.identity;
        return { type: "SystemAssigned", principalId: azure.directory.createFor(clusterId).objectId };
    }
    if (asked !== "UserAssigned") return before?.identity;

    if (before?.identity?.type === "SystemAssigned") azure.directory.remove(before.identity.principalId);
    const [id = ""] = Object.keys(request.identity?.userAssignedIdentities ?? {});
    const { principalId = "", clientId = "" } = identitiesOf(azure).get(id)?.data ?? {};
    const old = before?.identity;
    const kept = old?.type === "UserAssigned" && old.principalId === principalId;
    return { type: "UserAssigned", id, principalId, clientId, settled: kept && old.settled };
}

function leftIdentity(
    { clock, settings }: Azure,
    identity: ClusterIdentity | undefined,
    before: ManagedCluster | undefined,
): Pick<ManagedCluster, "leftIdentity"> {
    const old = before?.identity;
    if (old === undefined || old.principalId === identity?.principalId) {
        return before?.leftIdentity ? { leftIdentity: before.leftIdentity } : {};
    }
    const until = clock.now() + settings.durations.identitySwitch * 1000;
    return { leftIdentity: { principalId: old.principalId, until } };
}

function servicePrincipalOf(azure: Azure, request: ClusterRequest, before: ManagedCluster | undefined) {
    const clientId = request.servicePrincipal?.clientId ?? before?.servicePrincipal?.clientId;
    return clientId ? { servicePrincipal: { clientId, objectId: azure.directory.external(clientId).objectId } } : {};
}

function ownKubelet(azure: Azure, resourceId: string): KubeletIdentity {
    const { clientId = "", principalId = "" } = identitiesOf(azure).get(resourceId)?.data ?? {};
    return { resourceId, clientId, objectId: principalId, own: true };
}

/** Azure cuts its own at 80 characters, its limit for the name of a group made by AKS. */
function nodeGroupName(
    { path }: Call,
    { properties }: ClusterRequest,
    location: string,
    before: ManagedCluster | undefined,
): string {
    return (
        before?.nodeResourceGroup ??
        stringAt(properties, "nodeResourceGroup") ??
        `MC_${path.resourceGroup}_${path.name}_${location}`.slice(0, 80)
    );
}

export function getCluster(call: Call): Reply {
    return { status: 200, body: clusterBody(call.azure, existingCluster(call), call.apiVersion) };
}

/** AKS takes a PATCH for tags and nothing else. */
export function patchCluster(call: Call): Reply {
    const entry = existingCluster(call);
    const refused = refusedIdentity(call, entry.data);
    if (refused) throw refused;
    requireIdleCluster(call.azure, entry.id);
    const tags = tagsOf(call.body);
    const changed: ManagedCluster = { ...entry.data, ...(tags && { tags }), provisioningState: "Updating" };
    return accepted(call, clustersOf(call.azure).put(entry.id, changed), 200);
}

export function deleteCluster(call: Call): Reply {
    const { azure, path } = call;
    const entry = clustersOf(azure).get(path.id);
    if (!entry) return { status: 204 };
    azure.operations.abandon(entry.id);
    clustersOf(azure).put(entry.id, { ...entry.data, provisioningState: "Deleting" });
    return acceptRemoval(call, entry.id, entry.data.location);
}

export function listClusters({ azure, path, apiVersion }: Call): Reply {
    const value = clustersOf(azure)
        .list(path.parent)
        .map((entry) => clusterBody(azure, entry, apiVersion));
    return { status: 200, body: { value } };
}

function accepted(call: Call, entry: Entry<ManagedCluster>, status: number): Reply {
    const headers = asyncHeader(call, startClusterOperation(call, entry));
    return { status, headers, body: clusterBody(call.azure, entry, call.apiVersion, true) };
}
