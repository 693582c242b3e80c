import { sameId } from "../../azure/resourceId";
import { isRecord, type Values } from "../../values";
import { textOf } from "../jsonInput";
import { flattened } from "../live/azureNativeNames";
import { type LiveRoleAssignment, readRoleAssignments } from "../live/liveCluster";
import type { Reading } from "../live/reading";
import type { RolePermission } from "../permissions/permissions";

/** A role assignment that a principal has, itself or through a group. */
export interface HeldAssignment extends LiveRoleAssignment {
    hasCondition: boolean;
    /** When it was created or changed last, in milliseconds since the epoch; absent where Azure does not tell. */
    changedAt?: number;
}

/** A role definition. */
export interface RoleDefinition {
    name: string;
    permissions: RolePermission[];
}

/** Where role assignments are looked for, and whose. */
export interface AccessQuestion {
    scope: string;
    principalId: string;
    /** Whether those below the scope are asked for, too; those above it always are. */
    isRecursive: boolean;
}

/** What was read of role assignments and roles. */
export interface Access {
    /** By `accessKey`. */
    assignments: ReadonlyMap<string, Reading<HeldAssignment[]>>;
    /** By the id of the definition, in lower case. */
    roles: ReadonlyMap<string, Reading<RoleDefinition>>;
}

export function accessKey({ scope, principalId, isRecursive }: AccessQuestion): string {
    return [scope, principalId, isRecursive].join(" ").toLowerCase();
}

/** The answer to a question; where it was not asked, that. */
export function heldBy(access: Pick<Access, "assignments">, question: AccessQuestion): Reading<HeldAssignment[]> {
    return access.assignments.get(accessKey(question)) ?? { failure: "the role assignments were not read" };
}

/** Reads role assignments from ARM's list. */
export function readHeldAssignments(list: object[]): HeldAssignment[] {
    return readRoleAssignments(list).map((assignment, index) => {
        const { condition, createdOn, updatedOn } = flattened(list[index] ?? {});
        const changedAt = Date.parse(textOf(updatedOn ?? createdOn));
        return {
            ...assignment,
            hasCondition: typeof condition === "string" && condition.trim() !== "",
            ...(!Number.isNaN(changedAt) && { changedAt }),
        };
    });
}

/** Reads a role definition from ARM's JSON. */
export function readRoleDefinition(json: unknown): RoleDefinition {
    const { roleName, permissions } = flattened(isRecord(json) ? json : {});
    const entries: unknown[] = Array.isArray(permissions) ? permissions : [];
    return {
        name: typeof roleName === "string" ? roleName : "a role without a name",
        permissions: entries.map(permissionOf),
    };
}

function permissionOf(entry: unknown): RolePermission {
    const values = Object(entry) as Values;
    const texts = (key: string) => (Array.isArray(values[key]) ? values[key].map(textOf) : []);
    return {
        actions: texts("actions"),
        notActions: texts("notActions"),
        dataActions: texts("dataActions"),
        notDataActions: texts("notDataActions"),
        isConditional: typeof values.condition === "string" && values.condition !== "",
    };
}

/** Whether the principal has it through a group. */
export function isThroughGroup(held: HeldAssignment, principalId: string): boolean {
    return !sameId(held.principalId, principalId);
}
