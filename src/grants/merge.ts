import { inputKey } from "../azure/inputs";
import { type Grant, roleKey } from "./grant";
import { distinctlyNamed } from "./grantNames";

/** Each permission once, for all of its reasons, under a name of its own. */
export function mergedGrants(grants: Grant[]): Grant[] {
    const once = new Map<string, Grant>();
    for (const grant of grants) {
        const key = [grant.identity, roleKey(grant.role.definition), grant.scope].map(inputKey).join("\n");
        const earlier = once.get(key);
        const reasons = new Set([...(earlier ? [earlier.reason] : []), grant.reason]);
        once.set(key, { ...(earlier ?? grant), reason: [...reasons].join(" ") });
    }
    return distinctlyNamed([...once.values()]);
}
