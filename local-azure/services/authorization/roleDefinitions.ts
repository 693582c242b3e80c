import type { Permission } from "../../identity/rbac";
import { type RoleDefinition, roleDefinitionIdOf } from "../../identity/roleDefinitions";
import { notModelled } from "../../kernel/errors";
import type { Reply } from "../../kernel/http";
import { arrayAt, isObject, type JsonObject, stringAt } from "../../kernel/json";
import { azureTime } from "../../kernel/operations";
import { idKey, nameOf, subscriptionOf } from "../../kernel/resourceId";
import { roleDefinitionType } from "../../kernel/typeNames";
import type { Call } from "../service";
import * as errors from "./errors";

/** Custom roles; the built-in ones cannot be written. */
export function putRole(call: Call): Reply {
    const { azure, path, body, caller } = call;
    const before = azure.roles.find(path.name);
    if (before?.type === "BuiltInRole") throw errors.invalidRoleDefinition("a built-in role cannot be changed.");
    const roleName = stringAt(body, "properties", "roleName");
    if (!roleName) throw errors.invalidRoleDefinition("it has no roleName.");
    const namesake = azure.roles.byRoleName(roleName);
    if (namesake && namesake.name !== before?.name) throw errors.roleNameTaken();
    const assignableScopes = (arrayAt(body, "properties", "assignableScopes") ?? []).map(String);
    if (assignableScopes.length === 0) throw errors.invalidRoleDefinition("it has no assignableScopes.");

    const now = azureTime(azure.clock.now());
    const role: RoleDefinition = {
        name: before?.name ?? path.name,
        roleName,
        type: "CustomRole",
        description: stringAt(body, "properties", "description") ?? "",
        assignableScopes,
        permissions: (arrayAt(body, "properties", "permissions") ?? []).filter(isObject).map(permission),
        createdOn: before?.createdOn ?? now,
        updatedOn: now,
        createdBy: before?.createdBy ?? caller.objectId,
        updatedBy: caller.objectId,
    };
    azure.store.table<RoleDefinition>(roleDefinitionType).put(keyOf(role), role);
    return { status: 201, body: view(call, role) };
}

export function getRole(call: Call): Reply {
    const { azure, path } = call;
    const role = azure.roles.find(path.name);
    if (!role) throw errors.roleDefinitionDoesNotExist(path.name);
    return { status: 200, body: view(call, role) };
}

export function deleteRole(call: Call): Reply {
    const { azure, path } = call;
    const role = azure.roles.find(path.name);
    if (!role) return { status: 204 };
    if (role.type === "BuiltInRole") throw errors.invalidRoleDefinition("a built-in role cannot be deleted.");
    const held = azure.access.assignments.list().some(({ data }) => idKey(nameOf(data.roleDefinitionId)) === role.name);
    if (held) throw errors.roleInUse();
    azure.store.delete(keyOf(role));
    return { status: 200, body: view(call, role) };
}

/** `$filter=roleName eq '…'` is what clients send (recordings 02 and 04); `type eq` comes from the portal. */
export function listRoles(call: Call): Reply {
    const { azure, query } = call;
    const filter = query.$filter;
    const [, key = "", wanted = ""] = /^(roleName|type) eq '((?:[^']|'')*)'$/i.exec(filter?.trim() ?? "") ?? [];
    if (filter && !key) throw errors.invalidFilter(filter);
    const value = wanted.replaceAll("''", "'").toLowerCase();
    const field = key.toLowerCase() === "type" ? "type" : "roleName";
    const roles = azure.roles.all().filter((role) => !filter || role[field].toLowerCase() === value);
    return { status: 200, body: { value: roles.map((role) => view(call, role)) } };
}

function permission(sent: JsonObject): Permission {
    if (stringAt(sent, "condition")) throw notModelled("conditions of custom roles ('permissions.condition')");
    const strings = (key: string) => (arrayAt(sent, key) ?? []).map(String);
    return {
        actions: strings("actions"),
        notActions: strings("notActions"),
        dataActions: strings("dataActions"),
        notDataActions: strings("notDataActions"),
    };
}

/** What is kept is of the whole directory, whichever subscription it was written in. */
const keyOf = (role: RoleDefinition) => roleDefinitionIdOf("", role.name);

/** Seen from a subscription, a role lies in it. */
function view({ path }: Call, role: RoleDefinition): JsonObject {
    const { name, ...properties } = role;
    return { properties, id: roleDefinitionIdOf(subscriptionOf(path.id), role.name), type: roleDefinitionType, name };
}
