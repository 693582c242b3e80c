import * as pulumi from "@pulumi/pulumi";
import { addonSwitches } from "../cluster/addonArgs";
import { poolNamed } from "../cluster/livingPools";
import type { ClusterOwnership } from "../cluster/ownership";
import { CLUSTER_PROPERTIES, POOL_SETTINGS } from "../cluster/ownProperties";
import { type KnownLater, knownValue, previewedHooks, UNKNOWN, unwrapSecrets } from "../engine/hooks";
import { withinLimit } from "../engine/timeLimit";
import { lookUpCluster } from "../identities/livingCluster";
import type { AppliedSettings } from "./applied";
import { type Change, hasPodIdentities, oidcIssuer, runsAs, systemAssignedPrincipal } from "./change";
import { changedFixedInputs, changedFixedPoolInputs, changedFixedSystemPoolInputs } from "./fixed";
import { notAllowedIn, notAllowedInPool } from "./notAllowed";
import { described, outdatedIn, outdatedPools } from "./outdated";
import { replacedFor } from "./replacement";
import { describe, POOL_TRANSITIONS, TRANSITIONS } from "./table";
import type { ClusterTracker } from "./track";

type Values = Record<string, unknown>;

/** What the program says of a cluster beside the cluster's own inputs. */
export interface TransitionFacts {
    name: string;
    /** The component, beside which warnings are shown. */
    component: pulumi.Resource;
    tracker: ClusterTracker;
    pools: string[];
    /** Inputs that keep a new cluster from being created beside the old one. */
    fixedNames: string[];
    /** Client id of the service principal that a migrated cluster's arguments still name. */
    keptClientId?: pulumi.Input<string>;
    /** Object id of a system-assigned identity of before that the arguments still name. */
    keptPrincipalId?: pulumi.Input<string>;
    /** What the kubelets need role assignments for. */
    kubeletGrants: string[];
    /** What the control plane needs role assignments for, beside those on an own kubelet identity. */
    controlPlaneGrants: string[];
    /** Codes of warnings that are not to be printed. */
    silenced: readonly string[];
}

/**
 * A hook that holds a change of the cluster against the table of transitions, in a preview already: only the engine knows
 * what the cluster was before. None where the engine has no hooks (mocks, Pulumi CLI before 3.182): the change is then
 * left to Azure.
 */
export function checkTransitions(facts: TransitionFacts): pulumi.ResourceHook[] {
    const dryRun = pulumi.runtime.isDryRun();
    return previewedHooks(facts.name, "transitions", (args) => check(facts, args, dryRun));
}

/** A hook that refuses a change of a pool that AKS would refuse, where the engine has hooks. */
export function checkPoolTransition(
    component: string,
    pool: string,
    clusterId: pulumi.Output<string>,
    parent: pulumi.Resource,
): pulumi.ResourceHook[] {
    return previewedHooks(component, `pool-${pool}`, async ({ oldInputs, oldOutputs, newInputs }) => {
        const [inputs, outputs, sent] = await Promise.all(
            [oldInputs, oldOutputs, newInputs].map(unwrapSecrets),
        );
        const id = await knownValue(clusterId);
        const cluster = id === UNKNOWN ? undefined : await withinLimit(lookUpCluster(id, parent));
        const living = poolNamed(pool, { ...cluster }) ?? outputs ?? {};
        const update = { sent: sent ?? {}, inputs: inputs ?? {}, outputs: outputs ?? {}, living };
        const change = {
            component,
            pool,
            fixedInputs: changedFixedPoolInputs(merged(update.inputs, living), update.sent),
            outdated: outdatedIn(POOL_SETTINGS, update).map((name) => described(name, pool, living[name])),
            notAllowed: notAllowedInPool(`nodePools, ${pool}`, update),
        };
        const found = POOL_TRANSITIONS.filter(({ when }) => when(change));
        if (found.length > 0) {
            throw new Error(found.map((transition) => describe(transition, change)).join("\n"));
        }
    });
}

async function check(facts: TransitionFacts, args: pulumi.ResourceHookArgs, dryRun: boolean): Promise<void> {
    if (args.oldInputs === undefined) {
        facts.tracker.creates();
    }
    const change = await changeOf(facts, args);
    const found = TRANSITIONS.filter(({ when }) => when(change));
    const ends = found.filter(({ verdict }) => verdict === "refuse" || (verdict === "stop" && !dryRun));
    for (const transition of found) {
        const silenced = transition.verdict === "warn" && facts.silenced.includes(transition.code);
        if (!ends.includes(transition) && !silenced) {
            await pulumi.log.warn(describe(transition, change), facts.component);
        }
    }
    if (ends.length > 0) {
        throw new Error(ends.map((transition) => describe(transition, change)).join("\n"));
    }
}

async function changeOf(
    facts: TransitionFacts,
    { id, oldInputs, newInputs, oldOutputs }: pulumi.ResourceHookArgs,
): Promise<Change> {
    const old = oldInputs && (await unwrapSecrets(oldInputs));
    const future = await unwrapSecrets(newInputs);
    const outputs = await unwrapSecrets(oldOutputs);
    const kept = await later(facts.keptClientId);
    const keptPrincipal = await later(facts.keptPrincipalId);
    const left = systemAssignedPrincipal(outputs);
    const previous = old && facts.tracker.settings;
    const found: Values | undefined = old && {
        ...((await withinLimit(lookUpCluster(id, facts.component))) ?? outputs),
    };
    const now = merged(old ?? {}, found ?? outputs);
    const update = { sent: future, inputs: old ?? {}, outputs, living: found ?? outputs };
    const { name } = facts.tracker.ownership.systemPool;
    const mode = poolNamed(name, now)?.mode;
    return {
        ...(old && { before: runsAs(old, now.nodeResourceGroup) }),
        after: runsAs(future, now.nodeResourceGroup),
        component: facts.name,
        resourceGroupName: String(old?.resourceGroupName ?? ""),
        clusterName: String(old?.resourceName ?? ""),
        pools: facts.pools,
        ...(kept && { keptClientId: kept }),
        ...(left && { leftPrincipalId: left }),
        ...(keptPrincipal && { keptPrincipalId: keptPrincipal }),
        kubeletGrants: facts.kubeletGrants,
        controlPlaneGrants: facts.controlPlaneGrants,
        entra: { before: mentions(previous, "aadProfile"), after: future.aadProfile !== undefined },
        addons: { before: addonsOf(previous), named: facts.tracker.ownership.namesAddons },
        podIdentities: hasPodIdentities(future),
        oidcIssuer: { before: oidcIssuer(now) === true, turnedOff: oidcIssuer(future) === false },
        fixedInputs: old ? changedFixedInputs(now, future) : [],
        fixedPoolInputs: old ? changedFixedSystemPoolInputs(now, future, name) : [],
        ...(typeof future.location === "string" && { location: future.location }),
        systemPool: {
            name,
            ...(previous && { before: previous.systemPool }),
            ...(typeof mode === "string" && { mode }),
        },
        ...(!old &&
            facts.tracker.outputs && {
                replacement: {
                    changed: replacedFor(future, facts.tracker.outputs),
                    fixedNames: facts.fixedNames,
                },
            }),
        outdated: old ? outdatedOf(facts.tracker.ownership, update) : [],
        notAllowed: old ? notAllowedIn(name, update) : [],
    };
}

/** Of what the program does not mention the state's values are sent, and of what belongs to AKS. */
function outdatedOf(
    { unmentioned, leftToOthers }: ClusterOwnership,
    update: Parameters<typeof outdatedPools>[0],
): string[] {
    const fromState = CLUSTER_PROPERTIES.filter(
        (name) => [...unmentioned, ...leftToOthers].includes(name) && !NAMES.includes(name),
    );
    return [
        ...outdatedPools(update),
        ...outdatedIn(fromState, update).map(
            (name) => `${name}, ${JSON.stringify(update.living[name])} by now`,
        ),
    ];
}

/** Azure shows them in another place. */
const NAMES = ["resourceName", "resourceGroupName"];

function mentions(previous: AppliedSettings | undefined, property: string): boolean {
    return previous?.mentioned.some((path) => path.split(".")[0] === property) ?? false;
}

/** Azure's keys of the add-ons that the last run asked for. */
function addonsOf(previous: AppliedSettings | undefined): string[] {
    return addonSwitches(previous?.mentioned ?? []).map((path) =>
        String(path.split(".").pop()).replace(/Profile$/, ""),
    );
}

async function later(id: pulumi.Input<string> | undefined): Promise<KnownLater<string> | undefined> {
    return id === undefined ? undefined : ((await knownValue(pulumi.output(id))) ?? UNKNOWN);
}

/** What a resource is: what AKS decided itself stands in its outputs alone. */
function merged(inputs: Values, outputs: Values): Values {
    return { ...inputs, ...withoutAbsent(outputs) };
}

function withoutAbsent(values: Values): Values {
    return Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
    );
}
