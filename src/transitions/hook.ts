import * as pulumi from "@pulumi/pulumi";
import type { ManagedIdentityAksClusterArgs } from "../args";
import { adoptsCluster, adoptsPool } from "../cluster/adoption";
import { poolNamed } from "../cluster/livePools";
import { type KnownLater, knownValue, previewedHooks, unwrapSecrets } from "../engine/hooks";
import type { GrantFacts } from "../grants/facts";
import type { Grant } from "../grants/grant";
import { previousGrants } from "../grants/required";
import { UNKNOWN, type Values } from "../values";
import { type ClusterChange, type ClusterFacts, clusterChange, type PoolChange } from "./change";
import type { ClusterReconciliation } from "./reconciliation";
import { type Transition, transitionMessage } from "./transition";

/** Loaded with the first change: a program that imports the package does not wait for it. */
const table = () => require("./table") as typeof import("./table");

/** The cluster whose changes are checked, as its component knows it. */
interface CheckedCluster {
    name: string;
    /** Type and name of the component, as messages name it. */
    label: string;
    /** Warnings are shown for it. */
    component: pulumi.Resource;
    args: ManagedIdentityAksClusterArgs;
    reconciliation: ClusterReconciliation;
    grants: Grant[];
    grantFacts: GrantFacts;
}

/**
 * A hook that checks a change of the cluster with the table of transitions, also in a preview: only the engine knows
 * whether the cluster is created, updated or replaced. None under mocks.
 */
export function checkTransitions(cluster: CheckedCluster): pulumi.ResourceHook[] {
    const dryRun = pulumi.runtime.isDryRun();
    return previewedHooks(cluster.name, "transitions", (args) => check(cluster, args, dryRun));
}

/** A hook that rejects a pool in place of another one, and a change that AKS would reject. */
export function checkPoolTransition(
    cluster: Omit<CheckedCluster, "grants" | "grantFacts">,
    pool: string,
): pulumi.ResourceHook[] {
    const {
        name: component,
        label,
        args: { adopt },
        reconciliation,
    } = cluster;
    const dryRun = pulumi.runtime.isDryRun();
    return previewedHooks(component, `pool-${pool}`, async ({ oldInputs, oldOutputs, newInputs }) => {
        reconciliation.begins(pool);
        const { values, failure } = await reconciliation.live;
        const [inState = {}, outputs = {}, desired = {}] = await Promise.all(
            [oldInputs, oldOutputs, newInputs].map(unwrapSecrets),
        );
        const live = values && poolNamed(pool, values);
        const { replacedByImport } = reconciliation;
        const facts = {
            component,
            pool,
            isAdopted: adoptsPool(pool, adopt),
            replacedByImport,
            leftOut: reconciliation.leftOut(pool),
        };
        const isUnchanged = reconciliation.isUnchanged(pool);
        const change: PoolChange =
            oldInputs === undefined
                ? { desired, ...(live && { replaced: { ...live, id: `${values.id}/agentPools/${pool}` } }), facts }
                : {
                      live: live ?? known({ ...inState, ...outputs }, label, failure, dryRun),
                      desired,
                      ...(live && { inState }),
                      isUnchanged,
                      program: reconciliation.program(pool),
                      facts,
                  };
        await report(cluster, table().POOL_TRANSITIONS, change, dryRun);
    });
}

/** Shows the warnings that hold for a change, and rejects what cannot be done. */
async function report<Change extends { facts: { component: string } }>(
    { component, args }: Pick<CheckedCluster, "component" | "args">,
    transitions: readonly Transition<Change>[],
    change: Change,
    dryRun: boolean,
): Promise<void> {
    const found = transitions.filter(({ when }) => when(change));
    const ends = found.filter(({ effect }) => effect === "reject" || (effect === "rejectUpdate" && !dryRun));
    for (const transition of found) {
        const silenced = transition.effect === "warn" && args.silenceWarnings?.includes(transition.code);
        if (!ends.includes(transition) && !silenced) {
            await pulumi.log.warn(transitionMessage(transition, change), component);
        }
    }
    if (ends.length > 0) {
        throw new Error(ends.map((transition) => transitionMessage(transition, change)).join("\n"));
    }
}

async function check(cluster: CheckedCluster, args: pulumi.ResourceHookArgs, dryRun: boolean): Promise<void> {
    const change = await changeOf(cluster, args, dryRun);
    await report(cluster, table().TRANSITIONS, change, dryRun);
    cluster.reconciliation.begins();
}

async function changeOf(
    cluster: CheckedCluster,
    { oldInputs, newInputs, oldOutputs }: pulumi.ResourceHookArgs,
    dryRun: boolean,
): Promise<ClusterChange> {
    const { reconciliation, label } = cluster;
    const [inState, outputs, desired] = await Promise.all([oldInputs, oldOutputs, newInputs].map(unwrapSecrets));
    const [{ values, failure }, lastApplied] = await Promise.all([reconciliation.live, reconciliation.lastApplied]);
    const common = {
        desired: desired ?? {},
        ...(lastApplied && { lastApplied }),
        isUnchanged: reconciliation.isUnchanged(),
        program: reconciliation.program(),
        facts: await factsOf(cluster),
    };
    if (oldInputs === undefined) {
        return clusterChange({ ...common, ...(values && { replaced: values }) });
    }
    const live = values ?? known({ ...inState, ...outputs }, label, failure, dryRun);
    return clusterChange({ ...common, live, ...(values && inState && { inState }) });
}

/** What the state shows, in a preview that does not know what Azure has. An update might revert what others have changed. */
function known(inState: Values, label: string, failure: string | undefined, dryRun: boolean): Values {
    if (dryRun) {
        return inState;
    }
    throw new Error(
        `${label}: ${failure ?? "the cluster is no longer there"}. It is not known what AKS or others have changed, such as node counts, and this update might revert it, so it was not sent. Run \`pulumi up\` again, with --refresh if the cluster no longer exists.`,
    );
}

async function factsOf({ name, args, reconciliation, grants, grantFacts }: CheckedCluster): Promise<ClusterFacts> {
    const { formerServicePrincipalClientId, formerPrincipalId } = args.controlPlaneIdentity ?? {};
    const rolesOf = (of: Grant[]) => of.map(({ role }) => role.name);
    return {
        component: name,
        isAdopted: adoptsCluster(args.adopt),
        pools: grantFacts.pools.map((pool) => pool.name),
        systemPool: reconciliation.systemPool,
        replacedByImport: reconciliation.replacedByImport,
        changesWindowsPassword: reconciliation.changesWindowsPassword,
        leftOut: reconciliation.leftOut(),
        previousClientId: await knownLater(formerServicePrincipalClientId),
        previousPrincipalId: await knownLater(formerPrincipalId),
        kubeletRoles: rolesOf(grants.filter(({ identity }) => identity === "kubelet")),
        controlPlaneRoles: rolesOf(previousGrants(grantFacts, "SystemAssigned")),
    };
}

async function knownLater(id: pulumi.Input<string> | undefined): Promise<KnownLater<string> | undefined> {
    return id === undefined ? undefined : ((await knownValue(pulumi.output(id))) ?? UNKNOWN);
}
