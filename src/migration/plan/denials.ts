import { sameId, scopeCovers } from "../../azure/resourceId";
import { includesRole } from "../permissions/includedRoles";
import { type FormerKind, identityName } from "../requiredGrant";
import { changeOf, type IdentityChanges } from "./identities";
import { leavesServicePrincipal } from "./pools";
import type { PlannedRoleAssignment } from "./roleAssignments";

/** The parts of a migration, in their order. */
export const STAGES = ["before", "up", "each pool", "hours later", "clean-up"] as const;
export type Stage = (typeof STAGES)[number];

/** A role that an identity needs and does not have for a while. */
export interface Denial {
    /** The part in which it begins. */
    stage: Stage;
    /** The control plane, the kubelets, or an add-on by Azure's name. */
    identity: string;
    /** Whether it is the identity of before the update or that of after it. */
    of: "old" | "new";
    /** What the one of before the update is, where it is known. */
    former?: FormerKind;
    role?: string;
    scope?: string;
    /** When it ends; absent where nothing that the preview shows ends it. */
    until?: string;
    /** `possible`: only where a part of the migration has been left out, which a preview cannot tell. */
    certainty: "certain" | "possible";
    /** Whether another program would not have it: a role that follows a system-assigned identity is always late. */
    avoidable: boolean;
    /** Always derived: from the role assignments of the preview and from who acts as what in which part. */
    basis: string;
}

interface Facts {
    identities: IdentityChanges;
    assignments: PlannedRoleAssignment[];
}

/** A way in which a role can be missing: which role assignments show it. */
interface Gap extends Pick<Denial, "of" | "until" | "certainty" | "avoidable" | "basis"> {
    stage(facts: Facts, shownBy: PlannedRoleAssignment): Stage;
    shownBy(facts: Facts): PlannedRoleAssignment[];
}

const GAPS: readonly Gap[] = [
    {
        stage: () => "up",
        of: "new",
        until: "its role assignment, which is created after the cluster's update, takes effect",
        certainty: "certain",
        avoidable: false,
        basis: "AKS creates the identity with the cluster's update, so its role assignments are created afterwards",
        shownBy: ({ identities, assignments }) =>
            assignments.filter(
                ({ change, when, identity }) =>
                    change === "gained" &&
                    when === "after the cluster's update" &&
                    identities.controlPlane.before !== undefined &&
                    isNew(identities, identity),
            ),
    },
    {
        stage: () => "each pool",
        of: "old",
        until: "the image of the last pool is upgraded",
        certainty: "certain",
        avoidable: true,
        basis: "nodes use the service principal until their image is upgraded, and this update deletes its role assignment",
        shownBy: ({ identities, assignments }) =>
            leavesServicePrincipal(identities) ? lostBy("kubelet", assignments) : [],
    },
    {
        stage: () => "hours later",
        of: "old",
        until: "its token expires, which can take hours",
        certainty: "certain",
        avoidable: true,
        basis: "the control plane uses its previous identity until its token expires, and this update deletes the role assignment of that identity",
        shownBy: ({ identities, assignments }) =>
            leavesManagedIdentity(identities) ? lostBy("controlPlane", assignments) : [],
    },
    {
        stage: ({ identities }, { identity }) =>
            identity === "kubelet" && leavesServicePrincipal(identities) ? "each pool" : "up",
        of: "new",
        certainty: "certain",
        avoidable: true,
        basis: "the previous identity has the role, and nothing in the preview assigns it to the new one",
        shownBy: ({ identities, assignments }) =>
            assignments.filter(
                (each) =>
                    each.change !== "gained" &&
                    changeOf(identities, each.identity)?.changes === true &&
                    !isGivenAnew(identities, each, assignments),
            ),
    },
    {
        stage: () => "up",
        of: "old",
        certainty: "possible",
        avoidable: false,
        basis: "a preview does not show whether a pool still uses the service principal, or whether a token of the old identity is still valid",
        shownBy: ({ identities, assignments }) =>
            assignments.filter(
                (each) =>
                    each.change === "lost" &&
                    changeOf(identities, each.identity)?.changes !== true &&
                    !isGivenAnew(identities, each, assignments) &&
                    !isHeldByCurrent(identities, each),
            ),
    },
];

/** Which identity lacks which role, and when. */
export function denialsOf(facts: Facts): Denial[] {
    return GAPS.flatMap(({ stage, shownBy, of, until, certainty, avoidable, basis }) =>
        shownBy(facts).map((assignment) => {
            const { identity, former, role, scope } = assignment;
            return {
                stage: stage(facts, assignment),
                identity,
                of,
                ...(of === "old" && former !== undefined && { former }),
                ...(role !== undefined && { role }),
                ...(scope !== undefined && { scope }),
                ...(until !== undefined && { until }),
                certainty,
                avoidable,
                basis,
            };
        }),
    );
}

/** Whose role is missing, in words. */
export function lackingName({ identity, of, former }: Denial): string {
    return former === undefined ? `${identityName({ identity })} (${of} identity)` : identityName({ identity, former });
}

/** Whether the control plane leaves a managed identity, whose tokens count for hours. */
export function leavesManagedIdentity({ controlPlane }: IdentityChanges): boolean {
    return controlPlane.changes && controlPlane.before?.kind !== "ServicePrincipal";
}

/** What an identity loses and has not got by another role assignment. */
function lostBy(identity: string, assignments: PlannedRoleAssignment[]): PlannedRoleAssignment[] {
    return assignments.filter(
        (lost) =>
            lost.change === "lost" &&
            lost.identity === identity &&
            !assignments.some(
                (other) => other.change !== "lost" && other.principalId === lost.principalId && covers(other, lost),
            ),
    );
}

/** Whether something comes to an identity that did not exist before, in this update. */
function isNew(identities: IdentityChanges, identity: string): boolean {
    const { before, changes = true } = changeOf(identities, identity) ?? {};
    // Kubelets leave a service principal when their pool is upgraded, and that is later.
    const isLater = identity === "kubelet" && before?.kind === "ServicePrincipal";
    return !isLater && (changes || before === undefined);
}

/** Whether the new identity gets the role, or has had it. */
function isGivenAnew(
    identities: IdentityChanges,
    old: PlannedRoleAssignment,
    assignments: PlannedRoleAssignment[],
): boolean {
    const now = changeOf(identities, old.identity)?.after?.principalId;
    return assignments.some(
        (other) =>
            other !== old &&
            other.identity === old.identity &&
            (other.change === "gained" ||
                (other.change === "kept" && other.principalId === now && now !== undefined)) &&
            covers(other, old),
    );
}

function isHeldByCurrent(identities: IdentityChanges, { principalId = "" }: PlannedRoleAssignment): boolean {
    return Object.values(identities).some(
        ({ after }) => after?.principalId !== undefined && sameId(after.principalId, principalId),
    );
}

/** Whether one role assignment gives what the other gave; of a new kubelet identity the scope is another one. */
function covers(one: PlannedRoleAssignment, other: PlannedRoleAssignment): boolean {
    const hasOwnScope = one.role === other.role && other.role === "Managed Identity Operator";
    const isCovered =
        hasOwnScope || one.scope === undefined || other.scope === undefined || scopeCovers(one.scope, other.scope);
    return isCovered && (one.role === other.role || includesRole(one.role ?? "", other.role ?? ""));
}
