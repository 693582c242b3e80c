import type { RoleAssignmentArgs } from "../args";
import { extraGrant } from "./extraGrants";
import type { Grant } from "./grant";

/** What the app may do, as grants to its identity. */
export function workloadGrants(extra: RoleAssignmentArgs[] = []): Grant<"workload">[] {
    return extra.map((entry) => ({ ...extraGrant(entry), identity: "workload", when: "before-workload" }));
}
