import { lastSegment } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";

/** An id, or the variable of the shell that holds one which is not known yet. */
type ShellId = string | { variable: string };

type AssignmentToCreate = Omit<RequiredRoleAssignment, "principalId" | "scope"> &
    Record<"principalId" | "scope", ShellId>;

/** The Azure CLI command that creates a role assignment. It needs no look-up in the directory. */
export function azCommand({
    principalId,
    roleDefinitionId,
    scope,
    description,
    condition,
}: AssignmentToCreate): string {
    return [
        "az role assignment create",
        `--assignee-object-id ${shellWord(principalId)}`,
        "--assignee-principal-type ServicePrincipal",
        `--role ${quoted(roleOfAz(roleDefinitionId))}`,
        `--scope ${shellWord(scope)}`,
        `--description ${quoted(description)}`,
        ...(condition === undefined ? [] : [`--condition ${quoted(condition)} --condition-version 2.0`]),
    ].join(" ");
}

/** The Azure CLI treats a full id without a subscription as the name of a role; it accepts a GUID at any scope. */
function roleOfAz(roleDefinitionId: string): string {
    return /^\/subscriptions\//i.test(roleDefinitionId) ? roleDefinitionId : lastSegment(roleDefinitionId);
}

/** A word of a command, quoted unless it is a name or a GUID. */
export function shellWord(word: ShellId): string {
    if (typeof word === "object") {
        return `"$${word.variable}"`;
    }
    return /^[\w-]+$/.test(word) ? word : quoted(word);
}

/** For a POSIX shell. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
