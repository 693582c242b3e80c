import { RoleAssignment } from "@pulumi/azure-native/authorization";
import { Registry } from "@pulumi/azure-native/containerregistry";
import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as azuread from "@pulumi/azuread";
import type * as pulumi from "@pulumi/pulumi";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { roleDefinitionId } from "../../src/grants/roles";
import { blocksOf, pageText, sideOf } from "../readme";
import { type Engine, observed, steps, textProgram, withEngine } from "./engine";
import { codes, said } from "./transition";

const FIRST = blocksOf("README.md").find(({ kind }) => kind === "ts")?.text ?? "";
const MIGRATION = blocksOf("docs/off-a-service-principal.md");
const CHANGE = MIGRATION.find(({ kind }) => kind === "diff")?.text ?? "";
const UPGRADE = MIGRATION.find(({ text }) => text.startsWith("az aks nodepool upgrade"))?.text.trim();
const IMPORT = blocksOf("docs/adopt.md").find(({ text }) => text.includes("nodePoolIds:"))?.text ?? "";
/** What docs/first-cluster.md says that a preview creates. */
const CREATED = pageText("docs/first-cluster.md")
    .split("\n")
    .flatMap((line) => /^\| `(aks[\w-]*)`/.exec(line)?.[1] ?? []);

test("README.md's first program deploys", async () => {
    await withEngine(
        textProgram(() => FIRST),
        {},
        async ({ stack, openAnother, jobs, arm }) => {
            const ground = await (await openAnother("ground", network)).up();
            await configure(stack, ground.outputs, ["resourceGroup", "subnetId"]);
            expect((await previewOf(stack)).steps.sort()).toEqual(CREATED.map((name) => `create ${name}`).sort());
            const { outputs } = await stack.up();
            expect(outputs.identityProfile?.value).toMatchObject({
                kubeletidentity: { resourceId: expect.stringMatching(/\/aks-kubelet\w*$/) },
            });
            const done = await jobs(outputs.clusterName?.value);
            expect(done).not.toEqual([]);
            expect(done.filter(({ allowed }) => !allowed)).toEqual([]);
            const ids = [ground.outputs.subnetId, outputs.identityProfile?.value.kubeletidentity.resourceId];
            await stack.destroy();
            const [subnet, identity] = await Promise.all(ids.map((id) => arm.get(String(id?.value ?? id))));
            expect([subnet?.status, identity?.status]).toEqual([200, 404]);
        },
    );
});

test("the transforms of docs/transforms.md change the children that they name", async () => {
    const program = blocksOf("docs/transforms.md").find(({ kind }) => kind === "ts")?.text ?? "";
    await withEngine(
        textProgram(() => program),
        {},
        async ({ stack, openAnother }) => {
            const ground = await (await openAnother("ground", network)).up();
            await configure(stack, ground.outputs, ["resourceGroup", "subnetId"]);
            await stack.up();
            const { resources } = (await stack.exportStack()).deployment;
            const inputsOf = (name: string) =>
                resources.find(({ urn }: { urn: string }) => urn.endsWith(`::${name}`))?.inputs;
            expect(inputsOf("aks-kubelet").tags).toEqual({ team: "platform" });
            expect(inputsOf("aks-system-subnet-network-contributor").description).toMatch(/ Owner: platform\.$/);
            expect(inputsOf("aks-pool-work").tags).toEqual({ team: "shop" });
            const cluster = resources.find(({ urn }: { urn: string }) => urn.endsWith("::aks-cluster"));
            expect(cluster.customTimeouts).toMatchObject({ create: 7200 });
            expect((await previewOf(stack)).steps).toEqual([]);
        },
    );
});

test("the change from a service principal in docs/off-a-service-principal.md previews what the page says", async () => {
    let program = sideOf(CHANGE, "-");
    await withEngine(
        textProgram(() => program),
        {},
        async ({ stack, openAnother }) => {
            const { outputs } = await (await openAnother("ground", ground)).up();
            await configure(stack, outputs, ["subnetId", "clientId", "clientSecret"]);
            await stack.up();
            program = sideOf(CHANGE, "+");
            const preview = await previewOf(stack);
            expect(preview.steps.sort()).toEqual([
                "create aks-control-plane",
                "create aks-kubelet",
                "create aks-kubelet-managed-identity-operator",
                "create aks-system-subnet-network-contributor",
                "delete aks-service-principal-system-subnet-network-contributor",
                "update aks-cluster",
            ]);
            expect(codes(preview.said)).toEqual(["NodesKeepServicePrincipal"]);
            expect(preview.said.split("\n").map((line) => line.trim())).toContain(UPGRADE);
        },
    );
});

test("a cluster that Pulumi does not know is imported and moved to managed identities as docs/adopt.md says", async () => {
    let program = IMPORT;
    await withEngine(
        textProgram(() => program),
        {},
        async (engine) => {
            const { stack, openAnother, arm } = engine;
            const { outputs } = await (await openAnother("legacy", legacyCluster)).up();
            const clusterId = String(outputs.clusterId?.value);
            await engine.declareWorkload("shop", { registries: [outputs.registryId?.value] });
            await configure(stack, outputs, ["subnetId", "clientId", "clusterId", "workPoolId"]);
            const settings = async () => withoutTags((await arm.get(clusterId)).body);

            const before = await settings();
            expect((await previewOf(stack)).steps.filter((step) => step.includes(" aks-")).sort()).toEqual([
                "create aks-last-applied",
                "create aks-skipped",
                "import aks-cluster",
                "import aks-pool-work",
            ]);
            await stack.up();
            expect(await settings()).toEqual(before);
            expect(await denied(engine)).toEqual([]);

            program = IMPORT.replace(/ +adopt: \{[\s\S]*?\n {4}\},\n/, "");
            expect(program).not.toContain("adopt");
            expect((await previewOf(stack)).steps).toEqual([]);

            const [start, rest = ""] = program.split(/ +controlPlaneIdentity[\s\S]*"Skip",\n/);
            program = `${start}${rest}`;
            const preview = await previewOf(stack);
            expect(preview.steps).toContain("update aks-cluster");
            expect(preview.steps.filter((step) => /^(?:replace|delete)/.test(step))).toEqual(["delete aks-skipped"]);
            expect(codes(preview.said)).toEqual(["NodesKeepServicePrincipal"]);
            await stack.up();
            expect(await denied(engine)).toEqual([]);

            program = program.replace("nodePools:", `registries: [{ id: "${outputs.registryId?.value}" }], nodePools:`);
            await stack.up();
            await arm.post("/local-azure/clusters/shop/nodeImage", { token: null, apiVersion: null });
            for (const pool of ["nodepool1", "work"]) {
                await arm.post(`${clusterId}/agentPools/${pool}/upgradeNodeImageVersion`);
            }
            for (const id of [outputs.pullId, outputs.joinId]) {
                expect((await arm.delete(String(id?.value), { apiVersion: "2022-04-01" })).status).toBe(200);
            }
            expect(await denied(engine)).toEqual([]);
            expect(Object.keys((await stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        },
    );
});

/** A network that exists before a cluster called shop. */
async function network() {
    const { name: resourceGroup } = new ResourceGroup("shop", { resourceGroupName: "shop" });
    const { name: virtualNetworkName } = new VirtualNetwork("network", {
        resourceGroupName: resourceGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const subnet = new Subnet("nodes", {
        resourceGroupName: resourceGroup,
        virtualNetworkName,
        addressPrefix: "10.10.0.0/22",
    });
    return { resourceGroup, subnetId: subnet.id };
}

/** What a cluster with a service principal stands on. */
async function ground() {
    const { resourceGroup: resourceGroupName, subnetId } = await network();
    const application = new azuread.Application("legacy", { displayName: "legacy-cluster" });
    const { clientId, objectId } = new azuread.ServicePrincipal("legacy", { clientId: application.clientId });
    const { value } = new azuread.ApplicationPassword("legacy", { applicationId: application.id });
    return { resourceGroupName, subnetId, clientId, objectId, clientSecret: value };
}

/** A cluster as somebody made it before there was this package: role assignments with names of Azure's own. */
async function legacyCluster() {
    const { resourceGroupName, subnetId, clientId, objectId, clientSecret: secret } = await ground();
    const registry = new Registry("images", {
        resourceGroupName,
        registryName: "shopimages",
        sku: { name: "Premium" },
    });
    const grant = (name: string, scope: pulumi.Output<string>, role: string) =>
        new RoleAssignment(name, {
            scope,
            principalId: objectId,
            principalType: "ServicePrincipal",
            roleDefinitionId: scope.apply((id) => roleDefinitionId(id, role)),
        });
    const join = grant("join", subnetId, "Network Contributor");
    const pull = grant("pull", registry.id, "AcrPull");
    const pool = { count: 3, vmSize: "Standard_D4ds_v5", vnetSubnetID: subnetId };
    const cluster = new ManagedCluster(
        "shop",
        {
            resourceGroupName,
            resourceName: "shop",
            dnsPrefix: "shop",
            servicePrincipalProfile: { clientId, secret },
            agentPoolProfiles: [{ ...pool, name: "nodepool1", mode: "System" }],
        },
        { dependsOn: [join, pull] },
    );
    const work = new AgentPool("work", {
        ...pool,
        resourceGroupName,
        resourceName: cluster.name,
        agentPoolName: "work",
        count: 1,
        vmSize: "Standard_D8ds_v5",
    });
    return {
        clusterId: cluster.id,
        workPoolId: work.id,
        registryId: registry.id,
        joinId: join.id,
        pullId: pull.id,
        subnetId,
        clientId,
    };
}

async function configure(stack: Stack, outputs: OutputMap, keys: string[]): Promise<void> {
    for (const key of keys) {
        await stack.setConfig(key, { value: outputs[key]?.value, secret: outputs[key]?.secret });
    }
}

async function previewOf(stack: Stack) {
    const { events } = await observed((options) => stack.preview(options));
    return {
        steps: steps(events).filter((step) => !/ (?:\w+-dev|aks|default\w*)$/.test(step)),
        said: said(events),
    };
}

async function denied({ jobs }: Engine): Promise<unknown[]> {
    return (await jobs("shop")).filter(({ allowed }) => !allowed);
}

/** Every write gives what is written another tag. */
function withoutTags(body: object): unknown {
    return JSON.parse(JSON.stringify(body, (key, value) => (key === "eTag" ? undefined : value)));
}
