import { randomBytes, randomUUID } from "node:crypto";
import { type JsonObject, objectAt, stringAt, tagsOf, valueAt } from "../../../kernel/json";
import { sameId } from "../../../kernel/resourceId";
import type { Azure } from "../../azure";
import { identityOf } from "../../managedidentity/state";
import type { Call } from "../../service";
import { withEffectiveGateway, withKeptAddons } from "../state/addons";
import { reimaged } from "../state/agentPool";
import {
    type ClusterIdentity,
    controlPlaneOf,
    isAutomatic,
    type KubeletIdentity,
    type ManagedCluster,
    nodeGroupId,
} from "../state/state";
import { firstNodeImageRelease, hasIssuerByDefault, type Versions } from "../state/versions";
import { noWorkload } from "../state/workload";
import {
    addressesByDefault,
    automaticDefaults,
    automaticEgress,
    clusterDefaults,
    creationDefaults,
    type Default,
    withDefaults,
} from "./defaults";
import { changedPools, controlPlaneVersions, newPool } from "./pools";
import type { ClusterRequest } from "./request";

/** Whom a control plane acts as. A system-assigned identity of a new cluster has no principal yet. */
export interface ControlPlane {
    type: "UserAssigned" | "SystemAssigned" | "ServicePrincipal";
    principalId: string;
}

/** The identity a request asks for, or keeps. */
export function plannedControlPlane(
    azure: Azure,
    request: ClusterRequest,
    before: ManagedCluster | undefined,
): ControlPlane {
    const asked = request.identity?.type;
    if (asked === "UserAssigned") {
        const [id = ""] = Object.keys(request.identity?.userAssignedIdentities ?? {});
        return { type: "UserAssigned", principalId: identityOf(azure, id)?.principalId ?? "" };
    }
    if (asked === "SystemAssigned") {
        const kept = before?.identity?.type === "SystemAssigned" ? before.identity.principalId : "";
        return { type: "SystemAssigned", principalId: kept };
    }
    if (before) return { type: before.identity?.type ?? "ServicePrincipal", principalId: controlPlaneOf(before) };
    const { clientId = "" } = request.servicePrincipal ?? {};
    return { type: "ServicePrincipal", principalId: azure.directory.ofClient(clientId)?.objectId ?? "" };
}

/** The cluster that a request comes to: nothing is done for it here, nor known to the directory (see state/commit.ts). */
export function plannedCluster(
    call: Call,
    request: ClusterRequest,
    place: { location: string; nodeResourceGroup: string },
    kubeletId: string | undefined,
    before: ManagedCluster | undefined,
): ManagedCluster {
    const { azure, body, apiVersion } = call;
    const tags = tagsOf(body);
    const sku = objectAt(body, "sku") ?? before?.sku ?? { name: "Base", tier: "Free" };
    const versions = controlPlaneVersions(request, before, apiVersion);
    const properties = plannedProperties(request, sku, versions, before, apiVersion);
    const kubelet = kubeletId ? ownKubelet(azure, kubeletId) : before?.kubelet;
    const identity = plannedIdentity(azure, request, before);
    const lasting = lastingParts(call, before);
    const context = {
        networkProfile: objectAt(properties, "networkProfile") ?? {},
        versions,
        nodeImageRelease: lasting.nodeImageRelease,
        apiVersion,
        isAutomatic: isAutomatic({ sku }),
    };
    const pools = before
        ? changedPools(before.pools, request.pools, context)
        : request.pools.map((pool) => newPool(pool, context));
    // Another kubelet identity comes to the nodes by making them anew, all of them (facts §1c).
    const kubeletMoves = before?.kubelet && kubelet && !sameId(before.kubelet.resourceId, kubelet.resourceId);
    return {
        ...lasting,
        ...place,
        ...(tags && { tags }),
        sku,
        kind: stringAt(body, "kind") ?? before?.kind ?? "Base",
        ...(identity ? { identity } : servicePrincipalOf(azure, request, before)),
        secretHashes: { ...before?.secretHashes, ...secretHashOf(request) },
        ...leftIdentity(azure, identity, before),
        ...(kubelet && { kubelet }),
        properties: withEffectiveGateway(properties, nodeGroupId({ ...lasting, ...place })),
        kubernetesVersion: versions.wanted,
        currentKubernetesVersion: versions.current,
        pools: kubeletMoves ? pools.map((pool) => reimaged(pool, context, "Upgrading")) : pools,
        provisioningState: before ? "Updating" : "Creating",
        etag: randomUUID(),
    };
}

/** What no request changes: names that Azure makes up once, and what comes of operations and of others. */
function lastingParts({ path }: Call, before: ManagedCluster | undefined) {
    if (before) {
        const { tags, identity, servicePrincipal, leftIdentity, kubelet, ...lasting } = before;
        return lasting;
    }
    return {
        subscriptionId: path.subscriptionId?.toLowerCase() ?? "",
        addonIdentities: {},
        nodeImageRelease: firstNodeImageRelease,
        workload: noWorkload(),
        settled: false,
        fqdnSuffix: randomBytes(4).toString("hex"),
        resourceUID: randomBytes(12).toString("hex"),
        issuerId: randomUUID(),
    };
}

function plannedProperties(
    request: ClusterRequest,
    sku: JsonObject,
    versions: Versions,
    before: ManagedCluster | undefined,
    apiVersion: string,
): JsonObject {
    const sent = before
        ? withKeptAddons({ ...fixedProperties(before), ...withKeptAddresses(request, before) }, before.properties)
        : request.properties;
    const properties = withDefaults(defaultsOf(sku, request, before), sent, apiVersion);
    if (valueAt(properties, "oidcIssuerProfile", "enabled") === undefined) {
        const enabled = before
            ? valueAt(before.properties, "oidcIssuerProfile", "enabled") === true
            : hasIssuerByDefault(versions.wanted);
        properties.oidcIssuerProfile = { enabled };
    }
    return properties;
}

/** An update completes neither what only a creation does nor what the SKU had settled before. */
function defaultsOf(sku: JsonObject, { pools }: ClusterRequest, before: ManagedCluster | undefined): Default[] {
    if (before) return clusterDefaults;
    if (!isAutomatic({ sku })) return [...creationDefaults, ...clusterDefaults];
    const isInOwnSubnet = pools.some(({ properties }) => stringAt(properties, "vnetSubnetID"));
    const egress = isInOwnSubnet ? [] : [automaticEgress];
    return [...creationDefaults, ...automaticDefaults, ...egress, ...clusterDefaults];
}

/** A network without addresses keeps those that it has, as they cannot change. */
function withKeptAddresses({ properties }: ClusterRequest, before: ManagedCluster): JsonObject {
    const asked = objectAt(properties, "networkProfile");
    const old = objectAt(before.properties, "networkProfile") ?? {};
    const kept = Object.keys(addressesByDefault).filter((key) => old[key] && !asked?.[key]);
    const addresses = Object.fromEntries(kept.map((key) => [key, old[key]]));
    return asked ? { ...properties, networkProfile: { ...asked, ...addresses } } : properties;
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
    request: ClusterRequest,
    before: ManagedCluster | undefined,
): ClusterIdentity | undefined {
    const asked = request.identity?.type;
    if (asked === "SystemAssigned") {
        if (before?.identity?.type === "SystemAssigned") return before.identity;
        return { type: "SystemAssigned", principalId: "" };
    }
    if (asked !== "UserAssigned") return before?.identity;

    const [id = ""] = Object.keys(request.identity?.userAssignedIdentities ?? {});
    const { principalId = "", clientId = "" } = identityOf(azure, id) ?? {};
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
    const objectId = azure.directory.ofClient(clientId ?? "")?.objectId ?? "";
    return clientId ? { servicePrincipal: { clientId, objectId } } : {};
}

function secretHashOf({ servicePrincipal }: ClusterRequest): Record<string, string> {
    const { clientId = "", secretHash } = servicePrincipal ?? {};
    return secretHash ? { [clientId.toLowerCase()]: secretHash } : {};
}

function ownKubelet(azure: Azure, resourceId: string): KubeletIdentity {
    const { clientId = "", principalId = "" } = identityOf(azure, resourceId) ?? {};
    return { resourceId, clientId, objectId: principalId, own: true };
}

/** Azure cuts its own at 80 characters, its limit for the name of a group made by AKS. */
export function nodeGroupName(
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

/** A request that repeats the kubelet identity AKS has made does not bring its own. */
export function ownKubeletId(
    asked: string | undefined,
    before: { kubelet?: { resourceId: string; own: boolean } } | undefined,
): string | undefined {
    if (asked === undefined) return before?.kubelet?.own ? before.kubelet.resourceId : undefined;
    return before?.kubelet && !before.kubelet.own && sameId(asked, before.kubelet.resourceId) ? undefined : asked;
}
