import { parseResourceId, sameId } from "../../azure/resourceId";
import type { GrantedIdentity } from "../../grants/grant";
import type { Values } from "../../values";
import { identitiesIn } from "./identities";
import type { LiveCluster, LiveRoleAssignment } from "./liveCluster";

/** Identities of a cluster that other clusters use, too, with what tells so. Their role assignments are not its own. */
export type SharedIdentities = ReadonlyMap<GrantedIdentity, readonly string[]>;

/** The identities that a service principal or a user-assigned identity can be. */
const IDENTITIES = ["controlPlane", "kubelet"] as const;

/** How AKS names the node resource group of a cluster, unless it was given a name. */
const NODE_GROUP = /^MC_/i;

/**
 * Which identities other clusters use. `others` are clusters, this one perhaps among them: one that uses the same service
 * principal or user-assigned identity tells. So does a role on the node resource group of another cluster, which AKS assigns
 * to the control plane.
 */
export function identitiesSharedWith(
    cluster: LiveCluster,
    assignmentsOf: (identity: GrantedIdentity) => readonly LiveRoleAssignment[],
    others: readonly LiveCluster[],
): SharedIdentities {
    const ownIds = identityIdsOf(cluster);
    const otherClusters = others
        .filter(({ id }) => !sameId(id, cluster.id))
        .map((other) => ({ name: other.name, ids: Object.values(identityIdsOf(other)) }));
    const found = IDENTITIES.map((identity) => {
        const own = ownIds[identity];
        const users = otherClusters.filter(({ ids }) => own !== undefined && ids.some((id) => sameId(id, own)));
        const groups = assignmentsOf(identity).flatMap(({ scope }) => foreignNodeGroup(scope, cluster.values));
        const of = [
            ...users.map(({ name }) => `cluster ${name}`),
            ...groups.map((group) => `node resource group ${group}`),
        ];
        return [identity, [...new Set(of)]] as const;
    });
    return new Map(found.filter(([, of]) => of.length > 0));
}

/** Client id of the service principal, otherwise resource ids of the user-assigned identities: what clusters can share. */
function identityIdsOf({ values }: LiveCluster): Partial<Record<GrantedIdentity, string>> {
    const shown = identitiesIn(values);
    const ids = IDENTITIES.map((name) => {
        const { kind, clientId, resourceId } = { ...shown[name] };
        return [name, kind === "ServicePrincipal" ? clientId : resourceId] as const;
    });
    return Object.fromEntries(ids.filter(([, id]) => id !== undefined));
}

function foreignNodeGroup(scope: string, { nodeResourceGroup }: Values): string[] {
    const [, group = parseResourceId(scope)?.resourceGroupName ?? ""] =
        /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/*$/i.exec(scope) ?? [];
    return NODE_GROUP.test(group) && !sameId(group, String(nodeResourceGroup)) ? [group] : [];
}
