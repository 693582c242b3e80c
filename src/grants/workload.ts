import type { WorkloadAccessArgs } from "../args";
import { type Grant, roleOf } from "./grant";

/** What the app may do, as grants to its identity. */
export function workloadGrants(access: WorkloadAccessArgs[] = []): Grant<"workload">[] {
    return access.map(({ name, role, scope, reason }) => ({
        name: `access-${name}`,
        identity: "workload",
        role: roleOf(role),
        scope,
        reason: reason ?? "Asked for as access of the workload.",
        when: "before-workload",
    }));
}
