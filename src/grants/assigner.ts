import * as pulumi from "@pulumi/pulumi";
import { type ExistingRoleAssignmentArgs, RoleAssignmentMode } from "../args";
import type { Assigner } from "./assign";
import { unusedMessage } from "./existing";
import { explainExisting } from "./explainExisting";

/** Arguments of every component that creates role assignments. */
interface AssigningArgs {
    roleAssignmentMode?: RoleAssignmentMode;
    existingRoleAssignments?: ExistingRoleAssignmentArgs[];
}

/** The component of this type and name, as it creates role assignments. */
export function assignerOf(
    type: string,
    name: string,
    { roleAssignmentMode, existingRoleAssignments = [] }: AssigningArgs,
    component: pulumi.Resource,
): Assigner {
    const creates = roleAssignmentMode !== RoleAssignmentMode.Skip;
    return {
        name,
        label: `${type} "${name}"`,
        component,
        creates,
        onError: creates ? explainExisting(name) : [],
        created: new Map(),
        existing: existingRoleAssignments,
        names: new Set(),
    };
}

/** Warns of entries that name none of its role assignments, once all of these are known. */
export function warnOfUnused({ label, component, existing, names }: Assigner): void {
    const unused = existing.filter(({ name }) => !names.has(name));
    if (unused.length > 0) {
        void pulumi.log.warn(`${label}: ${unusedMessage(unused, names)}`, component);
    }
}
