import Table from "cli-table3";
import type { ControlPlaneIdentity, KubeletIdentity, RequiredRoleAssignment } from "../src/outputs";

/** What a deployed cluster says of its identities; the stack outputs of the quickstart. */
export interface IdentityFacts {
    clusterName: string;
    servicePrincipalClientId: string;
    controlPlaneIdentity: ControlPlaneIdentity;
    kubeletIdentity: KubeletIdentity;
    roleAssignments: RequiredRoleAssignment[];
}

/** The identities, a row each: who, resource id, client id, principal id. */
export function identityTable({ controlPlaneIdentity, kubeletIdentity }: IdentityFacts): string {
    const table = new Table({
        head: ["identity", "ids"],
        style: { head: [], border: [] },
        colWidths: [15, 96],
        wordWrap: true,
        wrapOnWordBoundary: false,
    });
    table.push(["control plane", ids(controlPlaneIdentity)], ["kubelet", ids(kubeletIdentity)]);
    return table.toString();
}

/** Every role assignment and what it is for. */
export function roleAssignmentTable({ roleAssignments }: IdentityFacts): string {
    const table = new Table({
        head: ["identity", "role", "on", "why"],
        style: { head: [], border: [] },
        colWidths: [14, 27, 44, 48],
        wordWrap: true,
    });
    for (const { identity, role, scope, description } of roleAssignments) {
        table.push([identity, role, shortName(scope), description]);
    }
    return table.toString();
}

/** Who may do what on what, as a picture. */
export function identityMap({ clusterName, roleAssignments, servicePrincipalClientId }: IdentityFacts): string {
    const identities = [...new Set(["controlPlane", "kubelet", ...roleAssignments.map(({ identity }) => identity)])];
    const branches = identities.map((identity) => {
        const held = roleAssignments.filter((assignment) => assignment.identity === identity);
        return { label: identity, leaves: held.map(({ role, scope }) => `${role} ──▶ ${shortName(scope)}`) };
    });
    return [`${clusterName} (service principal: ${servicePrincipalClientId})`, ...tree(branches)].join("\n");
}

function ids(identity: { resourceId?: string; clientId?: string; principalId: string }): string {
    return [
        `resource id  ${identity.resourceId ?? "none: system-assigned"}`,
        `client id    ${identity.clientId ?? "not told by AKS"}`,
        `principal id ${identity.principalId}`,
    ].join("\n");
}

/** `userAssignedIdentities/aks-kubelet` of a resource id. */
function shortName(id: string): string {
    return id.split("/").slice(-2).join("/");
}

function tree(branches: { label: string; leaves: string[] }[]): string[] {
    return branches.flatMap(({ label, leaves }, index) => {
        const last = index === branches.length - 1;
        const rail = last ? "   " : "│  ";
        const shown = leaves.length > 0 ? leaves : ["no role assignment needed"];
        return [
            `${last ? "└─" : "├─"} ${label}`,
            ...shown.map((leaf, leafIndex) => `${rail}${leafIndex === shown.length - 1 ? "└─" : "├─"} ${leaf}`),
        ];
    });
}
