import type * as pulumi from "@pulumi/pulumi";
import { AksWorkloadIdentity, ManagedIdentityAksCluster } from "../../src";
import { type Engine, observed, steps, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";

/** What a preview would do, and says. */
async function previewOf({ stack }: Engine, options: { refresh?: boolean } = {}) {
    const { events } = await observed((rest) => stack.preview({ ...options, ...rest }).catch(() => undefined));
    return { steps: steps(events).sort(), said: said(events) };
}

test("a tag changes what has tags, and nothing else, below a protected component", async () => {
    let tags: Record<string, string> | undefined;
    const program = async () => {
        const ground = makeGroundOf();
        new ManagedIdentityAksCluster(
            "aks",
            {
                resourceGroupName: ground.group.name,
                systemNodePool: { vmSize: VM_SIZE, subnetId: ground.systemSubnet.id },
                nodePools: [{ name: "work", vmSize: VM_SIZE }],
                tags,
            },
            { protect: true },
        );
    };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        await engine.stack.up();
        tags = { team: "shop" };
        expect(await previewOf(engine)).toEqual({
            steps: ["update aks-cluster", "update aks-control-plane", "update aks-kubelet", "update aks-pool-work"],
            said: "",
        });
        expect((await engine.stack.up()).summary.resourceChanges).toMatchObject({ update: 4 });
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
    });
});

test("another name or another parent with an alias changes nothing", async () => {
    let name = "aks";
    let options: pulumi.ComponentResourceOptions = {};
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        const aks = new ManagedIdentityAksCluster(
            name,
            {
                resourceGroupName: group.name,
                systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
                nodePools: [{ name: "batch", vmSize: VM_SIZE }],
                oidcIssuer: true,
            },
            options,
        );
        new AksWorkloadIdentity(
            `${name}-app`,
            {
                resourceGroupName: group.name,
                oidcIssuerUrl: aks.oidcIssuerUrl,
                serviceAccounts: [
                    { namespace: "shop", name: "orders" },
                    { namespace: "shop", name: "orders.v2" },
                ],
            },
            options.aliases ? { aliases: [{ name: "aks-app" }] } : {},
        );
    };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        await engine.stack.up();
        // All pools are in the state, in the order of their names.
        await engine.stack.refresh();
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
        name = "renamed";
        options = { aliases: [{ name: "aks" }] };
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
        await engine.stack.up();
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
    });
});

test("a pool in a new subnet is created, with its role assignment, and nothing else happens", async () => {
    let withPool = false;
    const program = async () => {
        const ground = makeGroundOf(withPool ? ["api", "pods", "new"] : ["api", "pods"]);
        const { group, systemSubnet, workSubnet, more } = ground;
        new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            network: {
                networkPlugin: "azure",
                serviceCidr: "10.96.0.0/16",
                dnsServiceIP: "10.96.0.10",
            },
            apiServer: { subnetId: more.api?.id },
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id, podSubnetId: more.pods?.id },
            nodePools: [
                { name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id },
                ...(more.new ? [{ name: "added", vmSize: VM_SIZE, subnetId: more.new.id }] : []),
            ],
        });
    };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        await engine.stack.up();
        withPool = true;
        expect(await previewOf(engine)).toEqual({
            steps: ["create aks-new-subnet-network-contributor", "create aks-pool-added", "create new"],
            said: "",
        });
        await engine.stack.up();
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
    });
});

test("ids in another letter case and with a slash at their end change nothing", async () => {
    let spelled = (id: string) => id;
    const program = async () => {
        const { group, systemSubnet, workSubnet } = makeGroundOf();
        const id = ({ id: given }: { id: pulumi.Output<string> }) => given.apply((value) => spelled(value));
        const aks = new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: id(systemSubnet) },
            nodePools: [{ name: "batch", vmSize: VM_SIZE, subnetId: id(workSubnet) }],
            extraRoleAssignments: [{ name: "all", role: "Reader", scope: id(group) }],
        });
        return { roleAssignments: aks.roleAssignments };
    };
    await withEngine(program, { watchJobs: true }, async (engine) => {
        await engine.stack.up();
        for (const other of [(id: string) => id.toUpperCase(), (id: string) => `${id}/`]) {
            spelled = (id) => other(id).replace(/^\/SUBSCRIPTIONS/, "/subscriptions");
            expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
            expect(Object.keys((await engine.stack.up()).summary.resourceChanges ?? {})).toEqual(["same"]);
        }
        await engine.stack.refresh();
        expect(await previewOf(engine)).toEqual({ steps: [], said: "" });
    });
});
