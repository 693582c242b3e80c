import { lastSegment } from "../azure/resourceId";

/** The built-in roles that this package assigns without being asked for them, by Azure's names. */
export const ASSIGNED_ROLES = [
    "AcrPull",
    "Container Registry Repository Catalog Lister",
    "Container Registry Repository Reader",
    "DNS Zone Contributor",
    "Key Vault Certificate User",
    "Key Vault Contributor",
    "Key Vault Crypto User",
    "Key Vault Secrets User",
    "Managed Identity Operator",
    "Monitoring Metrics Publisher",
    "Network Contributor",
    "Private DNS Zone Contributor",
    "Reader",
] as const;
export type BuiltInRole = (typeof ASSIGNED_ROLES)[number];

/** The names of all built-in roles. */
export function builtInRoleNames(): string[] {
    return [...indexes().names.values()];
}

/** GUID of the built-in role of this name, in whatever letter case. */
export function builtInRoleGuid(name: string): string | undefined {
    return indexes().guids.get(name.trim().toLowerCase());
}

/** Azure's name of the built-in role of this name, GUID or full id. */
export function builtInRoleName(role: string): string | undefined {
    return indexes().names.get(lastSegment(roleGuidOrId(role)).toLowerCase());
}

/** GUID or full id of a role's definition, where a built-in role may go by its name. */
export function roleGuidOrId(role: string): string {
    return builtInRoleGuid(role) ?? role;
}

/**
 * Full id of a role definition, which `RoleAssignment.roleDefinitionId` asks for, as Azure shows it at the scope: with
 * the subscription, in a management group without one. Any other full id stays as it is.
 */
export function roleDefinitionId(scope: string, role: string): string {
    const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? "";
    const guidOrId = roleGuidOrId(role);
    const guid = OF_TENANT.exec(guidOrId)?.[1] ?? guidOrId;
    return guid.startsWith("/") ? guid : `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

const OF_TENANT = /^\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/i;

interface Indexes {
    /** By name, in lower case. */
    guids: Map<string, string>;
    /** By GUID. */
    names: Map<string, string>;
}

let cached: Indexes | undefined;

/** Built when the first role is looked up: loading the package does not wait for them. */
function indexes(): Indexes {
    cached ??= indexesOf(
        (require("./builtInRoles") as typeof import("./builtInRoles")).BUILT_IN_ROLES.trim().split("\n"),
    );
    return cached;
}

function indexesOf(lines: string[]): Indexes {
    const roles = lines.map((line) => [line.slice(0, -37), line.slice(-36)] as const);
    return {
        guids: new Map(roles.map(([name, guid]) => [name.toLowerCase(), guid])),
        names: new Map(roles.map(([name, guid]) => [guid, name])),
    };
}
