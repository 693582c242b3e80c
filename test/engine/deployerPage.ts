import { ASSIGNED_ROLES, builtInRoleGuid } from "../../src/grants/roles";
import { allActions, BASE, FURTHER, LINKED, type Need } from "./deployerNeeds";

/** The generated parts of pages in `docs`, by the names of their places. */
export const DEPLOYER_BLOCKS: Record<string, Record<string, () => string>> = {
    "deployer.md": {
        condition: () => block("text", delegationCondition(assignedRoles())),
        "condition's roles": () => ASSIGNED_ROLES.map((role) => `- ${role}`).join("\n"),
        "cluster role": () => block("json", roleDefinition("AKS cluster deployer", allActions(BASE).inGroup)),
        "resource role": () =>
            block("json", roleDefinition("AKS cluster deployer, shared resources", allActions(BASE).elsewhere)),
    },
    "deployer-actions.md": {
        "base actions": () => listed(BASE),
        "further actions": () => listed(FURTHER),
    },
};

/** GUIDs of the roles that this package assigns without being asked for one by name. */
export function assignedRoles(): string[] {
    return ASSIGNED_ROLES.map((role) => builtInRoleGuid(role) ?? role);
}

/** As Azure's template "Constrain roles and principal types" writes it: these roles, to managed identities. */
export function delegationCondition(roles: string[]): string {
    const clause = (verb: string, source: string) =>
        [
            "(",
            " (",
            `  !(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})`,
            " )",
            " OR",
            " (",
            `  @${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.join(", ")}}`,
            "  AND",
            `  @${source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}`,
            " )",
            ")",
        ].join("\n");
    return [clause("write", "Request"), "AND", clause("delete", "Resource")].join("\n");
}

/** As `az role definition create` takes it, in the form that the formatter has for JSON. */
function roleDefinition(name: string, actions: string[]): string {
    return [
        "{",
        `  "Name": "${name}",`,
        '  "IsCustom": true,',
        '  "Description": "Deploys AKS clusters with managed identities.",',
        '  "Actions": [',
        actions.map((action) => `    "${action}"`).join(",\n"),
        "  ],",
        '  "NotActions": [],',
        '  "AssignableScopes": ["/subscriptions/<subscription id>"]',
        "}",
    ].join("\n");
}

function listed(needs: Need[]): string {
    return needs
        .flatMap(({ title, inGroup = [], elsewhere = [] }) => [
            `- ${title}`,
            ...inGroup.map((action) => `  - \`${action}\`${basis(action)}`),
            ...elsewhere.map((action) => `  - elsewhere: \`${action}\`${basis(action)}`),
        ])
        .join("\n");
}

function basis(action: string): string {
    const linked = LINKED[action];
    return linked === undefined ? "" : ` (${linked})`;
}

function block(kind: string, text: string): string {
    return `\`\`\`${kind}\n${text}\n\`\`\``;
}
