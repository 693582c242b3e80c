import { delegationCondition, isMet, type RoleAssignmentAttributes } from "../../local-azure/identity/conditions";
import {
    type Answer,
    assign,
    assignmentName,
    contributor,
    makeGroup,
    makeIdentity,
    managedIdentityOperator,
    networkContributor,
    reader,
    refused,
    TestAzure,
} from "./harness";

// Conditions as https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples has them.

const write = "Microsoft.Authorization/roleAssignments/write";
const remove = "Microsoft.Authorization/roleAssignments/delete";

const roles = (source: string, list: string) =>
    `@${source}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${list}}`;
const principals = (source: string, list: string) =>
    `@${source}[Microsoft.Authorization/roleAssignments:PrincipalId] ForAnyOfAnyValues:GuidEquals {${list}}`;
const types = (source: string, list: string) =>
    `@${source}[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {${list}}`;
const clause = (action: string, ...terms: string[]) => `((!(ActionMatches{'${action}'})) OR (${terms.join(" AND ")}))`;
const both = (...terms: ((source: string) => string)[]) =>
    [
        clause(write, ...terms.map((term) => term("Request"))),
        clause(remove, ...terms.map((term) => term("Resource"))),
    ].join(" AND ");
const inLines = (condition: string) =>
    condition
        .replace(/\)\) OR \(/g, ")\n )\n OR \n (\n  ")
        .replace(/ AND \(/g, "\nAND\n(")
        .replace(/ AND @/g, "\n  AND\n  @");

const backup = "5e467623-bb1f-42f4-a55d-6e525e11384b";
const other = "a795c7a0-d4a2-40c1-ae25-d81f01202912";
const marketing = "28c35fea-2099-4cf5-8ad9-473547bc9423";

const assignment = (parts: Partial<RoleAssignmentAttributes> = {}): RoleAssignmentAttributes => ({
    RoleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${backup.toUpperCase()}`,
    PrincipalId: marketing,
    PrincipalType: "Group",
    ...parts,
});
const ofRole = (guid: string) => `/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

const templates = {
    "Constrain roles": both((source) => roles(source, `${backup}, ${other}`)),
    "Constrain roles and principal types": both(
        (source) => roles(source, `${backup}, ${other}`),
        (source) => types(source, "'User', 'Group'"),
    ),
    "Constrain roles and principals": both(
        (source) => roles(source, backup.replaceAll("-", "")),
        (source) => principals(source, marketing),
    ),
    "in lines": inLines(both((source) => roles(source, backup))),
};

test.each(Object.entries(templates))("%s is read", (_, condition) => {
    const parsed = delegationCondition(condition) ?? [];
    expect(parsed.map(({ action }) => action)).toEqual([write, remove]);
    for (const action of [write, remove, write.toUpperCase()]) {
        expect(isMet(parsed, action, assignment())).toBe(true);
        expect(isMet(parsed, action, assignment({ RoleDefinitionId: ofRole(reader) }))).toBe(false);
        expect(isMet(parsed, action, undefined)).toBe(false);
    }
    expect(isMet(parsed, "Microsoft.Authorization/roleAssignments/read")).toBe(true);
});

test.each([
    ["another principal type", templates["Constrain roles and principal types"], { PrincipalType: "ServicePrincipal" }],
    ["no principal type", templates["Constrain roles and principal types"], { PrincipalType: "" }],
    ["another principal", templates["Constrain roles and principals"], { PrincipalId: other }],
])("%s does not meet it", (_, condition, parts) => {
    expect(isMet(delegationCondition(condition) ?? [], write, assignment(parts))).toBe(false);
});

test("a clause for one of the two actions leaves the other alone", () => {
    const parsed = delegationCondition(clause(write, roles("Request", other))) ?? [];
    expect(parsed).toHaveLength(1);
    expect(isMet(parsed, write, assignment())).toBe(false);
    expect(isMet(parsed, remove, assignment())).toBe(true);
});

const good = clause(write, roles("Request", backup));
test.each([
    ["empty", ""],
    ["a source that the action does not have", clause(write, roles("Resource", backup))],
    ["another action", clause("Microsoft.Authorization/roleDefinitions/write", roles("Request", backup))],
    ["another attribute", good.replace("RoleDefinitionId", "Description")],
    ["an inherited name as attribute", good.replace("RoleDefinitionId", "toString")],
    ["an operator of another attribute", good.replace("GuidEquals", "StringEqualsIgnoreCase")],
    ["a negated operator", good.replace("ForAnyOfAnyValues:GuidEquals", "ForAnyOfAllValues:GuidNotEquals")],
    ["a value that is no GUID", good.replace(backup, "Owner")],
    ["no value", good.replace(backup, "")],
    ["principals of any role", clause(write, principals("Request", marketing))],
    ["the same clause twice", `${good} AND ${good}`],
    ["a third clause", `${templates["Constrain roles"]} AND ${good}`],
    ["an alternative", `${good} OR ${clause(remove, roles("Resource", backup))}`],
    ["an alternative within", good.replace(/\)\)$/, ` OR ${types("Request", "'User'")}))`)],
    ["something in front", `true OR ${good}`],
    ["something behind", `${good} AND`],
    ["missing brackets", good.slice(1, -1)],
])("not modelled: %s", (_, condition) => {
    expect(delegationCondition(condition)).toBeUndefined();
});

describe("a deployer who may assign one role, to managed identities", () => {
    const administrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
    const condition = both(
        (source) => roles(source, managedIdentityOperator),
        (source) => types(source, "'ServicePrincipal'"),
    );
    const unmet = (verb: string) =>
        refused(
            403,
            "AuthorizationFailed",
            new RegExp(
                "^The client '[\\da-f-]{36}' with object id '[\\da-f-]{36}' has an authorization with ABAC condition that is " +
                    `not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/${verb}' over scope '`,
            ),
        );

    let azure: TestAzure;
    let group: string;
    let principalId: string;
    let token: string;
    beforeEach(async () => {
        azure = await TestAzure.start();
        group = await makeGroup(azure);
        principalId = (await makeIdentity(azure, "someone")).properties.principalId;
        const deployer = (await makeIdentity(azure, "deployer")).properties.principalId;
        const made = await assign(azure, administrator, deployer, group, {}, { condition, conditionVersion: "2.0" });
        expect([made.status, made.body.properties]).toMatchObject([201, { condition, conditionVersion: "2.0" }]);
        token = await azure.tokenOf(deployer);
    });
    afterEach(() => azure.stop());

    const removed = ({ body }: Answer) => azure.delete(body.id, { token, apiVersion: "2022-04-01" });

    test("assigns that role and takes it away again", async () => {
        const made = await assign(azure, managedIdentityOperator, principalId, group, { token });
        expect(made.status).toBe(201);
        expect((await removed(made)).status).toBe(200);
    });

    test("neither assigns another role nor takes one away", async () => {
        const answer = await assign(azure, networkContributor, principalId, group, { token });
        expect(answer).toMatchObject(unmet("write"));
        expect(await removed(await assign(azure, networkContributor, principalId, group))).toMatchObject(
            unmet("delete"),
        );
    });

    test("nor the role to anybody whose type is another or left out", async () => {
        for (const principalType of ["User", undefined]) {
            const answer = await assign(
                azure,
                managedIdentityOperator,
                principalId,
                group,
                { token },
                { principalType },
            );
            expect(answer).toMatchObject(unmet("write"));
        }
    });

    test("reads whatever the role reads, and has no rights that it does not have", async () => {
        expect((await azure.get("resourceGroups/rg", { token })).status).toBe(200);
        expect(await azure.delete("resourceGroups/rg", { token })).toMatchObject(
            refused(403, "AuthorizationFailed", /does not have authorization to perform action/),
        );
    });

    test("is free where another role assignment is", async () => {
        await assign(
            azure,
            administrator,
            (await azure.get(`${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`)).body
                .properties.principalId,
            azure.subscription,
        );
        expect((await assign(azure, contributor, principalId, group, { token })).status).toBe(201);
    });

    test.each([
        ["another condition", { condition: "@Resource[x] StringEquals 'y'", conditionVersion: "2.0" }, administrator],
        ["another version", { condition, conditionVersion: "1.0" }, administrator],
        ["no version", { condition }, administrator],
        ["a role that assigns none", { condition, conditionVersion: "2.0" }, reader],
    ])("not modelled: %s", async (_, more, role) => {
        expect(await assign(azure, role, principalId, group, {}, more)).toMatchObject(
            refused(
                501,
                "NotModelled",
                "local-azure does not model this condition of a role assignment ('properties.condition'). Nothing was changed.",
            ),
        );
    });

    test("another condition counts once it has propagated", async () => {
        await azure.stop();
        azure = await TestAzure.start({ propagationDelaySeconds: 60 });
        await makeGroup(azure);
        const path = `${group}/providers/Microsoft.Authorization/roleAssignments/${assignmentName()}`;
        const principal = (await makeIdentity(azure, "other")).properties.principalId;
        const put = (more: object) =>
            azure.put(
                path,
                { properties: { roleDefinitionId: ofRole(administrator), principalId: principal, ...more } },
                { apiVersion: "2022-04-01" },
            );
        const limited = { condition, conditionVersion: "2.0" };
        expect((await put(limited)).status).toBe(201);
        azure.advance(60);
        expect((await put(limited)).status).toBe(200);
        const as = { token: await azure.tokenOf(principal) };
        expect((await assign(azure, managedIdentityOperator, principalId, group, as)).status).toBe(201);
        expect(await assign(azure, contributor, principalId, group, as)).toMatchObject(unmet("write"));

        expect((await put({})).body.properties).toMatchObject({ condition: null });
        expect((await assign(azure, contributor, principalId, group, as)).status).toBe(403);
        azure.advance(60);
        expect((await assign(azure, contributor, principalId, group, as)).status).toBe(201);
    });
});
