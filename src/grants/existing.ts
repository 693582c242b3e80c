import { type ExistingRoleAssignmentArgs, ExistingRoleAssignmentMode } from "../args";
import { normalizeScope, sameId, scopeCovers } from "../azure/resourceId";
import { alreadyExistingId } from "../engine/alreadyExists";

/** Role assignments that Azure has before a component creates them: pure decisions. */

/** A role assignment that azure-native is about to create. */
export interface DesiredAssignment {
    scope: string;
    principalId: string;
    roleDefinitionId: string;
    roleAssignmentName: string;
}

const PROVIDER = "/providers/Microsoft.Authorization/roleAssignments";

/** Azure's and azure-native's words for it. */
const EXISTS = /\bRoleAssignmentExists\b|cannot create already existing resource '[^']*\/roleAssignments\//i;

/** Some answers go on with "The ID of the existing role assignment is" and a GUID without hyphens. */
const NAMED = /\brole assignment is '?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\b/i;

/** The existing role assignment that a creation error reports; undefined for another error. */
export function existsBy(error: string, scope: string): { id?: string } | undefined {
    if (!EXISTS.test(error)) {
        return undefined;
    }
    const [, ...parts] = NAMED.exec(error) ?? [];
    const id =
        parts.length > 0
            ? `${normalizeScope(scope)}${PROVIDER}/${parts.join("-").toLowerCase()}`
            : alreadyExistingId(error);
    return id === undefined ? {} : { id };
}

/** What exists, possible causes, and what to do. */
export function existingMessage(assignment: {
    component: string;
    /** Logical name of the role assignment. */
    name: string;
    description: string;
    /** Unknown where Azure only says that there is one. */
    id?: string;
    scope: string;
    principalId: string;
}): string {
    const { component, name, description, id = "<id>", scope, principalId } = assignment;
    const entry = (mode: ExistingRoleAssignmentMode) =>
        `existingRoleAssignments: [{ name: "${name}", roleAssignmentId: "${id}", mode: "${mode}" }]`;
    return [
        `${component}: role assignment ${name} (${description}) already exists in Azure${assignment.id === undefined ? "" : `, as ${id}`}, and Azure accepts the same role assignment only once (RoleAssignmentExists).`,
        ...(assignment.id === undefined
            ? [
                  `  - To get its id, run: az role assignment list --scope '${scope}' --fill-principal-name false --query "[?principalId=='${principalId}'].{id:id, role:roleDefinitionName}"`,
              ]
            : []),
        "  - If this stack contains it under another name, because the program has changed where the name comes from (an entry of extraRoleAssignments, a registry, a pool with its own subnet, or how an id is passed): undo that change, or " +
            `find its URN with \`pulumi stack --show-urns\` and run \`pulumi state rename <urn> ${name}\`.`,
        "  - If this stack has imported it: restore its entry in existingRoleAssignments.",
        "  - If another component of this program creates it: Create the role assignments of identities that several clusters use with AksClusterIdentities, and pass its output forClusters to each cluster as identities.",
        `  - If nothing else manages it: import it into this stack with ${entry("Import")}, and keep that entry.`,
        `  - If another stack or tool manages it: skip it here with ${entry("Skip")}.`,
    ].join("\n");
}

/** Why an entry does not match a role assignment on this scope; undefined if it does. */
export function scopeMismatch(
    { name, roleAssignmentId, mode }: ExistingRoleAssignmentArgs,
    scope: string,
): string | undefined {
    const held = roleAssignmentId.slice(0, roleAssignmentId.toLowerCase().lastIndexOf(PROVIDER.toLowerCase()));
    const fits =
        mode === ExistingRoleAssignmentMode.Import
            ? sameId(normalizeScope(held), normalizeScope(scope))
            : scopeCovers(held, scope);
    return fits
        ? undefined
        : `existingRoleAssignments names ${roleAssignmentId} as ${name}, whose scope is now ${scope}. Remove the entry.`;
}

/** Entries that name no role assignment of the component. */
export function unusedMessage(unused: ExistingRoleAssignmentArgs[], names: Iterable<string>): string {
    return (
        `existingRoleAssignments names ${unused.map(({ name }) => name).join(", ")}, which is not a role assignment of this ` +
        `component. Its role assignments are ${[...names].join(", ")}. Correct the name, or remove the entry: Pulumi deletes an imported role ` +
        "assignment together with the input that requires it, and cannot import it again when you restore that input."
    );
}
