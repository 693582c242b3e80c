import { AgentPool, ManagedCluster } from "@pulumi/azure-native/containerservice";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs } from "../../src";
import { argsFromLive } from "../../src/migration/live/argsFromLive";
import { ExitCode } from "../../src/migration/report";
import { isWrite } from "./adoptByImport";
import { ADOPTED } from "./adoptedClusters";
import { changesOf, observed, steps, withEngine } from "./engine";
import { withFoundClusters } from "./foundClusters";
import { showOf } from "./handMadeClusters";
import { plansOf } from "./plans";
import { letJoinSubnets, makeGroundOf, VM_SIZE } from "./program";

test("clusters made by hand are adopted without a request, and stay as they are", async () => {
    await withFoundClusters(ADOPTED, {}, async ({ stack, arm, newRequests, clusters, found, shown, adopt }) => {
        for (const [name, { blockers, missing }] of Object.entries(found)) {
            expect({ name, blockers, missing: missing.map((grant) => grant.name) }).toEqual({
                name,
                blockers: [],
                missing: [],
            });
        }
        const args = Object.fromEntries(Object.entries(found).map(([name, each]) => [name, each.args]));
        const { replaced, warned, created } = await adopt(async () => {
            for (const [name, each] of Object.entries(args)) {
                new ManagedIdentityAksCluster(name, each);
            }
        });
        expect(replaced).toEqual([]);
        expect(warned.sort()).toEqual(["ApplicationRoutingEnds", "KubenetRetires", "WindowsServer2022Retires"]);
        expect(created).toEqual([]);

        const up = await observed((options) => stack.up(options));
        expect(changesOf(up.events)).toEqual([]);
        expect(newRequests().filter(isWrite)).toEqual([]);
        for (const [name, id] of Object.entries(clusters)) {
            expect({ name, ...(await showOf(arm, id)) }).toEqual({ name, ...shown[name] });
        }

        // What the program changes on purpose is shown, and nothing else.
        const described = args.sshkeys as ManagedIdentityAksClusterArgs;
        args.sshkeys = { ...described, tags: { team: "platform" } };
        const changed = await observed((options) => stack.preview(options));
        expect(changesOf(changed.events)).toEqual(["update sshkeys-cluster"]);

        // A tag has an effect on the clusters alone, whatever the import has written into the state.
        const tagged = Object.entries(args).map(([name, each]) => [name, { ...each, tags: { added: "yes" } }] as const);
        const untagged = { ...args };
        Object.assign(args, Object.fromEntries(tagged));
        const [plan] = await plansOf(stack);
        expect(plan.exitCode).toBe(ExitCode.Ok);
        expect(plan.clusters.map(({ name }) => name).sort()).toEqual(Object.keys(args).sort());
        const effective = plan.clusters.flatMap(({ differences }) => differences.filter((each) => each.effective));
        expect(effective.filter(({ path }) => !/^tags(\.|$)/.test(path))).toEqual([]);
        expect(effective.filter(({ resource }) => !resource.endsWith("-cluster"))).toEqual([]);
        Object.assign(args, untagged);

        // A refresh finds nothing that the program lacks.
        args.sshkeys = described;
        await stack.refresh();
        const refreshed = await observed((options) => stack.preview(options));
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
        const batch = new AgentPool(
            "batch",
            { ...inGroup, resourceName: cluster.name, agentPoolName: "batch", ...pool },
            { dependsOn: letJoinSubnets(cluster, group) },
        );
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
        // It stays in Azure.
        expect(changes.filter((step) => /^(delete|replace|create-replacement)/.test(step))).toEqual(["delete joining"]);
        // It was sent in azure-native's own API version: the update sends what is live.
        expect(shownAs(events, "aks-cluster")).toContain("azureApiVersion");
        expect(newRequests().filter(({ method }) => method === "DELETE")).toEqual([]);
        const { cluster, pools } = await showOf(arm, id);
        // Every update makes new tags of versions, and a program says of pools without tags that they have none.
        const lasting = (body: object) =>
            JSON.parse(JSON.stringify(body), (key, value) =>
                key === "eTag" || (key === "tags" && Object.keys(value).length === 0) ? undefined : value,
            );
        expect(lasting(cluster)).toEqual(lasting(before.cluster));
        expect(pools.map((pool) => pool.name)).toEqual(before.pools.map((pool) => pool.name));

        // The input can go.
        adopted = () => new ManagedIdentityAksCluster("aks", { ...args, adopt: undefined });
        const next = await observed((options) => stack.preview(options));
        expect(changesOf(next.events)).toEqual([]);
    });
});

/** What an engine shows as different in a resource. */
function shownAs(events: EngineEvent[], name: string): string[] {
    const all = events.map(({ resourcePreEvent }) => resourcePreEvent?.metadata);
    return all.flatMap((each) => (each?.urn.endsWith(`::${name}`) ? Object.keys(each.detailedDiff ?? {}) : []));
}
