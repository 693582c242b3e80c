import fc from "fast-check";
import { ResourceStore } from "../../local-azure/arm/resourceStore";
import {
    type AssignmentFacts,
    actionMatches,
    decide,
    grants,
    type Permission,
} from "../../local-azure/identity/rbac";
import { RoleDefinitions } from "../../local-azure/identity/roleDefinitions";

const assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
const join = "Microsoft.Network/virtualNetworks/subnets/join/action";

const matches: [pattern: string, action: string, expected: boolean][] = [
    ["*", join, true],
    ["*/read", "Microsoft.Network/virtualNetworks/subnets/read", true],
    ["*/read", join, false],
    ["Microsoft.Network/*", join, true],
    ["microsoft.network/*", join, true],
    ["Microsoft.Network/*", "Microsoft.NetworkX/a/read", false],
    ["Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action", assign, true],
    [
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/read",
        true,
    ],
    ["Microsoft.ManagedIdentity/userAssignedIdentities/*/read", assign, false],
    [
        "Microsoft.Network/virtualNetworks/subnets/join/action",
        "Microsoft.Network/virtualNetworks/subnets/joinX/action",
        false,
    ],
    // A dot is a dot.
    ["Microsoft.Network/a", "MicrosoftXNetwork/a", false],
];

test.each(matches)("pattern %s on %s: %s", (pattern, action, expected) => {
    expect(actionMatches(pattern, action)).toBe(expected);
});

const roles = new RoleDefinitions(new ResourceStore());
const roleGrants: [role: string, action: string, data: boolean, expected: boolean][] = [
    ["Managed Identity Operator", assign, false, true],
    ["Managed Identity Contributor", assign, false, false],
    ["Network Contributor", join, false, true],
    ["Network Contributor", assign, false, false],
    ["Contributor", assign, false, true],
    ["Contributor", "Microsoft.Authorization/roleAssignments/write", false, false],
    ["Contributor", "Microsoft.KeyVault/vaults/secrets/getSecret/action", true, false],
    ["Owner", "Microsoft.Authorization/roleAssignments/write", false, true],
    ["Owner", "Microsoft.KeyVault/vaults/secrets/getSecret/action", true, false],
    ["Reader", join, false, false],
    ["AcrPull", "Microsoft.ContainerRegistry/registries/pull/read", false, true],
    ["Key Vault Secrets User", "Microsoft.KeyVault/vaults/secrets/getSecret/action", true, true],
    ["User Access Administrator", "Microsoft.Authorization/roleAssignments/write", false, true],
];

test.each(roleGrants)("role %s, %s (data: %s): %s", (role, action, data, expected) => {
    expect(grants(roles.byRoleName(role)?.permissions ?? [], action, data)).toBe(expected);
});

test("every built-in role has a GUID, a name of its own and grants something", () => {
    const all = roles.all();
    expect(all).toHaveLength(26);
    expect(new Set(all.map(({ roleName }) => roleName)).size).toBe(26);
    for (const { name, permissions } of all) {
        expect(name).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
        expect(permissions.flatMap(({ actions, dataActions }) => [...actions, ...dataActions])).not.toEqual(
            [],
        );
    }
});

const permission = (parts: Partial<Permission>): Permission => ({
    actions: [],
    notActions: [],
    dataActions: [],
    notDataActions: [],
    ...parts,
});

const facts = (parts: Partial<AssignmentFacts>): AssignmentFacts => ({
    id: "a",
    principalId: "p",
    scope: "/subscriptions/s",
    permissions: [permission({ actions: ["*"] })],
    effectiveFrom: 0,
    ...parts,
});
const question = {
    principalId: "p",
    action: "X/y/read",
    data: false,
    scope: "/subscriptions/s/resourceGroups/rg",
    now: 0,
};

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const scope = fc
    .array(word, { minLength: 1, maxLength: 5 })
    .map((parts) => `/subscriptions/s/${parts.join("/")}`);

test("law: an assignment counts at its scope and everywhere below, and nowhere else", () => {
    fc.assert(
        fc.property(scope, scope, word, (at, elsewhere, child) => {
            const assignment = facts({ scope: at });
            const allowed = (where: string) => decide({ ...question, scope: where }, [assignment]).allowed;
            expect(allowed(at)).toBe(true);
            expect(allowed(`${at}/${child}`)).toBe(true);
            expect(allowed(at.toUpperCase())).toBe(true);
            // A longer last segment is another resource.
            expect(allowed(`${at}x`)).toBe(false);
            expect(allowed(elsewhere)).toBe(`${elsewhere}/`.startsWith(`${at}/`));
        }),
    );
});

test("law: another assignment never takes access away, in whatever order", () => {
    const action = fc.constantFrom("X/y/read", "X/y/write", "*", "X/*", "*/read");
    const some = fc
        .record({ actions: fc.array(action), notActions: fc.array(action) })
        .map((parts) => facts({ permissions: [permission(parts)] }));
    fc.assert(
        fc.property(fc.array(some), some, (assignments, more) => {
            const before = decide(question, assignments).allowed;
            const after = decide(question, [more, ...assignments]).allowed;
            expect(before && !after).toBe(false);
            expect(decide(question, [...assignments, more]).allowed).toBe(after);
        }),
    );
});

test("law: notActions win over actions within one role", () => {
    fc.assert(
        fc.property(word, word, (provider, type) => {
            const action = `${provider}/${type}/read`;
            expect(grants([permission({ actions: ["*"], notActions: [`${provider}/*`] })], action)).toBe(
                false,
            );
        }),
    );
});

test("an assignment counts from its moment on, for its principal only, and not for data actions", () => {
    const later = facts({ effectiveFrom: 1000 });
    expect(decide({ ...question, now: 999 }, [later])).toEqual({ allowed: false });
    expect(decide({ ...question, now: 1000 }, [later])).toEqual({ allowed: true, assignmentId: "a" });
    expect(decide({ ...question, principalId: "q" }, [facts({})])).toEqual({ allowed: false });
    expect(decide({ ...question, data: true }, [facts({})])).toEqual({ allowed: false });
});
