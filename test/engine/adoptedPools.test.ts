import { AgentPool } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs, type NodePoolArgs } from "../../src";
import type { FromLive } from "../../src/migration/live/argsFromLive";
import { ADOPTED, type MakeRequest } from "./adoptedClusters";
import { MANY_RUNS } from "./engine";
import { type FoundClusters, withFoundClusters } from "./foundClusters";
import { VM_SIZE } from "./program";
import { QUIET, run } from "./runs";

const GPU_SIZE = "Standard_NC24ads_A100_v4";
const POOL = { vmSize: VM_SIZE, type: "VirtualMachineScaleSets", count: 1 };
const PORTS = [{ portStart: 80, portEnd: 80, protocol: "TCP" }];

/** An encrypted cluster whose pools have what azure-native replaces them for. */
const withPools: MakeRequest = async (builder) => {
    const { body } = await ADOPTED.disks(builder);
    const agentPoolProfiles = [
        { ...POOL, name: "nodepool1", mode: "System" },
        { ...POOL, name: "gpu", mode: "User", vmSize: GPU_SIZE, gpuInstanceProfile: "MIG2g" },
        {
            ...POOL,
            name: "edge",
            mode: "User",
            enableNodePublicIP: true,
            networkProfile: {
                nodePublicIPTags: [{ ipTagType: "RoutingPreference", tag: "Internet" }],
                allowedHostPorts: PORTS,
            },
        },
    ];
    return { body: { ...body, properties: { ...Object(body.properties), agentPoolProfiles } } };
};

type Change = (args: ManagedIdentityAksClusterArgs) => ManagedIdentityAksClusterArgs;

const withPool =
    (name: string, further: Partial<NodePoolArgs>): Change =>
    (args) => ({
        ...args,
        nodePools: args.nodePools?.map((pool) => (pool.name === name ? { ...pool, ...further } : pool)),
    });
const without: Change = ({ adopt, ...args }) => args;
const otherSize = withPool("gpu", { vmSize: "Standard_D8ds_v5" });

/** What the stack is to have from now on. */
interface Program {
    change: Change;
    name: string;
    options: pulumi.ComponentResourceOptions;
    /** A pool of the cluster that is none of the component's. */
    beside?: () => AgentPool;
}

test(
    "pools that azure-native would replace are adopted as they are, or not at all",
    async () => {
        await withFoundClusters({ shop: withPools }, {}, async (engine) => {
            const { stack } = engine;
            const program: Program = { change: (args) => args, name: "shop", options: {} };
            const described = writtenByHand(engine);
            engine.deploy(async () => {
                new ManagedIdentityAksCluster(program.name, program.change(described), program.options);
                return { urn: program.beside?.().urn };
            });
            const living = async (name: string) =>
                (await engine.arm.get(`${engine.clusters.shop}/agentPools/${name}`)).body.properties;

            // What the program says otherwise is refused before anything is imported, however it is spelled.
            const refused = { failed: true, codes: ["AdoptedPoolReplaced"], writes: [] };
            program.change = otherSize;
            expect(await run(engine, "preview")).toMatchObject(refused);
            const size = await run(engine, "up");
            expect(size).toMatchObject(refused);
            program.change = withPool("gpu", { vmSize: GPU_SIZE.toLowerCase() });
            const spelling = await run(engine, "up");
            expect(spelling).toMatchObject(refused);
            expect([...size.steps, ...spelling.steps].filter((step) => step.startsWith("import "))).toEqual([]);
            program.change = withPool("edge", {
                properties: {
                    networkProfile: { nodePublicIPTags: [{ ipTagType: "RoutingPreference", tag: "Other" }] },
                },
            });
            expect(await run(engine, "preview")).toMatchObject(refused);

            // AKS itself keeps this.
            program.change = withPool("gpu", { maxPods: 30 });
            const kept = { failed: true, codes: ["FixedPoolInput"], writes: [] };
            expect(await run(engine, "preview")).toMatchObject(kept);

            // What it does not say stays, also without the input, after a refresh and under another name.
            program.change = (args) => args;
            expect(await run(engine, "preview")).toMatchObject({ failed: false, codes: [], writes: [] });
            const adopted = await run(engine, "up");
            expect(adopted).toMatchObject({ failed: false, codes: [] });
            expect(adopted.steps).toEqual(expect.arrayContaining(["import shop-pool-gpu", "import shop-pool-edge"]));
            expect(adopted.writes).toEqual([]);
            expect(await living("gpu")).toMatchObject({ gpuInstanceProfile: "MIG2g" });
            expect(await living("edge")).toMatchObject({ networkProfile: { nodePublicIPTags: [{ tag: "Internet" }] } });
            program.change = without;
            expect(await run(engine, "preview")).toEqual(QUIET);
            await stack.refresh();
            expect(await run(engine, "up")).toEqual(QUIET);
            program.name = "web";
            program.options = { aliases: [{ name: "shop" }] };
            expect(await run(engine, "up")).toEqual(QUIET);

            await adoptsFurtherPools(engine, program);
            await replacesOnPurpose(engine, program);
        });
    },
    MANY_RUNS,
);

/**
 * The program that `adopt` describes, without what azure-native replaces pools for and a program may leave out, and with an
 * id in other letters.
 */
function writtenByHand({ found }: FoundClusters): ManagedIdentityAksClusterArgs {
    const { existingRoleAssignments, ...args } = { ...(found.shop as FromLive).args };
    const nodePools = args.nodePools?.map((pool) => {
        const { gpuInstanceProfile, networkProfile, ...properties } = { ...Object(pool.properties) };
        const kept = networkProfile && { networkProfile: { allowedHostPorts: PORTS } };
        return { ...pool, properties: { ...properties, ...kept } };
    });
    const id = String(args.encryption?.diskEncryptionSetId);
    const diskEncryptionSetId = id.replace(/[^/]+$/, (name) => name.toUpperCase());
    expect(diskEncryptionSetId).not.toBe(id);
    return { ...args, nodePools, encryption: { diskEncryptionSetId }, roleAssignmentMode: "Skip" };
}

/** A pool comes into a living component, from outside of the stack and from elsewhere in it. */
async function adoptsFurtherPools(engine: FoundClusters, program: Program): Promise<void> {
    const poolId = (name: string) => `${engine.clusters.shop}/agentPools/${name}`;
    const refused = { failed: true, codes: ["AdoptedPoolReplaced"], writes: [] };
    const further =
        (name: string, adopt: ManagedIdentityAksClusterArgs["adopt"], vmSize = VM_SIZE): Change =>
        (args) => ({ ...without(args), nodePools: [...(args.nodePools ?? []), ...before, { name, vmSize }], adopt });
    const before: NodePoolArgs[] = [];

    expect(await engine.arm.put(poolId("later"), { properties: { ...POOL, mode: "User" } })).toMatchObject({
        status: 201,
    });
    const nodePoolIds = { later: poolId("later") };
    program.change = further("later", { nodePoolIds }, "Standard_D8ds_v5");
    expect(await run(engine, "preview")).toMatchObject(refused);
    expect(await run(engine, "up")).toMatchObject(refused);
    program.change = further("later", { nodePoolIds });
    expect((await run(engine, "up")).steps).toContain("import web-pool-later");
    before.push({ name: "later", vmSize: VM_SIZE });

    program.change = (args) => ({ ...without(args), nodePools: [...(args.nodePools ?? []), ...before] });
    program.beside = () =>
        new AgentPool("moved", {
            resourceGroupName: "ground",
            resourceName: "shop",
            agentPoolName: "moved",
            mode: "User",
            vmSize: VM_SIZE,
            count: 1,
        });
    expect((await run(engine, "up")).writes).toEqual(["PUT moved 201"]);
    const { urn } = await engine.stack.outputs();
    const nodePoolUrns = { moved: String(urn?.value) };
    program.beside = undefined;
    program.change = further("moved", { nodePoolUrns }, "Standard_D8ds_v5");
    expect(await run(engine, "preview")).toMatchObject(refused);
    expect(await run(engine, "up", { continueOnError: true })).toMatchObject(refused);
    program.change = further("moved", { nodePoolUrns });
    const moved = await run(engine, "up");
    expect(moved).toMatchObject({ failed: false, codes: [] });
    expect(moved.writes.filter((write) => !write.endsWith(" 200"))).toEqual([]);
    program.change = further("moved", undefined);
    expect(await run(engine, "up")).toEqual(QUIET);
}

/** A change of the program that replaces a pool of the component. */
async function replacesOnPurpose(engine: FoundClusters, program: Program): Promise<void> {
    const keep = program.change;
    program.change = (args) => otherSize(keep(args));
    expect(await run(engine, "up")).toMatchObject({ failed: false, writes: ["DELETE gpu 202", "PUT gpu 201"] });
    expect(await run(engine, "preview")).toEqual(QUIET);
}
