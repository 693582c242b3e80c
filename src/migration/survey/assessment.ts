import { EXPIRING_DAYS } from "./secretExpiry";
import type { SurveyedCluster } from "./surveyedCluster";

/** The effort and the risk of a migration. */
export interface Assessment {
    effort: { size: Size; points: number; reasons: string[] };
    risk: { level: Risk; reasons: string[] };
}

export type Size = "small" | "medium" | "large";
export type Risk = "low" | "medium" | "high";

/** A cluster among others. */
export interface Assessed extends SurveyedCluster {
    /** How many other clusters have its service principal. */
    sharing: number;
}

interface EffortRow {
    what: string;
    points: number;
    /** How many of it the cluster has. */
    count(cluster: Assessed): number;
}

const isMigration = ({ toDo }: SurveyedCluster) => toDo === "Migration";

/** What a migration takes: the sum of these is the effort. */
export const EFFORT: readonly EffortRow[] = [
    {
        what: "switch of the cluster to managed identities",
        points: 1,
        count: (cluster) => Number(isMigration(cluster)),
    },
    { what: "node pool to upgrade", points: 1, count: ({ poolsToUpgrade }) => poolsToUpgrade.length },
    { what: "role assignment to create before the switch", points: 1, count: ({ roleAssignments }) => roleAssignments },
    {
        what: "search for the registries, which the list of clusters does not show",
        points: 1,
        count: (cluster) => Number(isMigration(cluster)),
    },
    { what: "service principal that other clusters use, too", points: 2, count: ({ sharing }) => Number(sharing > 0) },
    {
        what: "setting that prevents the component from managing the cluster",
        points: 3,
        count: (cluster) => (isMigration(cluster) ? cluster.blockers.length : 0),
    },
];

/** The size is the first whose limit the points do not exceed. */
export const SIZES: readonly { size: Size; upTo: number }[] = [
    { size: "small", upTo: 4 },
    { size: "medium", upTo: 8 },
    { size: "large", upTo: Number.POSITIVE_INFINITY },
];

interface RiskRow {
    level: Risk;
    /** As a sentence. */
    reason: string;
    when(cluster: Assessed): boolean;
}

/** What may go wrong: the first row that is true decides the level, which is low without any. */
export const RISKS: readonly RiskRow[] = [
    {
        level: "high",
        reason: "The secret has expired: AKS can no longer sign in as the service principal.",
        when: ({ secret }) => secret?.state === "expired",
    },
    {
        level: "high",
        reason: "A setting prevents the component from managing the cluster.",
        when: (cluster) => isMigration(cluster) && cluster.blockers.length > 0,
    },
    {
        level: "medium",
        reason: `The secret expires in less than ${EXPIRING_DAYS} days.`,
        when: ({ secret }) => secret?.state === "expiring",
    },
    {
        level: "medium",
        reason: "Other clusters use the same service principal and lose access if its roles are revoked too early.",
        when: ({ sharing }) => sharing > 0,
    },
    {
        level: "medium",
        reason: "The identities need roles outside the cluster's resource group.",
        when: ({ needsRolesElsewhere }) => needsRolesElsewhere,
    },
];

export function assess(cluster: Assessed): Assessment {
    const parts = EFFORT.map((row) => ({ ...row, found: row.count(cluster) })).filter(({ found }) => found > 0);
    const points = parts.reduce((sum, row) => sum + row.points * row.found, 0);
    const risks = RISKS.filter(({ when }) => when(cluster));
    return {
        effort: {
            size: SIZES.find(({ upTo }) => points <= upTo)?.size ?? "large",
            points,
            reasons: parts.map(({ what, found }) => `${found} × ${what}`),
        },
        risk: { level: risks[0]?.level ?? "low", reasons: risks.map(({ reason }) => reason) },
    };
}
