import { randomUUID } from "node:crypto";
import { globalAgent } from "node:https";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { type ExistingRoleAssignmentArgs, ManagedIdentityAksCluster } from "../../src";
import { builtInRoleGuid } from "../../src/grants/roles";
import { type Engine, observed, remaining, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";
import { said } from "./transition";

const NAME = "aks-ours-images-acr-pull";
const apiVersion = "2022-04-01";

/** What the program says. */
interface Plan {
    registry: boolean;
    existing: ExistingRoleAssignmentArgs[];
    tags?: Record<string, string>;
}

let plan: Plan;

/** A cluster on existing identities, and a registry that the kubelets come to pull from. */
async function program() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const registry = new Registry("images", { ...inGroup, sku: { name: "Premium" } });
    const kubelet = new UserAssignedIdentity("ours", inGroup);
    const { clusterName, roleAssignments } = new ManagedIdentityAksCluster("aks", {
        ...inGroup,
        systemNodePool: { vmSize: VM_SIZE },
        kubeletIdentity: { resourceId: kubelet.id },
        registries: plan.registry ? [{ id: registry.id }] : [],
        existingRoleAssignments: plan.existing,
        ...(plan.tags && { tags: plan.tags }),
    });
    return { clusterName, roleAssignments, registryId: registry.id, principalId: kubelet.principalId };
}

/** A stack whose registry somebody has given to the kubelets, before the program asks for it. */
async function withExisting(use: (engine: Engine, id: string) => Promise<void>): Promise<void> {
    plan = { registry: false, existing: [] };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        const { outputs } = await engine.stack.up();
        const id = `${outputs.registryId?.value}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
        const properties = {
            roleDefinitionId: `${engine.arm.subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleGuid("AcrPull")}`,
            principalId: outputs.principalId?.value,
            principalType: "ServicePrincipal",
        };
        expect((await engine.arm.put(id, { properties }, { apiVersion })).status).toBe(201);
        plan.registry = true;
        await use(engine, id);
    });
}

const writes = ({ newRequests }: Engine) =>
    newRequests()
        .filter(({ method, path }) => method !== "GET" && path.includes("/roleAssignments/"))
        .map(({ method, status }) => `${method} ${status}`);

const failed = (run: Promise<unknown>) =>
    run.then(
        () => "",
        (error: unknown) => String(error),
    );

async function denied({ jobs, declareWorkload, stack }: Engine) {
    const { clusterName, registryId } = await stack.outputs();
    await declareWorkload(clusterName?.value, { registries: [registryId?.value] });
    return (await jobs(clusterName?.value)).filter(({ allowed }) => !allowed);
}

const entry = (id: string, mode: ExistingRoleAssignmentArgs["mode"]) =>
    `existingRoleAssignments: [{ name: "${NAME}", roleAssignmentId: "${id}", mode: "${mode}" }]`;

test("one of another name is refused with its id and both ways on; it is imported for good", async () => {
    await withExisting(async (engine, id) => {
        const { stack, arm } = engine;
        const refused = await failed(stack.up());
        expect(refused).toContain(
            `aks: role assignment ${NAME} (The kubelets pull images from the registry.) already exists in Azure, as ${id}, `,
        );
        expect(refused).toContain(entry(id, "Import"));
        expect(refused).toContain(entry(id, "Skip"));
        expect(JSON.stringify(refused)).not.toContain("eyJ");

        plan.existing = [{ name: NAME, roleAssignmentId: id, mode: "Import" }];
        engine.newRequests();
        const { events, result } = await observed((options) => stack.up(options));
        // The description says what it is for.
        expect(steps(events)).toEqual([`import ${NAME}`, `update ${NAME}`]);
        expect(writes(engine)).toEqual(["PUT 200"]);
        expect(await denied(engine)).toEqual([]);
        expect(JSON.stringify(result.outputs.roleAssignments?.value)).toContain(id);

        expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        plan.tags = { team: "shop" };
        const tagged = await observed((options) => stack.preview(options));
        expect(steps(tagged.events).filter((step) => step.includes(NAME))).toEqual([]);
        await stack.up();
        expect(writes(engine)).toEqual([]);

        // Without its entry the program would make it anew, under its own name.
        plan.existing = [];
        expect(await failed(stack.up())).toContain(
            "If this stack has imported it: restore its entry in existingRoleAssignments.",
        );
        plan.existing = [{ name: NAME, roleAssignmentId: id, mode: "Import" }];
        expect((await stack.preview()).changeSummary).toEqual({ same: expect.any(Number) });

        await stack.destroy();
        expect((await arm.get(id, { apiVersion })).status).toBe(404);
        expect(remaining(engine.azure.requests())).toEqual([]);
    });
});

test("it is left to others, and the cluster waits for nothing else", async () => {
    await withExisting(async (engine, id) => {
        const { stack, arm } = engine;
        plan.existing = [{ name: NAME, roleAssignmentId: id, mode: "Skip" }];
        engine.newRequests();
        const { events } = await observed((options) => stack.up(options));
        expect(steps(events)).toEqual([]);
        expect(writes(engine)).toEqual([]);
        expect(await denied(engine)).toEqual([]);
        const { roleAssignments, registryId } = await stack.outputs();
        expect(roleAssignments?.value.filter(({ scope }: { scope: string }) => scope === registryId?.value)).toEqual([
            expect.objectContaining({ role: "AcrPull", id }),
        ]);
        const held = (await stack.exportStack()).deployment.resources.map(({ urn }: { urn: string }) => urn);
        expect(held.filter((urn: string) => urn.endsWith(NAME))).toEqual([]);

        plan.existing.push({ ...plan.existing[0], name: "aks-typo", roleAssignmentId: id, mode: "Skip" });
        const warned = await observed((options) => stack.preview(options));
        expect(said(warned.events)).toContain(
            "existingRoleAssignments names aks-typo, which is not a role assignment of this component. Its role assignments are ",
        );
        plan.existing.pop();

        // The stack deletes its own role assignment; this one goes with its registry.
        expect((await arm.get(id, { apiVersion })).status).toBe(200);
        engine.newRequests();
        await stack.destroy();
        const deleted = engine.newRequests().filter(({ method }) => method === "DELETE");
        expect(deleted.filter(({ path }) => path.includes("/roleAssignments/"))).toHaveLength(1);
        expect(deleted.map(({ path }) => path)).not.toContain(id);
    });
});

test("where nothing is found before, the failure of the update says the same", async () => {
    await withExisting(async (engine, id) => {
        // A list that cannot be had, here for want of the certificate, is no reason to fail.
        globalAgent.options.ca = undefined;
        expect((await engine.stack.preview()).changeSummary).toEqual({ create: 1, same: expect.any(Number) });
        const { events } = await observed((options) => engine.stack.up(options).catch(() => undefined));
        const text = said(events);
        expect(text).toContain(`aks: role assignment ${NAME} (The kubelets pull images`);
        // Azure's refusal names it.
        expect(text).toContain(entry(id, "Import"));

        plan.existing = [{ name: NAME, roleAssignmentId: id, mode: "Import" }];
        await engine.stack.up();
        await engine.stack.destroy();
        expect(remaining(engine.azure.requests())).toEqual([]);
    });
});

test("one under the package's own name that no stack holds can be imported, too", async () => {
    plan = { registry: true, existing: [] };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        const { stack } = engine;
        const { outputs } = await stack.up();
        const pull = outputs.roleAssignments?.value.find(({ role }: { role: string }) => role === "AcrPull");
        const id = String(pull?.id);
        const exported = await stack.exportStack();
        const { resources } = exported.deployment;
        await stack.importStack({
            ...exported,
            deployment: {
                ...exported.deployment,
                resources: resources
                    .filter(({ urn }: { urn: string }) => !urn.endsWith(NAME))
                    .map(({ dependencies, propertyDependencies, ...kept }: Record<string, unknown>) => kept),
            },
        });
        expect(await failed(stack.up())).toContain(entry(id, "Import"));
        plan.existing = [{ name: NAME, roleAssignmentId: id, mode: "Import" }];
        await stack.up();
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        await stack.destroy();
        expect(remaining(engine.azure.requests())).toEqual([]);
    });
});
