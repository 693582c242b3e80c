import { type ExistingRoleAssignmentArgs, ExistingRoleAssignmentMode } from "../args";
import { matches, oneOf } from "../values";
import { each, twice } from "./places";
import type { Place, Rule } from "./rule";
import { GRANT_NAME_TWICE } from "./verdicts";

interface ExistingArgs {
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
}

const TROUBLESHOOTING = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting";
const ROLE_ASSIGNMENT_ID =
    /^\/(?:.+\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Role assignments that Azure has already, as every component takes them. */
export const EXISTING_ROLE_ASSIGNMENT_RULES: readonly Rule<ExistingArgs>[] = [
    {
        code: "ExistingRoleAssignmentId",
        places: (args) => places(args, "roleAssignmentId"),
        broken: (value) => !matches(ROLE_ASSIGNMENT_ID, value),
        rule: "a role assignment that exists is named by its resource id",
        fix: "Pass an id like <scope>/providers/Microsoft.Authorization/roleAssignments/<GUID>, as the preview shows it.",
        source: TROUBLESHOOTING,
    },
    {
        code: "ExistingRoleAssignmentMode",
        places: (args) => places(args, "mode"),
        broken: (value) => !oneOf(ExistingRoleAssignmentMode, value),
        rule: "a role assignment that exists is taken into this stack (Import) or left to others (Skip)",
        fix: "Use one of the two.",
        source: TROUBLESHOOTING,
    },
    { ...GRANT_NAME_TWICE, places: (args) => twice(places(args, "name")) },
];

function places({ existingRoleAssignments }: ExistingArgs, part: keyof ExistingRoleAssignmentArgs): Place[] {
    return each(existingRoleAssignments, "existingRoleAssignments", (entry, path) => [
        { path: [...path, part], value: entry[part] },
    ]);
}
