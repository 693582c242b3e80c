import { idKey, isWithin } from "../kernel/resourceId";
import { type DelegationCondition, isMet, type RoleAssignmentAttributes } from "./conditions";

/** What a role definition grants; `notActions` takes away from this role's `actions` only, it denies nothing. */
export interface Permission {
    actions: string[];
    notActions: string[];
    dataActions: string[];
    notDataActions: string[];
    /** Narrows what is granted, by attributes that are not modelled: some built-in roles have one. */
    condition?: string;
    conditionVersion?: string;
}

export interface AssignmentFacts {
    id: string;
    principalId: string;
    scope: string;
    permissions: Permission[];
    condition?: DelegationCondition | undefined;
    /** From when on it counts, in milliseconds since the epoch: Azure takes a while to spread an assignment. */
    effectiveFrom: number;
}

export interface AccessQuestion {
    principalId: string;
    action: string;
    data: boolean;
    scope: string;
    now: number;
    /** Of the role assignment that is written or deleted, which a condition may look at. */
    roleAssignment?: RoleAssignmentAttributes | undefined;
}

export type AccessDecision =
    | { allowed: true; assignmentId: string }
    /** `conditional`: this assignment would allow it if the condition in its role were met, which nobody here can say. */
    | { allowed: false; conditional?: string }
    /** An assignment would allow it if its condition were met, which it is not. */
    | { allowed: false; unmet: true };

/** Azure's rule: allowed as soon as one effective assignment, at the scope or above it, grants the action. */
export function decide(question: AccessQuestion, assignments: Iterable<AssignmentFacts>): AccessDecision {
    let conditional: string | undefined;
    let unmet = false;
    for (const assignment of assignments) {
        if (
            idKey(assignment.principalId) === idKey(question.principalId) &&
            assignment.effectiveFrom <= question.now &&
            isWithin(assignment.scope, question.scope)
        ) {
            const granting = assignment.permissions.filter((permission) =>
                includes(permission, question.action, question.data),
            );
            if (granting.some(unconditional)) {
                const { condition = [], id } = assignment;
                unmet = !isMet(condition, question.action, question.roleAssignment);
                if (!unmet) return { allowed: true, assignmentId: id };
            } else if (granting.length > 0) conditional ??= assignment.id;
        }
    }
    if (conditional !== undefined) return { allowed: false, conditional };
    return unmet ? { allowed: false, unmet } : { allowed: false };
}

/** Whether a role with these permissions grants the action; what it grants on a condition does not count. */
export function grants(permissions: Permission[], action: string, data = false): boolean {
    return permissions.filter(unconditional).some((permission) => includes(permission, action, data));
}

function unconditional({ condition }: Permission): boolean {
    return condition === undefined;
}

function includes(permission: Permission, action: string, data: boolean): boolean {
    const [yes, no] = data
        ? [permission.dataActions, permission.notDataActions]
        : [permission.actions, permission.notActions];
    return matchesAny(yes, action) && !matchesAny(no, action);
}

function matchesAny(patterns: string[], action: string): boolean {
    return patterns.some((pattern) => actionMatches(pattern, action));
}

// Case-insensitive; `*` spans segments. A `*` that is a whole segment may also stand for none: Managed Identity
// Operator grants `userAssignedIdentities/*/assign/action`, and Azure takes it for `userAssignedIdentities/assign/action`.
export function actionMatches(pattern: string, action: string): boolean {
    return patternOf(pattern).test(action);
}

const compiled = new Map<string, RegExp>();

function patternOf(pattern: string): RegExp {
    const known = compiled.get(pattern);
    if (known) return known;
    const source = pattern
        .split("/*/")
        .map((part) => part.split("*").map(escaped).join(".*"))
        .join("/(?:.*/)?");
    const regExp = new RegExp(`^${source}$`, "is");
    compiled.set(pattern, regExp);
    return regExp;
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
