import { idKey, isWithin } from "../arm/resourceId";

/** What a role definition grants; `notActions` takes away from this role's `actions` only, it denies nothing. */
export interface Permission {
    actions: string[];
    notActions: string[];
    dataActions: string[];
    notDataActions: string[];
}

export interface AssignmentFacts {
    id: string;
    principalId: string;
    scope: string;
    permissions: Permission[];
    /** From when on it counts, in milliseconds since the epoch: Azure takes a while to spread an assignment. */
    effectiveFrom: number;
}

export interface AccessQuestion {
    principalId: string;
    action: string;
    data: boolean;
    scope: string;
    now: number;
}

export type AccessDecision = { allowed: true; assignmentId: string } | { allowed: false };

/** Azure's rule: allowed as soon as one effective assignment, at the scope or above it, grants the action. */
export function decide(question: AccessQuestion, assignments: Iterable<AssignmentFacts>): AccessDecision {
    for (const assignment of assignments) {
        if (
            idKey(assignment.principalId) === idKey(question.principalId) &&
            assignment.effectiveFrom <= question.now &&
            isWithin(assignment.scope, question.scope) &&
            grants(assignment.permissions, question.action, question.data)
        ) {
            return { allowed: true, assignmentId: assignment.id };
        }
    }
    return { allowed: false };
}

export function grants(permissions: Permission[], action: string, data = false): boolean {
    return permissions.some((permission) => {
        const [yes, no] = data
            ? [permission.dataActions, permission.notDataActions]
            : [permission.actions, permission.notActions];
        return matchesAny(yes, action) && !matchesAny(no, action);
    });
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
