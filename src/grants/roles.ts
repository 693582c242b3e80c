/**
 * The built-in roles this package assigns, by Azure's name, with their role definition GUIDs
 * (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
export const ROLES = {
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
} as const;

export type RoleName = keyof typeof ROLES;

/** Full id of a built-in role, which `RoleAssignment.roleDefinitionId` asks for. */
export function roleDefinitionId(subscriptionId: string, role: RoleName): string {
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
}
