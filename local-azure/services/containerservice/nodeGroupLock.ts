import type { DenyAssignment } from "../../identity/denyAssignments";
import { stringAt } from "../../kernel/json";
import { groupOf, withLowerCaseGroups } from "../../kernel/resourceId";
import type { Azure } from "../azure";
import { guidOf } from "../hashes";
import { groupsOf } from "../resources/groups";
import { clustersOf, controlPlaneOf, nodeGroupId } from "./state/state";

/**
 * The deny assignment of a node resource group with `restrictionLevel` `ReadOnly`
 * (https://learn.microsoft.com/azure/aks/node-resource-group-lockdown). It leaves out the identities that the cluster
 * works with.
 */
export function nodeGroupLock(azure: Azure, scope: string): DenyAssignment | undefined {
    const manager = groupsOf(azure).get(groupOf(scope))?.data.managedBy;
    const entry = manager && clustersOf(azure).get(manager);
    if (!entry) return undefined;
    const { data: cluster, id } = entry;
    const level = stringAt(cluster.properties, "nodeResourceGroupProfile", "restrictionLevel");
    if (level?.toLowerCase() !== "readonly") return undefined;
    const guid = guidOf(`${id}/deny`);
    return {
        id: guid.replaceAll("-", ""),
        name:
            `kubernetes.azure.com/${guidOf(id)}/${guid}: node resource group deny assignment created by Azure Kubernetes ` +
            "Services for nrg-lockdown, see: https://aka.ms/aks/nrg_lockdown",
        scope: withLowerCaseGroups(nodeGroupId(cluster)),
        excluded: [controlPlaneOf(cluster), ...Object.values(cluster.addonIdentities).map(({ objectId }) => objectId)],
    };
}
