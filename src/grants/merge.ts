import { inputKey } from "../azure/inputs";
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
        const descriptions = new Set([...(earlier ? [earlier.description] : []), permission.description]);
        once.set(key, { ...(earlier ?? permission), description: [...descriptions].join(" ") });
    }
    const named = [...once.values()].map((each) => ({ ...each, name: `${prefixOf(each.identity)}${each.name}` }));
    return withUniqueNames(named);
}
