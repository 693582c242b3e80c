/**
 * How long Azure takes, as data. Durations are single numbers, not distributions, so that a run is the same every time;
 * where a range is known, `source` has it.
 */

export type LatencyProfile = "none" | "realistic";

/** A duration of a request: of its answer, or of the operation that it starts. */
export interface RequestLatency {
    method: "PUT" | "PATCH" | "DELETE" | "POST";
    /** The route's type; an action is written as `type:action`. */
    type: string;
    /** Only when the resource is made, or only when it is there already. */
    when?: "create" | "update";
    /** `answer`: until the response; `operation`: from the response to the end of the operation. */
    of: "answer" | "operation";
    seconds: number;
    source: string;
}

const cluster = "Microsoft.ContainerService/managedClusters";
const pool = `${cluster}/agentPools`;

export const realisticRequests: readonly RequestLatency[] = [
    {
        method: "PUT",
        type: cluster,
        when: "create",
        of: "operation",
        seconds: 292,
        source: "recordings 01 (287 s), 02 (292 s), 04 (344 s), 05 (228 s, service principal)",
    },
    {
        method: "PUT",
        type: cluster,
        when: "update",
        of: "operation",
        seconds: 131,
        source: "recording 06 (131 s, service principal to system-assigned)",
    },
    { method: "PATCH", type: cluster, of: "operation", seconds: 10, source: "estimate: tags only" },
    { method: "DELETE", type: cluster, of: "operation", seconds: 240, source: "estimate: not recorded" },
    { method: "PUT", type: pool, of: "operation", seconds: 180, source: "estimate: not recorded" },
    { method: "DELETE", type: pool, of: "operation", seconds: 120, source: "estimate: not recorded" },
    {
        method: "POST",
        type: `${pool}:upgradeNodeImageVersion`,
        of: "operation",
        seconds: 300,
        source: "estimate: not recorded; grows with the node count",
    },
    {
        method: "PUT",
        type: "Microsoft.ManagedIdentity/userAssignedIdentities",
        of: "answer",
        seconds: 2,
        source: "recording 04, exchanges 46 to 48: answers 2 s apart",
    },
    {
        method: "PUT",
        type: "Microsoft.Authorization/roleAssignments",
        of: "answer",
        seconds: 0.7,
        source: "observed range 0.3 to 1 s",
    },
];

/** Delays that belong to no single request. */
export const realisticDelays = {
    /** Recording 16: a new identity unknown 9 s after it was made (exchange 36), known at 16 s (exchange 38). */
    directoryDelaySeconds: 15,
    /**
     * "Up to 10 minutes" is what Azure documents for role assignments; for managed identities in AKS "up to 60 minutes"
     * (facts §3), to be had with the option of its own. Recording 04 shows a role in force after 7 s.
     */
    propagationDelaySeconds: 600,
    /** "Several hours", says Azure (facts §1c). */
    identitySwitchSeconds: 4 * 3600,
    /** Estimate, for what has no row above and works on clusters: the deletion of a group that holds one. */
    operationSeconds: 240,
} as const;

/** How long something a request brings about takes, in seconds; undefined where the profile has no row for it. */
export function latencyOf(
    profile: LatencyProfile,
    of: RequestLatency["of"],
    request: { method: string; type: string; exists: boolean },
): number | undefined {
    if (profile === "none") return undefined;
    return realisticRequests.find(
        (row) =>
            row.of === of &&
            row.method === request.method &&
            row.type.toLowerCase() === request.type.toLowerCase() &&
            (row.when === undefined || (row.when === "update") === request.exists),
    )?.seconds;
}
