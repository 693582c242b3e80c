import {
    ClusterIdentityName,
    type ClusterRoleAssignmentArgs,
    type ExistingRoleAssignmentArgs,
    ExistingRoleAssignmentMode,
    type ManagedIdentityAksClusterArgs,
    type RegistryArgs,
    RegistryPermissions,
} from "../../args";
import {
    CONTAINER_REGISTRY,
    canonicalScope,
    isIdOf,
    KEY_VAULT,
    lastSegment,
    NAT_GATEWAY,
    ROUTE_TABLE,
    sameId,
    sameResource,
    scopeCovers,
} from "../../azure/resourceId";
import { CLUSTER, type Grant, type GrantedIdentity, hasIdentity } from "../../grants/grant";
import { builtInRoleName, roleGuidOrId } from "../../grants/roles";
import { includesRole } from "../permissions/includedRoles";
import { plainGrants } from "../plainGrants";
import type { LiveCluster, LiveRoleAssignment } from "./liveCluster";
import type { SharedIdentities } from "./sharedIdentities";

/** The role assignments of one principal, with the names of built-in roles. */
interface NamedAssignment extends LiveRoleAssignment {
    role: string | undefined;
}

/** Role assignments that exist, by the identities of a cluster. */
export class AssignmentsOf {
    readonly #byIdentity: ReadonlyMap<string, NamedAssignment[]>;

    constructor(
        principals: Partial<Record<GrantedIdentity, string>>,
        assignments: readonly LiveRoleAssignment[],
        private readonly cluster: LiveCluster,
    ) {
        this.#byIdentity = new Map(
            Object.entries(principals).map(([identity, principal]) => [
                identity,
                assignments
                    .filter(({ principalId }) => sameId(principalId, principal))
                    .map((each) => ({ ...each, role: builtInRoleName(each.roleDefinitionId) })),
            ]),
        );
    }

    of(identity: GrantedIdentity): NamedAssignment[] {
        return this.#byIdentity.get(identity) ?? [];
    }

    /** Those that AKS creates itself are in the node resource group. */
    madeByOthers(identity: GrantedIdentity): NamedAssignment[] {
        const { subscriptionId, values } = this.cluster;
        const nodeGroup = `/subscriptions/${subscriptionId}/resourceGroups/${values.nodeResourceGroup}`;
        return this.of(identity).filter(({ scope }) => !scopeCovers(nodeGroup, scope));
    }

    /** The one that gives what a grant requires, and whether it is exactly that. */
    forGrant({ identity, role, scope }: Grant): { assignment: LiveRoleAssignment; isExact: boolean } | undefined {
        const required = scope === CLUSTER ? this.cluster.id : String(scope);
        const guid = lastSegment(roleGuidOrId(String(role.definition)));
        const covering = this.of(identity).filter(
            (each) => scopeCovers(each.scope, required) && includesRole(each.roleDefinitionId, guid),
        );
        const exact = covering.find(
            (each) => sameResource(each.scope, required) && sameId(lastSegment(each.roleDefinitionId), guid),
        );
        const [assignment = exact] = exact ? [exact] : covering;
        return assignment && { assignment, isExact: assignment === exact };
    }
}

const REGISTRY_ROLES: Record<string, Partial<RegistryArgs>> = {
    AcrPull: {},
    "Container Registry Repository Reader": { permissions: RegistryPermissions.Abac },
    "Container Registry Repository Catalog Lister": { permissions: RegistryPermissions.Abac, listRepositories: true },
};

/** The registries that the kubelets may pull from. */
export function registriesOf(assignments: AssignmentsOf): RegistryArgs[] {
    const found = new Map<string, RegistryArgs>();
    for (const { role = "", scope } of assignments.madeByOthers("kubelet")) {
        const settings = REGISTRY_ROLES[role];
        if (settings && isIdOf(CONTAINER_REGISTRY, scope)) {
            const key = canonicalScope(scope);
            found.set(key, { ...found.get(key), id: scope, ...settings });
        }
    }
    return [...found.values()];
}

/** The network resources other than subnets that the control plane has Network Contributor on. */
export function networkAccessOf(assignments: AssignmentsOf): ManagedIdentityAksClusterArgs["networkAccess"] {
    const scopes = assignments
        .madeByOthers("controlPlane")
        .filter(({ role }) => role === "Network Contributor")
        .map(({ scope }) => scope);
    const [routeTableId, natGatewayId] = [ROUTE_TABLE, NAT_GATEWAY].map((type) =>
        scopes.find((id) => isIdOf(type, id)),
    );
    return routeTableId || natGatewayId
        ? { ...(routeTableId && { routeTableId }), ...(natGatewayId && { natGatewayId }) }
        : undefined;
}

/**
 * The custom role that the control plane has on subnets and networks in place of Network Contributor; undefined where it
 * has Network Contributor, or none.
 */
export function customNetworkRole(args: ManagedIdentityAksClusterArgs, assignments: AssignmentsOf): string | undefined {
    const lacking = plainGrants(args).filter(
        (grant) =>
            grant.identity === "controlPlane" &&
            grant.role.name === "Network Contributor" &&
            assignments.forGrant(grant) === undefined,
    );
    return assignments
        .of("controlPlane")
        .find(
            ({ role, scope }) =>
                role === undefined && lacking.some((grant) => sameResource(scope, String(grant.scope))),
        )?.roleDefinitionId;
}

/** The vault of a key, where the control plane may use its keys. */
export function vaultOfKey(keyId: string, assignments: AssignmentsOf): string | undefined {
    const [, vault = ""] = /^https:\/\/([^./]+)\./.exec(keyId) ?? [];
    return assignments
        .of("controlPlane")
        .map(({ scope }) => scope)
        .find((scope) => isIdOf(KEY_VAULT, scope) && sameId(lastSegment(scope), vault));
}

/** What the identities of the cluster and of its add-ons may do beyond what the cluster requires. Of a shared identity it may be for others. */
export function extraRoleAssignments(
    args: ManagedIdentityAksClusterArgs,
    assignments: AssignmentsOf,
    shared: SharedIdentities,
): ClusterRoleAssignmentArgs[] {
    const used = new Set(plainGrants(args).map((grant) => assignments.forGrant(grant)?.assignment.id));
    const own = Object.values(ClusterIdentityName).filter(
        (identity) => !shared.has(identity) && hasIdentity(identity, args.addons),
    );
    return own.flatMap((identity) => {
        const further = assignments.madeByOthers(identity).filter(({ id }) => !used.has(id));
        // One identity for both is one principal.
        for (const { id } of further) {
            used.add(id);
        }
        return further.map(({ role, roleDefinitionId, scope }, index) => ({
            name: `${identity.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-${index + 1}`,
            identity,
            role: role ?? roleDefinitionId,
            scope,
        }));
    });
}

/**
 * The entries with which a component of this name takes over the role assignments that exist. Those of a shared identity stay
 * with others: the component would delete them when this cluster leaves the identity.
 */
export function existingRoleAssignments(
    component: string,
    grants: readonly Grant[],
    assignments: AssignmentsOf,
    shared: SharedIdentities,
): ExistingRoleAssignmentArgs[] {
    return grants.flatMap((grant) => {
        const { assignment, isExact } = assignments.forGrant(grant) ?? {};
        const isOwn = isExact && !shared.has(grant.identity);
        return assignment === undefined
            ? []
            : [
                  {
                      name: `${component}-${grant.name}`,
                      roleAssignmentId: assignment.id,
                      mode: isOwn ? ExistingRoleAssignmentMode.Import : ExistingRoleAssignmentMode.Skip,
                  },
              ];
    });
}
