import { Registry } from "@pulumi/azure-native/containerregistry";
import type { Subnet } from "@pulumi/azure-native/network";
import type { ResourceGroup } from "@pulumi/azure-native/resources";
import fc from "fast-check";
import { ManagedIdentityAksCluster, type ManagedIdentityAksClusterArgs, type NodePoolArgs } from "../../src";
import { FULL, seedOf } from "../randomRuns";
import { type Engine, observed, steps, withEngine } from "./engine";
import { makeGroundOf, VM_SIZE } from "./program";
import { said } from "./transition";

/** What a cluster of this test may have; ids are of the one network and registry that all are in. */
export interface Drawn {
    identities: "own" | "aksManaged" | "systemAssigned";
    autoscaled: boolean;
    counted: boolean;
    /** Before and after `system` in Azure's list of pools. */
    pools: ("batch" | "work")[];
    poolsAutoscaled: boolean;
    upgraded: boolean;
    versioned: boolean;
    overlay: boolean;
    policy: boolean;
    secrets: boolean;
    registry: boolean;
    tagged: boolean;
    tier: boolean;
}

export const drawn: fc.Arbitrary<Drawn> = fc.record({
    identities: fc.constantFrom("own", "aksManaged", "systemAssigned"),
    autoscaled: fc.boolean(),
    counted: fc.boolean(),
    pools: fc.subarray(["batch", "work"]),
    poolsAutoscaled: fc.boolean(),
    upgraded: fc.boolean(),
    versioned: fc.boolean(),
    overlay: fc.boolean(),
    policy: fc.boolean(),
    secrets: fc.boolean(),
    registry: fc.boolean(),
    tagged: fc.boolean(),
    tier: fc.boolean(),
});

export type Args = Omit<ManagedIdentityAksClusterArgs, "resourceGroupName">;
export interface Ground {
    subnetId: Subnet["id"];
    otherSubnetId: Subnet["id"];
    registryId: Registry["id"];
}

export function argsOf(cluster: Drawn, { subnetId, registryId }: Ground): Args {
    const pool = (autoscaled: boolean): NodePoolArgs => ({
        vmSize: VM_SIZE,
        ...(autoscaled && { minCount: 1, maxCount: 9 }),
    });
    const { identities } = cluster;
    return {
        ...(identities === "systemAssigned" && { controlPlaneIdentity: { type: "SystemAssigned" as const } }),
        ...(identities === "aksManaged" && { kubeletIdentity: { type: "AksManaged" as const } }),
        systemNodePool: {
            ...pool(cluster.autoscaled),
            subnetId,
            ...(cluster.counted && { count: 2 }),
        },
        nodePools: cluster.pools.map((name) => ({ ...pool(cluster.poolsAutoscaled), name })),
        ...(cluster.upgraded && { autoUpgrade: { upgradeChannel: "stable" } }),
        ...(cluster.versioned && { kubernetesVersion: "1.32" }),
        ...(cluster.overlay && {
            network: {
                networkPlugin: "azure",
                networkPluginMode: "overlay",
                serviceCidr: "10.96.0.0/16",
                dnsServiceIP: "10.96.0.10",
            },
        }),
        ...((cluster.policy || cluster.secrets) && {
            addons: {
                ...(cluster.policy && { azurePolicy: true }),
                ...(cluster.secrets && { keyVaultSecrets: {} }),
            },
        }),
        ...(cluster.registry && { registries: [{ id: registryId }] }),
        ...(cluster.tagged && { tags: { team: "shop" } }),
        ...(cluster.tier && { tier: "Standard" }),
    };
}

/** A change of a program, and the steps that a preview then shows, of the cluster called `name`. */
interface Change {
    change(args: Args, ground: Ground): Args;
    steps(name: string, cluster: Drawn): string[];
}

export const CHANGES: Record<string, Change> = {
    nothing: { change: (args) => args, steps: () => [] },
    "another tag": {
        change: (args) => ({ ...args, tags: { team: "shop", tier: "gold" } }),
        steps: (name, { identities, pools }) => [
            `update ${name}-cluster`,
            ...(identities === "systemAssigned" ? [] : [`update ${name}-control-plane`]),
            ...(identities === "own" ? [`update ${name}-kubelet`] : []),
            ...pools.map((pool) => `update ${name}-pool-${pool}`),
        ],
    },
    "a pool more": {
        change: (args) => withPool(args, { name: "added", vmSize: VM_SIZE }),
        steps: (name) => [`create ${name}-pool-added`],
    },
    "a pool in another subnet": {
        change: (args, { otherSubnetId }) =>
            withPool(args, { name: "apart", vmSize: VM_SIZE, subnetId: otherSubnetId }),
        steps: (name, { identities }) => [
            `create ${name}-pool-apart`,
            `create ${name}-${identities === "systemAssigned" ? "system-assigned-" : ""}work-subnet-network-contributor`,
        ],
    },
    "a label of the system pool": {
        change: (args) => ({
            ...args,
            systemNodePool: { ...args.systemNodePool, nodeLabels: { team: "shop" } },
        }),
        steps: (name) => [`update ${name}-cluster`],
    },
    "a label of the other pools": {
        change: (args) => ({
            ...args,
            nodePools: args.nodePools?.map((pool) => ({ ...pool, nodeLabels: { team: "shop" } })),
        }),
        steps: (name, { pools }) => pools.map((pool) => `update ${name}-pool-${pool}`),
    },
    "the tier": {
        change: (args) => ({ ...args, tier: "Premium" }),
        steps: (name) => [`update ${name}-cluster`],
    },
    "the issuer on": {
        change: (args) => ({ ...args, oidcIssuer: true }),
        steps: (name) => [`update ${name}-cluster`],
    },
    "an add-on more": {
        change: (args) => ({ ...args, addons: { ...args.addons, costAnalysis: true }, tier: "Standard" }),
        steps: (name) => [`update ${name}-cluster`],
    },
    "the registry no more": {
        change: ({ registries, ...args }) => args,
        steps: (name, { identities, registry }) =>
            registry ? [`delete ${name}-${identities === "own" ? "" : "aks-managed-"}registry-acr-pull`] : [],
    },
    "the other pools no more": {
        change: (args) => ({ ...args, nodePools: [] }),
        steps: (name, { pools }) => pools.map((pool) => `delete ${name}-pool-${pool}`),
    },
    "the add-ons no more": {
        change: ({ addons, ...args }) => args,
        steps: (name, { policy, secrets }) => (policy || secrets ? [`update ${name}-cluster`] : []),
    },
};

/** What all clusters of a stack are in, and its resource group. */
export function makeDrawnGround(): { resourceGroupName: ResourceGroup["name"]; ground: Ground } {
    const { group, systemSubnet, workSubnet } = makeGroundOf();
    const registry = new Registry("registry", {
        resourceGroupName: group.name,
        registryName: "images",
        sku: { name: "Premium" },
    });
    const ground = { subnetId: systemSubnet.id, otherSubnetId: workSubnet.id, registryId: registry.id };
    return { resourceGroupName: group.name, ground };
}

/** A program that changes more than once adds a pool once. */
function withPool(args: Args, pool: NodePoolArgs): Args {
    return { ...args, nodePools: [...(args.nodePools ?? []).filter(({ name }) => name !== pool.name), pool] };
}

/** What AKS and others do to a living cluster. */
export const EVENTS: Record<string, (cluster: Drawn) => [what: string, body: object][]> = {
    nothing: () => [],
    scaled: ({ autoscaled, poolsAutoscaled, pools }) => [
        ...(autoscaled ? [["agentPools/system/change", { properties: { count: 7 } }] as [string, object]] : []),
        ...(poolsAutoscaled
            ? pools.map((pool): [string, object] => [`agentPools/${pool}/change`, { properties: { count: 5 } }])
            : []),
    ],
    upgraded: ({ upgraded, pools }) =>
        upgraded
            ? [
                  ["change", { properties: { kubernetesVersion: "1.33" } }],
                  ...["system", ...pools].map((pool): [string, object] => [
                      `agentPools/${pool}/change`,
                      { properties: { orchestratorVersion: "1.33" } },
                  ]),
              ]
            : [],
    "others' add-on": ({ policy }) =>
        policy ? [] : [["change", { properties: { addonProfiles: { azurepolicy: { enabled: true } } } }]],
    "others' storage": () => [["change", { properties: { storageProfile: { blobCSIDriver: { enabled: true } } } }]],
};

interface Case {
    cluster: Drawn;
    before: keyof typeof EVENTS;
    after: keyof typeof EVENTS;
    change: keyof typeof CHANGES;
}

const CLUSTERS_IN_STACK = FULL ? 25 : 10;

/** The stacks of one of two files, which jest runs side by side: 200 clusters in eight stacks, or a tenth of them in two. */
export const STACKS_OF_FILE = FULL ? 4 : 1;

const ALL_CASES = fc.sample(
    fc.record({
        cluster: drawn,
        before: fc.constantFrom(...Object.keys(EVENTS)),
        after: fc.constantFrom(...Object.keys(EVENTS)),
        change: fc.constantFrom(...Object.keys(CHANGES)),
    }),
    { seed: seedOf(20261126), numRuns: 2 * STACKS_OF_FILE * CLUSTERS_IN_STACK },
) as Case[];

export const nameOf = (index: number) => `aks${String(index).padStart(3, "0")}`;

/**
 * Random clusters live for a while: AKS and others change them, a refresh looks at them, they are changed again.
 * Then the program changes each in one way, unrelated to all that: the preview shows this change and nothing else.
 * `updates` also carries the changes out.
 */
export function showsOnlyTheChange(stack: number, { updates = false } = {}): () => Promise<void> {
    return async () => {
        const cases = ALL_CASES.slice(stack * CLUSTERS_IN_STACK, (stack + 1) * CLUSTERS_IN_STACK);
        let changed = false;
        const program = async () => {
            const { resourceGroupName, ground } = makeDrawnGround();
            return Object.fromEntries(
                cases.map(({ cluster, change }, index) => {
                    const args = argsOf(cluster, ground);
                    const aks = new ManagedIdentityAksCluster(nameOf(index), {
                        resourceGroupName,
                        ...(changed ? (CHANGES[change] as Change).change(args, ground) : args),
                    });
                    return [nameOf(index), aks.clusterName];
                }),
            );
        };
        await withEngine(program, { watchJobs: updates }, async (engine) => {
            const { outputs } = await engine.stack.up();
            await happen(engine, cases, outputs, "before");
            await engine.stack.refresh();
            await happen(engine, cases, outputs, "after");
            changed = true;
            const { events } = await observed((options) => engine.stack.preview(options).catch(() => undefined));
            expect(said(events)).toBe("");
            const all = steps(events);
            const shown = (index: number) => all.filter((step) => step.includes(` ${nameOf(index)}-`)).sort();
            const found = cases.map((drawnCase, index) => [nameOf(index), { ...drawnCase, steps: shown(index) }]);
            const expected = cases.map((drawnCase, index) => [
                nameOf(index),
                {
                    ...drawnCase,
                    steps: (CHANGES[drawnCase.change] as Change).steps(nameOf(index), drawnCase.cluster).sort(),
                },
            ]);
            expect(found).toEqual(expected);
            if (!updates) {
                return;
            }
            // AKS takes the updates, and they scale nothing.
            const up = await engine.stack.up();
            expect(up.summary.result).toBe("succeeded");
            for (const [index, { cluster, before, after }] of cases.entries()) {
                const wasScaled = before === "scaled" || after === "scaled";
                const name = outputs[nameOf(index)]?.value;
                expect({ name, ...(await scaleOf(engine, name)) }).toMatchObject({
                    name,
                    ...(wasScaled && cluster.autoscaled && { system: 7 }),
                });
            }
        });
    };
}

/** What `when` of each case says. */
export async function happen<When extends string>(
    { arm }: Engine,
    cases: ({ cluster: Drawn } & Record<When, keyof typeof EVENTS>)[],
    outputs: Record<string, { value: unknown }>,
    when: When,
): Promise<void> {
    for (const [index, drawnCase] of cases.entries()) {
        for (const [what, body] of EVENTS[drawnCase[when]]?.(drawnCase.cluster) ?? []) {
            const path = `/local-azure/clusters/${outputs[nameOf(index)]?.value}/${what}`;
            const answer = await arm.post(path, { body, token: null, apiVersion: null });
            expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, status: 200 });
        }
    }
}

/** The counts of a cluster's pools. */
async function scaleOf({ azure, arm }: Engine, name: string): Promise<Record<string, number>> {
    const put = azure
        .requests()
        .find(({ method, path }) => method === "PUT" && path.endsWith(`/managedClusters/${name}`));
    const { body } = await arm.get(String(put?.path), { apiVersion: "2025-09-01" });
    const { properties } = body as unknown as {
        properties: { agentPoolProfiles: { name: string; count: number }[] };
    };
    return Object.fromEntries(properties.agentPoolProfiles.map((pool) => [pool.name, pool.count]));
}
