import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { ADOPTED } from "./adoptedClusters";
import { withEngine } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { letJoinSubnets, makeGroundOf, VM_SIZE } from "./program";
import { QUIET, run } from "./runs";

const DNS_PREFIX = "another";

test("a cluster that azure-native would replace is adopted with the option adopt alone, and lives on without it", async () => {
    // Azure CNI without overlay: azure-native fills in a podCidr. SSH keys: the program does not name them.
    const { egress, sshkeys } = ADOPTED;
    await withFoundClusters({ egress, sshkeys }, {}, async (engine) => {
        const { stack, found } = engine;
        const described: Record<string, ManagedIdentityAksClusterArgs> = {};
        for (const [name, { args }] of Object.entries(found)) {
            const { linuxProfile, ...properties } = { linuxProfile: undefined, ...args.properties };
            described[name] = { ...args, properties };
        }
        expect(found.sshkeys?.args.properties).toHaveProperty("linuxProfile");
        let prefix = "";
        let options: (name: string) => pulumi.ComponentResourceOptions = () => ({});
        let change: (args: ManagedIdentityAksClusterArgs) => ManagedIdentityAksClusterArgs = (args) => args;
        engine.deploy(async () => {
            for (const [name, args] of Object.entries(described)) {
                new ManagedIdentityAksCluster(`${prefix}${name}`, change(args), options(name));
            }
        });

        // A program that changes a setting whose change replaces the cluster is refused, in a preview and by the engine.
        change = (args) => ({ ...args, dnsPrefix: DNS_PREFIX });
        const refused = await run(engine, "preview");
        expect(refused).toMatchObject({ failed: true, writes: [] });
        expect(new Set(refused.codes)).toEqual(new Set(["AdoptedClusterReplaced"]));
        expect(await run(engine, "up")).toMatchObject({ failed: true, writes: [] });
        // Nothing is imported, so the cluster stays when adopt is removed too early, and can be adopted after that.
        change = ({ adopt, ...args }) => ({ ...args, dnsPrefix: DNS_PREFIX });
        const removed = await run(engine, "up");
        expect(removed.failed).toBe(true);
        expect(removed.writes.filter((write) => /DELETE|20\d$/.test(write))).toEqual([]);

        change = (args) => args;
        const preview = await run(engine, "preview");
        expect(preview).toMatchObject({ failed: false, codes: [] });
        expect(preview.steps.filter((step) => !/^(import|update|create \w+$)/.test(step))).toEqual([]);
        const up = await run(engine, "up");
        expect(up).toMatchObject({ failed: false, codes: [] });
        expect(up.steps).toEqual(expect.arrayContaining(["import egress-cluster", "import sshkeys-cluster"]));
        expect(up.writes.filter((write) => !/^PUT \w+ 200$/.test(write))).toEqual([]);

        // Without it, after a refresh, and under another name.
        change = ({ adopt, ...args }) => args;
        expect(await run(engine, "preview")).toEqual(QUIET);
        expect(await run(engine, "up")).toEqual(QUIET);
        await stack.refresh();
        expect(await run(engine, "preview")).toEqual(QUIET);
        prefix = "new";
        options = (name) => ({ aliases: [{ name }] });
        expect(await run(engine, "up")).toEqual(QUIET);

        // A replacement that the program asks for stays possible.
        change = ({ adopt, ...args }) => ({ ...args, dnsPrefix: DNS_PREFIX });
        const replaced = await run(engine, "preview");
        expect(replaced).toMatchObject({ failed: false, codes: ["ClusterReplaced", "ClusterReplaced"] });
        expect(replaced.steps).toEqual(
            expect.arrayContaining(["replace newegress-cluster", "replace newsshkeys-cluster"]),
        );
    });
});

test("a cluster of the stack, or a pool, that would be replaced on its way into the component stays, or is refused", async () => {
    let urns: { clusterUrn: string; nodePoolUrns: { batch: string } } | undefined;
    let dnsPrefix = "shop";
    let vmSize = VM_SIZE;
    let isAdopted = true;
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        const ssh = { publicKeys: [{ keyData: "ssh-rsa AAAAB3NzaC1yc2E made-up" }] };
        if (urns === undefined) {
            const living = new ManagedCluster("living", {
                resourceGroupName: group.name,
                resourceName: "shop",
                dnsPrefix,
                identity: { type: "SystemAssigned" },
                linuxProfile: { adminUsername: "azureuser", ssh },
                agentPoolProfiles: [
                    { name: "system", mode: "System", vmSize: VM_SIZE, vnetSubnetID: systemSubnet.id, count: 1 },
                ],
            });
            const batch = new AgentPool(
                "batch",
                {
                    resourceGroupName: group.name,
                    resourceName: living.name,
                    agentPoolName: "batch",
                    vmSize,
                    vnetSubnetID: systemSubnet.id,
                    count: 1,
                },
                { dependsOn: letJoinSubnets(living, group) },
            );
            return { id: living.id, clusterUrn: living.urn, poolUrn: batch.urn };
        }
        new ManagedIdentityAksCluster("aks", {
            resourceGroupName: group.name,
            clusterName: "shop",
            dnsPrefix,
            controlPlaneIdentity: { type: "SystemAssigned" },
            systemNodePool: { name: "system", vmSize: VM_SIZE, subnetId: systemSubnet.id, count: 1 },
            nodePools: [{ name: "batch", vmSize, count: 1 }],
            ...(isAdopted && { adopt: urns }),
        });
        return {};
    };
    await withEngine(program, {}, async (engine) => {
        const { outputs } = await engine.stack.up();
        urns = {
            clusterUrn: String(outputs.clusterUrn?.value),
            nodePoolUrns: { batch: String(outputs.poolUrn?.value) },
        };
        dnsPrefix = DNS_PREFIX;
        const refused = { failed: true, codes: ["AdoptedClusterReplaced"] };
        await expect(engine.stack.preview()).rejects.toThrow("the program changes dnsPrefix of the cluster");
        const up = await run(engine, "up");
        expect(up).toMatchObject(refused);
        expect(up.writes.filter((write) => /^DELETE| shop /.test(write))).toEqual([]);

        dnsPrefix = "shop";
        vmSize = "Standard_D8ds_v5";
        const refusedPool = { failed: true, codes: ["AdoptedPoolReplaced"] };
        await expect(engine.stack.preview()).rejects.toThrow("the program changes vmSize of pool batch");
        const withPool = await run(engine, "up", { continueOnError: true });
        expect(withPool).toMatchObject(refusedPool);
        expect(withPool.writes.filter((write) => write.startsWith("DELETE"))).toEqual([]);

        vmSize = VM_SIZE;
        const adopted = await run(engine, "up");
        expect(adopted).toMatchObject({ failed: false, codes: [] });
        expect(adopted.steps.filter((step) => /replace|delete/.test(step))).toEqual(["delete joining"]);
        isAdopted = false;
        expect(await run(engine, "up")).toEqual(QUIET);
        expect((await engine.arm.get(String(outputs.id?.value))).body.properties).toMatchObject({
            linuxProfile: { adminUsername: "azureuser" },
        });
    });
});
