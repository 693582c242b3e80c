import { clusterGrants } from "./clusterGrants";
import type { JsonInput } from "./jsonInput";
import { type Diagram, ExitCode, type Report } from "./report";
import { type ClusterGrants, identityName } from "./requiredGrant";
import { roleDiagram } from "./roleDiagram";

export interface MapData {
    diagrams: Diagram[];
}

/**
 * Which identity of a cluster has which role on which scope, as a diagram.
 *
 * @throws InvalidInputError if the input describes no cluster, or one that the rules reject.
 */
export async function mapReport(input: JsonInput): Promise<Report<MapData>> {
    const diagrams = clusterGrants(input).map(diagramOf);
    return {
        kind: "map",
        version: 1,
        data: { diagrams },
        exitCode: ExitCode.Ok,
        blocks: diagrams.map((diagram) => ({ kind: "diagram", diagram })),
    };
}

/** A cluster has these two identities, whether or not they need a role; an app has its own only. */
function diagramOf({ name, roleAssignments }: ClusterGrants): Diagram {
    const isOne = roleAssignments.some(
        ({ identity, clientId, former }) => identity === "workload" || (clientId !== undefined && !former),
    );
    const withoutRoles = ["controlPlane", "kubelet"]
        .filter((identity) => !isOne && !roleAssignments.some((grant) => grant.identity === identity))
        .map((identity) => ({ id: identity, label: identityName({ identity }), kind: "identity" as const }));
    return roleDiagram(`Identities of ${name}`, roleAssignments, withoutRoles);
}
