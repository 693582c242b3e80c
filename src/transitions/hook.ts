import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { adoptsCluster } from "../cluster/adoption";
import { poolNamed } from "../cluster/livingPools";
import { type KnownLater, knownValue, previewedHooks, unwrapSecrets } from "../engine/hooks";
import type { GrantFacts } from "../grants/facts";
import type { Grant } from "../grants/grant";
import { previousGrants } from "../grants/required";
import { UNKNOWN, type Values } from "../values";
import { type ClusterChange, type ClusterFacts, clusterChange, type PoolChange } from "./change";
import { fixedNames } from "./replacement";
import type { ClusterTracker } from "./track";
import { transitionMessage } from "./transition";

/** Loaded with the first change: a program that imports the package does not wait for it. */
const table = () => require("./table") as typeof import("./table");

/** The cluster whose changes are checked, as its component knows it. */
interface TrackedCluster {
    name: string;
    /** Warnings are shown for it. */
    component: pulumi.Resource;
    args: ManagedIdentityAksClusterArgs;
    tracker: ClusterTracker;
    grants: Grant[];
    grantFacts: GrantFacts;
}

/**
 * A hook that checks a change of the cluster with the table of transitions, also in a preview: only the engine knows
 * the previous cluster. None if the engine has no hooks (mocks, Pulumi CLI before 3.182): Azure then accepts or rejects
 * the change.
 */
export function checkTransitions(cluster: TrackedCluster): pulumi.ResourceHook[] {
    const dryRun = pulumi.runtime.isDryRun();
    return previewedHooks(cluster.name, "transitions", (args) => check(cluster, args, dryRun));
}

/** A hook that rejects a pool in place of another one, and a change that AKS would reject, if the engine has hooks. */
export function checkPoolTransition(
    component: string,
    pool: string,
    clusterId: pulumi.Output<string>,
    tracker: ClusterTracker,
): pulumi.ResourceHook[] {
    const dryRun = pulumi.runtime.isDryRun();
    const living = async (outputs: Values) => {
        const id = await knownValue(clusterId);
        const cluster = id === UNKNOWN ? undefined : await tracker.livingBeforeUpdate(id, dryRun);
        return poolNamed(pool, { ...cluster }) ?? outputs;
    };
    return previewedHooks(component, `pool-${pool}`, async ({ oldInputs, oldOutputs, newInputs }) => {
        tracker.recordUpdate(pool);
        const [inputs = {}, outputs = {}, desired = {}] = await Promise.all(
            [oldInputs, oldOutputs, newInputs].map(unwrapSecrets),
        );
        const { replacedByImport } = tracker.adoption;
        const facts = { component, pool, isAdopted: tracker.adoption.hasPool(pool), replacedByImport };
        const change: PoolChange =
            oldInputs === undefined
                ? { desired, living: {}, replaced: await tracker.poolOutputs(pool), facts }
                : { previous: { inputs, outputs }, desired, living: await living(outputs), facts };
        const refused = table().POOL_TRANSITIONS.filter(({ when }) => when(change));
        if (refused.length > 0) {
            throw new Error(refused.map((transition) => transitionMessage(transition, change)).join("\n"));
        }
    });
}

async function check(cluster: TrackedCluster, args: pulumi.ResourceHookArgs, dryRun: boolean): Promise<void> {
    if (args.oldInputs === undefined) {
        cluster.tracker.recordCreation();
    } else {
        cluster.tracker.recordUpdate();
    }
    const change = await gatherChange(cluster, args, dryRun);
    const transitions = table().TRANSITIONS.filter(({ when }) => when(change));
    const ends = transitions.filter(({ effect }) => effect === "reject" || (effect === "rejectUpdate" && !dryRun));
    for (const transition of transitions) {
        const silenced = transition.effect === "warn" && cluster.args.silenceWarnings?.includes(transition.code);
        if (!ends.includes(transition) && !silenced) {
            await pulumi.log.warn(transitionMessage(transition, change), cluster.component);
        }
    }
    if (ends.length > 0) {
        throw new Error(ends.map((transition) => transitionMessage(transition, change)).join("\n"));
    }
}

async function gatherChange(
    cluster: TrackedCluster,
    { id, oldInputs, newInputs, oldOutputs }: pulumi.ResourceHookArgs,
    dryRun: boolean,
): Promise<ClusterChange> {
    const { tracker } = cluster;
    const [inputs = {}, outputs = {}, desired = {}] = await Promise.all(
        [oldInputs, oldOutputs, newInputs].map(unwrapSecrets),
    );
    const facts = await factsOf(cluster);
    if (oldInputs === undefined) {
        return clusterChange({ desired, living: {}, replaced: tracker.outputs, facts });
    }
    const living = (await tracker.livingBeforeUpdate(id, dryRun)) ?? outputs;
    return clusterChange({
        previous: { inputs, outputs, settings: tracker.settings },
        desired,
        living: { ...living },
        facts,
    });
}

async function factsOf({ name, args, tracker, grants, grantFacts }: TrackedCluster): Promise<ClusterFacts> {
    const { formerServicePrincipalClientId, formerPrincipalId } = args.controlPlaneIdentity ?? {};
    const rolesOf = (of: Grant[]) => of.map(({ role }) => role.name);
    return {
        component: name,
        isAdopted: adoptsCluster(args.adopt),
        pools: grantFacts.pools.map((pool) => pool.name),
        ownership: tracker.ownership,
        replacedByImport: tracker.adoption.replacedByImport,
        fixedNames: fixedNames(args),
        previousClientId: await knownLater(formerServicePrincipalClientId),
        previousPrincipalId: await knownLater(formerPrincipalId),
        kubeletRoles: rolesOf(grants.filter(({ identity }) => identity === "kubelet")),
        controlPlaneRoles: rolesOf(previousGrants(grantFacts, "SystemAssigned")),
    };
}

async function knownLater(id: pulumi.Input<string> | undefined): Promise<KnownLater<string> | undefined> {
    return id === undefined ? undefined : ((await knownValue(pulumi.output(id))) ?? UNKNOWN);
}
