import { Registry } from "@pulumi/azure-native/containerregistry";
import { Subnet, VirtualNetwork } from "@pulumi/azure-native/network";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
    AksClusterIdentities,
    type AksClusterIdentitiesArgs,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../src";
import { type Engine, observed, remaining, steps, withEngine } from "./engine";
import { VM_SIZE } from "./program";

const UPSTREAM = "platform";
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const AUTHORIZATION = "providers/Microsoft.Authorization";

/** What clusters stand on. */
function makeGround() {
    const group = new ResourceGroup("group");
    const inGroup = { resourceGroupName: group.name };
    const network = new VirtualNetwork("network", {
        ...inGroup,
        addressSpace: { addressPrefixes: ["10.10.0.0/16"] },
    });
    const nodes = new Subnet("nodes", {
        ...inGroup,
        virtualNetworkName: network.name,
        addressPrefix: "10.10.0.0/20",
    });
    const registries = ["one", "two"].map((name) => new Registry(name, { ...inGroup, sku: { name: "Premium" } }));
    return { inGroup, network, nodes, registries: registries.map(({ id }) => ({ id })) };
}

type Ground = ReturnType<typeof makeGround>;

const assignmentWrites = ({ newRequests }: Engine) =>
    newRequests()
        .filter(({ method, path }) => method !== "GET" && path.includes("/roleAssignments/"))
        .map(({ method, status }) => `${method} ${status}`);

const denied = async ({ jobs }: Engine, clusterName: string) =>
    (await jobs(clusterName)).filter(({ allowed }) => !allowed);

test("identities outlive their clusters, and a role more on them changes no cluster", async () => {
    const plan: { registries: number; tags?: Record<string, string>; clusters: string[] } = {
        registries: 1,
        clusters: ["blue"],
    };
    const program = async () => {
        const { inGroup, nodes, registries } = makeGround();
        const { forClusters, controlPlaneIdentity } = new AksClusterIdentities("ids", {
            ...inGroup,
            subnetIds: [nodes.id],
            registries: registries.slice(0, plan.registries),
        });
        const clusters = plan.clusters.map((name) => [
            name,
            new ManagedIdentityAksCluster(name, {
                ...inGroup,
                systemNodePool: { vmSize: VM_SIZE, subnetId: nodes.id },
                identities: forClusters,
                registries: registries.slice(0, 1),
            }).roleAssignments,
        ]);
        return { ...Object.fromEntries(clusters), forClusters, controlPlaneIdentity };
    };
    await withEngine(program, { propagationDelaySeconds: 30, watchJobs: true }, async (engine) => {
        const { stack } = engine;
        const { outputs } = await stack.up();
        const { principalId } = outputs.controlPlaneIdentity?.value ?? {};
        expect(assignmentWrites(engine)).toEqual(["PUT 201", "PUT 201", "PUT 201"]);
        expect(engine.waits.length).toBeGreaterThan(0);
        // The cluster lists what it needs, with the ids of those that it has found.
        const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
        const brief = (all: { id: string; role: string; identity: string; scope: string }[]) =>
            all.map(({ id, role, identity, scope }) => ({ id, role, identity, scope })).sort(byId);
        expect(brief(outputs.blue?.value)).toEqual(brief(outputs.forClusters?.value.roleAssignments));

        plan.registries = 2;
        const { events } = await observed((options) => stack.preview(options));
        expect(steps(events)).toEqual(["create ids-two-acr-pull"]);
        await stack.up();
        expect(assignmentWrites(engine)).toEqual(["PUT 201"]);

        plan.clusters = [];
        await stack.up();
        plan.clusters = ["green"];
        const { outputs: after } = await stack.up();
        expect(after.controlPlaneIdentity?.value.principalId).toBe(principalId);
        expect(assignmentWrites(engine)).toEqual([]);
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        await stack.destroy();
        expect(remaining(engine.azure.requests())).toEqual([]);
    });
});

/** A stack of identities, and another one of a cluster whose deployer may not assign roles. */
async function withPlatform(
    identities: (ground: Ground) => AksClusterIdentitiesArgs,
    args: (ground: Record<string, pulumi.Output<string>>) => Partial<ManagedIdentityAksClusterArgs>,
    use: (engine: Engine, cluster: Awaited<ReturnType<Engine["openAnother"]>>) => Promise<void>,
): Promise<void> {
    const platform = async () => {
        const ground = makeGround();
        const { forClusters } = new AksClusterIdentities("ids", { ...ground.inGroup, ...identities(ground) });
        const { nodes, registries } = ground;
        return { forClusters, nodesId: nodes.id, registryId: registries[0]?.id };
    };
    const app = async () => {
        const reference = new pulumi.StackReference(`organization/${UPSTREAM}/dev`);
        const group = new ResourceGroup("app");
        const ground = {
            nodesId: reference.requireOutput("nodesId") as pulumi.Output<string>,
            registryId: reference.requireOutput("registryId") as pulumi.Output<string>,
        };
        const { clusterName, roleAssignments } = new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: ground.nodesId },
            identities: reference.requireOutput("forClusters"),
            ...args(ground),
        });
        return { clusterName, roleAssignments };
    };
    await withEngine(platform, { project: UPSTREAM, watchJobs: true }, async (engine) => {
        await engine.stack.up();
        await withoutRoleRights(engine, async () => {
            const cluster = await engine.openAnother("app", app);
            await use(engine, cluster);
            await cluster.destroy();
        });
        await engine.stack.destroy();
        expect(remaining(engine.azure.requests().filter(({ path }) => !isDeployers(path)))).toEqual([]);
    });
}

const isDeployers = (path: string) => /^\/subscriptions\/[^/]+\/providers\/Microsoft.Authorization/.test(path);

/** While the deployer is Contributor; somebody else, who is Owner, sees to it. */
async function withoutRoleRights({ arm, azure }: Engine, use: () => Promise<void>): Promise<void> {
    const apiVersion = "2022-04-01";
    const { deployerObjectId, subscriptionId } = azure.ready;
    const assign = async (name: string, role: string, principalId: string, token?: string) => {
        const properties = {
            roleDefinitionId: `/subscriptions/${subscriptionId}/${AUTHORIZATION}/roleDefinitions/${role}`,
            principalId,
            principalType: "ServicePrincipal",
        };
        const id = `${arm.subscription}/${AUTHORIZATION}/roleAssignments/${name}`;
        const { status } = await arm.put(id, { properties }, { apiVersion, ...(token && { token }) });
        expect(status).toBe(201);
        return id;
    };
    expect((await arm.put("resourceGroups/admins", { location: "westeurope" })).status).toBe(201);
    const admin = await arm.put(
        "resourceGroups/admins/providers/Microsoft.ManagedIdentity/userAssignedIdentities/admin",
        { location: "westeurope" },
        { apiVersion: "2023-01-31" },
    );
    const { principalId } = admin.body.properties;
    await assign("aaaaaaaa-0000-4000-8000-000000000001", OWNER, principalId);
    const token = await arm.tokenOf(principalId);
    const listed = await arm.get(
        `${arm.subscription}/${AUTHORIZATION}/roleAssignments?$filter=principalId eq '${deployerObjectId}'`,
        { apiVersion },
    );
    const [owner] = listed.body.value;
    await assign("aaaaaaaa-0000-4000-8000-000000000002", CONTRIBUTOR, deployerObjectId);
    expect((await arm.delete(String(owner?.id), { apiVersion, token })).status).toBe(200);
    await use();
    await assign("aaaaaaaa-0000-4000-8000-000000000003", OWNER, deployerObjectId, token);
    await arm.delete("resourceGroups/admins");
}

test("a deployer without the right to assign roles makes a cluster on the identities of another stack", async () => {
    await withPlatform(
        ({ nodes, registries }) => ({
            subnetIds: [nodes.id],
            internalLoadBalancerSubnetIds: [nodes.id],
            registries: registries.slice(0, 1),
        }),
        ({ nodesId = "", registryId = "" }) => ({
            registries: [{ id: registryId }],
            networkAccess: { internalLoadBalancerSubnetIds: [nodesId] },
        }),
        async (engine, cluster) => {
            engine.newRequests();
            const { outputs } = await cluster.up();
            expect(assignmentWrites(engine)).toEqual([]);
            expect(outputs.roleAssignments?.value.map(({ id }: { id?: string }) => typeof id)).toEqual(
                Array(4).fill("string"),
            );
            const clusterName = outputs.clusterName?.value;
            await engine.declareWorkload(clusterName, {
                registries: outputs.roleAssignments?.value
                    .filter(({ role }: { role: string }) => role === "AcrPull")
                    .map(({ scope }: { scope: string }) => scope),
            });
            expect(await denied(engine, clusterName)).toEqual([]);
            expect((await cluster.up()).summary.resourceChanges).toEqual({ same: expect.any(Number) });
        },
    );
});

test("a role on a virtual network and a resource group covers what is inside", async () => {
    await withPlatform(
        ({ network }) => ({
            virtualNetworkIds: [network.id],
            extraRoleAssignments: [
                {
                    name: "pull-all",
                    identity: "kubelet",
                    role: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
                    scope: network.id.apply((id) => id.split("/").slice(0, 5).join("/").toUpperCase()),
                },
            ],
        }),
        ({ registryId = "" }) => ({ registries: [{ id: registryId }] }),
        async (engine, cluster) => {
            const { outputs } = await cluster.up();
            const scopes = outputs.roleAssignments?.value.map(({ role, scope }: Record<string, string>) => [
                role,
                scope?.split("/").at(-2),
            ]);
            // As they are needed, not as they are given.
            expect(scopes).toEqual([
                ["Managed Identity Operator", "userAssignedIdentities"],
                ["Network Contributor", "subnets"],
                ["AcrPull", "registries"],
            ]);
            expect(await denied(engine, outputs.clusterName?.value)).toEqual([]);
        },
    );
});
