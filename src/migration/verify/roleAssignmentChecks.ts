import { lastSegment, sameId, sameResource, scopeCovers } from "../../azure/resourceId";
import { azCommand } from "../../grants/commands";
import { builtInRoleName } from "../../grants/roles";
import type { Reading } from "../live/reading";
import { readValue } from "../live/reading";
import { lackedActions } from "../permissions/permissions";
import type { Tone } from "../report";
import { type DeployedGrant, identityName, scopeName } from "../requiredGrant";
import { type Access, type HeldAssignment, heldBy, isThroughGroup, type RoleDefinition } from "./access";
import type { Check } from "./check";

const section = "role assignments";

/** How long it can take until a role assignment takes effect for the identity of a cluster (https://learn.microsoft.com/azure/aks/user-assigned-managed-identity#assign-an-azure-rbac-role-to-the-user-assigned-managed-identity). */
const DIRECT_MINUTES = 60;
/** The same through a group, since tokens of managed identities are kept for a day (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations). */
const GROUP_MINUTES = 24 * 60;

/** What is asked of Azure for a grant. */
export function questionOf({ scope, principalId }: DeployedGrant) {
    return { scope, principalId, isRecursive: false };
}

/** Roles that have to be compared for a grant, since the principal does not have the required one: their ids. */
export function rolesToCompare(grant: DeployedGrant, access: Pick<Access, "assignments">): string[] {
    const covering = coveringOf(grant, readValue(heldBy(access, questionOf(grant))) ?? []);
    return covering.length === 0 || covering.some((held) => hasRole(held, grant))
        ? []
        : [grant.roleDefinitionId, ...covering.map(({ roleDefinitionId }) => roleDefinitionId)];
}

/** Whether what a cluster's identity needs is assigned, and counts. */
export function roleAssignmentCheck(grant: DeployedGrant, access: Access, now: number): Check {
    const check = { section, name: nameOf(grant), expected: grant.description } as const;
    const reading = heldBy(access, questionOf(grant));
    if ("failure" in reading) {
        return { ...check, state: "unknown", found: reading.failure };
    }
    const ways = waysOf(grant, reading.value, access).map((way) => judged(way, grant, now));
    const [best] = ways.sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
    return best === undefined ? { ...check, ...missing(grant, reading.value, access) } : { ...check, ...best };
}

/** The states of what is assigned, the best first. */
const ORDER: readonly Tone[] = ["ok", "pending", "unknown"];

export function nameOf(grant: DeployedGrant): string {
    return `${identityName(grant)}: ${grant.role} on ${scopeName(grant)}`;
}

function coveringOf({ scope }: DeployedGrant, held: HeldAssignment[]): HeldAssignment[] {
    return held.filter((each) => scopeCovers(each.scope, scope));
}

function hasRole({ roleDefinitionId }: HeldAssignment, grant: DeployedGrant): boolean {
    return sameId(lastSegment(roleDefinitionId), lastSegment(grant.roleDefinitionId));
}

/** Role assignments that together give what is required, and how. */
interface Way {
    assignments: HeldAssignment[];
    how: string;
}

/** All ways in which a principal has what is required, the plainest first. */
function waysOf(grant: DeployedGrant, held: HeldAssignment[], access: Access): Way[] {
    const covering = coveringOf(grant, held);
    const same = covering.filter((each) => hasRole(each, grant));
    const isPlain = (each: HeldAssignment) =>
        sameResource(each.scope, grant.scope) && !isThroughGroup(each, grant.principalId);
    const plainFirst = [...same.filter(isPlain), ...same.filter((each) => !isPlain(each))];
    return [
        ...plainFirst.map((each) => ({ assignments: [each], how: howOf(each, grant, access) })),
        ...(same.length > 0 ? [] : broaderWays(grant, covering, access)),
    ];
}

/** Roles that include the required one: one of them alone, otherwise all together. */
function broaderWays(grant: DeployedGrant, covering: HeldAssignment[], access: Access): Way[] {
    const required = readValue(roleIn(access, grant.roleDefinitionId));
    if (required === undefined) {
        return [];
    }
    const read = covering.filter(({ roleDefinitionId }) => readValue(roleIn(access, roleDefinitionId)) !== undefined);
    const includes = (assignments: HeldAssignment[]) =>
        lackedActions(required.permissions, permissionsOf(assignments, access)).length === 0;
    const alone = read.filter((each) => includes([each])).map((each) => [each]);
    const groups = alone.length > 0 ? alone : read.length > 1 && includes(read) ? [read] : [];
    return groups.map((assignments) => ({
        assignments,
        how: assignments.map((each) => howOf(each, grant, access)).join(" and "),
    }));
}

function roleIn({ roles }: Access, id: string): Reading<RoleDefinition> {
    return roles.get(id.toLowerCase()) ?? { failure: "the role was not read" };
}

function permissionsOf(assignments: HeldAssignment[], access: Access) {
    return assignments.flatMap(
        ({ roleDefinitionId }) => readValue(roleIn(access, roleDefinitionId))?.permissions ?? [],
    );
}

function howOf(held: HeldAssignment, grant: DeployedGrant, access: Access): string {
    return [
        hasRole(held, grant) ? "assigned" : `included in ${roleName(held, access)}`,
        ...(sameResource(held.scope, grant.scope) ? [] : [`on ${scopeName(held)}`]),
        ...(isThroughGroup(held, grant.principalId) ? [`through group ${held.principalId}`] : []),
        `(${lastSegment(held.id)})`,
    ].join(" ");
}

function roleName({ roleDefinitionId }: HeldAssignment, access: Access): string {
    return builtInRoleName(roleDefinitionId) ?? readValue(roleIn(access, roleDefinitionId))?.name ?? roleDefinitionId;
}

type Verdict = Pick<Check, "state" | "found" | "roleAssignmentIds" | "advice" | "commands">;

/** A way counts as much as the worst of its role assignments. */
function judged({ assignments, how }: Way, grant: DeployedGrant, now: number): Verdict {
    const verdicts = assignments.map((each) => effectOf(each, grant, now));
    const worst = ORDER.findLast((state) => verdicts.some((verdict) => verdict.state === state)) ?? "ok";
    const { note, advice } = verdicts.find(({ state }) => state === worst) ?? {};
    return {
        state: worst,
        found: note === undefined ? how : `${how}; ${note}`,
        roleAssignmentIds: assignments.map(({ id }) => id),
        ...(advice !== undefined && { advice }),
    };
}

/** Whether a role assignment that exists counts. */
function effectOf(
    held: HeldAssignment,
    grant: DeployedGrant,
    now: number,
): { state: Tone; note?: string; advice?: string } {
    if (held.hasCondition && !(grant.id !== undefined && sameId(held.id, grant.id))) {
        return {
            state: "unknown",
            note: "it has a condition",
            advice: `Check whether the condition of ${held.id} allows ${nameOf(grant)}.`,
        };
    }
    if (held.changedAt === undefined) {
        return { state: "unknown", note: "Azure does not show when it was created" };
    }
    const isOfGroup = isThroughGroup(held, grant.principalId);
    const counts = held.changedAt + (isOfGroup ? GROUP_MINUTES : DIRECT_MINUTES) * 60_000;
    return now < counts
        ? {
              state: "pending",
              note: `since ${timeOf(held.changedAt)}`,
              advice: `${nameOf(grant)} may not be in effect yet. Verify again after ${timeOf(counts)}.`,
          }
        : { state: "ok" };
}

function timeOf(milliseconds: number): string {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The result if no role assignment that could be read includes the role. */
function missing(grant: DeployedGrant, held: HeldAssignment[], access: Access): Verdict {
    const covering = coveringOf(grant, held);
    const ids = covering.length === 0 ? [] : [grant.roleDefinitionId, ...covering.map((each) => each.roleDefinitionId)];
    for (const id of ids) {
        const role = roleIn(access, id);
        if ("failure" in role) {
            return { state: "unknown", found: `not assigned; other roles could not be compared: ${role.failure}` };
        }
    }
    const required = readValue(roleIn(access, grant.roleDefinitionId))?.permissions ?? [];
    const [lacked] = lackedActions(required, permissionsOf(covering, access));
    const others = [...new Set(covering.map((each) => roleName(each, access)))].join(", ");
    return {
        state: "wrong",
        found: lacked === undefined ? "not assigned" : `not assigned; ${others} lacks ${lacked}`,
        advice: `Assign ${grant.role} on ${scopeName(grant)} to ${identityName(grant)}: \`pulumi up --refresh\` does it if the component creates role assignments. Otherwise run this command.`,
        commands: [azCommand(grant)],
    };
}
