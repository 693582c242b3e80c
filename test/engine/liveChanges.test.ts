import { isWrite } from "./adoptByImport";
import { addFaults } from "./engine";
import { type Args, type LiveCluster, QUIET, withLiveCluster } from "./liveCluster";
import { VM_SIZE } from "./program";
import { codes } from "./transition";

describe("the autoscaler owns the count", () => {
    const scaled = { vmSize: VM_SIZE, minCount: 1, maxCount: 9 };
    const SCALED: Args = {
        systemNodePool: { ...scaled, name: "system" },
        // Before the system pool in Azure's list.
        nodePools: [{ ...scaled, name: "batch" }],
    };
    const scale = async ({ change }: LiveCluster, count: number) => {
        await change("agentPools/system/change", { properties: { count } });
        await change("agentPools/batch/change", { properties: { count: count - 1 } });
    };
    const failNextLooks = (living: LiveCluster, times: number) =>
        addFaults(living, {
            method: "GET",
            path: "**/managedClusters/*",
            kind: "error",
            status: 403,
            code: "AuthorizationFailed",
            times,
        });
    const counts = async ({ pool }: LiveCluster) => [(await pool("system")).count, (await pool("batch")).count];

    test("before a refresh and after one", async () => {
        await withLiveCluster(SCALED, async (living) => {
            const { preview, up, say, stack } = living;
            await scale(living, 7);
            expect(await preview()).toEqual(QUIET);
            // A change of the cluster takes the living count along, even if its first look at the cluster fails.
            say({ ...SCALED, tags: { team: "shop" } });
            expect(await preview()).toMatchObject({ said: "" });
            await failNextLooks(living, 1);
            await up();
            expect(await counts(living)).toEqual([7, 6]);
            expect(await preview()).toEqual(QUIET);
            // Changes of the pools themselves, too.
            await scale(living, 5);
            const labels = { nodeLabels: { team: "shop" } };
            say({
                tags: { team: "shop" },
                systemNodePool: { ...scaled, name: "system", ...labels },
                nodePools: [{ ...scaled, name: "batch", ...labels }],
            });
            expect(await preview()).toMatchObject({
                steps: ["update aks-cluster", "update aks-pool-batch"],
                said: "",
            });
            await up();
            expect(await counts(living)).toEqual([5, 4]);

            await stack.refresh();
            await scale(living, 3);
            await stack.refresh();
            expect(await preview()).toEqual(QUIET);
            await scale(living, 4);
            expect(await preview()).toEqual(QUIET);
            say({ ...SCALED, tags: { team: "shop", tier: "gold" } });
            await up();
            expect(await counts(living)).toEqual([4, 3]);
            expect(await preview()).toEqual(QUIET);
        });
    });

    test("a cluster that cannot be read: a preview says so and states nothing else, and no update is sent", async () => {
        await withLiveCluster(SCALED, async (living) => {
            const { preview, up, say, stack, newRequests } = living;
            await scale(living, 7);
            say({ ...SCALED, tags: { team: "shop" } });
            // The first look and its repetition.
            await failNextLooks(living, 2);
            const { steps, said } = await preview();
            expect(steps).toContain("update aks-cluster");
            expect(said).toMatch(
                /this preview shows the state, .* `pulumi up` would fail: \/subscriptions\S+ cannot be read: .*AuthorizationFailed/s,
            );
            expect(codes(said)).toEqual([]);

            await failNextLooks(living, 2);
            newRequests();
            await expect(stack.up()).rejects.toThrow(/cannot be read: .*AuthorizationFailed.*it was not sent/s);
            const clusterWrites = newRequests().filter(
                ({ method, path }) => method === "PUT" && /managedClusters/i.test(path),
            );
            expect(clusterWrites).toEqual([]);
            await up();
            expect(await counts(living)).toEqual([7, 6]);
        });
    });

    test("when autoscaling is turned on and off, and when a count is set", async () => {
        const fixed = { vmSize: VM_SIZE, name: "system" };
        await withLiveCluster({ systemNodePool: fixed }, async (living) => {
            const { preview, up, say, change, pool } = living;
            await change("agentPools/system/change", { properties: { count: 5 } });
            expect(await preview()).toEqual(QUIET);
            say({ systemNodePool: { ...scaled, name: "system" } });
            expect(await preview()).toMatchObject({ steps: ["update aks-cluster"], said: "" });
            await up();
            expect(await pool("system")).toMatchObject({ count: 5, enableAutoScaling: true, minCount: 1 });
            await change("agentPools/system/change", { properties: { count: 7 } });
            // Off and another count in one update is more than AKS does.
            say({ systemNodePool: { ...fixed, count: 3 } });
            expect(codes((await preview()).said)).toEqual(["AutoscaledCount"]);
            say({ systemNodePool: fixed });
            expect(await preview()).toMatchObject({ steps: ["update aks-cluster"], said: "" });
            await up();
            expect(await pool("system")).toMatchObject({ count: 7, enableAutoScaling: false });
            say({ systemNodePool: { ...fixed, count: 3 } });
            expect(await preview()).toMatchObject({ steps: ["update aks-cluster"], said: "" });
            await up();
            expect(await pool("system")).toMatchObject({ count: 3 });
            // Somebody scales by hand: an update of something else does not scale back in silence.
            await change("agentPools/system/change", { properties: { count: 6 } });
            say({ systemNodePool: { ...fixed, count: 3 }, tags: { team: "shop" } });
            const { said } = await preview();
            expect(codes(said)).toEqual(["ChangesSetBack"]);
            expect(said).toContain("count of pool system, now 6.");
            await up();
            expect(await pool("system")).toMatchObject({ count: 3 });
            // Somebody turns the autoscaler on: it stays on, with the count that it has by now.
            const theirs = { enableAutoScaling: true, minCount: 2, maxCount: 8 };
            await change("agentPools/system/change", { properties: { ...theirs, count: 4 } });
            say({ systemNodePool: { ...fixed, nodeLabels: { team: "shop" } }, tags: { team: "shop" } });
            await up();
            expect(await pool("system")).toMatchObject({ ...theirs, count: 4, nodeLabels: { team: "shop" } });
            expect(await preview()).toEqual(QUIET);
        });
    });
});

test("auto-upgrade owns the version, and nothing is set back to an older one", async () => {
    const upgraded = { autoUpgrade: { upgradeChannel: "stable" } };
    const pools: Args = {
        systemNodePool: { vmSize: VM_SIZE, name: "system" },
        nodePools: [{ vmSize: VM_SIZE, name: "batch", kubernetesVersion: "1.32" }],
    };
    await withLiveCluster({ ...upgraded, ...pools, kubernetesVersion: "1.32" }, async (living) => {
        const { preview, up, say, change, cluster, pool, stack } = living;
        const upgrade = async (version: string) => {
            await change("change", { properties: { kubernetesVersion: version } });
            for (const name of ["system", "batch"]) {
                await change(`agentPools/${name}/change`, { properties: { orchestratorVersion: version } });
            }
        };
        await upgrade("1.33");
        expect(await preview()).toEqual(QUIET);
        say({ ...upgraded, ...pools, kubernetesVersion: "1.32", tags: { team: "shop" } });
        await up();
        expect(await cluster()).toMatchObject({ properties: { kubernetesVersion: "1.33" } });
        expect(await pool("batch")).toMatchObject({ orchestratorVersion: "1.33" });
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);
        // A program that sets the version alone cannot go back.
        say({ ...pools, kubernetesVersion: "1.32", tags: { team: "shop" } });
        expect(codes((await preview()).said)).toEqual(["KubernetesDowngrade"]);
        say({ tags: { team: "shop" }, systemNodePool: { vmSize: VM_SIZE, name: "system" } });
        expect(codes((await preview()).said)).not.toContain("KubernetesDowngrade");
    });
});

test("what others turn on stays, and what the program gives up is turned off or refused", async () => {
    const system = { vmSize: VM_SIZE, name: "system" };
    await withLiveCluster({ addons: { keyVaultSecrets: {} }, systemNodePool: system }, async (living) => {
        const { preview, up, say, change, cluster, stack } = living;
        const addonsOf = async () => {
            const { properties } = (await cluster()) as {
                properties: { addonProfiles: Record<string, { enabled: boolean }> };
            };
            return Object.entries(properties.addonProfiles).flatMap(([name, { enabled }]) => (enabled ? name : []));
        };
        // Azure Policy turns its add-on on, somebody else Defender.
        await change("change", {
            properties: {
                addonProfiles: { azurepolicy: { enabled: true } },
                storageProfile: { blobCSIDriver: { enabled: true } },
            },
        });
        expect(await preview()).toEqual(QUIET);
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);
        say({ addons: { keyVaultSecrets: {} }, systemNodePool: system, tags: { team: "shop" } });
        expect(await preview()).toMatchObject({ said: "" });
        await up();
        expect(await addonsOf()).toEqual(["azureKeyvaultSecretsProvider", "azurepolicy"]);
        expect(await cluster()).toMatchObject({
            properties: { storageProfile: { blobCSIDriver: { enabled: true } } },
        });
        expect(await preview()).toEqual(QUIET);
        // No add-ons any more in the program: its own goes, the other's stays.
        say({ systemNodePool: system, tags: { team: "shop" } });
        expect(await preview()).toMatchObject({ steps: ["update aks-cluster"], said: "" });
        await up();
        expect(await addonsOf()).toEqual(["azurepolicy"]);
        expect(await preview()).toEqual(QUIET);
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);
    });
});

test("another VM size of a pool: the preview warns that the pool goes before the new one comes", async () => {
    const work = { name: "work", vmSize: VM_SIZE };
    await withLiveCluster({ nodePools: [work] }, async ({ preview, up, say, pool, newRequests }) => {
        say({ nodePools: [{ ...work, vmSize: "Standard_D8ds_v5" }] });
        expect(codes((await preview()).said)).toEqual(["PoolReplaced"]);
        newRequests();
        await up();
        const writes = newRequests().filter(({ method, path }) => isWrite({ method }) && path.endsWith("/work"));
        expect(writes.map(({ method }) => method)).toEqual(["DELETE", "PUT"]);
        expect(await pool("work")).toMatchObject({ vmSize: "Standard_D8ds_v5" });
        expect(await preview()).toEqual(QUIET);
    });
});

test("another system pool takes the place of the first, without a new cluster", async () => {
    const old = { vmSize: VM_SIZE, name: "system" };
    const vmSize = "Standard_D8ds_v5";
    await withLiveCluster({ systemNodePool: old }, async (living) => {
        const { preview, up, say, cluster, arm, pool, stack } = living;
        const names = async () => {
            const { properties } = (await cluster()) as {
                properties: { agentPoolProfiles: { name: string }[] };
            };
            return properties.agentPoolProfiles.map(({ name }) => name);
        };
        say({ systemNodePool: { ...old, vmSize } });
        const refused = await preview();
        expect(codes(refused.said)).toEqual(["FixedSystemPoolInput"]);
        expect(refused.said).toContain('add the new pool to nodePools with another name and mode: "System"');

        say({ systemNodePool: { vmSize, name: "fresh" } });
        expect(codes((await preview()).said)).toEqual(["SystemPoolExists"]);
        say({ systemNodePool: old, nodePools: [{ vmSize, name: "fresh", mode: "System" }] });
        expect(await preview()).toMatchObject({ steps: ["create aks-pool-fresh"], said: "" });
        await up();
        await stack.refresh();

        // The pool would stay in Azure, where the new one of its name would find it.
        say({ systemNodePool: old, nodePools: [{ vmSize: VM_SIZE, name: "fresh", mode: "System" }] });
        expect(codes((await preview()).said)).toEqual(["SystemPoolStays"]);
        await expect(up()).rejects.toThrow("SystemPoolStays");
        expect(await pool("fresh")).toMatchObject({ vmSize });

        say({ systemNodePool: { vmSize, name: "fresh" } });
        const taken = await preview();
        expect(taken.steps).toEqual(["delete aks-pool-fresh", "update aks-cluster"]);
        const command = /az aks nodepool delete --resource-group (\S+) --cluster-name (\S+) --name system`/;
        expect(taken.said).toMatch(command);
        expect(codes(taken.said)).toEqual(["SystemPoolReplaced"]);
        await up();
        expect(await names()).toEqual(["fresh", "system"]);

        // What the command does.
        const id = String((await cluster()).id);
        expect((await arm.delete(`${id}/agentPools/system`, { apiVersion: "2025-09-01" })).status).toBe(202);
        arm.advance(3600);
        expect(await names()).toEqual(["fresh"]);
        expect(await pool("fresh")).toMatchObject({ vmSize, mode: "System" });
        expect(await preview()).toEqual(QUIET);
        say({
            systemNodePool: { vmSize, name: "fresh", nodeLabels: { team: "shop" } },
            tags: { team: "shop" },
        });
        await up();
        expect(await pool("fresh")).toMatchObject({ nodeLabels: { team: "shop" } });
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);
    });
});

test("a replacement says why, and deletes first: the new cluster has the name of the old one", async () => {
    const network = {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        serviceCidr: "10.96.0.0/16",
        dnsServiceIP: "10.96.0.10",
    };
    const other = { ...network, serviceCidr: "10.97.0.0/16", dnsServiceIP: "10.97.0.10" };
    const named = { properties: { nodeResourceGroup: "my-nodes" } };
    const nodePools = [{ name: "work", vmSize: VM_SIZE }];
    await withLiveCluster({ network, nodePools }, async ({ preview, up, say, newRequests }) => {
        const writes = async () => {
            newRequests();
            await up();
            return newRequests()
                .filter(({ method, status }) => method !== "GET" && status < 300)
                .map(({ method, path }) => `${method} ${path.split("/").at(-2)}`)
                .filter((write) => /managedClusters|agentPools/.test(write));
        };
        say({ network: other, nodePools });
        const first = await preview();
        expect(codes(first.said)).toEqual(["ClusterReplaced"]);
        expect(first.said).toContain(
            "network.serviceCidr, network.dnsServiceIP change, which an update cannot do. The old cluster is deleted before the new one is created.",
        );
        const all = ["DELETE agentPools", "DELETE managedClusters", "PUT managedClusters", "PUT agentPools"];
        expect(await writes()).toEqual(all);
        say({ network, nodePools, ...named });
        expect((await preview()).said).toContain(
            "network.serviceCidr, network.dnsServiceIP, properties.nodeResourceGroup change",
        );
        expect(await writes()).toEqual(all);
        // In the same cluster the new pool has the place of the old one.
        say({ network, nodePools: [{ name: "work", vmSize: "Standard_D8ds_v5" }], ...named });
        expect(await writes()).toEqual(["DELETE agentPools", "PUT agentPools"]);
        expect(await preview()).toEqual(QUIET);
    });
});
