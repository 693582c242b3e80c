import { lastSegment } from "../azure/resourceId";
import type { RequiredRoleAssignment } from "../outputs";

/** The Azure CLI's command for a role assignment, for whoever may make it; it needs no look-up in the directory. */
export function azCommand({ principalId, roleDefinitionId, scope, description }: RequiredRoleAssignment): string {
    return [
        "az role assignment create",
        `--assignee-object-id ${principalId}`,
        "--assignee-principal-type ServicePrincipal",
        `--role ${quoted(roleOfAz(roleDefinitionId))}`,
        `--scope ${quoted(scope)}`,
        `--description ${quoted(description)}`,
    ].join(" ");
}

/** The Azure CLI takes a full id without a subscription for the name of a role; a GUID it takes at any scope. */
function roleOfAz(roleDefinitionId: string): string {
    return /^\/subscriptions\//i.test(roleDefinitionId) ? roleDefinitionId : lastSegment(roleDefinitionId);
}

/** A word of a command, quoted only where it has to be. */
export function shellWord(text: string): string {
    return /^[\w./:@-]+$/.test(text) ? text : quoted(text);
}

/** For a POSIX shell. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
