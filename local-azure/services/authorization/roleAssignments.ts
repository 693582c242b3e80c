import type { Grant, RoleAssignment } from "../../identity/access";
import { delegationCondition, type RoleAssignmentAttributes } from "../../identity/conditions";
import { grants } from "../../identity/rbac";
import { type RoleDefinition, roleDefinitionIdOf } from "../../identity/roleDefinitions";
import { notModelled, resourceGroupNotFound, resourceNotFound } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { type JsonObject, stringAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { type ArmPath, idKey, isWithin, nameOf, parseArmPath, sameId, subscriptionOf } from "../../kernel/resourceId";
import type { Entry } from "../../kernel/resourceStore";
import { groupType, roleAssignmentType, subscriptionType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import type { Call } from "../service";
import * as errors from "./errors";

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export function putAssignment(call: Call): Reply {
    const { azure, path, caller } = call;
    if (!guid.test(path.name)) throw errors.invalidRoleAssignmentId(path.name);
    requireScope(azure, path.scope);
    const wanted = wantedAssignment(call);
    const before = azure.access.assignments.get(path.id);
    if (before) {
        if (!isReadable(azure, before)) throw errors.roleAssignmentExists(nameOf(before.id));
        if (!isSameGrant(before.data, wanted)) throw errors.roleAssignmentUpdateNotPermitted();
    } else {
        const held = azure.access.heldAt(wanted.principalId, path.scope);
        const same = held.find(({ data }) => isSameGrant(data, wanted));
        if (same) throw errors.roleAssignmentExists(nameOf(same.id));
    }
    const principalType = before?.data.principalType ?? settledPrincipalType(azure, wanted);

    const delay = azure.settings.durations.nextPropagation();
    const entry = azure.access.assign(path.id, { ...wanted, principalType }, caller.objectId, delay);
    // Only the answer to the PUT has no creator (recordings 04 and 16).
    return before ? { status: 200, body: view(entry) } : { status: 201, body: view(entry, null) };
}

/** Azure's copies take a while to agree on a new assignment (hashicorp/terraform-provider-azurerm#9379). */
function isReadable({ clock, settings }: Azure, { data }: Entry<RoleAssignment>): boolean {
    return clock.now() >= data.createdOn + settings.durations.assignmentReadDelay * 1000;
}

/** What a condition calls `@Request`: a principal type that is left out matches none. */
export function requested(_: Azure, __: ArmPath, body: JsonObject): RoleAssignmentAttributes {
    const text = (key: string) => stringAt(body, "properties", key) ?? "";
    return {
        RoleDefinitionId: text("roleDefinitionId"),
        PrincipalId: text("principalId"),
        PrincipalType: text("principalType"),
    };
}

/** What a condition calls `@Resource`. */
export function existingRoleAssignment({ access }: Azure, { id }: ArmPath): RoleAssignmentAttributes {
    const { roleDefinitionId = "", principalId = "", principalType = "" } = access.assignments.get(id)?.data ?? {};
    return { RoleDefinitionId: roleDefinitionId, PrincipalId: principalId, PrincipalType: principalType };
}

export function getAssignment(call: Call): Reply {
    const entry = call.azure.access.assignments.get(call.path.id);
    if (!entry || !isReadable(call.azure, entry)) throw errors.roleAssignmentNotFound(call.path.name);
    return { status: 200, body: view(entry) };
}

export function deleteAssignment(call: Call): Reply {
    const entry = call.azure.access.assignments.get(call.path.id);
    if (!entry) return { status: 204 };
    call.azure.access.revoke(entry, call.azure.settings.durations.revocationDelay);
    return { status: 200, body: view(entry) };
}

/** At the scope, above and below it; `atScope()` leaves out what is below. */
export function listAssignments(call: Call): Reply {
    const { azure, path, query } = call;
    const { atScope, principalId, throughGroups } = parseFilter(query.$filter);
    const holders = principalId && [principalId, ...(throughGroups ? azure.directory.groupsOf(principalId) : [])];
    const value = azure.access.assignments
        .list()
        .filter((entry) => isReadable(azure, entry))
        .filter(({ data }) => isWithin(data.scope, path.scope) || (!atScope && isWithin(path.scope, data.scope)))
        .filter(({ data }) => !holders || holders.some((holder) => sameId(data.principalId, holder)))
        .map((entry) => view(entry));
    return { status: 200, body: { value } };
}

function wantedAssignment({ azure, path, body }: Call): Grant {
    const text = (key: string) => stringAt(body, "properties", key);
    const roleDefinitionId = text("roleDefinitionId") ?? "";
    if (!/\/providers\/Microsoft\.Authorization\/roleDefinitions\/[^/]+$/i.test(roleDefinitionId)) {
        throw errors.badRoleDefinitionId(roleDefinitionId);
    }
    const role = nameOf(roleDefinitionId);
    const definition = azure.roles.find(role);
    if (!definition) throw errors.roleDefinitionDoesNotExist(role);
    const isAssignable = definition.assignableScopes.some((scope) => scope === "/" || isWithin(scope, path.scope));
    if (!isAssignable) {
        throw notModelled(`an assignment of the custom role '${definition.roleName}' outside of its assignableScopes`);
    }
    requireKnownCondition(definition, text("condition"), text("conditionVersion"));
    const principalId = text("principalId") ?? "";
    if (!guid.test(principalId)) throw errors.invalidPrincipalId(principalId);
    return {
        roleDefinitionId: roleDefinitionIdOf(subscriptionOf(path.id), role),
        principalId,
        principalType: text("principalType") ?? "",
        scope: path.scope,
        description: text("description") ?? null,
        condition: text("condition") ?? null,
        conditionVersion: text("conditionVersion") ?? null,
    };
}

/** A condition narrows what the role grants: ignored, it would grant too much. */
function requireKnownCondition(role: RoleDefinition, condition: string | undefined, version = ""): void {
    if (!condition) return;
    const delegates = ["write", "delete"].some((verb) => grants(role.permissions, `${roleAssignmentType}/${verb}`));
    if (version !== "2.0" || !delegates || !delegationCondition(condition)) {
        throw notModelled("this condition of a role assignment ('properties.condition')");
    }
}

function isSameGrant(one: Grant, other: Grant): boolean {
    return (
        sameId(one.principalId, other.principalId) &&
        sameId(one.scope, other.scope) &&
        nameOf(idKey(one.roleDefinitionId)) === nameOf(idKey(other.roleDefinitionId))
    );
}

/**
 * Given a type, Azure does not insist on finding the principal; without one it must find it to know its type, and a group it
 * looks for in any case (MicrosoftDocs/azure-docs#103085).
 */
function settledPrincipalType(azure: Azure, { principalId, principalType }: Grant): string {
    const found = azure.directory.lookUp(principalId);
    if (!found && (!principalType || principalType.toLowerCase() === "group"))
        throw errors.principalNotFound(principalId, azure.settings.tenantId);
    if (found && principalType && found.type.toLowerCase() !== principalType.toLowerCase()) {
        throw errors.unmatchedPrincipalType(principalId, found.type, principalType);
    }
    return found?.type ?? principalType;
}

/** A role can only be held on something that exists. */
function requireScope(azure: Azure, scope: string): void {
    const path = parseArmPath(scope);
    if (path?.kind !== "resource" || azure.store.get(scope)) return;
    if (path.type.toLowerCase() === subscriptionType.toLowerCase()) return;
    if (path.type.toLowerCase() === groupType.toLowerCase()) {
        throw resourceGroupNotFound(path.name);
    }
    const modelled = azure.services.some(({ routes }) =>
        routes.some(({ type }) => type.toLowerCase() === path.type.toLowerCase()),
    );
    if (!modelled) throw notModelled(`role assignments on the resource type '${path.type}'`);
    throw resourceNotFound(path.type, path.names, path.resourceGroup);
}

interface Filter {
    atScope: boolean;
    principalId?: string;
    throughGroups?: boolean;
}

/** `principalId eq` is of a principal's own assignments, `assignedTo` of those of its groups too (https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest). */
function parseFilter(filter = ""): Filter {
    const terms = filter
        .split(/\s+and\s+/i)
        .map((term) => term.trim())
        .filter((term) => term !== "");
    const parsed: Filter = { atScope: false };
    for (const term of terms) {
        const [, assigned, own] = /^(?:assignedTo\('([^']+)'\)|principalId eq '([^']+)')$/i.exec(term) ?? [];
        const principalId = assigned ?? own;
        if (/^atScope\(\)$/i.test(term)) parsed.atScope = true;
        else if (principalId) Object.assign(parsed, { principalId, throughGroups: assigned !== undefined });
        else throw errors.invalidFilter(filter);
    }
    return parsed;
}

function view({ id, data }: Entry<RoleAssignment>, createdBy: string | null = data.createdBy): JsonObject {
    return {
        properties: {
            roleDefinitionId: data.roleDefinitionId,
            principalId: data.principalId,
            principalType: data.principalType,
            scope: data.scope,
            condition: data.condition,
            conditionVersion: data.conditionVersion,
            createdOn: azureTime(data.createdOn),
            updatedOn: azureTime(data.updatedOn),
            createdBy,
            updatedBy: data.updatedBy,
            delegatedManagedIdentityResourceId: null,
            description: data.description,
        },
        id,
        type: roleAssignmentType,
        name: nameOf(id),
    };
}
