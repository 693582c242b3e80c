import { inputKey } from "../azure/inputs";
import { type Permission, roleKey } from "./grant";
import { withUniqueNames } from "./grantNames";

/** Each permission once, for all of its reasons, under a name of its own. */
export function mergePermissions(permissions: Permission[]): Permission[] {
    const once = new Map<string, Permission>();
    for (const permission of permissions) {
        const key = [permission.identity, roleKey(permission.role.definition), permission.scope]
            .map(inputKey)
            .join("\n");
        const earlier = once.get(key);
        const reasons = new Set([...(earlier ? [earlier.reason] : []), permission.reason]);
        once.set(key, { ...(earlier ?? permission), reason: [...reasons].join(" ") });
    }
    return withUniqueNames([...once.values()]);
}
