import { idIn, nameOf } from "../kernel/resourceId";
import type { ResourceStore } from "../kernel/resourceStore";
import { roleDefinitionType } from "../kernel/typeNames";
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

/** Azure writes the id of a role with the subscription in front, whatever the scope that it is assigned at. */
export function roleDefinitionIdOf(subscription: string, guid: string): string {
    return idIn(subscription, roleDefinitionType, guid);
}

/** A built-in role as the catalogue has it. */
interface CatalogueRole extends Pick<RoleDefinition, "name" | "roleName" | "description" | "permissions"> {
    createdOn?: string;
    updatedOn?: string;
}

const catalogue: CatalogueRole[] = builtIn.roles;
const unknown = { createdOn: null, updatedOn: null, createdBy: null, updatedBy: null };
const builtInRoles = new Map(
    catalogue.map((role): [string, RoleDefinition] => [
        role.name,
        { ...unknown, ...role, type: "BuiltInRole", assignableScopes: ["/"] },
    ]),
);

/** The built-in roles and the custom ones of the subscription, as one catalogue. */
export class RoleDefinitions {
    readonly #custom;

    constructor(store: ResourceStore) {
        this.#custom = store.table<RoleDefinition>(roleDefinitionType);
    }

    /** By GUID or by any id that ends in it: ARM accepts role ids with and without the subscription in front. */
    find(idOrGuid: string): RoleDefinition | undefined {
        const guid = nameOf(idOrGuid).toLowerCase();
        return builtInRoles.get(guid) ?? this.#custom.list().find(({ data }) => data.name.toLowerCase() === guid)?.data;
    }

    byRoleName(roleName: string): RoleDefinition | undefined {
        return this.all().find((role) => role.roleName.toLowerCase() === roleName.toLowerCase());
    }

    all(): RoleDefinition[] {
        return [...builtInRoles.values(), ...this.#custom.list().map(({ data }) => data)];
    }
}
