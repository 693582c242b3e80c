import Ajv from "ajv";
import fc from "fast-check";
import { finishReport } from "../../../src/migration/finish/finishReport";
import { type PoolStatus, poolStatusOf, type Upgrade } from "../../../src/migration/finish/poolStatus";
import { introduction, progressOf } from "../../../src/migration/finish/progress";
import type { FinishRun } from "../../../src/migration/finish/result";
import { duration } from "../../../src/migration/finish/texts";
import { nextStep, observed, requirePools } from "../../../src/migration/finish/upgrades";
import { FORMATS } from "../../../src/migration/formats";
import { readClusterId } from "../../../src/migration/live/clusterId";
import { readLiveCluster } from "../../../src/migration/live/liveCluster";
import type { ClusterState, LiveNodePool, NodeIdentity, ScaleSet } from "../../../src/migration/live/nodes";
import type { Reading } from "../../../src/migration/live/reading";
import schema from "../../../src/migration/schemas/finish.v1.json";
import { ARM_CLUSTER, CLUSTER_ID } from "./clusters";

const KUBELET_ID = ARM_CLUSTER.properties.identityProfile.kubeletidentity.resourceId;
const [OLD, NEW] = ["AKSUbuntu-2204gen2containerd-202306.19.0", "AKSUbuntu-2204gen2containerd-202306.26.0"];

function scaleSet(identity: NodeIdentity, count = 2): Reading<ScaleSet> {
    if (identity === "unknown") {
        return { failure: "no permission" };
    }
    const nodes = Array.from({ length: count }, (_, index) => ({
        name: String(index),
        latestModelApplied: identity !== "mixed" || index > 0,
    }));
    return {
        value: { id: "/vmss", identities: identity === "previous" ? [] : [KUBELET_ID], nodes: { value: nodes } },
    };
}

/** A pool whose nodes still use the previous identity, and for which there is a newer image. */
function pool(name: string, { identity = "previous", ...more }: PoolParts = {}): LiveNodePool {
    return {
        name,
        provisioningState: "Succeeded",
        type: "VirtualMachineScaleSets",
        isStopped: false,
        nodeImageVersion: OLD,
        latestNodeImageVersion: { value: NEW },
        scaleSet: scaleSet(identity),
        ...more,
    };
}

type PoolParts = Partial<LiveNodePool> & { identity?: NodeIdentity };

function stateOf(pools: LiveNodePool[], properties: object = {}): ClusterState {
    const cluster = readLiveCluster({ ...ARM_CLUSTER, properties: { ...ARM_CLUSTER.properties, ...properties } });
    return { cluster, pools };
}

const LATEST = { nodeImageVersion: NEW };
const running: Upgrade = { startedAt: 0, image: OLD, operation: { path: "/o", status: "InProgress" } };
const done: Upgrade = { ...running, operation: { path: "/o", status: "Succeeded" } };
const failed: Upgrade = { ...running, operation: { path: "/o", status: "Failed", error: "Quota: none left" } };

describe("the status of a pool", () => {
    test.each<[PoolStatus, string, PoolParts, Upgrade?, object?]>([
        ["current", "nodes with the cluster's identity", { identity: "current" }],
        ["pending", "a newer image", {}],
        ["pending", "an upgrade that was begun, though the image is the newest", { identity: "mixed", ...LATEST }],
        ["pending", "an upgrade that has failed earlier", { provisioningState: "Failed", ...LATEST }],
        ["noNewerImage", "the newest image", LATEST],
        ["unknown", "a latest image that cannot be read", { latestNodeImageVersion: { failure: "no permission" } }],
        ["unknown", "an identity that cannot be read", { identity: "unknown" }],
        ["stopped", "a stopped pool", { isStopped: true }],
        ["stopped", "a stopped cluster", {}, undefined, { powerState: { code: "Stopped" } }],
        ["current", "a stopped pool with the cluster's identity", { isStopped: true, identity: "current" }],
        ["upgrading", "an image upgrade that goes on", { provisioningState: "UpgradingNodeImageVersion" }],
        ["upgrading", "an operation that goes on before the pool shows it", {}, running],
        ["busy", "another operation", { provisioningState: "Scaling" }],
        ["busy", "another operation after the upgrade", { provisioningState: "Scaling" }, done],
        ["current", "an upgrade that has succeeded", { identity: "current", ...LATEST }, done],
        ["failed", "an operation that has failed", {}, failed],
        [
            "failed",
            "a pool that failed in this run",
            { identity: "mixed", provisioningState: "Failed" },
            { startedAt: 0 },
        ],
        ["failed", "a new image with the previous identity", LATEST, done],
        ["unchanged", "the image of before, with the previous identity", {}, done],
        ["unchanged", "nodes that are left behind", { identity: "mixed", ...LATEST }, done],
        ["unknown", "an identity that cannot be read afterwards", { identity: "unknown", ...LATEST }, done],
        [
            "current",
            "an operation whose state cannot be read",
            { identity: "current" },
            { startedAt: 0, operation: { path: "/o" } },
        ],
    ])("%s: %s", (status, _, parts, ...[upgrade, properties]) => {
        const state = stateOf([pool("a", parts)], properties);
        expect(poolStatusOf(state.pools[0] as LiveNodePool, state, upgrade)).toBe(status);
    });
});

describe("the next step", () => {
    const end = { kind: "end" };
    const upgrade = (name: string) => ({ kind: "upgrade", pool: { name } });
    const wait = (name: string, state: string) => ({ kind: "wait", pool: name, state });
    const [a, b] = [pool("a"), pool("b")];
    const current = pool("a", { identity: "current" });
    const scaling = { provisioningState: "Scaling" };

    test.each<[string, object, ClusterState, Record<string, Upgrade>?, string[]?]>([
        ["the first pool in the order of AKS", upgrade("a"), stateOf([a, b])],
        ["the next one that needs it", upgrade("b"), stateOf([current, b])],
        ["what has no newer image is passed over", upgrade("b"), stateOf([pool("a", LATEST), b])],
        ["what cannot be told is passed over", upgrade("b"), stateOf([pool("a", { identity: "unknown" }), b])],
        ["a selected pool, in any letter case", upgrade("b"), stateOf([a, b]), {}, ["B"]],
        ["nothing to do", end, stateOf([current])],
        ["nothing that may be done", end, stateOf([current, b]), {}, ["a"]],
        ["a pool that is being upgraded", wait("b", "Succeeded"), stateOf([a, b]), { b: running }],
        ["a pool that AKS works on", wait("b", "Scaling"), stateOf([a, pool("b", scaling)])],
        ["also one that is not selected", wait("b", "Scaling"), stateOf([a, pool("b", scaling)]), {}, ["a"]],
        ["the cluster", { kind: "wait", state: "Updating" }, stateOf([a], { provisioningState: "Updating" })],
        ["a cluster that has failed is no obstacle", upgrade("a"), stateOf([a], { provisioningState: "Failed" })],
        ["after a failed upgrade nothing else is started", end, stateOf([a, b]), { a: failed }],
        ["after one without effect the next is", upgrade("b"), stateOf([a, b]), { a: done }],
        [
            "a service principal, whatever AKS does",
            end,
            stateOf([pool("a", scaling)], { servicePrincipalProfile: { clientId: "aaaa" } }),
        ],
    ])("%s", (_, step, state, ...[upgrades = {}, selected]) => {
        expect(nextStep(state, upgrades, selected)).toMatchObject(step);
    });

    test("whatever Azure shows: an upgrade is started only where AKS is idle, of a pool that needs it, once", () => {
        const pools = fc.uniqueArray(
            fc.record({
                name: fc.constantFrom("a", "b", "c", "d"),
                identity: fc.constantFrom<NodeIdentity>("current", "previous", "mixed", "unknown"),
                provisioningState: fc.constantFrom(
                    "Succeeded",
                    "Failed",
                    "Canceled",
                    "Scaling",
                    "UpgradingNodeImageVersion",
                ),
                nodeImageVersion: fc.constantFrom(OLD, NEW),
                isStopped: fc.boolean(),
            }),
            { selector: ({ name }) => name, minLength: 1 },
        );
        const upgrades = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom(running, done, failed));
        const started = { upgrade: 0, wait: 0, end: 0 };
        fc.assert(
            fc.property(pools, upgrades, fc.subarray(["a", "b", "c", "d"]), (parts, known, selected) => {
                const state = stateOf(parts.map(({ name, ...more }) => pool(name, more)));
                const step = nextStep(state, known, selected);
                started[step.kind]++;
                if (step.kind === "upgrade") {
                    expect(
                        state.pools
                            .map(({ provisioningState }) => provisioningState)
                            .filter((each) => !["Succeeded", "Failed", "Canceled"].includes(each)),
                    ).toEqual([]);
                    expect(selected).toContain(step.pool.name);
                    expect(known).not.toHaveProperty([step.pool.name]);
                    expect(parts.find(({ name }) => name === step.pool.name)).toMatchObject({
                        identity: expect.stringMatching(/previous|mixed/),
                        isStopped: false,
                    });
                }
            }),
            { numRuns: 500 },
        );
        expect(Math.min(started.upgrade, started.wait, started.end)).toBeGreaterThan(0);
    });
});

test("upgrades that were found going on are noted, and when they have ended", () => {
    const upgrading = stateOf([pool("a", { provisioningState: "UpgradingNodeImageVersion" }), pool("b")]);
    const noted = observed({}, upgrading, 5);
    expect(noted).toEqual({ a: { startedAt: 5 } });
    expect(observed(noted, upgrading, 6)).toEqual(noted);
    const ended = observed(noted, stateOf([pool("a", { identity: "current" }), pool("b")]), 7);
    expect(ended).toEqual({ a: { startedAt: 5, endedAt: 7 } });
    expect(observed(ended, stateOf([pool("a", { identity: "current" })]), 8)).toEqual(ended);
});

describe("progress", () => {
    const at = (state: ClusterState, upgrades: Record<string, Upgrade>) =>
        progressOf(state, upgrades, nextStep(state, upgrades));
    const busy = { provisioningState: "UpgradingNodeImageVersion" };

    test.each<[string, PoolParts, object]>([
        ["nodes", { identity: "mixed", ...busy }, { text: "a: 1 of 2 nodes upgraded", share: 0.5, since: 0 }],
        ["before the scale set has changed", busy, { text: "a: 0 of 2 nodes upgraded", share: 0, since: 0 }],
        ["no node", { scaleSet: scaleSet("current", 0), ...busy }, { text: "a: 0 of 0 nodes upgraded", since: 0 }],
        ["nodes that cannot be read", { identity: "unknown", ...busy }, { text: "a: upgrade in progress", since: 0 }],
    ])("of a pool: %s", (_, parts, current) => {
        expect(at(stateOf([pool("a", parts)]), { a: running })).toEqual({ lines: [], current });
    });

    test.each([
        [{ identity: "current" } as PoolParts, done, "a: upgraded (2 min)"],
        [{}, failed, "a: the upgrade has failed (2 min)"],
        [{}, done, "a: the upgrade has ended, but nodes still use the previous identity (2 min)"],
        [
            { identity: "unknown" } as PoolParts,
            done,
            "a: the upgrade has ended, but it is not known which identity the nodes use (2 min)",
        ],
    ])("at the end of a pool: %#", (parts, upgrade, line) => {
        expect(at(stateOf([pool("a", parts)]), { a: { ...upgrade, endedAt: 120_000 } })).toEqual({ lines: [line] });
    });

    test("of what others do", () => {
        expect(at(stateOf([pool("a", { provisioningState: "Scaling" })]), {}).current).toEqual({
            text: "waiting: AKS is changing pool a (Scaling)",
        });
        expect(at(stateOf([pool("a")], { provisioningState: "Updating" }), {}).current).toEqual({
            text: "waiting: AKS is changing the cluster (Updating)",
        });
    });

    test("what a run is going to do", () => {
        const state = stateOf([pool("a"), pool("b", { identity: "current" }), pool("c", busy), pool("d")]);
        const rest = "one pool at a time. Ctrl-C ends this command; AKS continues the upgrades that it has started.";
        expect(introduction(state, ["a", "b", "c"])).toEqual([`shop: upgrades the node image of a, c, ${rest}`]);
        expect(introduction(state, ["b"])).toEqual([]);
        expect(introduction(stateOf([pool("a")], { servicePrincipalProfile: { clientId: "aaaa" } }))).toEqual([]);
    });

    test.each([
        [0, "0 s"],
        [59.4, "59 s"],
        [59.6, "1 min"],
        [3570, "1 h 0 min"],
        [3600, "1 h 0 min"],
        [7500, "2 h 5 min"],
    ])("%d seconds", (seconds, text) => {
        expect(duration(seconds)).toBe(text);
    });
});

describe("the report", () => {
    const matches = new Ajv({ allErrors: true }).compile(schema);
    const [a, b] = [pool("a"), pool("b")];
    const before = stateOf([a, b]);
    const upgraded = (name: string) => pool(name, { identity: "current", ...LATEST });
    const stop = (reason: NonNullable<FinishRun["stop"]>["reason"]) => ({ reason, message: "Because." });
    const ended = { ...done, endedAt: 60_000 };

    /** Exit code, the first paragraph and the column "result" of a run. */
    async function shown(run: Partial<FinishRun>) {
        const report = finishReport({ before, after: before, upgrades: {}, ...run });
        matches(JSON.parse(await FORMATS.json(report, {})));
        expect(matches.errors ?? []).toEqual([]);
        const [, paragraph, table] = report.blocks;
        const results = table?.kind === "table" ? table.rows.map(([, cell]) => Object(cell).text) : [];
        return [report.exitCode, Object(paragraph).text, ...results];
    }

    const ALL = "All nodes use the identity of the cluster.";
    const some = (names: string) => `Not all nodes use the identity of the cluster. Steps remain for ${names}.`;

    test.each<[string, (string | number)[], Partial<FinishRun>]>([
        [
            "all upgraded",
            [0, ALL, "upgraded", "upgraded"],
            { after: stateOf([upgraded("a"), upgraded("b")]), upgrades: { a: ended, b: ended } },
        ],
        [
            "nothing to do",
            [0, ALL, "nothing to do"],
            { before: stateOf([upgraded("a")]), after: stateOf([upgraded("a")]) },
        ],
        [
            "a dry run",
            [
                3,
                "Dry run: nothing was changed. These pools would be upgraded, one at a time: a, b.",
                "would be upgraded",
                "would be upgraded",
            ],
            { dryRun: true },
        ],
        [
            "a dry run of a pool",
            [
                3,
                "Dry run: nothing was changed. These pools would be upgraded, one at a time: b.",
                "left out",
                "would be upgraded",
            ],
            { dryRun: true, selected: ["b"] },
        ],
        [
            "a pool that is left out",
            [3, some("b"), "upgraded", "left out"],
            { after: stateOf([upgraded("a"), b]), selected: ["a"] },
        ],
        [
            "left out without need",
            [0, ALL, "nothing to do"],
            { before: stateOf([upgraded("a")]), after: stateOf([upgraded("a")]), selected: [] },
        ],
        [
            "left out and unreadable",
            [3, some("b"), "upgraded", "left out"],
            { after: stateOf([upgraded("a"), pool("b", { identity: "unknown" })]), selected: ["a"] },
        ],
        [
            "no newer image",
            [3, some("a, b"), "no newer image", "stopped"],
            { after: stateOf([pool("a", LATEST), pool("b", { isStopped: true })]) },
        ],
        [
            "no effect",
            [3, some("a"), "upgrade without effect", "upgraded"],
            { after: stateOf([a, upgraded("b")]), upgrades: { a: ended } },
        ],
        [
            "a failure",
            [4, "The upgrade of a has failed. No other pool was started after it.", "upgrade failed", "not upgraded"],
            { upgrades: { a: { ...failed, endedAt: 1 } } },
        ],
        [
            "unreadable nodes",
            [6, "It is not known which identity the nodes of a use.", "unknown", "upgraded"],
            { after: stateOf([pool("a", { identity: "unknown" }), upgraded("b")]) },
        ],
        ["a refusal", [4, "Because.", "not upgraded", "not upgraded"], { stop: stop("refused") }],
        [
            "an interruption",
            [4, "Because.", "upgrade in progress", "not upgraded"],
            { stop: stop("interrupted"), upgrades: { a: running } },
        ],
        [
            "a timeout",
            [4, "Because.", "AKS is changing it"],
            { stop: stop("timeout"), after: stateOf([pool("a", { provisioningState: "Scaling" })]) },
        ],
        ["a cluster that is gone", [6, "Because.", "not upgraded", "not upgraded"], { stop: stop("unreadable") }],
        [
            "a service principal",
            [
                4,
                "The cluster uses a service principal, so a node image upgrade does not change the identity of its nodes. Update the cluster to a managed identity first.",
            ],
            { after: stateOf([a], { servicePrincipalProfile: { clientId: "aaaa" } }) },
        ],
    ])("of %s", async (_, expected, run) => {
        expect(await shown(run)).toEqual(expected);
    });

    test("next steps are those of the pools", async () => {
        const after = stateOf([
            pool("a", LATEST),
            pool("b", { isStopped: true }),
            pool("c", { identity: "unknown" }),
            pool("d"),
            pool("e"),
        ]);
        const run = {
            before: after,
            after,
            upgrades: { e: { ...failed, endedAt: 1 } },
            selected: ["a", "b", "c", "e"],
        };
        const text = await FORMATS.text(finishReport(run), {});
        expect(text.slice(text.indexOf("Details"))).toBe(`Details

- c: no permission
- e: Quota: none left

Next steps

Correct the cause, then run this command again. It starts the failed upgrade again, and continues with the other pools.

a: nodes get the identity of the cluster together with a new image, and AKS has no newer image. Do one of the following.

- Wait for the next image, then run this command again. AKS publishes a new image about every week; https://releases.aks.azure.com shows when it is in your region.
- Upgrade the Kubernetes version of the pool, if there is a newer one.
- Add a pool, move the workloads there, and delete this pool. New nodes use the identity of the cluster.

az aks nodepool get-upgrades --resource-group shop --cluster-name shop --nodepool-name a

b: AKS does not upgrade a stopped cluster or pool. Start it, then run this command again.

az aks nodepool start --resource-group shop --cluster-name shop --nodepool-name b

c: this command reads the scale sets in the node resource group MC_shop_shop_westeurope, for which the role Reader is enough. It cannot check nodes that are not in a scale set.

Left out by --pool: d.
`);
    });

    test("a stopped cluster is started as a whole", async () => {
        const after = stateOf([pool("a")], { powerState: { code: "Stopped" } });
        const text = await FORMATS.text(finishReport({ before: after, after, upgrades: {} }), {});
        expect(text).toContain("\naz aks start --resource-group shop --name shop\n");
    });

    test.each<[string, PoolParts, Upgrade]>([
        ["AKS shows the state Failed.", { provisioningState: "Failed", identity: "mixed" }, { startedAt: 0 }],
        ["The nodes have a new image, but still the previous identity.", LATEST, done],
    ])("of a failure that Azure does not explain: %s", (detail, parts, upgrade) => {
        const { data } = finishReport({ before, after: stateOf([pool("a", parts)]), upgrades: { a: upgrade } });
        expect(data.pools).toMatchObject([{ status: "failed", detail }]);
    });
});

test.each([
    ["shop"],
    ["/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c/agentPools/a"],
    ["/subscriptions/s/resourceGroups/../providers/Microsoft.ContainerService/managedClusters/c"],
    ["/subscriptions/s/resourceGroups/g?x/providers/Microsoft.ContainerService/managedClusters/c"],
    [
        "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c",
    ],
])("%s is no cluster", (id) => {
    expect(() => readClusterId(id)).toThrow(
        `${JSON.stringify(id)} is not the resource id of a cluster; expected what \`az aks show --resource-group <group> --name <cluster> --query id --output tsv\` prints.`,
    );
});

test("an id may end with a slash or a line", () => {
    expect(readClusterId(`${CLUSTER_ID}/\n`)).toBe(CLUSTER_ID);
});

test("pools that the cluster does not have are named", () => {
    const state = stateOf([pool("a"), pool("b")]);
    expect(() => requirePools(state, ["A", "x", "y"])).toThrow(
        "--pool: the cluster shop has no pool x, y. Its pools are a, b.",
    );
    expect(() => requirePools(state)).not.toThrow();
});
