import * as pulumi from "@pulumi/pulumi";
import { objectAt } from "../../local-azure/kernel/json";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { isWrite } from "./adoptByImport";
import { ADOPTED } from "./adoptedClusters";
import { changesOf, observed } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { said } from "./transition";

/** What a program says of its clusters, by name. */
type Clusters = Record<string, ManagedIdentityAksClusterArgs>;

const withEach = (clusters: Clusters, change: (args: ManagedIdentityAksClusterArgs) => object): Clusters =>
    Object.fromEntries(
        Object.entries(clusters).map(([name, args]) => [name, change(args) as ManagedIdentityAksClusterArgs]),
    );

const QUIET = { steps: [], said: "" };

test("the second day of adopted clusters is that of others", async () => {
    const { principal, pools, akskubelet, autoscaler } = ADOPTED;
    await withFoundClusters({ principal, pools, akskubelet, autoscaler }, { watchJobs: true }, async (engine) => {
        const { stack, found, arm, newRequests, jobs, adopt } = engine;
        let clusters: Clusters = Object.fromEntries(Object.entries(found).map(([name, { args }]) => [name, args]));
        let prefix = "";
        let place: pulumi.Resource | undefined;
        let options: (name: string) => pulumi.ComponentResourceOptions = () => ({});
        let isPlaced = false;
        const { created } = await adopt(async () => {
            place = isPlaced ? new pulumi.ComponentResource("test:index:Platform", "platform") : undefined;
            for (const [name, args] of Object.entries(clusters)) {
                new ManagedIdentityAksCluster(`${prefix}${name}`, args, { parent: place, ...options(name) });
            }
        });
        expect(created).toEqual([]);
        const preview = async () => {
            const { events } = await observed((rest) => stack.preview(rest));
            return { steps: changesOf(events).sort(), said: said(events) };
        };
        /** What an update does, by the engine, and the ids that it writes. */
        const up = async () => {
            newRequests();
            const { events } = await observed((rest) => stack.up(rest));
            const written = newRequests().filter(isWrite);
            return {
                steps: changesOf(events).sort(),
                writes: written.map(({ method, path }) => `${method} ${path.split("/").slice(-2).join("/")}`).sort(),
            };
        };
        const unchanged = { steps: [], writes: [] };
        const change = async (what: string, body: object) => {
            const path = `/local-azure/clusters/${what}/change`;
            expect(await arm.post(path, { body, token: null, apiVersion: null })).toMatchObject({ status: 200 });
        };

        // The input adopt can go at once.
        clusters = withEach(clusters, ({ adopt, ...args }) => args);
        expect(await preview()).toEqual(QUIET);
        expect(await up()).toEqual(unchanged);

        // What others do is no change of the program, before a refresh, and after one only where the program has a say.
        await change("pools/agentPools/infra", { properties: { count: 5 } });
        await change("pools/agentPools/batch", { properties: { count: 4 } });
        await change("autoscaler/agentPools/nodepool1", { properties: { count: 4 } });
        await change("principal", { properties: { addonProfiles: { azurepolicy: { enabled: true } } } });
        await change("akskubelet", { tags: { audited: "yes" } });
        const drifted = await preview();
        expect(drifted.steps).toEqual(["update pools-cluster", "update pools-pool-batch"]);
        expect(drifted.said).toContain("sets back what others have changed in Azure: count of pool infra, now 5.");
        await stack.refresh();
        expect(await preview()).toEqual({ steps: ["update pools-cluster", "update pools-pool-batch"], said: "" });
        expect((await up()).writes).toEqual(["PUT agentPools/batch", "PUT managedClusters/pools"]);
        const living = async (name: string) => (await arm.get(String(engine.clusters[name]))).body;
        expect((await living("akskubelet")).tags).toEqual({ audited: "yes" });
        expect(objectAt(await living("principal"), "properties", "addonProfiles", "azurepolicy")).toMatchObject({
            enabled: true,
        });
        expect(await preview()).toEqual(QUIET);

        // Another name, which names of role assignments start with, and another parent.
        prefix = "new";
        options = (name) => ({ aliases: [{ name }] });
        clusters = withEach(clusters, ({ existingRoleAssignments = [], ...args }) => ({
            ...args,
            existingRoleAssignments: existingRoleAssignments.map((entry) => ({ ...entry, name: `new${entry.name}` })),
        }));
        expect(await preview()).toEqual(QUIET);
        expect(await up()).toEqual(unchanged);
        isPlaced = true;
        options = () => ({ aliases: [{ parent: pulumi.rootStackResource }] });
        expect(await preview()).toEqual({ steps: ["create platform"], said: "" });
        expect(await up()).toEqual({ steps: ["create platform"], writes: [] });
        options = () => ({});
        expect(await preview()).toEqual(QUIET);

        // A pool goes, with its subnet's role assignment, and comes back.
        const all = clusters.pools as ManagedIdentityAksClusterArgs;
        const nodePools = all.nodePools?.filter(({ name }) => name !== "batch");
        clusters = { ...clusters, pools: { ...all, nodePools } };
        const left = await preview();
        expect(left.steps).toEqual([
            "delete newpools-pool-batch",
            "delete newpools-system-assigned-work-subnet-network-contributor",
        ]);
        expect(left.said).toContain(
            "existingRoleAssignments names newpools-system-assigned-work-subnet-network-contributor, which is no",
        );
        expect((await up()).writes).toEqual([
            "DELETE agentPools/batch",
            "DELETE roleAssignments/00000000-0000-4000-8000-000000000004",
        ]);
        const existingRoleAssignments = all.existingRoleAssignments?.filter(({ name }) => !name.includes("-work-"));
        clusters = { ...clusters, pools: { ...all, existingRoleAssignments } };
        expect((await up()).steps).toEqual([
            "create newpools-pool-batch",
            "create newpools-system-assigned-work-subnet-network-contributor",
        ]);
        expect(await preview()).toEqual(QUIET);
        for (const name of Object.keys(clusters)) {
            expect([name, (await jobs(name)).filter(({ allowed }) => !allowed)]).toEqual([name, []]);
        }
    });
});
