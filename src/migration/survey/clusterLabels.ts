import type { SurveyedCluster } from "./surveyedCluster";

/** The shortest name of each cluster that no other one has, by its id. */
export function clusterLabels(clusters: SurveyedCluster[]): Map<string, string> {
    const names: ((cluster: SurveyedCluster) => string)[] = [
        ({ name }) => name,
        ({ resourceGroupName, name }) => `${resourceGroupName}/${name}`,
        ({ subscriptionId, resourceGroupName, name }) => `${subscriptionId}/${resourceGroupName}/${name}`,
    ];
    const uses = names.map((nameOf) => countBy(clusters, nameOf));
    return new Map(
        clusters.map((cluster) => {
            const unique = names.find((nameOf, index) => uses[index]?.get(nameOf(cluster).toLowerCase()) === 1);
            return [cluster.id, unique?.(cluster) ?? cluster.id];
        }),
    );
}

function countBy(clusters: SurveyedCluster[], nameOf: (cluster: SurveyedCluster) => string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const cluster of clusters) {
        const name = nameOf(cluster).toLowerCase();
        counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
}
