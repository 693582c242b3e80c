import { isIdOf, MANAGED_CLUSTER } from "../../azure/resourceId";
import { isRecord } from "../../values";
import { InvalidInputError } from "../report";
import { clusterLabels } from "./clusterLabels";
import type { Survey } from "./survey";

/** The clusters of a survey, in its order, each with a name that no other one has. */
export function clustersToAdopt(json: unknown): { id: string; label: string }[] {
    const { kind, clusters }: Partial<Survey> & { kind?: unknown } = Object(json);
    if (kind !== "survey" || !Array.isArray(clusters) || !clusters.every(isRecord)) {
        throw new InvalidInputError(
            "This is not a survey; expected what `managed-identity-aks survey --format json` prints.",
        );
    }
    const labels = clusterLabels(clusters);
    return clusters.map(({ id }) => {
        if (
            typeof id !== "string" ||
            !isIdOf(MANAGED_CLUSTER, id) ||
            !/^[\w/.()-]+$/.test(id) ||
            /\/\.\.?(\/|$)/.test(id)
        ) {
            throw new InvalidInputError(`${JSON.stringify(id)} is not the resource id of a cluster.`);
        }
        return { id, label: labels.get(id) ?? id };
    });
}
