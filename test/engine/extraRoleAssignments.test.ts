import type { RequiredRoleAssignment } from "../../src";
import { MANY_RUNS, observed, steps, withEngine } from "./engine";
import { clusterProgram } from "./program";

const ROLES = "Microsoft.Authorization/roleAssignments";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

/** Lets the holder of a role that assigns roles assign this one alone. */
const onlyRole = (role: string) =>
    `((!(ActionMatches{'${ROLES}/write'})) OR (@Request[${ROLES}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${role}}))`;

test(
    "an add-on's identity gets further roles, and a condition comes, changes and goes in place",
    async () => {
        const now: { condition?: string } = { condition: onlyRole(READER) };
        const program = clusterProgram(({ group }) => ({
            addons: { applicationRouting: {} },
            extraRoleAssignments: [
                { name: "routing", identity: "webAppRouting", role: "Reader", scope: group.id },
                { name: "roles", role: "Role Based Access Control Administrator", scope: group.id, ...now },
            ],
        }));
        await withEngine(program, {}, async ({ stack, arm }) => {
            const live = async (description: RequiredRoleAssignment) =>
                (await arm.send("GET", description.id ?? "", { apiVersion: "2022-04-01" })).body.properties;
            const { outputs } = await stack.up();
            const all: RequiredRoleAssignment[] = outputs.roleAssignments?.value;
            const [routing, roles] = ["webAppRouting", "controlPlane"].map((identity) =>
                all.find((each) => each.identity === identity && each.description.includes("extraRoleAssignments")),
            ) as [RequiredRoleAssignment, RequiredRoleAssignment];
            expect(routing.when).toBe("after-cluster");
            expect(await live(routing)).toMatchObject({ principalId: routing.principalId, condition: null });
            expect(await live(roles)).toMatchObject({ condition: now.condition, conditionVersion: "2.0" });
            expect(roles.condition).toBe(now.condition);

            for (const condition of [onlyRole(ACR_PULL), undefined]) {
                now.condition = condition;
                const { events } = await observed((options) => stack.preview(options));
                expect(steps(events)).toEqual(["update aks-extra-roles"]);
                await stack.up();
                expect(await live(roles)).toMatchObject({ condition: condition ?? null });
                expect((await stack.up({ refresh: true })).summary.resourceChanges).toEqual({
                    same: expect.any(Number),
                });
            }
        });
    },
    MANY_RUNS,
);
