import type { RoleAssignmentArgs } from "../args";
import { type Grant, roleOf } from "./grant";

/** What somebody asks for beyond what the component knows of; whose it is and when it is needed are the caller's. */
export function extraGrant({
    name,
    role,
    scope,
    reason,
}: RoleAssignmentArgs): Omit<Grant, "identity" | "when"> {
    return {
        name: `extra-${name}`,
        role: roleOf(role),
        scope,
        reason: reason ?? "Asked for in extraRoleAssignments.",
    };
}
