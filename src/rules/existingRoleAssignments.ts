import { type ExistingRoleAssignmentArgs, ExistingRoleAssignmentMode } from "../args";
import { matches, oneOf } from "../values";
import { each, twice } from "./places";
import type { Place, Rule } from "./rule";
import { GRANT_NAME_TWICE } from "./verdicts";

interface ExistingArgs {
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
}

const TROUBLESHOOTING = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting";
const LONGEST_NAME = 500;
const ROLE_ASSIGNMENT_ID =
    /^\/(?:.+\/)?providers\/Microsoft\.Authorization\/roleAssignments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Role assignments that Azure has already, as every component takes them. */
export const EXISTING_ROLE_ASSIGNMENT_RULES: readonly Rule<ExistingArgs>[] = [
    {
        code: "ExistingRoleAssignmentName",
        places: (args) => places(args, "name"),
        broken: (value) => typeof value === "string" && value.length > LONGEST_NAME,
        rule: `a role assignment that exists goes by the logical name that it would have here, of at most ${LONGEST_NAME} characters`,
        fix: "Use the name that the preview shows, such as aks-system-subnet-network-contributor.",
        source: "https://www.pulumi.com/docs/iac/concepts/resources/names",
    },
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
    {
        ...GRANT_NAME_TWICE,
        code: "ExistingRoleAssignmentTwice",
        places: (args) => twice(places(args, "name")),
        rule: "an earlier entry of the list is of this role assignment, and Azure has it once",
        fix: "Remove one of the two.",
        source: TROUBLESHOOTING,
    },
];

function places({ existingRoleAssignments }: ExistingArgs, part: keyof ExistingRoleAssignmentArgs): Place[] {
    return each(existingRoleAssignments, "existingRoleAssignments", (entry, path) => [
        { path: [...path, part], value: entry[part] },
    ]);
}
