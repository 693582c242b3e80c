import { roleAssignmentType, roleDefinitionType } from "../../kernel/typeNames";
import { plainRoutes } from "../plainRoutes";
import { route, type Service } from "../service";
import { lock } from "./locks";
import {
    deleteAssignment,
    existingRoleAssignment,
    getAssignment,
    listAssignments,
    putAssignment,
    requested,
} from "./roleAssignments";
import { deleteRole, getRole, listRoles, putRole } from "./roleDefinitions";

/** Microsoft.Authorization: role assignments, role definitions and locks, at every scope. */
export const authorization: Service = {
    namespace: "Microsoft.Authorization",
    routes: [
        { ...route("PUT", roleAssignmentType, "resource", putAssignment), roleAssignment: requested },
        route("GET", roleAssignmentType, "resource", getAssignment),
        {
            ...route("DELETE", roleAssignmentType, "resource", deleteAssignment),
            roleAssignment: existingRoleAssignment,
        },
        route("GET", roleAssignmentType, "collection", listAssignments),
        route("PUT", roleDefinitionType, "resource", putRole),
        route("GET", roleDefinitionType, "resource", getRole),
        route("DELETE", roleDefinitionType, "resource", deleteRole),
        route("GET", roleDefinitionType, "collection", listRoles),
        ...plainRoutes(lock),
    ],
};
