import * as pulumi from "@pulumi/pulumi";
import { type KnownLater, knownValue, plain, previewedHooks, UNKNOWN } from "../engineHooks";
import {
    addonsOn,
    type Change,
    hasPodIdentities,
    oidcIssuer,
    runsAs,
    systemAssignedPrincipal,
} from "./change";
import { changedFixedInputs, changedFixedPoolInputs, systemPoolName } from "./fixed";
import { describe, FIXED_POOL_INPUT, TRANSITIONS } from "./table";

/** What the program says of a cluster beside the cluster's own inputs. */
export interface TransitionFacts {
    name: string;
    /** The component, beside which warnings are shown. */
    component: pulumi.Resource;
    pools: string[];
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
 * A hook that holds a change of the cluster's identities against the table of transitions, in a preview already: only
 * the engine knows what the cluster ran as before. None where the engine has no hooks (mocks, Pulumi CLI before 3.182):
 * the change is then left to Azure.
 */
export function checkTransitions(facts: TransitionFacts): pulumi.ResourceHook[] {
    const dryRun = pulumi.runtime.isDryRun();
    return previewedHooks(facts.name, "transitions", (args) => check(facts, args, dryRun));
}

/** A hook that refuses a change of a pool that AKS would refuse, where the engine has hooks. */
export function checkPoolTransition(component: string, pool: string): pulumi.ResourceHook[] {
    return previewedHooks(component, `pool-${pool}`, async ({ oldInputs, oldOutputs, newInputs }) => {
        const now = living(await plain(oldInputs), await plain(oldOutputs));
        const fixedInputs = changedFixedPoolInputs(now, await plain(newInputs));
        if (fixedInputs.length > 0) {
            throw new Error(describe(FIXED_POOL_INPUT, { component, pool, fixedInputs }));
        }
    });
}

async function check(facts: TransitionFacts, args: pulumi.ResourceHookArgs, dryRun: boolean): Promise<void> {
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
    { name, pools, keptClientId, keptPrincipalId, kubeletGrants, controlPlaneGrants }: TransitionFacts,
    { oldInputs, newInputs, oldOutputs }: pulumi.ResourceHookArgs,
): Promise<Change> {
    const old = oldInputs && (await plain(oldInputs));
    const future = await plain(newInputs);
    const outputs = await plain(oldOutputs);
    const kept = await later(keptClientId);
    const keptPrincipal = await later(keptPrincipalId);
    const left = systemAssignedPrincipal(outputs);
    const now = living(old, outputs);
    return {
        ...(old && { before: runsAs(old) }),
        after: runsAs(future),
        component: name,
        resourceGroupName: String(old?.resourceGroupName ?? ""),
        clusterName: String(old?.resourceName ?? ""),
        pools,
        ...(kept && { keptClientId: kept }),
        ...(left && { leftPrincipalId: left }),
        ...(keptPrincipal && { keptPrincipalId: keptPrincipal }),
        kubeletGrants,
        controlPlaneGrants,
        entra: { before: old?.aadProfile !== undefined, after: future.aadProfile !== undefined },
        addons: { before: addonsOn(old ?? {}), named: future.addonProfiles !== undefined },
        podIdentities: hasPodIdentities(future),
        oidcIssuer: { before: oidcIssuer(now) === true, turnedOff: oidcIssuer(future) === false },
        fixedInputs: old ? changedFixedInputs(now, future) : [],
        ...(typeof future.location === "string" && { location: future.location }),
        systemPool: { before: old && systemPoolName(old), after: systemPoolName(future) },
    };
}

async function later(id: pulumi.Input<string> | undefined): Promise<KnownLater<string> | undefined> {
    return id === undefined ? undefined : ((await knownValue(pulumi.output(id))) ?? UNKNOWN);
}

/** What a resource is: what AKS decided itself stands in its outputs alone. */
function living(
    inputs: Record<string, unknown> = {},
    outputs: Record<string, unknown>,
): Record<string, unknown> {
    return { ...inputs, ...withoutAbsent(outputs) };
}

function withoutAbsent(values: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
    );
}
