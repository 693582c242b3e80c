import { lastSegment } from "../../azure/resourceId";
import { roleGuidOrId } from "../../grants/roles";
import permissions from "./builtInPermissions.json";
import { lackedActions, type RolePermission } from "./permissions";

/**
 * By GUID: the roles that the package assigns, and those that are often assigned instead of them
 * (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles).
 */
const BUILT_IN: Readonly<Record<string, Partial<RolePermission>>> = permissions;

const NONE: RolePermission = { actions: [], notActions: [], dataActions: [], notDataActions: [], isConditional: false };

/**
 * Whether one role grants all that another one grants; each by its name, GUID or full id. Of a role that is not in the table
 * above, only the same role is known to do so.
 */
export function includesRole(held: string, required: string): boolean {
    const [one, other] = [held, required].map((role) => lastSegment(roleGuidOrId(role)).toLowerCase()) as [
        string,
        string,
    ];
    return one === other || includes(one, other);
}

const known = new Map<string, boolean>();

/** To compare the patterns takes a while, and a fleet asks the same again. */
function includes(held: string, required: string): boolean {
    const key = `${held} ${required}`;
    const [granted, needed] = [BUILT_IN[held], BUILT_IN[required]];
    const result =
        known.get(key) ??
        (granted !== undefined &&
            needed !== undefined &&
            lackedActions([{ ...NONE, ...needed }], [{ ...NONE, ...granted }]).length === 0);
    known.set(key, result);
    return result;
}
