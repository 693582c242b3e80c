import type * as pulumi from "@pulumi/pulumi";
import type { RoleAssignmentArgs } from "../args";
import { type Grant, type Permission, roleOf } from "./grant";
import { identityPrefix } from "./grantNames";

/** Role assignments of `extraRoleAssignments`; an entry without an identity is for `otherwise`. */
export function extraGrants<Identity extends string>(
    entries: (RoleAssignmentArgs & { identity?: Identity })[] = [],
    otherwise: Identity,
): Permission<Identity>[] {
    return entries.map(({ name, identity = otherwise, role, scope, description, condition }) => ({
        name: `extra-${name}`,
        identity,
        role: roleOf(role),
        scope,
        description: description ?? "Asked for in extraRoleAssignments.",
        ...(condition !== undefined && { condition }),
    }));
}

/** What the app may do, as grants to its identity, which may be an existing one. */
export function workloadGrants(
    entries: RoleAssignmentArgs[] | undefined,
    existingId: pulumi.Input<string> | undefined,
): Grant<"workload">[] {
    return extraGrants(entries, "workload").map((permission) => ({
        ...permission,
        name: `${identityPrefix(existingId)}${permission.name}`,
        when: "before-workload",
    }));
}
