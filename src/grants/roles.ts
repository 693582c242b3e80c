/**
 * The built-in roles this package assigns, by Azure's name, with their role definition GUIDs
 * (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
export const ROLES = {
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "Container Registry Repository Catalog Lister": "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    "Container Registry Repository Reader": "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    "DNS Zone Contributor": "befefa01-2a29-4197-83a8-272ff33ce314",
    "Key Vault Certificate User": "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
    "Key Vault Contributor": "f25e0fa2-a7c8-4377-a976-54943a77a395",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Monitoring Metrics Publisher": "3913510d-42f4-4e42-8a64-420c390055eb",
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
} as const;

export type BuiltInRole = keyof typeof ROLES;

/**
 * Full id of a role definition, which `RoleAssignment.roleDefinitionId` asks for, as Azure shows it at the scope: with
 * the subscription, in a management group without one. Any other full id stays as it is.
 */
export function roleDefinitionId(scope: string, guidOrId: string): string {
    const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? "";
    const guid = OF_TENANT.exec(guidOrId)?.[1] ?? guidOrId;
    return guid.startsWith("/")
        ? guid
        : `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

const OF_TENANT = /^\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/i;
