import { isRecord } from "../../values";
import { textOf } from "../jsonInput";
import { readClusterId } from "../live/clusterId";
import { InvalidInputError } from "../report";
import type { Survey } from "./survey";

/** What it is, for messages. */
export const SURVEY_INPUT = "what `managed-identity-aks survey --format json` prints";

/** Resource ids of the clusters of a survey, in its order. */
export function clustersOfSurvey(json: unknown): string[] {
    const { kind, clusters }: Partial<Survey> & { kind?: unknown } = Object(json);
    if (kind !== "survey" || !Array.isArray(clusters) || !clusters.every(isRecord)) {
        throw new InvalidInputError(`This is not a survey; expected ${SURVEY_INPUT}.`);
    }
    if (clusters.length === 0) {
        throw new InvalidInputError("The survey has no cluster.");
    }
    return clusters.map(({ id }) => readClusterId(textOf(id)));
}
