import type { Clock } from "../kernel/clock";
import { notModelled } from "../kernel/errors";
import { idKey } from "../kernel/resourceId";
import { type Entry, entryOf, type ResourceStore, type Table } from "../kernel/resourceStore";
import { roleAssignmentType } from "../kernel/typeNames";
import { delegationCondition, type RoleAssignmentAttributes } from "./conditions";
import {
    type Action,
    type DenyAssignmentAt,
    denied,
    forbidden,
    isDenied,
    linkedDenied,
    mayDo,
} from "./denyAssignments";
import type { Directory, Principal } from "./directory";
import { type AccessDecision, type AssignmentFacts, decide } from "./rbac";
import type { RoleDefinitions } from "./roleDefinitions";

/** A role assignment as kept. */
export interface RoleAssignment {
    roleDefinitionId: string;
    principalId: string;
    principalType: string;
    scope: string;
    description: string | null;
    condition: string | null;
    conditionVersion: string | null;
    createdOn: number;
    updatedOn: number;
    createdBy: string;
    updatedBy: string;
    effectiveFrom: number;
    /** Made by AKS itself, as its Contributor on the node resource group is. */
    byAks?: true;
}

/** What an assignment says; the rest follows. */
export type Grant = Pick<RoleAssignment, "roleDefinitionId" | "principalId" | "principalType" | "scope"> &
    Partial<Pick<RoleAssignment, "description" | "condition" | "conditionVersion" | "byAks">>;

/** What somebody must be allowed to do, and where. */
export interface RequiredAction {
    action: string;
    scope: string;
}

/** Whoever sent a request, and what the request has required so far, allowed or not. */
export interface Caller extends Principal {
    required: RequiredAction[];
}

/**
 * Asks the RBAC rules about the assignments that exist now, and says no in Azure's words. Assignments are looked up by
 * who holds them and where, so that one answer costs the same among five assignments and among five thousand.
 */
export class AccessControl {
    readonly assignments: Table<RoleAssignment>;
    /** Principal to scope to assignments, both as keys of ids. */
    readonly #held = new Map<string, Map<string, Set<Entry<RoleAssignment>>>>();
    /** Deleted ones that still count, until then. */
    #revoked: { facts: AssignmentFacts; until: number }[] = [];

    constructor(
        store: ResourceStore,
        private readonly roles: RoleDefinitions,
        private readonly directory: Directory,
        private readonly clock: Clock,
        private readonly denyAssignmentAt: DenyAssignmentAt,
    ) {
        this.assignments = store.table<RoleAssignment>(roleAssignmentType);
        store.watch(roleAssignmentType, {
            put: (entry) => this.#at(entry as Entry<RoleAssignment>).add(entry as Entry<RoleAssignment>),
            delete: (entry) => this.#at(entry as Entry<RoleAssignment>).delete(entry as Entry<RoleAssignment>),
        });
    }

    /**
     * Makes an assignment, repeats it, or gives it another condition, as `az role assignment update` does; it counts after a
     * delay, in seconds. That one with another condition counts for nothing meanwhile is derived: the strictest reading.
     */
    assign(id: string, grant: Grant, by: string, delaySeconds = 0): Entry<RoleAssignment> {
        const now = this.clock.now();
        const before = this.assignments.get(id)?.data;
        const isRepeated = before !== undefined && before.condition === (grant.condition ?? null);
        return this.assignments.put(id, {
            description: null,
            condition: null,
            conditionVersion: null,
            ...grant,
            scope: before?.scope ?? grant.scope,
            createdOn: before?.createdOn ?? now,
            updatedOn: now,
            createdBy: before?.createdBy ?? by,
            updatedBy: by,
            effectiveFrom: isRepeated ? before.effectiveFrom : now + delaySeconds * 1000,
        });
    }

    /** Deletes an assignment, which goes on to count for a while, in seconds. */
    revoke({ id, data }: Entry<RoleAssignment>, delaySeconds: number): void {
        this.assignments.delete(id);
        const until = this.clock.now() + delaySeconds * 1000;
        this.#revoked = this.#revoked.filter((other) => other.until > this.clock.now());
        this.#revoked.push({ facts: this.#facts({ id, type: roleAssignmentType, data }), until });
    }

    /** A principal has the roles of its groups too, and none any more once it is deleted (Azure/AKS#3833). */
    decide(
        principalId: string,
        action: string,
        scope: string,
        data = false,
        roleAssignment?: RoleAssignmentAttributes,
        now = this.clock.now(),
    ): AccessDecision {
        let denied: AccessDecision = { allowed: false };
        if (!this.directory.canAct(principalId)) return denied;
        for (const holder of [principalId, ...this.directory.groupsOf(principalId)]) {
            const question = { principalId: holder, action, data, scope, now, roleAssignment };
            const decision = decide(question, this.#above(holder, scope));
            if (decision.allowed) return decision;
            denied = "conditional" in decision || "unmet" in decision ? decision : denied;
        }
        return denied;
    }

    /** What one principal holds at exactly one scope. */
    heldAt(principalId: string, scope: string): Entry<RoleAssignment>[] {
        return [...(this.#held.get(idKey(principalId))?.get(idKey(scope)) ?? [])];
    }

    allows(principalId: string, action: string, scope: string): boolean {
        return this.decide(principalId, action, scope).allowed;
    }

    /** `roleAssignment`: the one that is written or deleted, which conditions may look at. */
    require(caller: Caller, action: string, scope: string, roleAssignment?: RoleAssignmentAttributes): void {
        caller.required.push({ action, scope });
        const decision = this.#settled(caller, action, scope, roleAssignment);
        if (!decision.allowed) throw authorizationFailed(caller, action, scope, "unmet" in decision);
        const deny = this.denyAssignmentAt(scope);
        if (deny && isDenied(deny, caller, action)) throw denied(caller, action, scope, deny);
    }

    /** A write that points at another resource needs an action there too. */
    requireLinked(caller: Caller, on: RequiredAction, linkedAction: string, linkedScope: string): void {
        caller.required.push({ action: linkedAction, scope: linkedScope });
        if (!this.#settled(caller, linkedAction, linkedScope).allowed) {
            throw linkedAuthorizationFailed(caller, on, linkedAction, linkedScope);
        }
        const deny = this.denyAssignmentAt(linkedScope);
        if (deny && isDenied(deny, caller, linkedAction)) throw linkedDenied(caller, on, linkedAction, linkedScope);
    }

    /** As `decide`, where a condition that nobody here can judge is neither a yes nor a no. */
    #settled(
        caller: Principal,
        action: string,
        scope: string,
        roleAssignment?: RoleAssignmentAttributes,
    ): AccessDecision {
        const decision = this.decide(caller.objectId, action, scope, false, roleAssignment);
        if ("conditional" in decision && decision.conditional !== undefined) {
            const role = this.roles.find(this.assignments.get(decision.conditional)?.data.roleDefinitionId ?? "");
            throw notModelled(`the condition in role '${role?.roleName}', which '${action}' hangs on`);
        }
        return decision;
    }

    /** Only what is held at the scope or above it can count: the widest first. */
    *#above(principalId: string, scope: string): Generator<AssignmentFacts> {
        for (const { facts, until } of this.#revoked) if (this.clock.now() < until) yield facts;
        const held = this.#held.get(idKey(principalId));
        if (!held) return;
        for (const place of placesAbove(idKey(scope))) {
            for (const entry of held.get(place) ?? []) yield this.#facts(entry);
        }
    }

    #facts({ id, data }: Entry<RoleAssignment>): AssignmentFacts {
        const permissions = this.roles.find(data.roleDefinitionId)?.permissions ?? [];
        const { principalId, scope, effectiveFrom } = data;
        const condition = data.condition === null ? undefined : delegationCondition(data.condition);
        return { id, principalId, scope, effectiveFrom, permissions, condition };
    }

    #at({ data }: Entry<RoleAssignment>): Set<Entry<RoleAssignment>> {
        const scopes = entryOf(this.#held, idKey(data.principalId), () => new Map());
        return entryOf(scopes, idKey(data.scope), () => new Set());
    }
}

/** `/a/b` to "", `/a` and `/a/b`. */
function placesAbove(key: string): string[] {
    const segments = key.split("/").slice(1);
    return ["", ...segments.map((_, last) => `/${segments.slice(0, last + 1).join("/")}`)];
}

/**
 * Message as recorded (recording 16, exchange 24); of an unmet condition its middle is as quoted in
 * Azure/enterprise-azure-policy-as-code#787, and the end is assumed to be the same.
 */
const authorizationFailed = (caller: Principal, action: string, scope: string, unmet: boolean) =>
    forbidden(
        "AuthorizationFailed",
        caller,
        `${unmet ? "has an authorization with ABAC condition that is not fulfilled to perform" : "does not have authorization to perform"} ` +
            `action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh ` +
            "your credentials.",
    );

const linkedAuthorizationFailed = (caller: Principal, on: Action, linkedAction: string, linkedScope: string) =>
    forbidden(
        "LinkedAuthorizationFailed",
        caller,
        `${mayDo(on)}; however, it does not have permission to perform action '${linkedAction}' on the linked scope(s) ` +
            `'${linkedScope}' or the linked scope(s) are invalid.`,
    );
