import { canonicalScope, lastSegment, sameId, scopeCovers } from "../../azure/resourceId";
import { builtInRoleName } from "../../grants/roles";
import type { LiveCluster } from "../live/liveCluster";
import { type DeployedGrant, scopeName } from "../requiredGrant";
import { type Access, type AccessQuestion, type HeldAssignment, heldBy, isThroughGroup } from "./access";
import type { Check } from "./check";
import { nameOf, roleAssignmentCheck } from "./roleAssignmentChecks";

const section = "leftovers";

/** What decides whether a role assignment of an identity before is still needed. */
export interface FormerContext {
    access: Access;
    /** Whether the nodes of every pool use the cluster's identity. */
    areNodesCurrent: boolean;
}

/** Role assignments that the stack keeps for an identity before: needed while something still uses it. */
export function formerGrantCheck(grant: DeployedGrant, { access, areNodesCurrent }: FormerContext): Check {
    // What the identity had before the change has taken effect long ago.
    const assigned = roleAssignmentCheck(grant, access, Number.POSITIVE_INFINITY);
    const check = { ...assigned, section, name: `previous identity, ${nameOf(grant)}` } as const;
    // The control plane uses its identity before for hours after a change, which nothing shows.
    const isNeeded = !areNodesCurrent || grant.identity === "controlPlane";
    if (assigned.state === "unknown" || (assigned.state === "wrong" && isNeeded)) {
        return check;
    }
    if (!areNodesCurrent) {
        return { ...check, expected: `needed until the nodes are upgraded: ${grant.description}` };
    }
    const { name, found, roleAssignmentIds } = check;
    const unneeded = { section, name, expected: "no longer needed" } as const;
    return assigned.state === "wrong"
        ? { ...unneeded, state: "ok", found: "not assigned" }
        : {
              ...unneeded,
              state: "pending",
              found,
              ...(roleAssignmentIds && { roleAssignmentIds }),
              advice: adviceFor(grant),
          };
}

function adviceFor({ identity }: DeployedGrant): string {
    return identity === "controlPlane"
        ? "Some hours after the change of the identity, remove controlPlaneIdentity.formerPrincipalId and run `pulumi up`."
        : "Remove controlPlaneIdentity.formerServicePrincipalClientId and run `pulumi up`, unless another cluster uses the service principal.";
}

/** What is asked of Azure for the identities before: everything that they have on what the cluster uses. */
export function leftoverQuestions(principals: readonly string[], scopes: readonly string[]): AccessQuestion[] {
    return principals.flatMap((principalId) => scopes.map((scope) => ({ scope, principalId, isRecursive: true })));
}

/** Scopes of what a cluster uses: its own, its node resource group, and those of the role assignments that it needs. */
export function scopesOf({ id, subscriptionId, values }: LiveCluster, grants: readonly DeployedGrant[]): string[] {
    const nodeGroup = `/subscriptions/${subscriptionId}/resourceGroups/${values.nodeResourceGroup}`;
    const all = [id, nodeGroup, ...grants.map(({ scope }) => scope)];
    const different = [...new Map(all.map((scope) => [canonicalScope(scope), scope])).values()];
    // What is asked of a scope is asked of what is inside, too.
    return different.filter((scope) => !different.some((other) => other !== scope && scopeCovers(other, scope)));
}

/** Role assignments that identities before have, and that the stack does not know. */
export function leftoverChecks(
    questions: readonly AccessQuestion[],
    declared: readonly DeployedGrant[],
    context: FormerContext,
): Check[] {
    const failures: Check[] = [];
    const found = new Map<string, { held: HeldAssignment; principalId: string }>();
    for (const question of questions) {
        const reading = heldBy(context.access, question);
        if ("failure" in reading) {
            failures.push(unreadable(question, reading.failure));
            continue;
        }
        for (const held of reading.value) {
            found.set(`${held.id} ${question.principalId}`.toLowerCase(), { held, principalId: question.principalId });
        }
    }
    const isDeclared = (held: HeldAssignment) =>
        declared.some(
            (grant) =>
                (grant.id !== undefined && sameId(grant.id, held.id)) ||
                (sameId(grant.principalId, held.principalId) &&
                    canonicalScope(grant.scope) === canonicalScope(held.scope) &&
                    sameId(grant.roleDefinitionId, held.roleDefinitionId)),
        );
    const leftovers = [...found.values()].filter(({ held }) => !isDeclared(held));
    return [...failures, ...leftovers.map(({ held, principalId }) => leftover(held, principalId, context))];
}

function unreadable({ scope, principalId }: AccessQuestion, failure: string): Check {
    const name = `role assignments of ${principalId} on ${scopeName({ scope })}`;
    return { section, name, state: "unknown", expected: "none", found: failure };
}

function leftover(held: HeldAssignment, principalId: string, { areNodesCurrent }: FormerContext): Check {
    const role = builtInRoleName(held.roleDefinitionId) ?? "custom role";
    const check = {
        section,
        name: `${principalId}: ${role} on ${scopeName(held)}`,
        found: lastSegment(held.id),
        roleAssignmentIds: [held.id],
    } as const;
    if (!areNodesCurrent) {
        return { ...check, state: "ok", expected: "kept until the nodes are upgraded" };
    }
    return isThroughGroup(held, principalId)
        ? {
              ...check,
              state: "pending",
              expected: "none",
              advice: `Remove ${principalId} from the group ${held.principalId}, unless something else uses it.`,
              commands: [`az ad group member remove --group ${held.principalId} --member-id ${principalId}`],
          }
        : {
              ...check,
              state: "pending",
              expected: "none",
              advice: `Delete the role assignment of ${principalId}, unless something else uses it, such as another cluster.`,
              commands: [`az role assignment delete --ids '${held.id}'`],
          };
}
