import { observed, steps, withEngine } from "./engine";
import { clusterProgram, VM_SIZE } from "./program";

const pools = clusterProgram(({ workSubnet }) => ({
    nodePools: [
        // AKS shows the version of every pool, whether it was given or not.
        { name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id, kubernetesVersion: "1.33" },
        { name: "batch", vmSize: VM_SIZE, minCount: 1, maxCount: 5 },
    ],
}));

/** Azure shows every pool in the cluster's own list, in the order of their names: "batch" is before "system". */
test("every pool's subnet is granted before the cluster, every job is allowed, and a refresh changes nothing", async () => {
    await withEngine(pools, { operationSeconds: 180, watchJobs: true }, async ({ stack, newRequests, jobs }) => {
        const { outputs } = await stack.up();
        const puts = newRequests()
            .filter(({ method, status }) => method === "PUT" && status < 300)
            .map(({ path }) => path.split("/").at(-2));
        const cluster = puts.indexOf("managedClusters");
        expect(puts.slice(0, cluster).filter((type) => type === "roleAssignments")).toHaveLength(3);
        expect(puts.slice(cluster + 1)).toEqual(["agentPools", "agentPools"]);

        const joined = (await jobs(outputs.clusterName?.value)).filter(({ action }) => action.endsWith("join/action"));
        expect(new Set(joined.map(({ scope }) => scope.split("/").at(-1)))).toEqual(new Set(["system", "work"]));
        expect(joined.filter(({ allowed }) => !allowed)).toEqual([]);

        expect((await stack.up()).summary.resourceChanges).toEqual({ same: 15 });
        expect((await stack.refresh()).summary.resourceChanges).toEqual({ same: 14, update: 1 });
        newRequests();
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: 15 });
        const writes = newRequests().filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method));
        expect(writes).toEqual([]);
    });
});

test("a pool more is a grant and a pool, and nothing else", async () => {
    let more = false;
    const program = () =>
        clusterProgram(({ workSubnet }) => ({
            nodePools: more ? [{ name: "work", vmSize: VM_SIZE, subnetId: workSubnet.id }] : [],
        }))();
    await withEngine(program, { watchJobs: true }, async ({ stack }) => {
        await stack.up();
        more = true;
        const { events } = await observed((options) => stack.preview(options));
        expect(steps(events).sort()).toEqual(["create aks-pool-work", "create aks-work-subnet-network-contributor"]);
        expect((await stack.up()).summary.resourceChanges).toEqual({ same: 12, create: 2 });
    });
});
