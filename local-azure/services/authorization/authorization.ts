import { roleAssignmentType, roleDefinitionType } from "../../kernel/typeNames";
import type { Service } from "../service";
import {
    deleteAssignment,
    existing,
    getAssignment,
    listAssignments,
    putAssignment,
    requested,
} from "./roleAssignments";
import { deleteRole, getRole, listRoles, putRole } from "./roleDefinitions";

/** Microsoft.Authorization: role assignments and role definitions, at every scope. */
export const authorization: Service = {
    namespace: "Microsoft.Authorization",
    routes: [
        { method: "PUT", type: roleAssignmentType, on: "resource", handle: putAssignment, roleAssignment: requested },
        { method: "GET", type: roleAssignmentType, on: "resource", handle: getAssignment },
        {
            method: "DELETE",
            type: roleAssignmentType,
            on: "resource",
            handle: deleteAssignment,
            roleAssignment: existing,
        },
        { method: "GET", type: roleAssignmentType, on: "collection", handle: listAssignments },
        { method: "PUT", type: roleDefinitionType, on: "resource", handle: putRole },
        { method: "GET", type: roleDefinitionType, on: "resource", handle: getRole },
        { method: "DELETE", type: roleDefinitionType, on: "resource", handle: deleteRole },
        { method: "GET", type: roleDefinitionType, on: "collection", handle: listRoles },
    ],
};
