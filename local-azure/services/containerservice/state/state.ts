import { type JsonObject, stringAt } from "../../../kernel/json";
import { groupId, sameId, subscriptionScope } from "../../../kernel/resourceId";
import type { Table } from "../../../kernel/resourceStore";
import { clusterType } from "../../../kernel/typeNames";
import type { Azure } from "../../azure";

/** A managed cluster as kept. What depends on the api-version of a request is not in here, but in the shapes. */
export interface ManagedCluster {
    subscriptionId: string;
    location: string;
    tags?: Record<string, string>;
    sku: JsonObject;
    kind: string;
    /** Absent on a cluster that runs on a service principal. */
    identity?: ClusterIdentity;
    servicePrincipal?: { clientId: string; objectId: string };
    /** By client id: the hash of the secret that the cluster was last given. Nodes act as one that it has left. */
    secretHashes: Record<string, string>;
    /** Absent on a service principal cluster, and until the first operation has ended where AKS makes it. */
    kubelet?: KubeletIdentity;
    /** By key of the add-on; only what AKS has made by now. */
    addonIdentities: Record<string, AddonIdentity>;
    /** Settable properties, defaults filled in; without pools, identities, secrets and anything read-only. */
    properties: JsonObject;
    kubernetesVersion: string;
    currentKubernetesVersion: string;
    nodeResourceGroup: string;
    pools: AgentPool[];
    provisioningState: ProvisioningState;
    /** Whether any operation has ended yet: only then is everything there that AKS makes. */
    settled: boolean;
    /** Parts of names that Azure makes up. */
    fqdnSuffix: string;
    resourceUID: string;
    etag: string;
    /** The public IPs of outbound traffic, AKS's or the user's own, once the operation that sets them has ended. */
    outboundIpIds?: string[];
    /** Part of the URL of the tokens it issues. */
    issuerId: string;
    /** A managed identity that the control plane has left, and goes on as until its token expires, in epoch ms. */
    leftIdentity?: { principalId: string; until: number };
    /** The newest node image there is for this cluster: what an upgrade of a pool's image brings. */
    nodeImageRelease: string;
    /** What runs in it, as far as Azure notices: declared, since there is no Kubernetes. */
    workload: Workload;
}

/** Ids of what the cluster's workloads make AKS use; see `POST /local-azure/clusters/{name}/workload`. */
export interface Workload {
    /** Registries whose images the nodes pull. */
    registries: string[];
    /** Vaults whose secrets, and whose keys and certificates, the Key Vault secrets provider mounts. */
    vaults: string[];
    certificateVaults: string[];
    /** Vaults whose certificates application routing serves. */
    ingressVaults: string[];
    /** Subnets in which services of type LoadBalancer want an internal address. */
    internalLoadBalancerSubnets: string[];
    /** Static addresses outside of the node resource group that services use. */
    publicIPs: string[];
}

export type ProvisioningState =
    | "Failed"
    | "Canceled"
    | "Creating"
    | "Updating"
    | "Upgrading"
    | "UpgradingNodeImageVersion"
    | "Deleting"
    | "Succeeded";

export type ClusterIdentity =
    | { type: "SystemAssigned"; principalId: string }
    | { type: "UserAssigned"; id: string; principalId: string; clientId: string; settled: boolean };

export interface AddonIdentity {
    resourceId: string;
    clientId: string;
    objectId: string;
}

export interface KubeletIdentity extends AddonIdentity {
    /** Brought by the user, not made by AKS. */
    own: boolean;
}

export interface AgentPool {
    name: string;
    /** Settable properties, defaults filled in. */
    properties: JsonObject;
    orchestratorVersion: string;
    currentOrchestratorVersion: string;
    /** What the pool was last asked to run; its nodes run it once that operation has succeeded. */
    nodeImageVersion: string;
    provisioningState: ProvisioningState;
    etag: string;
    /** Absent until the pool stands. */
    nodes?: Nodes;
    /** An image upgrade has written the scale set's model, but its nodes are not made anew: it goes on, or has failed. */
    modelIsAhead: boolean;
}

/** What nodes are made with. They keep it: a cluster's new identity comes to them with their next image (facts §1c). */
export interface Nodes {
    principalId: string;
    /** Absent where they act as a service principal. */
    identity?: AddonIdentity;
    imageVersion: string;
}

export const isAutomatic = ({ sku }: Pick<ManagedCluster, "sku">) => stringAt(sku, "name") === "Automatic";

export function clustersOf(azure: Azure): Table<ManagedCluster> {
    return azure.store.table<ManagedCluster>(clusterType);
}

/** The pool that a path names, in whatever case. */
export function poolNamed({ pools }: Pick<ManagedCluster, "pools">, name: string): AgentPool | undefined {
    return pools.find((pool) => sameId(pool.name, name));
}

/** In the cluster's own subscription. */
export function nodeGroupId(cluster: Pick<ManagedCluster, "subscriptionId" | "nodeResourceGroup">): string {
    return groupId(subscriptionScope(cluster.subscriptionId), cluster.nodeResourceGroup);
}

/** Whom nodes made now act as. */
export function nodePrincipalOf({ kubelet, servicePrincipal }: NodeIdentities): string {
    return kubelet?.objectId ?? servicePrincipal?.objectId ?? "";
}

type NodeIdentities = Pick<ManagedCluster, "kubelet" | "servicePrincipal">;

/** Nodes made now. */
export function newNodes({ nodeImageVersion }: Pick<AgentPool, "nodeImageVersion">, cluster: NodeIdentities): Nodes {
    const { kubelet } = cluster;
    const principalId = nodePrincipalOf(cluster);
    return { principalId, ...(kubelet && { identity: kubelet }), imageVersion: nodeImageVersion };
}

/** Whom the control plane acts as. */
export function controlPlaneOf({ identity, servicePrincipal }: Pick<ManagedCluster, "identity" | "servicePrincipal">) {
    return identity?.principalId ?? servicePrincipal?.objectId ?? "";
}
