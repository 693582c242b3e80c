import type { ResourceStore } from "../arm/resourceStore";
import builtIn from "./builtInRoles.json";
import type { Permission } from "./rbac";

export interface RoleDefinition {
    /** The GUID. */
    name: string;
    roleName: string;
    type: "BuiltInRole" | "CustomRole";
    description: string;
    assignableScopes: string[];
    permissions: Permission[];
    createdOn: string | null;
    updatedOn: string | null;
    createdBy: string | null;
    updatedBy: string | null;
}

export const roleDefinitionType = "Microsoft.Authorization/roleDefinitions";

/** The built-in roles and the custom ones of the subscription, as one catalogue. */
export class RoleDefinitions {
    readonly #builtIn = new Map(builtIn.roles.map((role) => [role.name, builtInRole(role)]));
    readonly #custom;

    constructor(store: ResourceStore) {
        this.#custom = store.table<RoleDefinition>(roleDefinitionType);
    }

    /** By GUID or by any id that ends in it: ARM accepts role ids with and without the subscription in front. */
    find(idOrGuid: string): RoleDefinition | undefined {
        const guid = idOrGuid.slice(idOrGuid.lastIndexOf("/") + 1).toLowerCase();
        return (
            this.#builtIn.get(guid) ??
            this.#custom.list().find(({ data }) => data.name.toLowerCase() === guid)?.data
        );
    }

    byRoleName(roleName: string): RoleDefinition | undefined {
        return this.all().find((role) => role.roleName.toLowerCase() === roleName.toLowerCase());
    }

    all(): RoleDefinition[] {
        return [...this.#builtIn.values(), ...this.#custom.list().map(({ data }) => data)];
    }
}

function builtInRole(role: (typeof builtIn.roles)[number]): RoleDefinition {
    const { actions, notActions, dataActions, notDataActions } = role;
    return {
        name: role.name,
        roleName: role.roleName,
        type: "BuiltInRole",
        description: "description" in role && typeof role.description === "string" ? role.description : "",
        assignableScopes: ["/"],
        permissions: [{ actions, notActions, dataActions, notDataActions }],
        createdOn: "createdOn" in role && typeof role.createdOn === "string" ? role.createdOn : null,
        updatedOn: "updatedOn" in role && typeof role.updatedOn === "string" ? role.updatedOn : null,
        createdBy: null,
        updatedBy: null,
    };
}
