import { existingMessage, existsBy, scopeMismatch } from "../../src/grants/existing";

const SCOPE = "/subscriptions/s/resourceGroups/a (b)/providers/Microsoft.Network/virtualNetworks/v/subnets/a";
const PRINCIPAL = "11111111-2222-3333-4444-555555555555";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const GUID = "aaaaaaaa-2222-3333-4444-bbbbbbbbbbbb";
const AUTHORIZATION = "/providers/Microsoft.Authorization";
const ID = `${SCOPE}${AUTHORIZATION}/roleAssignments/${GUID}`;
const wanted = {
    scope: SCOPE,
    principalId: PRINCIPAL,
    roleDefinitionId: `/subscriptions/s${AUTHORIZATION}/roleDefinitions/${READER}`,
    roleAssignmentName: "name",
};

describe("an error of a creation", () => {
    const hex = GUID.replaceAll("-", "");
    test.each([
        ['Status=409 Code="RoleAssignmentExists" Message="The role assignment already exists."', {}],
        [
            `Code="RoleAssignmentExists" Message="The role assignment already exists. The ID of the existing role assignment is ${hex}."`,
            { id: ID },
        ],
        [`cannot create already existing resource '${ID}'`, { id: ID }],
        ["cannot create already existing resource '/subscriptions/s/resourceGroups/g'", undefined],
        ['Status=403 Code="AuthorizationFailed"', undefined],
    ])("%s", (error, found) => {
        expect(existsBy(error, SCOPE)).toEqual(found);
    });
});

describe("an entry", () => {
    const entry = (mode: "Import" | "Skip", scope: string) => ({
        name: "aks-reader",
        roleAssignmentId: `${scope}/PROVIDERS/Microsoft.Authorization/roleAssignments/${GUID}`,
        mode,
    });
    test.each([
        ["Import", SCOPE.toUpperCase(), true],
        ["Import", "/subscriptions/s", false],
        ["Skip", "/subscriptions/s", true],
        ["Skip", `${SCOPE}2`, false],
    ] as const)("%s of one on %s: fits %j", (mode, scope, fits) => {
        expect(scopeMismatch(entry(mode, scope), SCOPE)).toBe(
            fits
                ? undefined
                : `existingRoleAssignments names ${scope}/PROVIDERS/Microsoft.Authorization/roleAssignments/${GUID} as aks-reader, whose scope is now ${SCOPE}. Remove the entry.`,
        );
    });
});

test("where Azure does not tell its id, the message says how to find it", () => {
    const message = existingMessage({ component: "aks", name: "aks-reader", description: "It reads.", ...wanted });
    expect(message).toContain("aks: role assignment aks-reader (It reads.) already exists in Azure, and Azure accepts");
    expect(message).toContain(`az role assignment list --scope '${SCOPE}'`);
    expect(message).toContain(
        'existingRoleAssignments: [{ name: "aks-reader", roleAssignmentId: "<id>", mode: "Import" }]',
    );
});
