import catalogue from "../../local-azure/identity/builtInRoles.json";
import { azCommand } from "../../src/grants/commands";
import {
    ASSIGNED_ROLES,
    builtInRoleGuid,
    builtInRoleName,
    builtInRoleNames,
    roleDefinitionId,
    roleGuidOrId,
} from "../../src/grants/roles";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const OF_TENANT = `/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
const GROUP = "/subscriptions/s/resourceGroups/group";
const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/platform";

/** The role as given, the scope, the role definition's full id, the role as the Azure CLI takes it. */
const ROLES: [given: string, scope: string, id: string, az: string][] = [
    [READER, GROUP, `/subscriptions/s${OF_TENANT}`, `/subscriptions/s${OF_TENANT}`],
    ["Reader", GROUP, `/subscriptions/s${OF_TENANT}`, `/subscriptions/s${OF_TENANT}`],
    ["READER", MANAGEMENT_GROUP, OF_TENANT, READER],
    [OF_TENANT, GROUP, `/subscriptions/s${OF_TENANT}`, `/subscriptions/s${OF_TENANT}`],
    [`/subscriptions/t${OF_TENANT}`, GROUP, `/subscriptions/t${OF_TENANT}`, `/subscriptions/t${OF_TENANT}`],
    [`${GROUP}${OF_TENANT}`, GROUP, `${GROUP}${OF_TENANT}`, `${GROUP}${OF_TENANT}`],
    [READER, MANAGEMENT_GROUP, OF_TENANT, READER],
    [OF_TENANT, MANAGEMENT_GROUP, OF_TENANT, READER],
    [`${MANAGEMENT_GROUP}${OF_TENANT}`, GROUP, `${MANAGEMENT_GROUP}${OF_TENANT}`, READER],
];

test.each(ROLES)("the role %s at %s is %s", (given, scope, id, az) => {
    expect(roleDefinitionId(scope, given)).toBe(id);
    const command = azCommand({
        identity: "controlPlane",
        principalId: "principal",
        role: "Reader",
        roleDefinitionId: id,
        scope,
        description: "It reads.",
        when: "before-cluster",
    });
    expect(command).toContain(` --role '${az}' --scope '${scope}' `);
});

test("the package and the model know the same built-in roles", () => {
    const names = catalogue.roles.map(({ roleName, name }) => [roleName.trim(), name]);
    expect(builtInRoleNames().map((name) => [name, builtInRoleGuid(name)])).toEqual(names);
});

test("every role that the package assigns itself is in the catalogue, spelled as there", () => {
    expect(ASSIGNED_ROLES.filter((name) => builtInRoleName(name) !== name)).toEqual([]);
});

test("every built-in role is found by its name in any letter case, by its GUID and by its full ids", () => {
    for (const { roleName, name: guid } of catalogue.roles) {
        const name = roleName.trim();
        const id = `/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
        for (const given of [name, name.toUpperCase(), name.toLowerCase(), `${name} `]) {
            expect(roleGuidOrId(given)).toBe(guid);
            expect(builtInRoleName(given)).toBe(name);
        }
        for (const given of [guid, guid.toUpperCase(), id, `/subscriptions/s${id}`, MANAGEMENT_GROUP + id]) {
            expect(roleGuidOrId(given)).toBe(given);
            expect(builtInRoleName(given)).toBe(name);
        }
    }
});

test.each(["", "Rader", "constructor", "__proto__", `/x/Reader`, READER.slice(1)])(
    "%j is no built-in role",
    (given) => {
        expect(builtInRoleGuid(given)).toBeUndefined();
        expect(builtInRoleName(given)).toBeUndefined();
        expect(roleGuidOrId(given)).toBe(given);
    },
);
