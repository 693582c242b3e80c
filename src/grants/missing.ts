import { lastSegment, parseResourceId, sameId, scopeCovers } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";

/**
 * Whether identities that come with their role assignments have those that a cluster needs, and what to do about those
 * that they lack: pure decisions.
 */

/** A role assignment that exists. */
export interface AssignedRole {
    principalId: string;
    roleDefinitionId: string;
    scope: string;
    id?: string;
    condition?: string;
}

/** What is needed, each with the id of the assignment that gives it, where one does; ids are compared as Azure does. */
export function compareRoleAssignments(required: RequiredRoleAssignment[], assigned: AssignedRole[]) {
    const covered: RequiredRoleAssignment[] = [];
    const missing: RequiredRoleAssignment[] = [];
    for (const needed of required) {
        const existing = needed.id === undefined ? assigned.find((each) => covers(each, needed)) : needed;
        if (existing === undefined) {
            missing.push(needed);
        } else {
            covered.push({ ...needed, ...(existing.id !== undefined && { id: existing.id }) });
        }
    }
    return { covered, missing };
}

function covers(existing: AssignedRole, needed: RequiredRoleAssignment): boolean {
    return (
        (existing.condition === undefined || existing.condition === needed.condition) &&
        sameId(existing.principalId, needed.principalId) &&
        sameId(lastSegment(existing.roleDefinitionId), lastSegment(needed.roleDefinitionId)) &&
        scopeCovers(existing.scope, needed.scope)
    );
}

/** The message if some are missing. */
export function missingMessage(component: string, missing: RequiredRoleAssignment[]): string {
    const count = missing.length === 1 ? "a role assignment" : `${missing.length} role assignments`;
    return [
        `${component}: the identities in its input identities lack ${count} that the cluster requires.`,
        ...missing.map(
            (needed) =>
                `  - ${needed.role} for ${needed.identity} (principal ${needed.principalId}) on ${needed.scope}: ` +
                `${needed.description} ${remedy(needed)}`,
        ),
        "Deploy AksClusterIdentities with these first, then this cluster.",
    ].join("\n");
}

/** Inputs of `AksClusterIdentities`, by the role and the type of the scope that they give it on. */
const INPUTS: [role: RegExp, type: RegExp, input: string][] = [
    [/^(?:Network Contributor|custom network role)$/, /\/subnets$/i, "subnetIds"],
    [/^(?:Network Contributor|custom network role)$/, /\/virtualNetworks$/i, "virtualNetworkIds"],
    [/^Network Contributor$/, /\/routeTables$/i, "routeTableIds"],
    [/^Network Contributor$/, /\/natGateways$/i, "natGatewayIds"],
    [/^Network Contributor$/, /^resourceGroup$/, "publicIPResourceGroupIds"],
    [/^Private DNS Zone Contributor$/, /\/privateDnsZones$/i, "privateDNSZoneIds"],
    [/^(?:AcrPull|Container Registry .*)$/, /\/registries$/i, "registries"],
    [/^Reader$/, /\/diskEncryptionSets$/i, "diskEncryptionSetIds"],
    [/^Key Vault Crypto User$/, /\/vaults$/i, "keyVaultKms"],
    [/^Key Vault Contributor$/, /\/vaults$/i, 'keyVaultKms, with networkAccess "Private"'],
];

function remedy({ role, scope, identity, roleDefinitionId }: RequiredRoleAssignment): string {
    const type = parseResourceId(scope)?.type ?? "resourceGroup";
    const [, , input] = INPUTS.find(([roles, types]) => roles.test(role) && types.test(type)) ?? [];
    if (input !== undefined) {
        return `Add it to ${input} of AksClusterIdentities.`;
    }
    const entry = `{ name: "<name>", identity: "${identity}", role: "${lastSegment(roleDefinitionId)}", scope: "${scope}" }`;
    return `Add ${entry} to extraRoleAssignments of AksClusterIdentities.`;
}
