import { randomUUID } from "node:crypto";
import { roleDefinitionIdOf } from "../../../identity/roleDefinitions";
import { objectAt, stringAt, stringsAt, valueAt } from "../../../kernel/json";
import type { Operation } from "../../../kernel/operations";
import { idIn, isWithin, nameOf, parseArmPath, sameId, subscriptionOf } from "../../../kernel/resourceId";
import { addressType, gatewayType, identityType, roleAssignmentType, scaleSetType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";
import { digitsOf } from "../../hashes";
import { createIdentity, identityOf } from "../../managedidentity/state";
import type { ScaleSet } from "../../network/state";
import type { PlainResource } from "../../plainResource";
import { groupsOf } from "../../resources/groups";
import { gatewayToMake, isGatewayOfAks, wantedIdentities } from "./addons";
import { reimaged, settledPool } from "./agentPool";
import { subnetsOfPool } from "./clusterUses";
import {
    type AddonIdentity,
    type AgentPool,
    clustersOf,
    controlPlaneOf,
    type KubeletIdentity,
    type ManagedCluster,
    nodeGroupId,
} from "./state";

/** What a cluster does to the subscription around it: once its PUT is accepted, once it stands, once it is gone. */
export function clusterAccepted(azure: Azure, id: string, cluster: ManagedCluster): void {
    const group = nodeGroupId(cluster);
    if (!groupsOf(azure).get(group)) groupsOf(azure).put(group, { location: cluster.location, managedBy: id });
    grantNodeGroup(azure, id, cluster);
    for (const pool of cluster.pools) {
        const scaleSet: ScaleSet = { subnetIds: subnetsOfPool(pool), clusterId: id, poolName: pool.name };
        azure.store.table<ScaleSet>(scaleSetType).put(scaleSetId(id, cluster, pool), scaleSet);
    }
}

/** The roles AKS itself gives in the node resource group: to the control plane and some add-ons, and to nobody they have left. */
function grantNodeGroup(azure: Azure, id: string, cluster: ManagedCluster): void {
    const scope = nodeGroupId(cluster);
    const wanted = new Map([[controlPlaneOf(cluster), "Contributor"]]);
    for (const { key, nodeGroupRole } of wantedIdentities(cluster.properties, nameOf(id))) {
        const holder = cluster.addonIdentities[key];
        if (holder && nodeGroupRole) wanted.set(holder.objectId, nodeGroupRole);
    }
    for (const { id: assignment, data } of azure.access.assignments.list(scope)) {
        if (!data.byAks || data.scope !== scope) continue;
        if (wanted.has(data.principalId)) wanted.delete(data.principalId);
        else azure.access.assignments.delete(assignment);
    }
    for (const [principalId, roleName] of wanted) {
        const role = azure.roles.byRoleName(roleName)?.name ?? "";
        const roleDefinitionId = roleDefinitionIdOf(subscriptionOf(scope), role);
        const grant = { roleDefinitionId, principalId, principalType: "ServicePrincipal", scope };
        azure.access.assign(idIn(scope, roleAssignmentType, randomUUID()), { ...grant, byAks: true }, aksPrincipal);
    }
}

/** The AKS resource provider's own application, the same in every tenant. */
const aksPrincipal = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";

/** The end of a cluster's operation: all that was absent until now appears. */
export function clusterSettled(azure: Azure, { target }: Pick<Operation, "target">): void {
    const entry = clustersOf(azure).get(target);
    if (!entry) return;
    const cluster = entry.data;
    const kubelet = cluster.kubelet ?? (cluster.identity && makeKubeletIdentity(azure, entry.id, cluster));
    const addonIdentities = settledAddons(azure, entry.id, cluster);
    const outboundIpIds = settledOutboundIps(azure, cluster);
    settleGateway(azure, cluster);
    grantNodeGroup(azure, entry.id, { ...cluster, addonIdentities });
    const { outboundIpIds: _before, ...rest } = cluster;
    clustersOf(azure).put(entry.id, {
        ...rest,
        ...(outboundIpIds && { outboundIpIds }),
        ...(cluster.identity?.type === "UserAssigned" && {
            identity: { ...cluster.identity, settled: true },
        }),
        ...(kubelet && { kubelet }),
        addonIdentities,
        pools: cluster.pools.map((pool) =>
            settledPool(onSwitch(azure, cluster, pool), { ...cluster, ...(kubelet && { kubelet }) }),
        ),
        provisioningState: "Succeeded",
        settled: true,
        etag: randomUUID(),
    });
}

/**
 * A pool whose nodes still act as the service principal that the cluster has left. They stay (recording 06, and the page
 * user-assigned-managed-identity), or are made anew (the page system-assigned-managed-identity).
 */
function onSwitch({ settings }: Azure, cluster: ManagedCluster, pool: AgentPool): AgentPool {
    const isLeft = cluster.identity !== undefined && pool.nodes !== undefined && pool.nodes.identity === undefined;
    return isLeft && settings.nodesOnSwitch === "reimaged" ? reimaged(pool, cluster, "Upgrading") : pool;
}

/** A user-assigned identity in the node resource group, named after the cluster. */
function makeKubeletIdentity(azure: Azure, clusterId: string, cluster: ManagedCluster): KubeletIdentity {
    return { ...makeIdentity(azure, cluster, `${nameOf(clusterId)}-agentpool`), own: false };
}

/** One for each add-on that needs one, none any more for those switched off; a service principal does all itself. */
function settledAddons(azure: Azure, clusterId: string, cluster: ManagedCluster): Record<string, AddonIdentity> {
    const wanted = cluster.identity ? wantedIdentities(cluster.properties, nameOf(clusterId)) : [];
    const kept = new Set(wanted.map(({ key }) => key));
    for (const [key, { resourceId }] of Object.entries(cluster.addonIdentities)) {
        if (!kept.has(key)) azure.remove(resourceId);
    }
    return Object.fromEntries(wanted.map(({ key, name }) => [key, makeIdentity(azure, cluster, name)]));
}

function makeIdentity(azure: Azure, cluster: ManagedCluster, name: string): AddonIdentity {
    const id = idIn(nodeGroupId(cluster), identityType, name);
    const identity = identityOf(azure, id) ?? createIdentity(azure, id, cluster.location);
    return { resourceId: identity.id, clientId: identity.clientId, objectId: identity.principalId };
}

/** The gateway the ingress add-on was asked to make stands in the node resource group, as long as the add-on is on. */
function settleGateway(azure: Azure, cluster: ManagedCluster): void {
    const group = nodeGroupId(cluster);
    const wanted = gatewayToMake(cluster.properties);
    const gateways = azure.store.table<PlainResource>(gatewayType);
    for (const { id } of gateways.list(group)) {
        if (isGatewayOfAks(id, group) && !(wanted && sameId(wanted.id, id))) azure.remove(id);
    }
    if (!wanted || gateways.get(wanted.id)) return;
    const subnet = wanted.subnet ? { properties: { subnet: { id: wanted.subnet } } } : { properties: {} };
    gateways.put(wanted.id, {
        location: cluster.location,
        members: {},
        properties: { sku: { name: "Standard_v2", tier: "Standard_v2" }, gatewayIPConfigurations: [subnet] },
    });
}

/** Where traffic leaves from: the user's own addresses, or as many as AKS is asked to make in the node resource group. */
function settledOutboundIps(azure: Azure, cluster: ManagedCluster): string[] | undefined {
    const network = objectAt(cluster.properties, "networkProfile");
    const balancer = objectAt(network, "loadBalancerProfile");
    const type = stringAt(network, "outboundType");
    if (type === "loadBalancer" && objectAt(balancer, "outboundIPs"))
        return stringsAt(balancer, "outboundIPs.publicIPs.*.id");
    const count =
        type === "managedNATGateway"
            ? valueAt(network, "natGatewayProfile", "managedOutboundIPProfile", "count")
            : type === "loadBalancer" && valueAt(balancer, "managedOutboundIPs", "count");
    if (typeof count !== "number") return undefined;
    const group = nodeGroupId(cluster);
    const kept = (cluster.outboundIpIds ?? []).filter((id) => isWithin(group, id)).slice(0, count);
    return [...kept, ...Array.from({ length: count - kept.length }, () => makeOutboundIp(azure, group, cluster))];
}

function makeOutboundIp(azure: Azure, group: string, { location }: ManagedCluster): string {
    const id = idIn(group, addressType, randomUUID());
    const ip: PlainResource = {
        location,
        members: { sku: { name: "Standard" } },
        properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
    };
    azure.store.table<PlainResource>(addressType).put(id, ip);
    return id;
}

/** The node resource group goes with its cluster if the cluster made it, and so does the system-assigned identity. */
export function clusterRemoved(azure: Azure, id: string, cluster: ManagedCluster): void {
    const group = groupsOf(azure).get(nodeGroupId(cluster));
    if (sameId(group?.data.managedBy ?? "", id)) azure.remove(nodeGroupId(cluster));
    if (cluster.identity?.type === "SystemAssigned") azure.directory.remove(cluster.identity.principalId);
}

export function poolSettled(azure: Azure, { target }: Operation): void {
    changePool(azure, target, (cluster, name) =>
        cluster.pools.map((pool) => (pool.name === name ? settledPool(pool, cluster) : pool)),
    );
}

export function poolRemoved(azure: Azure, { target }: Operation): void {
    changePool(azure, target, (cluster, name, clusterId) => {
        for (const pool of cluster.pools.filter((each) => each.name === name)) {
            azure.store.delete(scaleSetId(clusterId, cluster, pool));
        }
        return cluster.pools.filter((pool) => pool.name !== name);
    });
}

/** An operation that fails after its acceptance leaves the resource behind, half-made, and so its pools (derived). */
export function clusterFailed(azure: Azure, { target, fate }: Operation): void {
    const entry = clustersOf(azure).get(target);
    if (!entry) return;
    const provisioningState = endState(fate);
    const failedPool = (pool: AgentPool): AgentPool =>
        pool.provisioningState === "Succeeded" ? pool : { ...pool, provisioningState };
    const pools = entry.data.pools.map(failedPool);
    clustersOf(azure).put(entry.id, { ...entry.data, pools, provisioningState });
}

export function poolFailed(azure: Azure, { target, fate }: Operation): void {
    const provisioningState = endState(fate);
    changePool(azure, target, ({ pools }, name) =>
        pools.map((pool) => (pool.name === name ? { ...pool, provisioningState } : pool)),
    );
}

/** Canceled after an abort (https://learn.microsoft.com/azure/aks/manage-abort-operations). */
const endState = (fate: Operation["fate"]) => (fate?.kind === "fails" && fate.status) || "Failed";

function changePool(
    azure: Azure,
    poolId: string,
    change: (cluster: ManagedCluster, name: string, clusterId: string) => ManagedCluster["pools"],
): void {
    const path = parseArmPath(poolId);
    const entry = path && clustersOf(azure).get(path.parent);
    if (!entry) return;
    clustersOf(azure).put(entry.id, { ...entry.data, pools: change(entry.data, path.name, entry.id) });
}

/** Of every pool, whatever its type: what is kept there holds on to the pool's subnets. */
function scaleSetId(clusterId: string, cluster: ManagedCluster, pool: AgentPool): string {
    return idIn(nodeGroupId(cluster), scaleSetType, scaleSetName(clusterId, pool));
}

/** Of a Windows pool it is short, since it is the beginning of the computers' names. */
function scaleSetName(clusterId: string, { name, properties }: AgentPool): string {
    const isWindows = stringAt(properties, "osType") === "Windows";
    return isWindows ? `aks${name}` : `aks-${name}-${digitsOf(`${clusterId}/${name}`)}-vmss`;
}
