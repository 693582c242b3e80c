import { withoutUndefined } from "../../values";
import { type Assessment, assess } from "./assessment";
import type { Fleet } from "./fleet";
import { type Candidate, orderOf, trialOf } from "./order";
import { type SharedPrincipal, sharedPrincipals } from "./principals";
import { type ClusterReadings, type SurveyedCluster, surveyedCluster } from "./surveyedCluster";
import type { Unread } from "./unread";

/** A fleet, and what is to be done with it. */
export interface Survey {
    /** How many clusters there are of each kind. */
    counts: Record<Count, number>;
    /** Those with something to be done, in the order of migration, then the others by id. */
    clusters: (SurveyedCluster & { migration?: Migration })[];
    /** Id of the cluster to try first; absent where all are urgent or of high risk, or where there are no others. */
    trial?: string;
    sharedPrincipals: SharedPrincipal[];
    /** Empty where everything was read. */
    unread: Unread[];
    /** What the source of the clusters does not tell, as sentences. */
    notes: string[];
}

interface Migration extends Assessment {
    /** Its place in the order of migration, from 1. */
    position: number;
}

/** In the order in which they are shown. */
const COUNTS = {
    clusters: () => true,
    toMigrate: ({ toDo }: SurveyedCluster) => toDo === "Migration",
    toUpgrade: ({ toDo }: SurveyedCluster) => toDo === "NodeImages",
    servicePrincipal: ({ controlPlane }: SurveyedCluster) => controlPlane === "ServicePrincipal",
    systemAssigned: ({ controlPlane }: SurveyedCluster) => controlPlane === "SystemAssigned",
    userAssigned: ({ controlPlane }: SurveyedCluster) => controlPlane === "UserAssigned",
    nodesUnknown: ({ nodes }: SurveyedCluster) => nodes === "unknown",
    secretExpired: ({ secret }: SurveyedCluster) => secret?.state === "expired",
    secretExpiring: ({ secret }: SurveyedCluster) => secret?.state === "expiring",
    secretUnknown: ({ secret }: SurveyedCluster) => secret?.state === "unknown",
    retired: ({ retired }: SurveyedCluster) => retired.length > 0,
    blocked: ({ blockers }: SurveyedCluster) => blockers.length > 0,
} as const;
export type Count = keyof typeof COUNTS;

/** What was read apart from the lists: by the id of each cluster, in lower case. Absent: the lists alone were read. */
export type FleetReadings = ReadonlyMap<string, ClusterReadings>;

/** `now` is in milliseconds since the epoch; `onCluster` is called after each cluster. */
export function surveyOf(
    { clusters, unread }: Fleet,
    readings: FleetReadings | undefined,
    now: number,
    onCluster: () => unknown = () => undefined,
): Survey {
    const surveyed = clusters
        .map((each) => {
            const cluster = surveyedCluster(each, readings?.get(each.id.toLowerCase()) ?? {}, now);
            onCluster();
            return cluster;
        })
        .sort((one, other) => (one.id.toLowerCase() < other.id.toLowerCase() ? -1 : 1));
    const ordered = orderOf(candidatesOf(surveyed));
    const all = [...ordered.map(migrated), ...surveyed.filter(({ toDo }) => toDo === "Nothing")];
    return withoutUndefined({
        counts: countsOf(surveyed),
        clusters: all,
        trial: trialOf(ordered)?.id,
        sharedPrincipals: sharedPrincipals(all),
        unread: [...unread, ...(readings === undefined ? [] : surveyed.flatMap((each) => unreadOf(each, readings)))],
        notes: readings === undefined ? notesOnLists(surveyed) : [ONLY_READABLE],
    });
}

function migrated({ sharing: _, effort, risk, ...cluster }: Candidate, index: number): Survey["clusters"][number] {
    return { ...cluster, migration: { position: index + 1, effort, risk } };
}

function countsOf(clusters: SurveyedCluster[]): Survey["counts"] {
    const counted = Object.entries(COUNTS).map(([name, isOne]) => [name, clusters.filter(isOne).length]);
    return Object.fromEntries(counted) as Survey["counts"];
}

function candidatesOf(clusters: SurveyedCluster[]): Candidate[] {
    const shared = sharedPrincipals(clusters).filter(({ kind }) => kind === "ServicePrincipal");
    const sharing = new Map(
        shared.flatMap((each) => each.clusters.map((id) => [id, each.clusters.length - 1] as const)),
    );
    return clusters
        .filter(({ toDo }) => toDo !== "Nothing")
        .map((cluster) => ({ ...cluster, sharing: sharing.get(cluster.id) ?? 0 }))
        .map((cluster) => ({ ...cluster, ...assess(cluster) }));
}

/** Of what was asked for. */
function unreadOf({ id, nodes, secret }: SurveyedCluster, readings: FleetReadings): Unread[] {
    const { scaleSets } = readings.get(id.toLowerCase()) ?? {};
    const reason =
        scaleSets !== undefined && "failure" in scaleSets ? scaleSets.failure : "its scale sets do not show it";
    return [
        ...(nodes === "unknown" ? [{ what: `nodes of ${id}`, reason }] : []),
        ...(secret?.state === "unknown" ? [{ what: `secret of ${id}`, reason: secret.reason }] : []),
    ];
}

const ONLY_READABLE =
    "Azure leaves out clusters that the signed-in identity cannot read, without an error. With Reader on every subscription the survey is complete.";

function notesOnLists(clusters: SurveyedCluster[]): string[] {
    const { nodesUnknown, secretUnknown } = countsOf(clusters);
    const hidden = [
        ["whether nodes still use a service principal after their cluster has switched", nodesUnknown],
        ["when secrets expire", secretUnknown],
    ] as const;
    return hidden
        .filter(([, count]) => count > 0)
        .map(
            ([what, count]) =>
                `A list does not show ${what}. Use --live to read it. Clusters for which it is not known: ${count}.`,
        );
}
