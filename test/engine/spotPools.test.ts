import { type Args, QUIET, withLiveCluster } from "./liveCluster";
import { VM_SIZE } from "./program";
import { codes } from "./transition";

const MARK = "kubernetes.azure.com/scalesetpriority";
const SPOT = {
    name: "spot",
    vmSize: VM_SIZE,
    minCount: 0,
    maxCount: 9,
    scaleSetPriority: "Spot",
    spotMaxPrice: 0.25,
    nodeTaints: ["work=batch:NoSchedule"],
};
const WORK = { name: "work", vmSize: VM_SIZE, osDiskType: "Ephemeral", osDiskSizeGB: 64, minCount: 1, maxCount: 9 };
const withSurge = (maxSurge: string, spot: object = {}): Args => ({
    nodePools: [
        { ...SPOT, upgradeSettings: { drainTimeoutInMinutes: 60 }, ...spot },
        { ...WORK, upgradeSettings: { maxSurge } },
    ],
});

test("a spot pool and settings of upgrades: created, changed in place, and left to others", async () => {
    await withLiveCluster(withSurge("33%"), async ({ preview, up, say, change, pool, stack }) => {
        expect(await pool("spot")).toMatchObject({
            scaleSetPriority: "Spot",
            scaleSetEvictionPolicy: "Delete",
            spotMaxPrice: 0.25,
            nodeLabels: { [MARK]: "spot" },
            nodeTaints: ["work=batch:NoSchedule", `${MARK}=spot:NoSchedule`],
            upgradeSettings: { drainTimeoutInMinutes: 60 },
        });
        expect(await pool("work")).toMatchObject({ osDiskSizeGB: 64, upgradeSettings: { maxSurge: "33%" } });
        expect(await preview()).toEqual(QUIET);
        await stack.refresh();
        expect(await preview()).toEqual(QUIET);

        // The autoscaler moves, and somebody sets what the program does not.
        await change("agentPools/spot/change", { properties: { count: 7 } });
        await change("agentPools/work/change", { properties: { count: 5 } });
        expect(await preview({ refresh: true })).toEqual(QUIET);

        say(withSurge("50%"));
        expect(await preview()).toMatchObject({ steps: ["update aks-pool-work"], said: "" });
        expect(await up()).toContain("update aks-pool-work");
        expect(await pool("work")).toMatchObject({ count: 5, upgradeSettings: { maxSurge: "50%" } });
        expect(await pool("spot")).toMatchObject({ count: 7 });
        expect(await preview()).toEqual(QUIET);

        say(withSurge("50%", { spotMaxPrice: 0.5, scaleSetEvictionPolicy: "Deallocate" }));
        const refused = await preview();
        expect(codes(refused.said)).toEqual(["FixedPoolInput"]);
        expect(refused.said).toContain("scaleSetEvictionPolicy, spotMaxPrice of pool spot cannot be changed");

        // What the program no longer sets goes back to what AKS has.
        const { nodePools: [spot, work] = [] } = withSurge("50%");
        say({
            nodePools: [
                { ...SPOT, ...spot },
                { ...WORK, ...work, upgradeSettings: {} },
            ],
        });
        await up();
        expect(await pool("work")).toMatchObject({ upgradeSettings: { maxSurge: "10%" } });
        expect(await preview({ refresh: true })).toEqual(QUIET);
    });
});
