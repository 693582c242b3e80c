import type * as pulumi from "@pulumi/pulumi";
import { RoleAssignmentMode } from "../args";
import type { Assigner } from "./assign";
import { refuseExisting } from "./existing";

/** Arguments that every component has which makes role assignments. */
interface AssigningArgs {
    roleAssignments?: RoleAssignmentMode;
}

/** The component of this type and name, as it makes role assignments. */
export function assignerOf(
    type: string,
    name: string,
    { roleAssignments }: AssigningArgs,
    component: pulumi.Resource,
): Assigner {
    const make = roleAssignments !== RoleAssignmentMode.Skip;
    return {
        name,
        label: `${type} "${name}"`,
        component,
        make,
        hooks: make ? refuseExisting(name, component) : [],
        made: new Map(),
    };
}
