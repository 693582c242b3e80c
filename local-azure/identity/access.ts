import { ArmError } from "../arm/errors";
import type { Entry, ResourceStore, Table } from "../arm/resourceStore";
import type { Clock } from "../clock";
import type { Principal } from "./directory";
import { type AccessDecision, type AssignmentFacts, decide } from "./rbac";
import type { RoleDefinitions } from "./roleDefinitions";

export const roleAssignmentType = "Microsoft.Authorization/roleAssignments";

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

/** Asks the RBAC rules about the assignments that exist now, and says no in Azure's words. */
export class AccessControl {
    readonly assignments: Table<RoleAssignment>;

    constructor(
        store: ResourceStore,
        private readonly roles: RoleDefinitions,
        private readonly clock: Clock,
    ) {
        this.assignments = store.table<RoleAssignment>(roleAssignmentType);
    }

    decide(principalId: string, action: string, scope: string, data = false): AccessDecision {
        const question = { principalId, action, data, scope, now: this.clock.now() };
        return decide(
            question,
            this.assignments.list().map((entry) => this.#facts(entry)),
        );
    }

    allows(principalId: string, action: string, scope: string): boolean {
        return this.decide(principalId, action, scope).allowed;
    }

    require(caller: Principal, action: string, scope: string): void {
        if (!this.allows(caller.objectId, action, scope)) throw authorizationFailed(caller, action, scope);
    }

    /** A write that points at another resource needs an action there too. */
    requireLinked(
        caller: Principal,
        on: { action: string; scope: string },
        linkedAction: string,
        linkedScope: string,
    ) {
        if (!this.allows(caller.objectId, linkedAction, linkedScope)) {
            throw linkedAuthorizationFailed(caller, on, linkedAction, linkedScope);
        }
    }

    #facts({ id, data }: Entry<RoleAssignment>): AssignmentFacts {
        const permissions = this.roles.find(data.roleDefinitionId)?.permissions ?? [];
        const { principalId, scope, effectiveFrom } = data;
        return { id, principalId, scope, effectiveFrom, permissions };
    }
}

/** Message as recorded (recording 16, exchange 24). */
function authorizationFailed(caller: Principal, action: string, scope: string): ArmError {
    return new ArmError(
        403,
        "AuthorizationFailed",
        `The client '${caller.clientId}' with object id '${caller.objectId}' does not have authorization to perform ` +
            `action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please ` +
            "refresh your credentials.",
    );
}

function linkedAuthorizationFailed(
    caller: Principal,
    on: { action: string; scope: string },
    linkedAction: string,
    linkedScope: string,
): ArmError {
    return new ArmError(
        403,
        "LinkedAuthorizationFailed",
        `The client '${caller.clientId}' with object id '${caller.objectId}' has permission to perform action ` +
            `'${on.action}' on scope '${on.scope}'; however, it does not have permission to perform action ` +
            `'${linkedAction}' on the linked scope(s) '${linkedScope}' or the linked scope(s) are invalid.`,
    );
}
