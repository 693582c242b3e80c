import type { SurveyedCluster } from "./surveyedCluster";

/** A service principal, or an identity of a control plane, that several clusters run as. */
export interface SharedPrincipal {
    kind: "ServicePrincipal" | "UserAssigned";
    /** Client id of a service principal, resource id of an identity. */
    id: string;
    /** Resource ids of the clusters, in the order of migration. */
    clusters: string[];
}

export function sharedPrincipals(clusters: SurveyedCluster[]): SharedPrincipal[] {
    const known = clusters.filter(({ principal }) => principal !== undefined);
    return [...grouped(known, ({ principal = "" }) => principal).values()].flatMap((group) => {
        const [{ principal: id, controlPlane } = {}] = group;
        const isShared = group.length > 1 && id !== undefined;
        const kind = controlPlane === "ServicePrincipal" ? controlPlane : "UserAssigned";
        return isShared ? [{ kind, id, clusters: group.map((cluster) => cluster.id) }] : [];
    });
}

/** Clusters by what Azure compares without regard to case. */
export function grouped<T>(all: T[], keyOf: (each: T) => string): Map<string, T[]> {
    const groups = new Map<string, T[]>();
    for (const each of all) {
        const key = keyOf(each).toLowerCase();
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [each]);
        } else {
            group.push(each);
        }
    }
    return groups;
}
