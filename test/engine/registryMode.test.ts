import { Registry } from "@pulumi/azure-native/containerregistry";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import type { RegistryPermissions } from "../../src";
import type { RequiredRoleAssignment } from "../../src/outputs";
import { addFaults, type Engine, observed, steps, withEngine } from "./engine";
import { clusterProgram } from "./program";

const IMAGES = "registries/images";

/** A registry, and a cluster that pulls from it; `permissions` is what the program says of its mode. */
function program(said: { permissions?: RegistryPermissions }): PulumiFn {
    return clusterProgram(({ group }) => {
        const inGroup = { resourceGroupName: group.name, registryName: "images" };
        const { id } = new Registry("images", { ...inGroup, sku: { name: "Premium" } });
        return { registries: [{ id, ...said }] };
    });
}

const messages = (events: EngineEvent[]) =>
    events.flatMap(({ diagnosticEvent }) =>
        diagnosticEvent && /assignment mode/.test(diagnosticEvent.message) ? [diagnosticEvent.message] : [],
    );

async function setMode({ arm }: Engine, registry: string, roleAssignmentMode: string): Promise<void> {
    const { status } = await arm.patch(registry, { properties: { roleAssignmentMode } }, { apiVersion: "2025-11-01" });
    expect(status).toBeLessThan(300);
}

/** How often the mode was asked for since the last call. */
const lookUps = ({ newRequests }: Engine) =>
    newRequests().filter(
        ({ method, path, query }) =>
            method === "GET" && path.endsWith(IMAGES) && query?.["api-version"] === "2025-11-01",
    ).length;

test("the role follows the mode of the registry; AcrPull on an ABAC registry pulls nothing", async () => {
    const said: { permissions?: RegistryPermissions } = {};
    await withEngine(program(said), {}, async (engine) => {
        const { stack } = engine;
        const first = await observed((options) => stack.preview(options));
        expect(messages(first.events)).toEqual([
            expect.stringMatching(
                /^ManagedIdentityAksCluster "aks": the id of the registry "images" is not known yet, so this preview assumes the role assignment mode Rbac \(AcrPull\)\./,
            ),
        ]);

        // The update reads it once there is one.
        engine.newRequests();
        let clusterName = "";
        let registry = "";
        const run = async () => {
            const { result, events } = await observed((options) => stack.up(options));
            const assignments: RequiredRoleAssignment[] = result.outputs.roleAssignments?.value;
            const pull = assignments.find(({ scope }) => scope.endsWith(IMAGES));
            clusterName = result.outputs.clusterName?.value;
            registry = String(pull?.scope);
            await engine.declareWorkload(clusterName, { registries: [registry] });
            const jobs = (await engine.jobs(clusterName)).filter(({ scope }) => scope.endsWith(IMAGES));
            return {
                role: pull?.role,
                pulls: jobs.length > 0 && jobs.every(({ allowed }) => allowed),
                steps: steps(events).filter((step) => !step.startsWith("create-replacement")),
                lookUps: lookUps(engine),
                said: messages(events),
            };
        };
        const role = "aks-images-acr-pull";
        const same = { lookUps: 1, said: [], steps: [] };
        const changed = { ...same, steps: [`replace ${role}`, `delete-replaced ${role}`] };
        expect(await run()).toMatchObject({ role: "AcrPull", pulls: true, lookUps: 1, said: [] });

        await setMode(engine, registry, "AbacRepositoryPermissions");
        expect((await engine.jobs(clusterName)).filter(({ allowed }) => !allowed)).not.toEqual([]);
        const preview = await observed((options) => stack.preview(options));
        expect(steps(preview.events)).toContain(`replace ${role}`);
        expect([lookUps(engine), messages(preview.events)]).toEqual([1, []]);
        const reader = { role: "Container Registry Repository Reader", pulls: true };
        expect(await run()).toEqual({ ...reader, ...changed });
        expect(await run()).toEqual({ ...reader, ...same });

        // What the program says wins, without a look-up; here it is wrong.
        said.permissions = "Rbac";
        expect(await run()).toEqual({ ...changed, role: "AcrPull", pulls: false, lookUps: 0 });
        said.permissions = "Abac";
        expect(await run()).toEqual({ ...changed, ...reader, lookUps: 0 });
        delete said.permissions;
        expect(await run()).toEqual({ ...reader, ...same });

        // An answer that does not come is no reason to take the other role.
        const fault = { kind: "error", status: 400, code: "BadRequest", method: "GET", path: IMAGES } as const;
        await addFaults(engine, { ...fault, times: 2 });
        const failed = await observed((options) => stack.preview(options).catch(() => undefined));
        expect(messages(failed.events).join()).toContain(
            "so it is not known which role the kubelets need. Run it again",
        );

        // A deployer who may not read it is told what is assumed, before anything changes.
        const denied = { kind: "error", status: 403, code: "AuthorizationFailed" } as const;
        await addFaults(engine, { ...denied, method: "GET", path: IMAGES, times: "always" });
        const unread = await observed((options) => stack.preview(options));
        expect(messages(unread.events)).toEqual([
            expect.stringMatching(/could not be read, so Rbac is assumed: .*\n.*Status=403 Code="AuthorizationFailed"/),
        ]);
        expect(steps(unread.events)).toContain(`replace ${role}`);
    });
});
