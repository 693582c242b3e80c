import { GROUP } from "../arguments";
import type { Refused } from "./row";

export const existingRoleAssignment = {
    name: "aks-extra-disks",
    roleAssignmentId: `/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/${GROUP}`,
    mode: "Import",
};

/** Who makes the role assignments: the same inputs of every component. */
export const REFUSED_ROLE_ASSIGNMENTS: Refused[] = [
    ["RoleAssignmentMode", "roleAssignmentMode", { roleAssignmentMode: "skip" }],
    [
        "ExistingRoleAssignmentName",
        "existingRoleAssignments[0].name",
        { existingRoleAssignments: [{ ...existingRoleAssignment, name: "a".repeat(501) }] },
    ],
    ...[GROUP, "/id"].map(
        (roleAssignmentId): Refused => [
            "ExistingRoleAssignmentId",
            "existingRoleAssignments[0].roleAssignmentId",
            { existingRoleAssignments: [{ ...existingRoleAssignment, roleAssignmentId }] },
        ],
    ),
    [
        "ExistingRoleAssignmentMode",
        "existingRoleAssignments[0].mode",
        { existingRoleAssignments: [{ ...existingRoleAssignment, mode: "Adopt" }] },
    ],
    [
        "ExistingRoleAssignmentTwice",
        "existingRoleAssignments[1].name",
        { existingRoleAssignments: [existingRoleAssignment, { ...existingRoleAssignment, mode: "Skip" }] },
    ],
];
