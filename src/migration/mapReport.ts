import { clusterGrants } from "./clusterGrants";
import type { JsonInput } from "./jsonInput";
import { type Diagram, ExitCode, type Report } from "./report";
import { type ClusterGrants, identityName, type RequiredGrant, scopeName } from "./requiredGrant";

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

type Node = Diagram["nodes"][number];

function diagramOf({ name, roleAssignments }: ClusterGrants): Diagram {
    const edges = roleAssignments.map((grant) => ({
        from: identityNode(grant, roleAssignments),
        to: scopeNode(grant),
        label: grant.role,
    }));
    const nodes = [...withoutRoles(roleAssignments), ...edges.map(({ from }) => from), ...edges.map(({ to }) => to)];
    return {
        title: `Identities of ${name}`,
        nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
        edges: edges.map(({ from, to, label }) => ({ from: from.id, to: to.id, label })),
    };
}

/** A cluster has these two identities, whether or not they need a role; an app has its own only. */
function withoutRoles(grants: RequiredGrant[]): Node[] {
    const isOfApp = grants.some(({ identity }) => identity === "workload");
    return ["controlPlane", "kubelet"]
        .filter((identity) => !isOfApp && !grants.some((grant) => grant.identity === identity))
        .map((identity) => ({ id: identity, label: identityName({ identity }), kind: "identity" }));
}

/** During a change two principals can have the same identity's name. */
function identityNode(grant: RequiredGrant, all: RequiredGrant[]): Node {
    const { identity, former, principalId } = grant;
    const isAmbiguous = all.some(
        (other) => other.identity === identity && other.former === former && other.principalId !== principalId,
    );
    const name = identityName(grant);
    return {
        id: [identity, former, principalId].filter((part) => part !== undefined).join(" "),
        label: isAmbiguous ? `${name} ${principalId}` : name,
        kind: "identity",
    };
}

function scopeNode(grant: RequiredGrant): Node {
    const { scope, createdScope } = grant;
    return {
        id: scope === undefined ? `created ${createdScope}` : scope.toLowerCase(),
        label: scopeName(grant),
        kind: isCluster(grant) ? "cluster" : "scope",
    };
}

function isCluster({ scope = "", createdScope }: RequiredGrant): boolean {
    return createdScope === "cluster" || /\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i.test(scope);
}
