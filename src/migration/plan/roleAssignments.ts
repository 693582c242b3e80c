import { sameId, sameResource } from "../../azure/resourceId";
import { ASSIGNED_ROLES, builtInRoleName } from "../../grants/roles";
import { objectIn } from "../../transitions/change";
import type { PreviewedResource } from "../preview/preview";
import { type ClusterInStack, currentOutputs } from "./clusters";
import type { IdentityChanges, PlannedIdentity } from "./identities";
import { isRoleAssignment, type PlannedResource } from "./resources";

/** A role assignment of one of a cluster's identities. */
export interface PlannedRoleAssignment {
    /** Logical name of its resource. */
    name: string;
    change: "gained" | "kept" | "lost";
    /** Who acts with it: the control plane, the kubelets, or an add-on by Azure's name. */
    identity: string;
    /** Where `identity` comes from: the ids in the preview, or only the role and the reason. */
    basis: "ids" | "role and reason";
    /** Object id of the principal; absent where this update creates it. */
    principalId?: string;
    /** Name of the built-in role, or the id of the definition; absent where it is not known yet. */
    role?: string;
    /** Resource id; absent where it is not known yet. */
    scope?: string;
    reason?: string;
    /** When it comes or goes; absent where it is kept. */
    when?: Moment;
}

export type Moment =
    | "before the cluster's update"
    | "after the cluster's update"
    /** The cluster is not updated. */
    | "in this update"
    /** Pulumi deletes what a program has dropped, or a replacement superseded, when everything else is done. */
    | "at the end of this update"
    /** This update ends before it deletes anything. */
    | "in the clean-up";

/** Who acts with a role, where nothing else tells it (https://learn.microsoft.com/azure/aks/concepts-identity). */
const USERS: Readonly<Record<string, string>> = {
    AcrPull: "kubelet",
    "Container Registry Repository Reader": "kubelet",
    "Container Registry Repository Catalog Lister": "kubelet",
    "Managed Identity Operator": "controlPlane",
    "Network Contributor": "controlPlane",
    "Private DNS Zone Contributor": "controlPlane",
    "Key Vault Crypto User": "controlPlane",
    "Key Vault Contributor": "controlPlane",
};

/** How the package's own reasons begin. */
const REASONS: readonly [start: string, identity: string][] = [
    ["The control plane ", "controlPlane"],
    ["The kubelets ", "kubelet"],
];

/**
 * The role assignments of a cluster's identities that a preview or a stack export shows. `isEnded` is whether the update
 * ends before the cluster.
 */
export function roleAssignmentsOf(
    found: ClusterInStack,
    identities: IdentityChanges,
    resources: PlannedResource[],
    isEnded: boolean,
): PlannedRoleAssignment[] {
    const all = resources.filter(isRoleAssignment).flatMap((resource): PlannedRoleAssignment[] => {
        const [before, after] = [resource.before, resource.after].map(
            (state) => state && describe(found, identities, resource, state),
        );
        if (resource.parent !== found.urn && ![before, after].some((each) => each?.basis === "ids")) {
            return [];
        }
        if (before && isKept(resource, before, after)) {
            return [{ ...before, change: "kept" }];
        }
        const end: Moment = isEnded ? "in the clean-up" : "at the end of this update";
        return [
            ...(after
                ? [{ ...after, change: "gained" as const, when: comesWhen(found, identities, resource, after) }]
                : []),
            ...(before ? [{ ...before, change: "lost" as const, when: end }] : []),
        ];
    });
    return all.sort((one, other) => CHANGES.indexOf(one.change) - CHANGES.indexOf(other.change));
}

/** In the order in which they are listed. */
const CHANGES: readonly PlannedRoleAssignment["change"][] = ["gained", "kept", "lost"];

/** Whether Azure goes on having it, if only under another name. */
function isKept(
    { operation, before: state }: PlannedResource,
    before: Described,
    after: Described | undefined,
): boolean {
    return after === undefined
        ? state?.retainOnDelete === true
        : operation === "same" || operation === "none" || isSameAssignment(before, after);
}

type Described = Omit<PlannedRoleAssignment, "change" | "when">;

function describe(
    found: ClusterInStack,
    identities: IdentityChanges,
    { name, parent }: PlannedResource,
    state: PreviewedResource,
): Described {
    const { principalId, roleDefinitionId, scope, description } = state.inputs;
    // The id of a role is not known before its scope is.
    const role =
        typeof roleDefinitionId === "string"
            ? (builtInRoleName(roleDefinitionId) ?? roleDefinitionId)
            : found.hasComponent && parent === found.urn
              ? ASSIGNED_ROLES.find((each) => name.endsWith(`-${inName(each)}`))
              : undefined;
    const reason = typeof description === "string" ? description : undefined;
    const holders = holdersOf(found, identities, state);
    const used = userOf(role, reason);
    // A service principal is both of the cluster's identities.
    const identity = holders.includes(used) ? used : (holders[0] ?? used);
    return {
        name,
        identity,
        basis: holders.length > 0 ? "ids" : "role and reason",
        ...(typeof principalId === "string" && { principalId }),
        ...(role !== undefined && { role }),
        ...(typeof scope === "string" && { scope }),
        ...(reason !== undefined && { reason }),
    };
}

/** A role as the component's names of role assignments end with it: `acr-pull`, `managed-identity-operator`. */
function inName(role: string): string {
    return role.replace(/(?<=[a-z])(?=[A-Z])| /g, "-").toLowerCase();
}

/** Which of the cluster's identities hold it, by the ids in the state or by the resource that the principal comes from. */
function holdersOf(
    found: ClusterInStack,
    { controlPlane, kubelet }: IdentityChanges,
    { inputs: { principalId }, propertyDependencies }: PreviewedResource,
): string[] {
    const addons = Object.entries(Object(currentOutputs(found).addonProfiles)).map(
        ([name, profile]): [string, Pick<PlannedIdentity, "principalId">] => {
            const objectId = objectIn(Object(profile), "identity")?.objectId;
            return [name, typeof objectId === "string" ? { principalId: objectId } : {}];
        },
    );
    const all: [string, (Pick<PlannedIdentity, "principalId" | "urn"> | undefined)[]][] = [
        ["controlPlane", [controlPlane.before, controlPlane.after]],
        ["kubelet", [kubelet.before, kubelet.after]],
        ...addons.map(([name, identity]): [string, [typeof identity]] => [name, [identity]]),
    ];
    const sources = propertyDependencies.principalId ?? [];
    return all
        .filter(([, held]) =>
            held.some((identity) =>
                typeof principalId === "string"
                    ? identity?.principalId !== undefined && sameId(identity.principalId, principalId)
                    : identity?.urn !== undefined && sources.includes(identity.urn),
            ),
        )
        .map(([name]) => name);
}

function userOf(role: string | undefined, reason: string | undefined): string {
    const said = REASONS.find(([start]) => reason?.startsWith(start))?.[1];
    return said ?? USERS[role ?? ""] ?? "unknown";
}

/** A principal that AKS creates exists only once the cluster has been updated. */
function comesWhen(
    { cluster }: ClusterInStack,
    { controlPlane, kubelet }: IdentityChanges,
    { after }: PlannedResource,
    { identity, principalId }: Described,
): Moment {
    if (cluster === undefined || cluster.operation === "same" || cluster.operation === "none") {
        return "in this update";
    }
    const sources = after?.propertyDependencies.principalId ?? [];
    const holder =
        identity === "controlPlane" ? controlPlane.after : identity === "kubelet" ? kubelet.after : undefined;
    const isOfAks = sources.length > 0 ? sources.includes(cluster.urn) : holder?.kind !== "UserAssigned";
    return principalId === undefined && isOfAks ? "after the cluster's update" : "before the cluster's update";
}

/** A role assignment is the same under another name. */
function isSameAssignment(one: Described, other: Described): boolean {
    return (
        one.principalId !== undefined &&
        other.principalId !== undefined &&
        sameId(one.principalId, other.principalId) &&
        one.role === other.role &&
        one.scope !== undefined &&
        other.scope !== undefined &&
        sameResource(one.scope, other.scope)
    );
}
