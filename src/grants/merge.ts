import * as pulumi from "@pulumi/pulumi";
import { inputKey, sameInput } from "../azure/inputs";
import { type GrantedIdentity, type Permission, roleKey } from "./grant";
import { withUniqueNames } from "./grantNames";

/** Each permission once, with all of its descriptions, under a name of its own that starts with its identity's prefix. */
export function mergePermissions(
    permissions: Permission[],
    prefixOf: (identity: GrantedIdentity) => string,
): Permission[] {
    const once = new Map<string, Permission>();
    for (const permission of permissions) {
        const key = [permission.identity, roleKey(permission.role.definition), permission.scope]
            .map(inputKey)
            .join("\n");
        const earlier = once.get(key);
        if (earlier !== undefined && !sameInput(earlier.condition, permission.condition)) {
            throw new pulumi.RunError(conditionsDiffer(earlier, permission));
        }
        const descriptions = new Set([...(earlier ? [earlier.description] : []), permission.description]);
        once.set(key, { ...(earlier ?? permission), description: [...descriptions].join(" ") });
    }
    const named = [...once.values()].map((each) => ({ ...each, name: `${prefixOf(each.identity)}${each.name}` }));
    return withUniqueNames(named);
}

/** Azure accepts one assignment of a role on a scope, so only one condition. */
function conditionsDiffer(...permissions: Permission[]): string {
    const [one, other] = permissions.map(({ name }) => name);
    return (
        `${one} and ${other} assign ${permissions[0]?.role.name} to ${permissions[0]?.identity} on the same scope with different conditions, ` +
        "and Azure accepts the same role assignment only once. Remove the condition in extraRoleAssignments, or pass another role or scope."
    );
}
