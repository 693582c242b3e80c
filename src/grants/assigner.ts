import type * as pulumi from "@pulumi/pulumi";
import { RoleAssignmentMode } from "../args";
import type { Assigner } from "./assign";
import { refuseExisting } from "./existing";
import { sharedRoleAssignments } from "./shared";

/** Arguments that every component has which makes role assignments. */
interface AssigningArgs {
    roleAssignments?: RoleAssignmentMode;
    shareRoleAssignmentsAs?: string;
}

/** The component of this type and name, as it makes role assignments. */
export function assignerOf(
    type: string,
    name: string,
    { roleAssignments, shareRoleAssignmentsAs }: AssigningArgs,
    component: pulumi.Resource,
    opts?: pulumi.ComponentResourceOptions,
): Assigner {
    const make = roleAssignments !== RoleAssignmentMode.Skip;
    return {
        name,
        claimant: { label: `${type} "${name}"`, component, sharedAs: shareRoleAssignmentsAs },
        make,
        hooks: make ? refuseExisting(name, component) : [],
        shared: sharedRoleAssignments(shareRoleAssignmentsAs, opts),
    };
}
