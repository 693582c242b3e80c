/**
 * Azure resource ids, compared the way Azure compares them: without regard to case. The same resource comes
 * back as `resourceGroups` from one service and `resourcegroups` from another.
 */

/** The parts of an id that this package reads. */
export interface ResourceId {
    subscriptionId: string;
    resourceGroupName: string;
    /** Namespace and type path, as written: `Microsoft.Network/virtualNetworks/subnets`. */
    type: string;
    /** One name per segment of the type path; the last is the resource's own. */
    names: string[];
}

export const APPLICATION_GATEWAY = "Microsoft.Network/applicationGateways";
export const AZURE_MONITOR_WORKSPACE = "Microsoft.Monitor/accounts";
export const CONTAINER_REGISTRY = "Microsoft.ContainerRegistry/registries";
export const DISK_ENCRYPTION_SET = "Microsoft.Compute/diskEncryptionSets";
export const DNS_ZONE = "Microsoft.Network/dnsZones";
export const KEY_VAULT = "Microsoft.KeyVault/vaults";
export const MANAGED_CLUSTER = "Microsoft.ContainerService/managedClusters";
export const AGENT_POOL = `${MANAGED_CLUSTER}/agentPools`;
export const LOG_ANALYTICS_WORKSPACE = "Microsoft.OperationalInsights/workspaces";
export const NAT_GATEWAY = "Microsoft.Network/natGateways";
export const PRIVATE_DNS_ZONE = "Microsoft.Network/privateDnsZones";
export const ROUTE_TABLE = "Microsoft.Network/routeTables";
export const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
export const VIRTUAL_NETWORK = "Microsoft.Network/virtualNetworks";
export const USER_ASSIGNED_IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** The parts of a resource id inside a resource group, or undefined where `id` is none. */
export function parseResourceId(id: string): ResourceId | undefined {
    const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/(.+)$/i.exec(
        trimSlashes(id),
    );
    const segments = match?.[4]?.split("/") ?? [];
    if (!match?.[1] || !match[2] || !match[3] || segments.length % 2 !== 0 || segments.includes("")) {
        return undefined;
    }
    return {
        subscriptionId: match[1],
        resourceGroupName: match[2],
        type: [match[3], ...segments.filter((_, index) => index % 2 === 0)].join("/"),
        names: segments.filter((_, index) => index % 2 === 1),
    };
}

/** Without the slashes at the end, which are not part of an id. A pattern would look at each slash of a long text several times. */
export function trimSlashes(id: string): string {
    let end = id.length;
    while (id[end - 1] === "/") {
        end--;
    }
    return id.slice(0, end);
}

/** Whether `id` is an id of exactly this resource type. */
export function isIdOf(type: string, id: string): boolean {
    return parseResourceId(id)?.type.toLowerCase() === type.toLowerCase();
}

/** What an id ends with: the resource's own name, of a role definition its GUID. */
export function lastSegment(id: string): string {
    const trimmed = trimSlashes(id);
    return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** Whether Azure treats two ids, or parts of them, as equal. */
export function sameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** The id of the parent resource: of a subnet, its virtual network. */
export function parentId(id: string): string {
    return trimSlashes(id).split("/").slice(0, -2).join("/");
}

/** Where azure-native finds the resource of this id, one directly inside of a resource group. */
export function addressIn(id: string): { resourceGroupName: string; resourceName: string } {
    const { resourceGroupName = "", names: [resourceName = ""] = [] } = parseResourceId(id) ?? {};
    return { resourceGroupName, resourceName };
}

/** Whether `id` is the id of a resource in the resource group of this name; what is no text is in none. */
export function isInResourceGroup(id: unknown, group: unknown): boolean {
    const name = typeof id === "string" ? parseResourceId(id)?.resourceGroupName : undefined;
    return name !== undefined && typeof group === "string" && sameId(name, group);
}

/** Id of the resource group of a resource. */
export function groupOf(id: string): string {
    return id.split("/").slice(0, 5).join("/");
}

/**
 * Whether a role assignment on one scope also applies to another: the same scope, or one inside of it. An id does not
 * show which subscriptions are in a management group, so these never match.
 */
export function scopeCovers(scope: string, inside: string): boolean {
    const [outer, inner] = [scope, inside].map((id) => `${normalizeScope(id).toLowerCase()}/`) as [string, string];
    return inner.startsWith(outer) || outer === "//" || isManagementGroup(scope);
}

function isManagementGroup(scope: string): boolean {
    return /^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i.test(normalizeScope(scope));
}

/**
 * One spelling for the segments that Azure's services spell in two ways. azure-native replaces a role
 * assignment whose scope changes, and a changed spelling counts as a change.
 */
export function normalizeScope(scope: string): string {
    return trimSlashes(scope)
        .replace(/^\/?/, "/")
        .replace(/\/subscriptions\//gi, "/subscriptions/")
        .replace(/\/resourcegroups\//gi, "/resourceGroups/")
        .replace(/\/providers\//gi, "/providers/");
}

/**
 * The canonical spelling of an id, with names in lower case, as Azure compares them. Use it for ids that are compared
 * exactly, such as the scope of a role assignment, which azure-native replaces for another spelling.
 */
export function canonicalScope(scope: string): string {
    const words = ["subscriptions", "resourceGroups", "providers"];
    const spelled = new Map([...words, ...KNOWN_TYPES].map((word) => [word.toLowerCase(), word]));
    return normalizeScope(scope)
        .split("/")
        .map((segment) => spelled.get(segment.toLowerCase()) ?? segment.toLowerCase())
        .join("/");
}

/** Namespaces and types as Azure spells them. */
const KNOWN_TYPES = [
    APPLICATION_GATEWAY,
    AZURE_MONITOR_WORKSPACE,
    CONTAINER_REGISTRY,
    DISK_ENCRYPTION_SET,
    DNS_ZONE,
    KEY_VAULT,
    LOG_ANALYTICS_WORKSPACE,
    NAT_GATEWAY,
    PRIVATE_DNS_ZONE,
    ROUTE_TABLE,
    SUBNET,
    USER_ASSIGNED_IDENTITY,
    MANAGED_CLUSTER,
    "Microsoft.Management/managementGroups",
].flatMap((type) => type.split("/"));

/** Whether two ids are of one resource. */
export function sameResource(one: string, other: string): boolean {
    return canonicalScope(one) === canonicalScope(other);
}
