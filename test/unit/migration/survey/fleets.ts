import type { JsonInput } from "../../../../src/migration/jsonInput";
import { readFleet } from "../../../../src/migration/survey/fleet";
import { type FleetReadings, type Survey, surveyOf } from "../../../../src/migration/survey/survey";
import { ARM_CLUSTER } from "../clusters";

/** Fleets of clusters as ARM shows them. */

export const NOW = Date.parse("2026-11-01T00:00:00Z");
export const CLIENT_ID = "2222aaaa-0000-0000-0000-000000000001";

export const idOf = (name: string) => ARM_CLUSTER.id.replace(/shop$/, name);

/** A cluster on managed identities without anything special; `properties` and `envelope` are changed as given. */
export function cluster(name: string, properties: object = {}, envelope: object = {}): object {
    const { agentPoolProfiles, ...plain } = ARM_CLUSTER.properties;
    const pools = agentPoolProfiles.slice(1).map(({ vnetSubnetID: _, ...pool }) => pool);
    return {
        ...ARM_CLUSTER,
        id: idOf(name),
        name,
        ...envelope,
        properties: { ...plain, agentPoolProfiles: pools, ...properties },
    };
}

/** The same on a service principal. */
export function legacy(name: string, clientId: string = CLIENT_ID, properties: object = {}): object {
    const { identity: _, ...rest } = cluster(name, {
        servicePrincipalProfile: { clientId },
        identityProfile: undefined,
        ...properties,
    }) as Record<string, unknown>;
    return rest;
}

export const input = (value: unknown, name = "clusters.json"): JsonInput => ({
    name,
    value: JSON.parse(JSON.stringify(value)),
});

export function survey(clusters: object[], readings?: FleetReadings): Survey {
    return surveyOf(readFleet([input(clusters)]), readings, NOW);
}
