import { randomUUID } from "node:crypto";
import type { Azure } from "../../arm/azure";
import { stringAt } from "../../arm/json";
import type { Operation } from "../../arm/operations";
import { parseArmPath } from "../../arm/resourceId";
import { nameOf } from "../../arm/resourceStore";
import { roleAssignmentType } from "../../identity/access";
import { createIdentity, identitiesOf } from "../managedidentity/managedIdentity";
import { type ScaleSet, scaleSetType } from "../network/state";
import type { PlainResource } from "../plainResource";
import { groupsOf } from "../resources/groups";
import { addonsWithIdentity } from "./addons";
import { subnetsOfPool } from "./linkedAccess";
import {
    type AddonIdentity,
    clustersOf,
    controlPlaneOf,
    type KubeletIdentity,
    type ManagedCluster,
    nodeGroupId,
} from "./state";

/** What a cluster does to the subscription around it: once its PUT is accepted, once it stands, once it is gone. */
export function clusterAccepted(azure: Azure, id: string, cluster: ManagedCluster): void {
    const group = nodeGroupId(azure, cluster);
    if (!groupsOf(azure).get(group))
        groupsOf(azure).put(group, { location: cluster.location, managedBy: id });
    grantNodeGroup(azure, cluster);
    for (const pool of cluster.pools) {
        // Only one scale set per pool: what matters is that it holds on to the subnets.
        const scaleSet: ScaleSet = { subnetIds: subnetsOfPool(pool) };
        azure.store.table<ScaleSet>(scaleSetType).put(scaleSetId(group, pool.name), scaleSet);
    }
}

/** AKS itself makes the control plane Contributor on the node resource group, and nobody else after a change. */
function grantNodeGroup(azure: Azure, cluster: ManagedCluster): void {
    const { assignments } = azure.access;
    const scope = nodeGroupId(azure, cluster);
    const principalId = controlPlaneOf(cluster);
    const byAks = assignments.list(scope).filter(({ data }) => data.byAks);
    if (byAks.some(({ data }) => data.principalId === principalId)) return;
    for (const { id } of byAks) assignments.delete(id);

    const now = azure.clock.now();
    const contributor = azure.roles.byRoleName("Contributor")?.name ?? "";
    assignments.put(`${scope}/providers/${roleAssignmentType}/${randomUUID()}`, {
        roleDefinitionId: `/subscriptions/${azure.settings.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${contributor}`,
        principalId,
        principalType: "ServicePrincipal",
        scope,
        description: null,
        condition: null,
        conditionVersion: null,
        createdOn: now,
        updatedOn: now,
        createdBy: aksPrincipal,
        updatedBy: aksPrincipal,
        effectiveFrom: now,
        byAks: true,
    });
}

/** The AKS resource provider's own application, the same in every tenant. */
const aksPrincipal = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";

/** The end of a cluster's operation: all that was absent until now appears. */
export function clusterSettled(azure: Azure, { target }: Operation): void {
    const entry = clustersOf(azure).get(target);
    if (!entry) return;
    const cluster = entry.data;
    const kubelet = cluster.kubelet ?? (cluster.identity && makeKubeletIdentity(azure, entry.id, cluster));
    const addonIdentities = settledAddons(azure, entry.id, cluster);
    const outboundIpId = cluster.outboundIpId ?? makeOutboundIp(azure, cluster);
    clustersOf(azure).put(entry.id, {
        ...cluster,
        ...(cluster.identity?.type === "UserAssigned" && {
            identity: { ...cluster.identity, settled: true },
        }),
        ...(kubelet && { kubelet }),
        addonIdentities,
        ...(outboundIpId && { outboundIpId }),
        pools: cluster.pools.map((pool) => ({ ...pool, provisioningState: "Succeeded", settled: true })),
        provisioningState: "Succeeded",
        settled: true,
        etag: randomUUID(),
    });
}

/** A user-assigned identity in the node resource group, named after the cluster. */
function makeKubeletIdentity(azure: Azure, clusterId: string, cluster: ManagedCluster): KubeletIdentity {
    return { ...makeIdentity(azure, cluster, `${nameOf(clusterId)}-agentpool`), own: false };
}

/** One for each add-on that needs one, none any more for those switched off; a service principal does all itself. */
function settledAddons(
    azure: Azure,
    clusterId: string,
    cluster: ManagedCluster,
): Record<string, AddonIdentity> {
    const wanted = cluster.identity ? addonsWithIdentity(cluster.properties, nameOf(clusterId)) : [];
    const kept = new Set(wanted.map(({ key }) => key));
    for (const [key, { resourceId }] of Object.entries(cluster.addonIdentities)) {
        if (!kept.has(key)) azure.remove(resourceId);
    }
    return Object.fromEntries(wanted.map(({ key, name }) => [key, makeIdentity(azure, cluster, name)]));
}

function makeIdentity(azure: Azure, cluster: ManagedCluster, name: string): AddonIdentity {
    const id = `${nodeGroupId(azure, cluster)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const { id: resourceId, data } =
        identitiesOf(azure).get(id) ?? createIdentity(azure, id, cluster.location);
    return { resourceId, clientId: data.clientId, objectId: data.principalId };
}

function makeOutboundIp(azure: Azure, cluster: ManagedCluster): string | undefined {
    if (stringAt(cluster.properties, "networkProfile", "outboundType") !== "loadBalancer") return undefined;
    const id = `${nodeGroupId(azure, cluster)}/providers/Microsoft.Network/publicIPAddresses/${randomUUID()}`;
    const ip: PlainResource = {
        location: cluster.location,
        members: { sku: { name: "Standard" } },
        properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
    };
    azure.store.table<PlainResource>("Microsoft.Network/publicIPAddresses").put(id, ip);
    return id;
}

/** The node resource group goes with its cluster, and so does the system-assigned identity. */
export function clusterRemoved(azure: Azure, cluster: ManagedCluster): void {
    azure.remove(nodeGroupId(azure, cluster));
    if (cluster.identity?.type === "SystemAssigned") azure.directory.remove(cluster.identity.principalId);
}

export function poolSettled(azure: Azure, { target }: Operation): void {
    changePool(azure, target, (cluster, name) =>
        cluster.pools.map((pool) =>
            pool.name === name
                ? { ...pool, provisioningState: "Succeeded", settled: true, etag: randomUUID() }
                : pool,
        ),
    );
}

export function poolRemoved(azure: Azure, { target }: Operation): void {
    changePool(azure, target, (cluster, name) => {
        azure.store.delete(scaleSetId(nodeGroupId(azure, cluster), name));
        return cluster.pools.filter((pool) => pool.name !== name);
    });
}

function changePool(
    azure: Azure,
    poolId: string,
    change: (cluster: ManagedCluster, name: string) => ManagedCluster["pools"],
): void {
    const path = parseArmPath(poolId);
    const entry = path && clustersOf(azure).get(path.parent);
    if (!entry) return;
    clustersOf(azure).put(entry.id, { ...entry.data, pools: change(entry.data, path.name) });
}

function scaleSetId(group: string, pool: string): string {
    return `${group}/providers/${scaleSetType}/aks-${pool}-vmss`;
}
