import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import { ManagedIdentityAksCluster } from "../../src";
import { argsFromLive } from "../../src/migration/live/argsFromLive";
import { ADOPTED } from "./adoptedClusters";
import { changesOf, importFound, isWrite, showOf, withFoundClusters } from "./adopting";
import { observed, steps, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";

test("clusters made by hand are adopted without a request, and stay as they are", async () => {
    await withFoundClusters(ADOPTED, {}, async (engine) => {
        const { arm, newRequests, clusters, found, shown } = engine;
        for (const [name, { blockers, missing }] of Object.entries(found)) {
            expect({ name, blockers, missing: missing.map((grant) => grant.name) }).toEqual({
                name,
                blockers: [],
                missing: [],
            });
        }
        const args = Object.fromEntries(Object.entries(found).map(([name, each]) => [name, { ...each.args }]));
        const { adopting, previewed } = await importFound(engine, async () => {
            for (const [name, each] of Object.entries(args)) {
                new ManagedIdentityAksCluster(name, each);
            }
        });
        // By the import option alone, as before CLI 3.254, an update follows. azure-native adds a podCidr to a network without
        // overlay, and would replace such a cluster for it.
        const replaced = previewed.filter((step) => /^replace .*-(cluster|pool)/.test(step));
        expect(replaced.sort()).toEqual(["replace egress-cluster", "replace udr-cluster"]);

        const next = await observed((options) => adopting.preview(options));
        expect(changesOf(next.events)).toEqual([]);
        const up = await observed((options) => adopting.up(options));
        expect(changesOf(up.events)).toEqual([]);
        expect(newRequests().filter(isWrite)).toEqual([]);
        for (const [name, id] of Object.entries(clusters)) {
            expect({ name, ...(await showOf(arm, id)) }).toEqual({ name, ...shown[name] });
        }

        // What the program changes on purpose is shown, and nothing else.
        const described = args.sshkeys as never;
        args.sshkeys = { ...args.sshkeys, tags: { team: "platform" } } as never;
        const changed = await observed((options) => adopting.preview(options));
        expect(changesOf(changed.events)).toEqual(["update sshkeys-cluster"]);

        // A refresh finds nothing that the program lacks.
        args.sshkeys = described;
        await adopting.refresh();
        const refreshed = await observed((options) => adopting.preview(options));
        expect(changesOf(refreshed.events)).toEqual([]);
    });
});

test("a cluster and a pool that the stack already has move into the component", async () => {
    let adopted: (() => void) | undefined;
    const program = async () => {
        const { group, systemSubnet } = makeGroundOf();
        if (adopted !== undefined) {
            adopted();
            return {};
        }
        const pool = { vmSize: VM_SIZE, vnetSubnetID: systemSubnet.id, count: 1 };
        const inGroup = { resourceGroupName: group.name };
        const cluster = new ManagedCluster("living", {
            ...inGroup,
            resourceName: "shop",
            dnsPrefix: "shop",
            identity: { type: "SystemAssigned" },
            agentPoolProfiles: [{ ...pool, name: "system", mode: "System" }],
        });
        const batch = new AgentPool("batch", {
            ...inGroup,
            resourceName: cluster.name,
            agentPoolName: "batch",
            ...pool,
        });
        return { id: cluster.id, clusterUrn: cluster.urn, poolUrn: batch.urn };
    };
    await withEngine(program, {}, async ({ stack, arm, newRequests }) => {
        const { outputs } = await stack.up();
        const id = String(outputs.id?.value);
        const before = await showOf(arm, id);
        const { args, blockers } = argsFromLive(before.cluster, before);
        expect(blockers).toEqual([]);
        const adopt = {
            clusterUrn: String(outputs.clusterUrn?.value),
            nodePoolUrns: { batch: String(outputs.poolUrn?.value) },
        };
        adopted = () => new ManagedIdentityAksCluster("aks", { ...args, adopt });

        newRequests();
        const { events } = await observed((options) => stack.up(options));
        const changes = steps(events).filter((step) => !/default|test-dev/.test(step));
        expect(changes.filter((step) => /^(delete|replace|create-replacement)/.test(step))).toEqual([]);
        expect(changes).toContain("update aks-cluster");
        expect(newRequests().filter(({ method }) => method === "DELETE")).toEqual([]);
        const { cluster, pools } = await showOf(arm, id);
        // Every update makes new tags of versions.
        const lasting = (body: object) =>
            JSON.parse(JSON.stringify(body), (key, value) => (key === "eTag" ? undefined : value));
        expect(lasting(cluster)).toEqual(lasting(before.cluster));
        expect(pools.map((pool) => pool.name)).toEqual(before.pools.map((pool) => pool.name));

        // The input can go.
        adopted = () => new ManagedIdentityAksCluster("aks", { ...args, adopt: undefined });
        const next = await observed((options) => stack.preview(options));
        expect(changesOf(next.events)).toEqual([]);
    });
});
