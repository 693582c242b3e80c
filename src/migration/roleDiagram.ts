import type { Diagram } from "./report";
import { type FormerKind, identityName, type RequiredGrant, scopeName } from "./requiredGrant";

/** A role of an identity on a scope, as it is drawn. */
export interface DrawnRole
    extends Pick<RequiredGrant, "identity" | "principalId" | "clientId" | "scope" | "createdScope"> {
    former?: FormerKind;
    /** Name of the role; absent where it is not known. */
    role?: string;
    change?: "gained" | "kept" | "lost";
}

type Node = Diagram["nodes"][number];

/** Which principal has which role on which scope; `further` are nodes that have none. */
export function roleDiagram(title: string, roles: DrawnRole[], further: Node[] = []): Diagram {
    const nodes = [...further, ...identityNodes(roles), ...roles.map(scopeNode)];
    return {
        title,
        nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
        edges: roles.map((each) => ({
            from: principalOf(each),
            to: scopeNode(each).id,
            label: each.role ?? "a role",
            ...(each.change !== undefined && each.change !== "kept" && { change: each.change }),
        })),
    };
}

/** What tells principals apart: a service principal, or one identity for several purposes, is one. */
function principalOf({ identity, former, principalId, clientId }: DrawnRole): string {
    return (principalId ?? clientId ?? [identity, former].join(" ").trim()).toLowerCase();
}

/** A node for each principal, called after all that it is. During a change two can have the same name. */
function identityNodes(roles: DrawnRole[]): Node[] {
    const nodes = [...new Set(roles.map(principalOf))].map((id) => {
        const own = roles.filter((role) => principalOf(role) === id);
        return { id, label: labelOf(own), principal: own[0]?.principalId };
    });
    return nodes.map(({ id, label, principal }) => {
        const isAmbiguous = nodes.some((other) => other.id !== id && other.label === label);
        return { id, label: isAmbiguous ? `${label} ${principal}` : label, kind: "identity" };
    });
}

function labelOf(own: DrawnRole[]): string {
    const names = (all: DrawnRole[]) => [...new Set(all.map(({ identity }) => identityName({ identity })))].join(", ");
    const kinds = [...new Set(own.map(({ former }) => former))];
    const labels = kinds.map((former) => {
        const all = own.filter((each) => each.former === former);
        const isServicePrincipal = former === undefined && all.some(({ clientId }) => clientId !== undefined);
        return isServicePrincipal
            ? `service principal (${names(all)})`
            : identityName({ identity: names(all), ...(former && { former }) });
    });
    return labels.join(", ");
}

function scopeNode({ scope, createdScope }: DrawnRole): Node {
    const isCluster =
        createdScope === "cluster" || /\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i.test(scope ?? "");
    return {
        id: scope === undefined ? `created ${createdScope}` : scope.toLowerCase(),
        label: scopeName({ ...(scope !== undefined && { scope }), ...(createdScope && { createdScope }) }),
        kind: isCluster ? "cluster" : "scope",
    };
}
