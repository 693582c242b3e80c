import type { Clock } from "../kernel/clock";
import { notModelled } from "../kernel/errors";
import { idKey } from "../kernel/resourceId";
import { type Entry, entryOf, type ResourceStore, type Table } from "../kernel/resourceStore";
import { roleAssignmentType } from "../kernel/typeNames";
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

/**
 * Asks the RBAC rules about the assignments that exist now, and says no in Azure's words. Assignments are looked up by
 * who holds them and where, so that one answer costs the same among five assignments and among five thousand.
 */
export class AccessControl {
    readonly assignments: Table<RoleAssignment>;
    /** Principal to scope to assignments, both as keys of ids. */
    readonly #held = new Map<string, Map<string, Set<Entry<RoleAssignment>>>>();

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

    /** Makes an assignment, or repeats it; it counts after a delay, in seconds. */
    assign(id: string, grant: Grant, by: string, delaySeconds = 0): Entry<RoleAssignment> {
        const now = this.clock.now();
        const before = this.assignments.get(id)?.data;
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
            effectiveFrom: before?.effectiveFrom ?? now + delaySeconds * 1000,
        });
    }

    /** A principal has the roles of its groups too. */
    decide(principalId: string, action: string, scope: string, data = false): AccessDecision {
        let denied: AccessDecision = { allowed: false };
        for (const holder of [principalId, ...this.directory.groupsOf(principalId)]) {
            const question = { principalId: holder, action, data, scope, now: this.clock.now() };
            const decision = decide(question, this.#above(holder, scope));
            if (decision.allowed) return decision;
            denied = decision.conditional === undefined ? denied : decision;
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

    require(caller: Principal, action: string, scope: string): void {
        if (!this.#settled(caller, action, scope)) throw authorizationFailed(caller, action, scope);
        const deny = this.denyAssignmentAt(scope);
        if (deny && isDenied(deny, caller, action)) throw denied(caller, action, scope, deny);
    }

    /** A write that points at another resource needs an action there too. */
    requireLinked(caller: Principal, on: Action, linkedAction: string, linkedScope: string) {
        if (!this.#settled(caller, linkedAction, linkedScope)) {
            throw linkedAuthorizationFailed(caller, on, linkedAction, linkedScope);
        }
        const deny = this.denyAssignmentAt(linkedScope);
        if (deny && isDenied(deny, caller, linkedAction)) throw linkedDenied(caller, on, linkedAction, linkedScope);
    }

    /** As `allows`, where a condition that nobody here can judge is neither a yes nor a no. */
    #settled(caller: Principal, action: string, scope: string): boolean {
        const decision = this.decide(caller.objectId, action, scope);
        if (!decision.allowed && decision.conditional !== undefined) {
            const role = this.roles.find(this.assignments.get(decision.conditional)?.data.roleDefinitionId ?? "");
            throw notModelled(`the condition in role '${role?.roleName}', which '${action}' hangs on`);
        }
        return decision.allowed;
    }

    /** Only what is held at the scope or above it can count: the widest first. */
    *#above(principalId: string, scope: string): Generator<AssignmentFacts> {
        const held = this.#held.get(idKey(principalId));
        if (!held) return;
        for (const place of placesAbove(idKey(scope))) {
            for (const entry of held.get(place) ?? []) yield this.#facts(entry);
        }
    }

    #facts({ id, data }: Entry<RoleAssignment>): AssignmentFacts {
        const permissions = this.roles.find(data.roleDefinitionId)?.permissions ?? [];
        const { principalId, scope, effectiveFrom } = data;
        return { id, principalId, scope, effectiveFrom, permissions };
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

/** Message as recorded (recording 16, exchange 24). */
const authorizationFailed = (caller: Principal, action: string, scope: string) =>
    forbidden(
        "AuthorizationFailed",
        caller,
        `does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access ` +
            "was recently granted, please refresh your credentials.",
    );

const linkedAuthorizationFailed = (caller: Principal, on: Action, linkedAction: string, linkedScope: string) =>
    forbidden(
        "LinkedAuthorizationFailed",
        caller,
        `${mayDo(on)}; however, it does not have permission to perform action '${linkedAction}' on the linked scope(s) ` +
            `'${linkedScope}' or the linked scope(s) are invalid.`,
    );
