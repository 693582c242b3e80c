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
    const identities = identityNodes(roleAssignments);
    const edges = roleAssignments.map((grant) => ({
        from: principalOf(grant),
        to: scopeNode(grant),
        label: grant.role,
    }));
    const nodes = [...withoutRoles(roleAssignments), ...identities, ...edges.map(({ to }) => to)];
    return {
        title: `Identities of ${name}`,
        nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
        edges: edges.map(({ from, to, label }) => ({ from, to: to.id, label })),
    };
}

/** A cluster has these two identities, whether or not they need a role; an app has its own only. */
function withoutRoles(grants: RequiredGrant[]): Node[] {
    const isOne = grants.some(({ identity, clientId, former }) => identity === "workload" || (clientId && !former));
    return ["controlPlane", "kubelet"]
        .filter((identity) => !isOne && !grants.some((grant) => grant.identity === identity))
        .map((identity) => ({ id: identity, label: identityName({ identity }), kind: "identity" }));
}

/** What tells principals apart: a service principal, or one identity for several purposes, is one. */
function principalOf({ identity, former, principalId, clientId }: RequiredGrant): string {
    return (principalId ?? clientId ?? [identity, former].join(" ").trim()).toLowerCase();
}

/** A node for each principal, called after all that it is. During a change two can have the same name. */
function identityNodes(grants: RequiredGrant[]): Node[] {
    const nodes = [...new Set(grants.map(principalOf))].map((id) => {
        const own = grants.filter((grant) => principalOf(grant) === id);
        const names = [...new Set(own.map(identityName))].join(", ");
        const isServicePrincipal = own.some(({ clientId, former }) => clientId !== undefined && former === undefined);
        return {
            id,
            label: isServicePrincipal ? `service principal (${names})` : names,
            principal: own[0]?.principalId,
        };
    });
    return nodes.map(({ id, label, principal }) => {
        const isAmbiguous = nodes.some((other) => other.id !== id && other.label === label);
        return { id, label: isAmbiguous ? `${label} ${principal}` : label, kind: "identity" };
    });
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
