import type { RequiredRoleAssignment } from "../outputs";

/** The Azure CLI's command for a role assignment, for whoever may make it; it needs no look-up in the directory. */
export function azCommand({ principalId, roleDefinitionId, scope, reason }: RequiredRoleAssignment): string {
    return [
        "az role assignment create",
        `--assignee-object-id ${principalId}`,
        "--assignee-principal-type ServicePrincipal",
        `--role ${quoted(roleDefinitionId)}`,
        `--scope ${quoted(scope)}`,
        `--description ${quoted(reason)}`,
    ].join(" ");
}

/** For a POSIX shell. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
