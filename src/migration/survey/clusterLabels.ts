import { parseResourceId } from "../../azure/resourceId";

/** The shortest name of each cluster that no other one has, by its resource id. */
export function clusterLabels(ids: readonly string[]): Map<string, string> {
    const names = ids.map(namesOf);
    const uses = countBy(names.flat());
    return new Map(
        ids.map((id, index) => [id, names[index]?.find((name) => uses.get(name.toLowerCase()) === 1) ?? id]),
    );
}

/** From the shortest. */
function namesOf(id: string): string[] {
    const { names: [name = id] = [], resourceGroupName, subscriptionId } = parseResourceId(id) ?? {};
    return [name, `${resourceGroupName}/${name}`, `${subscriptionId}/${resourceGroupName}/${name}`];
}

function countBy(names: readonly string[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const name of names) {
        counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
    }
    return counts;
}
