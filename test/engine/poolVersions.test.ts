import { type Args, QUIET, withLiveCluster } from "./liveCluster";
import { VM_SIZE } from "./program";
import { codes } from "./transition";

const pool = (name: string, more: object = {}) => ({ name, vmSize: VM_SIZE, ...more });
const versioned = (kubernetesVersion: string, nodePools: Args["nodePools"], system: object = {}): Args => ({
    kubernetesVersion,
    systemNodePool: { ...pool("system"), ...system },
    nodePools,
});
const HELD = pool("held", { kubernetesVersion: "1.32" });
const SPOT = pool("spot", { scaleSetPriority: "Spot" });

test("pools follow the version of the cluster after it, but those that have their own", async () => {
    const first = versioned("1.32", [pool("work"), HELD]);
    await withLiveCluster(first, async ({ preview, up, say, change, pool: live, cluster, newRequests, stack }) => {
        const versions = async () => {
            const pools = await Promise.all(["system", "work", "held"].map(live));
            return pools.map(({ orchestratorVersion }) => orchestratorVersion);
        };
        expect(await versions()).toEqual(["1.32", "1.32", "1.32"]);
        expect(await preview()).toEqual(QUIET);

        say(versioned("1.33", [pool("work"), HELD]));
        expect(await preview()).toMatchObject({ steps: ["update aks-cluster", "update aks-pool-work"], said: "" });
        newRequests();
        await up();
        const puts = newRequests().filter(({ method, status }) => method === "PUT" && status < 300);
        expect(puts.map(({ path }) => path.split("/").at(-1))).toEqual(["aks", "work"]);
        expect(await cluster()).toMatchObject({ properties: { kubernetesVersion: "1.33" } });
        expect(await versions()).toEqual(["1.33", "1.33", "1.32"]);
        expect(await preview()).toEqual(QUIET);
        await stack.refresh();
        expect(await preview({ refresh: true })).toEqual(QUIET);

        // Somebody else scales; the pool that was held back follows now.
        await change("agentPools/work/change", { properties: { count: 4 } });
        say(versioned("1.33", [pool("work"), pool("held")]));
        expect(await preview()).toMatchObject({ steps: ["update aks-pool-held"], said: "" });
        await up();
        expect(await versions()).toEqual(["1.33", "1.33", "1.33"]);
        expect(await live("work")).toMatchObject({ count: 4 });

        // Beside a spot pool AKS upgrades the control plane and other pools one after the other.
        const pools = [pool("work"), pool("held"), SPOT];
        say(versioned("1.33", pools));
        await up();
        say(versioned("1.34", pools));
        const refused = await preview();
        expect(codes(refused.said)).toEqual(["SpotPoolUpgrade"]);
        expect(refused.said).toContain('Set systemNodePool.kubernetesVersion to "1.33"');
        say(versioned("1.34", pools, { kubernetesVersion: "1.33" }));
        await up();
        expect(await versions()).toEqual(["1.33", "1.34", "1.34"]);
        say(versioned("1.34", pools));
        expect(await preview()).toMatchObject({ steps: ["update aks-cluster"], said: "" });
        await up();
        expect(await versions()).toEqual(["1.34", "1.34", "1.34"]);
        expect(await preview({ refresh: true })).toEqual(QUIET);
    });
});
