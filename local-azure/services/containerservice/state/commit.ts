import type { Entry } from "../../../kernel/resourceStore";
import type { Azure } from "../../azure";
import { clusterAccepted } from "./lifecycle";
import { clustersOf, type ManagedCluster } from "./state";

/** What becomes of a planned cluster that nothing speaks against: its principals, its place in the subscription, itself. */
export function commitCluster(
    azure: Azure,
    id: string,
    planned: ManagedCluster,
    before: ManagedCluster | undefined,
): Entry<ManagedCluster> {
    if (before) leaveOwnPrincipal(azure, planned, before);
    const entry = clustersOf(azure).put(id, withPrincipal(azure, id, planned));
    clusterAccepted(azure, entry.id, entry.data);
    return entry;
}

/** A system-assigned principal goes as soon as its cluster is to run on another identity, but for a token it still has. */
function leaveOwnPrincipal(azure: Azure, { identity, leftIdentity }: ManagedCluster, before: ManagedCluster): void {
    const own = before.identity?.type === "SystemAssigned" ? before.identity.principalId : "";
    if (own && identity?.principalId !== own) azure.directory.remove(own, leftIdentity?.until);
}

/** A new system-assigned identity gets its principal, and a service principal made elsewhere becomes known. */
function withPrincipal({ directory }: Azure, id: string, planned: ManagedCluster): ManagedCluster {
    const { identity, servicePrincipal } = planned;
    if (identity?.type === "SystemAssigned" && identity.principalId === "") {
        return { ...planned, identity: { ...identity, principalId: directory.createFor(id).objectId } };
    }
    if (!servicePrincipal) return planned;
    const { objectId } = directory.external(servicePrincipal.clientId);
    return { ...planned, servicePrincipal: { ...servicePrincipal, objectId } };
}
