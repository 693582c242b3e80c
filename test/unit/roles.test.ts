import { azCommand } from "../../src/grants/commands";
import { roleDefinitionId } from "../../src/grants/roles";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const OF_TENANT = `/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
const GROUP = "/subscriptions/s/resourceGroups/group";
const MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/platform";

/** The role as given, the scope, the role definition's full id, the role as the Azure CLI takes it. */
const ROLES: [given: string, scope: string, id: string, az: string][] = [
    [READER, GROUP, `/subscriptions/s${OF_TENANT}`, `/subscriptions/s${OF_TENANT}`],
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
        reason: "It reads.",
        when: "before-cluster",
    });
    expect(command).toContain(` --role '${az}' --scope '${scope}' `);
});
