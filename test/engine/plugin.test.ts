import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { isWrite } from "./adoptByImport";
import { ADOPTED } from "./adoptedClusters";
import { changesOf, observed, remaining, steps, withEngine } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { type Plugin, Remote, startPlugin } from "./plugin";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";

let plugin: Plugin;
beforeAll(async () => {
    plugin = await startPlugin();
});
afterAll(() => plugin.stop());

test("two clusters on shared identities, and two of one name, each constructed with a monitor of its own", async () => {
    let tags: Record<string, string> | undefined;
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        const args = {
            resourceGroupName: group.name,
            systemNodePool: { vmSize: VM_SIZE, subnetId: systemSubnet.id },
            tags,
        };
        const shared = new Remote("AksClusterIdentities", "shared", {
            resourceGroupName: group.name,
            subnetIds: [systemSubnet.id],
        });
        const onShared = ["blue", "green"].map(
            (name) => new Remote("ManagedIdentityAksCluster", name, { ...args, identities: shared.forClusters }),
        );
        const ofOneName = ["one", "two"].map((place) => {
            const parent = new pulumi.ComponentResource(`test:index:Place${place}`, place);
            // Names in Azure are those of the components, so each has a resource group of its own.
            const { name: resourceGroupName } = new ResourceGroup(place, {}, { parent });
            const own = { ...args, resourceGroupName, clusterName: `aks-${place}` };
            return new Remote("ManagedIdentityAksCluster", "aks", own, { parent });
        });
        return { names: pulumi.all([...onShared, ...ofOneName].map(({ clusterName }) => clusterName)) };
    };
    const options = { watchJobs: true, plugins: { "managed-identity-aks": plugin.port } };
    await withEngine(program, options, async (engine) => {
        const { outputs } = await engine.stack.up();
        const names: string[] = outputs.names?.value;
        expect(new Set(names).size).toBe(4);
        for (const name of names) {
            expect((await engine.jobs(name)).filter(({ allowed }) => !allowed)).toEqual([]);
        }
        const preview = async () => {
            const { events } = await observed((rest) => engine.stack.preview(rest));
            return { steps: steps(events).sort(), said: said(events) };
        };
        expect(await preview()).toEqual({ steps: [], said: "" });
        tags = { team: "shop" };
        const aks = ["cluster", "control-plane", "kubelet"].map((name) => `update aks-${name}`);
        expect((await preview()).steps).toEqual([...aks, ...aks, "update blue-cluster", "update green-cluster"].sort());
        await engine.stack.destroy();
        expect(remaining(engine.azure.requests())).toEqual([]);
    });
});

test("clusters made by hand are adopted through the plugin, too", async () => {
    const options = { watchJobs: true, plugins: { "managed-identity-aks": plugin.port } };
    const { principal, pools } = ADOPTED;
    await withFoundClusters({ principal, pools }, options, async ({ stack, found, newRequests, adopt: imported }) => {
        let isAdopted = false;
        const { created } = await imported(async () => {
            for (const [name, { args }] of Object.entries(found)) {
                const { adopt, ...others } = args;
                new Remote("ManagedIdentityAksCluster", name, isAdopted ? others : args);
            }
        });
        expect(created).toEqual([]);
        newRequests();
        for (isAdopted of [false, true]) {
            const { events } = await observed((rest) => stack.up(rest));
            expect({ isAdopted, changes: changesOf(events) }).toEqual({ isAdopted, changes: [] });
        }
        await stack.refresh();
        const { events } = await observed((rest) => stack.preview(rest));
        expect(changesOf(events)).toEqual([]);
        expect(newRequests().filter(isWrite)).toEqual([]);
    });
});
