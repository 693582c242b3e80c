import * as pulumi from "@pulumi/pulumi";
import { type ExistingRoleAssignmentArgs, RoleAssignmentMode } from "../args";
import type { Assigner } from "./assign";
import { unusedMessage } from "./existing";
import { refuseExisting } from "./existingHooks";

/** Arguments that every component has which makes role assignments. */
interface AssigningArgs {
    roleAssignments?: RoleAssignmentMode;
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
}

/** The component of this type and name, as it makes role assignments. */
export function assignerOf(
    type: string,
    name: string,
    { roleAssignments, existingRoleAssignments = [] }: AssigningArgs,
    component: pulumi.Resource,
): Assigner {
    const make = roleAssignments !== RoleAssignmentMode.Skip;
    return {
        name,
        label: `${type} "${name}"`,
        component,
        make,
        hooks: make ? refuseExisting(name, component) : { beforeCreate: [], onError: [] },
        made: new Map(),
        existing: existingRoleAssignments,
        names: new Set(),
    };
}

/** Warns of entries that have been of no use, once all role assignments are made. */
export function warnOfUnused({ label, component, existing, names }: Assigner): void {
    const unused = existing.filter(({ name }) => !names.has(name));
    if (unused.length > 0) {
        void pulumi.log.warn(`${label}: ${unusedMessage(unused, names)}`, component);
    }
}
