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
}

/** What is needed, each with the id of the assignment that gives it, where one does and its id is known. */
interface Comparison {
    covered: RequiredRoleAssignment[];
    missing: RequiredRoleAssignment[];
}

/** Compares ids without regard to case, as Azure does. */
export function compareRoleAssignments(
    required: RequiredRoleAssignment[],
    assigned: AssignedRole[],
): Comparison {
    const pairs = required.map(
        (needed) =>
            [
                needed,
                needed.id === undefined ? assigned.find((given) => covers(given, needed)) : needed,
            ] as const,
    );
    return {
        covered: pairs.flatMap(([needed, given]) =>
            given === undefined ? [] : [{ ...needed, ...(given.id !== undefined && { id: given.id }) }],
        ),
        missing: pairs.flatMap(([needed, given]) => (given === undefined ? [needed] : [])),
    };
}

function covers(given: AssignedRole, needed: RequiredRoleAssignment): boolean {
    return (
        sameId(given.principalId, needed.principalId) &&
        sameId(lastSegment(given.roleDefinitionId), lastSegment(needed.roleDefinitionId)) &&
        scopeCovers(given.scope, needed.scope)
    );
}

/** What is said when some are missing. */
export function missingMessage(component: string, missing: RequiredRoleAssignment[]): string {
    const count = missing.length === 1 ? "a role assignment" : `${missing.length} role assignments`;
    return [
        `${component}: the identities that it is given lack ${count} that the cluster needs.`,
        ...missing.map(
            (needed) =>
                `  - ${needed.role} for ${needed.identity} (principal ${needed.principalId}) on ${needed.scope}: ` +
                `${needed.reason} ${remedy(needed)}`,
        ),
        "Deploy AksClusterIdentities with them first, then this cluster.",
    ].join("\n");
}

/** Inputs of `AksClusterIdentities`, by the role and the type of the scope that they give it on. */
const INPUTS: [role: RegExp, type: RegExp, input: string][] = [
    [/^(?:Network Contributor|custom network role)$/, /\/subnets$/i, "subnetIds"],
    [/^(?:Network Contributor|custom network role)$/, /\/virtualNetworks$/i, "virtualNetworkIds"],
    [/^Network Contributor$/, /\/routeTables$/i, "routeTableIds"],
    [/^Network Contributor$/, /\/natGateways$/i, "natGatewayIds"],
    [/^Network Contributor$/, /^resourceGroup$/, "publicIpResourceGroupIds"],
    [/^Private DNS Zone Contributor$/, /\/privateDnsZones$/i, "privateDnsZoneIds"],
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
