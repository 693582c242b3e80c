import { randomUUID } from "node:crypto";
import { builtInRoleGuid } from "../../src/grants/roles";
import { control } from "../local-azure/aksHelpers";
import { type Compared, type ComparedProgram, type ComparedRun, PROPAGATION_SECONDS } from "./comparedPrograms";
import { codes } from "./transition";

/** What a page shows of a run: who did what, and what came of it. */
export interface ShownMistake {
    /** `hand-written: pulumi up succeeds` */
    title: string;
    lines: string[];
}

type Compare = (compared: Compared) => Promise<ShownMistake[]>;

const ROUTE_TABLE_ROLE = '    assign("route-table", controlPlane, "networkContributor", routes.id),\n';
const SYSTEM_SUBNET_ROLE = '    assign("system-subnet", controlPlane, "networkContributor", system.id),\n';
const WORK_SUBNET_ROLE = '    assign("work-subnet", controlPlane, "networkContributor", work.id),\n';
const REGISTRY_ROLE = '    assign("registry", kubelet, "acrPull", registry.id),\n';

/** Each on both programs, which are as they stand before it and after it. */
export const mistakes: Record<string, Compare> = {
    "first deployment": async ({ handwritten, component, clock }) => {
        handwritten.change({ "    { dependsOn: roleAssignments },\n": "" });
        const unordered = await handwritten.up();
        handwritten.change({});
        const ordered = await handwritten.up();
        clock.advance(PROPAGATION_SECONDS * 1000);
        const minuteLater = await handwritten.up();
        const first = await component.up();
        for (const { failed, said } of [unordered, ordered]) {
            expect({ failed, said }).toEqual({
                failed: true,
                said: expect.stringContaining("CustomKubeletIdentityMissingPermissionError"),
            });
        }
        expect(minuteLater).toMatchObject({ failed: false, steps: ["create aks", "create work"] });
        expect(first.failed).toBe(false);
        expect([await handwritten.denied(), await component.denied()]).toEqual([[], []]);
        for (const program of [handwritten, component]) {
            expect(await program.up()).toEqual({ failed: false, said: "", steps: [] });
        }
        return [
            shown("hand-written without dependsOn", "up", unordered),
            shown("hand-written, at once again, with dependsOn", "up", ordered),
            shown("hand-written, a minute later", "up", minuteLater),
            shown("component, its first", "up", first),
        ];
    },

    "missing role": async ({ handwritten, component, clock }) => {
        handwritten.change({ [WORK_SUBNET_ROLE]: "", [ROUTE_TABLE_ROLE]: "" });
        component.change({ "    networkAccess: { routeTableId: routes.id },\n": "" });
        const runs = [await handwritten.up(), await component.up()] as const;
        expect(runs.map(({ failed, said }) => ({ failed, said }))).toEqual(
            runs.map(() => ({ failed: false, said: "" })),
        );
        const [byHand, byComponent] = [await handwritten.denied(), await component.denied()];
        expect(byHand).toHaveLength(4);
        // It cannot know of a route table that nobody tells it of.
        expect(byComponent).toEqual([expect.stringContaining("routeTables/join/action on routes")]);
        await restore([handwritten, component]);
        clock.advance(PROPAGATION_SECONDS * 1000);
        expect([await handwritten.denied(), await component.denied()]).toEqual([[], []]);
        return [
            { ...shown("hand-written without the roles on work and routes", "up", runs[0]), lines: later(byHand) },
            { ...shown("component without networkAccess", "up", runs[1]), lines: later(byComponent) },
        ];
    },

    order: async ({ handwritten }) => {
        const inLoop = (subnets: string) => ({
            [SYSTEM_SUBNET_ROLE]: `    ...[${subnets}].map(({ id }, index) => assign(\`subnet-\${index}\`, controlPlane, "networkContributor", id)),\n`,
            [WORK_SUBNET_ROLE]: "",
        });
        // Under their other names these have to go first.
        const free = { [SYSTEM_SUBNET_ROLE]: "", [WORK_SUBNET_ROLE]: "" };
        for (const texts of [free, inLoop("system, work")]) {
            handwritten.change(texts);
            expect((await handwritten.up()).failed).toBe(false);
        }
        handwritten.change(inLoop("work, system"));
        const preview = await handwritten.preview();
        // One after the other, so that one fails in every run.
        const up = await handwritten.up({ parallel: 1 });
        expect(preview).toMatchObject({ failed: false, said: "", steps: ["replace subnet-0", "replace subnet-1"] });
        expect(up).toMatchObject({ failed: true, said: expect.stringContaining('Code="RoleAssignmentExists"') });
        handwritten.change(free);
        expect((await handwritten.up()).failed).toBe(false);
        await restore([handwritten]);
        return [shown("hand-written, [work, system]", "preview", preview), shown("hand-written", "up", up)];
    },

    "existing role assignment": async ({ handwritten, component, arm }) => {
        handwritten.change({ [REGISTRY_ROLE]: "" });
        component.change({ "    registries: [{ id: registry.id }],\n": "" });
        const ids: string[] = [];
        for (const program of [handwritten, component]) {
            expect((await program.up()).failed).toBe(false);
            const { registryId } = await program.stack.outputs();
            const id = `${registryId?.value}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
            const properties = {
                roleDefinitionId: `${arm.subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleGuid("AcrPull")}`,
                principalId: await program.kubeletPrincipal(),
                principalType: "ServicePrincipal",
            };
            expect((await arm.put(id, { properties }, { apiVersion: "2022-04-01" })).status).toBe(201);
            ids.push(id);
            program.change({});
        }
        const [preview, up] = [await handwritten.preview(), await handwritten.up()];
        const refused = await component.up();
        expect(preview).toMatchObject({ failed: false, said: "", steps: ["create registry"] });
        expect(up).toMatchObject({ failed: true, said: expect.stringContaining('Code="RoleAssignmentExists"') });
        expect(refused).toMatchObject({ failed: true, said: expect.stringContaining('mode: "Import" }]') });
        handwritten.change({ [REGISTRY_ROLE]: imported(String(ids[0])) });
        expect(await handwritten.up()).toMatchObject({ failed: false, said: "", steps: ["import registry"] });
        handwritten.change({ [REGISTRY_ROLE]: "" });
        expect((await handwritten.up()).failed).toBe(false);
        for (const id of ids.slice(1)) {
            expect((await arm.delete(id, { apiVersion: "2022-04-01" })).status).toBe(200);
        }
        await restore([handwritten, component]);
        return [
            shown("hand-written", "preview", preview),
            shown("hand-written", "up", up),
            shown("component", "up", refused),
        ];
    },

    replacement: async ({ handwritten, component }) => {
        const otherPods = { "10.244.0.0/16": "10.240.0.0/16" };
        handwritten.change(otherPods);
        component.change(otherPods);
        const [silent, warned] = [await handwritten.preview(), await component.preview()];
        expect(silent).toMatchObject({ failed: false, said: "", steps: ["replace aks", "replace work"] });
        expect(warned).toMatchObject({ failed: false, steps: ["replace aks-cluster", "replace aks-pool-work"] });
        expect(codes(warned.said)).toEqual(["ClusterReplaced"]);

        const otherSize = { Standard_D4ds_v5: "Standard_D8as_v5" };
        handwritten.change(otherSize);
        component.change(otherSize);
        const [accepted, up] = [await handwritten.preview(), await handwritten.up()];
        const refused = await component.preview();
        expect(accepted).toMatchObject({ failed: false, said: "", steps: ["update aks"] });
        expect(up).toMatchObject({ failed: true, said: expect.stringContaining('Code="PropertyChangeNotAllowed"') });
        expect(refused.failed).toBe(true);
        expect(codes(refused.said)).toEqual(["FixedSystemPoolInput"]);
        await restore([handwritten, component]);
        return [
            shown("hand-written, another podCidr", "preview", silent),
            shown("component, another podCidr", "preview", warned),
            shown("hand-written, another size of the system pool", "preview", accepted),
            shown("hand-written, another size of the system pool", "up", up),
            shown("component, another size of the system pool", "preview", refused),
        ];
    },

    autoscaler: async ({ handwritten, component, arm }) => {
        const scaled = { properties: { count: 4 } };
        for (const { stack, change } of [handwritten, component]) {
            const { clusterName } = await stack.outputs();
            expect((await control(arm, "agentPools/work/change", scaled, clusterName?.value)).status).toBe(200);
            change({ "maxCount: 5": "maxCount: 8" });
        }
        const refused = await handwritten.up();
        expect(refused).toMatchObject({
            failed: true,
            said: expect.stringContaining("Cannot manually scale AgentPool"),
        });
        const kept = await component.up();
        expect(kept).toMatchObject({ failed: false, said: "", steps: ["update aks-pool-work"] });
        const refreshed = await handwritten.up({ refresh: true });
        expect(refreshed).toMatchObject({ failed: false, steps: ["update aks", "update work"] });
        expect(await component.up({ refresh: true })).toMatchObject({ failed: false, steps: [] });
        for (const { stack } of [handwritten, component]) {
            const { clusterId } = await stack.outputs();
            const { body } = await arm.get(`${clusterId?.value}/agentPools/work`, { apiVersion: "2025-09-01" });
            expect(body.properties).toMatchObject({ count: 4, maxCount: 8 });
        }
        return [
            shown("hand-written, 8 as maxCount", "up", refused),
            shown("component, 8 as maxCount", "up", kept),
            shown("hand-written, with --refresh", "up", refreshed),
        ];
    },
};

/** What a page calls a run, and its warnings and errors; without any, what it does. */
function shown(who: string, command: "preview" | "up", { steps, said, failed }: ComparedRun): ShownMistake {
    const messages = said.split("\n").filter((line) => !/^$|^(update|preview) failed$/.test(line));
    const result = `${who}: pulumi ${command} ${failed ? "fails" : "succeeds"}`;
    return messages.length > 0
        ? { title: result, lines: messages.filter(isLastTry) }
        : { title: `${result} (${steps.join(", ")})`, lines: [] };
}

/** Of what the engine says of each try, the last. */
function isLastTry(line: string, index: number, all: string[]): boolean {
    const tried = /^retrying /;
    return !tried.test(line) || !tried.test(all[index + 1] ?? "");
}

const later = (denied: string[]) => denied.map((action) => `denied later: ${action}`);

/** The role assignment on the registry, as one that exists. */
const imported = (id: string) => `    new RoleAssignment(
        "registry",
        {
            roleAssignmentName: "${id.split("/").at(-1)}",
            principalId: kubelet.principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: pulumi.interpolate\`/subscriptions/\${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/\${roles.acrPull}\`,
            // azure-native reads it without its first slash.
            scope: registry.id.apply((id) => id.slice(1)),
        },
        { import: "${id}" },
    ),
`;

/** Both as they stand in the repository. */
async function restore(programs: ComparedProgram[]): Promise<void> {
    for (const program of programs) {
        program.change({});
        expect((await program.up()).failed).toBe(false);
    }
}
