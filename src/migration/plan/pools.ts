import { messagesIn } from "../../transitions/transition";
import { textOf } from "../jsonInput";
import { type ClusterInStack, currentOutputs, inlinePools } from "./clusters";
import { differencesOf } from "./differences";
import type { IdentityChanges } from "./identities";
import type { PlannedResource } from "./resources";

/** What this update does to the nodes of a pool. */
export type PoolEffect =
    | "unchanged"
    | "updated in place"
    | "created"
    | "imported"
    /** Another kubelet identity requires new nodes. */
    | "all nodes upgraded by this update"
    /** The nodes keep the service principal until then. */
    | "node image upgrade needed afterwards"
    | "replaced"
    | "deleted"
    /** The program drops it and Azure keeps it. */
    | "left in Azure"
    | "unknown";

export interface PlannedPool {
    name: string;
    effect: PoolEffect;
}

/** The pools of a cluster, as far as the preview, the state and Azure tell their names. */
export function plannedPools(found: ClusterInStack, identities: IdentityChanges): PlannedPool[] {
    const { cluster, pools, live } = found;
    const before = [
        ...inlinePools(cluster?.before?.inputs),
        ...inlinePools(currentOutputs(found)),
        ...(live?.pools ?? []).map(({ name }) => textOf(name)),
        // The component names all of them to whoever has to upgrade them.
        ...found.diagnostics.flatMap(({ message }) =>
            [...message.matchAll(/--name (\S+) --node-image-only/g)].map(([, name]) => String(name)),
        ),
    ];
    const desired = cluster?.after === undefined ? [] : inlinePools(cluster.after.inputs);
    const own = new Map(pools.map((pool) => [poolName(pool), pool]));
    const names = [...new Set([...desired, ...before, ...own.keys()])];
    return names.map((name) => ({
        name,
        effect: effectOn(name, { found, identities, own: own.get(name), before, desired }),
    }));
}

function poolName({ before, after, name }: PlannedResource): string {
    const named = [before?.outputs.name, before?.inputs.agentPoolName, after?.inputs.agentPoolName];
    const known = named.find((each) => typeof each === "string");
    // The component's pools are called after the pool.
    return String(known ?? name.replace(/^.*-pool-/, ""));
}

interface PoolFacts {
    found: ClusterInStack;
    identities: IdentityChanges;
    /** Its resource, where it is one of its own. */
    own: PlannedResource | undefined;
    before: string[];
    desired: string[];
}

/** The first that holds. */
const EFFECTS: readonly [effect: PoolEffect, when: (facts: PoolFacts, name: string) => boolean][] = [
    ["unknown", ({ found, own }) => found.cluster?.operation === "unknown" || own?.operation === "unknown"],
    ["replaced", ({ found, own }) => found.cluster?.operation === "replace" || own?.operation === "replace"],
    ["left in Azure", ({ found, own }) => staysInAzure(found.cluster) || staysInAzure(own)],
    ["deleted", ({ found, own }) => found.cluster?.operation === "delete" || own?.operation === "delete"],
    ["created", ({ found, own }) => found.cluster?.operation === "create" || own?.operation === "create"],
    [
        "created",
        ({ own, before, desired }, name) => own === undefined && desired.includes(name) && !before.includes(name),
    ],
    ["left in Azure", ({ found }, name) => formerSystemPools(found).includes(name)],
    // Nobody has documented what AKS does with a pool that an update of its cluster no longer lists. The component's other
    // pools are resources of their own, which an import or a refresh has listed in the cluster, too.
    ["unknown", ({ found, own }, name) => own === undefined && !found.hasComponent && isDropped(found, name)],
    ["node image upgrade needed afterwards", ({ identities }) => leavesServicePrincipal(identities)],
    ["all nodes upgraded by this update", ({ identities: { kubelet } }) => kubelet.changes],
    ["updated in place", ({ found, own }, name) => own?.operation === "update" || isInlineUpdate(found, name)],
    ["imported", ({ own }) => own?.imported === true],
];

function effectOn(name: string, facts: PoolFacts): PoolEffect {
    return EFFECTS.find(([, when]) => when(facts, name))?.[0] ?? "unchanged";
}

export function leavesServicePrincipal({ controlPlane: { before, after, changes } }: IdentityChanges): boolean {
    return changes && before?.kind === "ServicePrincipal" && after?.kind !== "ServicePrincipal";
}

function staysInAzure(resource: PlannedResource | undefined): boolean {
    return resource?.operation === "delete" && resource.before?.retainOnDelete === true;
}

/** Pools that the component names as left behind. */
function formerSystemPools({ diagnostics }: ClusterInStack): string[] {
    return diagnostics
        .flatMap(({ message }) => messagesIn(message))
        .filter(({ code }) => code === "SystemPoolReplaced")
        .flatMap(({ message }) => [...message.matchAll(/az aks nodepool delete .*--name ([a-z0-9]+)/g)])
        .map(([, name]) => String(name));
}

function isDropped({ cluster }: ClusterInStack, name: string): boolean {
    return (
        cluster?.operation === "update" &&
        inlinePools(cluster.before?.inputs).includes(name) &&
        !inlinePools(cluster.after?.inputs).includes(name)
    );
}

function isInlineUpdate(found: ClusterInStack, name: string): boolean {
    const { cluster } = found;
    const index = inlinePools(cluster?.after?.inputs).indexOf(name);
    return (
        cluster?.operation === "update" &&
        differencesOf(cluster, currentOutputs(found).nodeResourceGroup).some(
            ({ path, effective }) => effective && path.startsWith(`agentPoolProfiles[${index}].`),
        )
    );
}
