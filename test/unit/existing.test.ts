import { armEndpointOf } from "../../src/azure/armEndpoint";
import { existingMessage, existsBy, findSame, isListable, listPath, scopeMismatch } from "../../src/grants/existing";

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

const tokenFor = (aud: unknown) =>
    ["head", Buffer.from(JSON.stringify({ aud })).toString("base64url"), "signature"].join(".");

test.each([
    ["https://management.azure.com", "https://management.azure.com"],
    ["https://management.azure.com/", "https://management.azure.com"],
    ["https://management.core.windows.net/", "https://management.azure.com"],
    ["https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net"],
    ["https://management.usgovcloudapi.net/", "https://management.usgovcloudapi.net"],
    ["https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn"],
    ["https://management.local.azurestack.external:30005/path", "https://management.local.azurestack.external:30005"],
    ["http://management.azure.com", undefined],
    ["797f4846-ba00-4fd7-ba43-dac1f8f63013", undefined],
    [["https://management.azure.com"], undefined],
    [undefined, undefined],
])("a token for %j is for Azure at %j", (audience, endpoint) => {
    expect(armEndpointOf(tokenFor(audience))).toBe(endpoint);
});

test.each(["", "opaque", "a.b.c", "a.bnVsbA.c"])("%j is no token whose audience can be read", (token) => {
    expect(armEndpointOf(token)).toBeUndefined();
});

test("the list is asked for with what a path takes", () => {
    expect(listPath(wanted)).toBe(
        `/subscriptions/s/resourceGroups/a%20(b)/providers/Microsoft.Network/virtualNetworks/v/subnets/a${AUTHORIZATION}/roleAssignments` +
            `?api-version=2022-04-01&$filter=principalId%20eq%20'${PRINCIPAL}'`,
    );
    expect(isListable(wanted)).toBe(true);
    expect(isListable({ ...wanted, principalId: "x' or true" })).toBe(false);
});

describe("the same assignment in a list", () => {
    const listed = (other: object = {}) => ({
        id: ID,
        properties: {
            scope: SCOPE.toUpperCase(),
            principalId: PRINCIPAL.toUpperCase(),
            roleDefinitionId: `${AUTHORIZATION}/roleDefinitions/${READER.toUpperCase()}`,
            ...other,
        },
    });
    test("is found in any case, in whatever form its role is named", () => {
        expect(findSame({ value: [listed({ scope: "/subscriptions/s" }), listed()] }, wanted)).toBe(ID);
    });
    test.each([
        ["another scope, above", { scope: "/subscriptions/s" }],
        ["another principal", { principalId: GUID }],
        ["another role", { roleDefinitionId: `${AUTHORIZATION}/roleDefinitions/${GUID}` }],
    ])("%s is another one", (_, other) => {
        expect(findSame({ value: [listed(other)] }, wanted)).toBeUndefined();
    });
    test.each([undefined, null, "text", {}, { value: {} }, { value: [null, { id: ID }] }, { error: {} }])(
        "%j holds none",
        (answer) => {
            expect(findSame(answer, wanted)).toBeUndefined();
        },
    );
});

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
