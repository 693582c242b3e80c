import { compact, type JsonObject, stringAt, tagsOf } from "../../kernel/json";
import { childId, groupOf, idIn } from "../../kernel/resourceId";
import { instanceType, scaleSetType } from "../../kernel/typeNames";
import { type AgentPool, type ManagedCluster, type Nodes, newNodes } from "../containerservice/state/state";
import { digitsOf, guidOf } from "../hashes";

/** A pool with its scale set. */
export interface Nodepool {
    /** Of the scale set. */
    id: string;
    name: string;
    clusterId: string;
    cluster: ManagedCluster;
    pool: AgentPool;
    /** What its instances were made with. */
    nodes: Nodes;
}

/**
 * The model that new instances are made from, as far as identity and image go. AKS has it written anew by an image upgrade,
 * and by nothing before: so a pool whose cluster has left its service principal has no identity until then
 * (Azure/azure-sdk-tools#6799). That the model changes with the upgrade's beginning, and its instances only with its
 * success, is assumed: which instance is made anew when is not known, and the last one is as late as it can be.
 */
export function scaleSetBody(nodepool: Nodepool): JsonObject {
    const { id, name, cluster, pool } = nodepool;
    const model = modelOf(nodepool);
    return compact({
        id,
        name,
        type: scaleSetType,
        location: cluster.location,
        tags: tagsOfNodes(nodepool, model),
        sku: { ...sku(pool), capacity: instanceCount(nodepool) },
        identity: identityBody(model),
        properties: {
            singlePlacementGroup: false,
            orchestrationMode: "Uniform",
            upgradePolicy: { mode: "Manual" },
            virtualMachineProfile: {
                osProfile: { computerNamePrefix: name },
                storageProfile: storageProfile(model),
            },
            provisioningState: "Succeeded",
            overprovision: false,
            uniqueId: guidOf(id),
            platformFaultDomainCount: 1,
        },
    });
}

/** Microsoft.Compute writes the group of an instance in capitals (https://learn.microsoft.com/cli/azure/vmss#az-vmss-list-instances). */
export function instanceBody(nodepool: Nodepool, instanceId: string): JsonObject {
    const { id, name, cluster, pool, nodes } = nodepool;
    const group = groupOf(id);
    const capitals = group.slice(0, group.lastIndexOf("/") + 1) + group.slice(group.lastIndexOf("/") + 1).toUpperCase();
    return compact({
        id: childId(id.replace(group, capitals), instanceType, instanceId),
        name: `${name}_${instanceId}`,
        type: instanceType,
        location: cluster.location,
        tags: tagsOfNodes(nodepool, nodes),
        instanceId,
        sku: sku(pool),
        identity: identityBody(nodes),
        properties: {
            latestModelApplied: !pool.modelIsAhead,
            vmId: guidOf(`${id}/${instanceId}`),
            osProfile: { computerName: `${name}${Number(instanceId).toString(36).padStart(6, "0")}` },
            storageProfile: storageProfile(nodes),
            provisioningState: "Succeeded",
        },
    });
}

/** As many as the pool was last asked to have: how they come and go in between is not modelled. */
export function instanceCount({ pool }: Nodepool): number {
    return Number(pool.properties.count ?? 0);
}

const modelOf = ({ pool, cluster, nodes }: Nodepool): Nodes => (pool.modelIsAhead ? newNodes(pool, cluster) : nodes);

const sku = ({ properties }: AgentPool) => ({ name: stringAt(properties, "vmSize") ?? "", tier: "Standard" });

/** Nodes with a service principal have none. */
function identityBody({ identity }: Nodes): JsonObject | undefined {
    if (!identity) return undefined;
    const { resourceId, clientId, objectId } = identity;
    const id = resourceId.replace(/\/resourcegroups\//i, "/resourceGroups/");
    return { type: "UserAssigned", userAssignedIdentities: { [id]: { clientId, principalId: objectId } } };
}

/** The pool's own, and those of AKS that have to do with who and what the nodes are. */
function tagsOfNodes({ name, clusterId, pool }: Nodepool, { identity }: Nodes): JsonObject {
    return compact({
        ...tagsOf(pool.properties),
        "aks-managed-createOperationID": guidOf(`${clusterId}/${pool.name}/operation`),
        "aks-managed-creationSource": `vmssclient-${name}`,
        "aks-managed-kubeletIdentityClientID": identity?.clientId,
        "aks-managed-orchestrator": `Kubernetes:${pool.currentOrchestratorVersion}`,
        "aks-managed-poolName": pool.name,
        "aks-managed-resourceNameSuffix": digitsOf(clusterId),
    });
}

/** `AKSUbuntu-2204gen2containerd-202306.19.0` is the version `202306.19.0` of an image in a gallery of Microsoft's. */
function storageProfile({ imageVersion }: Nodes): JsonObject {
    const [, os = "", image = "", version = ""] = /^AKS([A-Za-z]+)-(.+)-([^-]+)$/.exec(imageVersion) ?? [];
    const gallery = idIn(`${imagesOfAks}/resourceGroups/AKS-${os}`, "Microsoft.Compute/galleries", `AKS${os}`);
    const name = os === "Windows" ? `windows-${image}` : image;
    return { imageReference: { id: `${gallery}/images/${name}/versions/${version}` } };
}

const imagesOfAks = "/subscriptions/109a5e88-712a-48ae-9078-9ca8b3c81345";
