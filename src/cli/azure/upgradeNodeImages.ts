import type { Upgrade } from "../../migration/finish/poolStatus";
import { type Progress, progressOf } from "../../migration/finish/progress";
import type { FinishRun, Stop } from "../../migration/finish/result";
import { duration } from "../../migration/finish/texts";
import { nextStep, observed, type Upgrades } from "../../migration/finish/upgrades";
import type { ClusterState, LiveNodePool } from "../../migration/live/nodes";
import { InvalidInputError } from "../../migration/report";
import type { Clock } from "../io";
import { CLUSTER_API } from "./apiVersions";
import { type AzureApi, AzureError } from "./azureClient";
import { isTemporary, readOperation } from "./operation";
import { readClusterState } from "./readCluster";

/** Time between two reads of a cluster: an upgrade takes some minutes for each node. */
const POLL_SECONDS = 30;

export interface UpgradeOptions {
    arm: AzureApi;
    clock: Clock;
    /** Ends the run. AKS continues the operation that it has started. */
    signal: AbortSignal;
    /** After how many seconds without any change the run ends. */
    timeout: number;
    /** Names of the pools that may be upgraded. Default: all. */
    selected?: readonly string[];
    show(progress: Progress): void;
}

/**
 * Upgrades the node image of every pool that needs it, one after the other. The next step depends only on the state in
 * Azure, so a run can be ended at any time, and another one continues.
 */
export async function upgradeNodeImages(before: ClusterState, options: UpgradeOptions): Promise<FinishRun> {
    const { arm, clock, signal, selected, show } = options;
    let after = before;
    let upgrades: Upgrades = {};
    let lastChange = { seen: "", at: clock.now(), waitsFor: "" };

    for (;;) {
        upgrades = observed(upgrades, after, clock.now());
        const step = nextStep(after, upgrades, selected);
        const progress = progressOf(after, upgrades, step);
        show(progress);
        if (step.kind === "end") {
            return run();
        }
        noteChange(progress.current?.text);
        if (step.kind === "upgrade" && !signal.aborted) {
            const stop = await start(step.pool);
            if (stop !== undefined) {
                return run(stop);
            }
        }
        const stop = await lookAgain();
        if (stop !== undefined) {
            return run(stop);
        }
    }

    function run(stop?: Stop): FinishRun {
        return { before, after, upgrades, ...(selected && { selected }), ...(stop && { stop }) };
    }

    function noteChange(waitsFor = ""): void {
        const seen = JSON.stringify([after.cluster.values.provisioningState, after.pools]);
        lastChange = seen === lastChange.seen ? { ...lastChange, waitsFor } : { seen, at: clock.now(), waitsFor };
    }

    async function start(pool: LiveNodePool): Promise<Stop | undefined> {
        const started = await startUpgrade(arm, after.cluster.id, pool, clock.now());
        if ("stop" in started) {
            return started.stop;
        }
        const text = "wait" in started ? started.wait : `${pool.name}: upgrade started`;
        show({ lines: [], current: { text } });
        noteChange(text);
        if ("upgrade" in started) {
            upgrades = { ...upgrades, [pool.name]: started.upgrade };
        }
        return undefined;
    }

    /** Waits, and reads the cluster. What cannot be read now is read again later. */
    async function lookAgain(): Promise<Stop | undefined> {
        for (;;) {
            if (clock.now() - lastChange.at >= options.timeout * 1000) {
                return timeoutStop(options.timeout, lastChange.waitsFor);
            }
            await clock.wait(POLL_SECONDS, signal);
            if (signal.aborted) {
                return interruption(upgrades);
            }
            try {
                after = await readClusterState(arm, after.cluster.id);
                upgrades = await withOperations(arm, upgrades);
                return undefined;
            } catch (error) {
                if (error instanceof AzureError && isTemporary(error)) {
                    lastChange = { ...lastChange, waitsFor: error.message };
                } else if (error instanceof AzureError || error instanceof InvalidInputError) {
                    return { reason: "unreadable", message: `The cluster can no longer be read. ${error.message}` };
                } else {
                    throw error;
                }
            }
        }
    }
}

type Started = { upgrade: Upgrade } | { wait: string } | { stop: Stop };

/** The permission for an upgrade (https://learn.microsoft.com/azure/role-based-access-control/permissions/containers). */
const ACTION = "Microsoft.ContainerService/managedClusters/agentPools/upgradeNodeImageVersion/action";

async function startUpgrade(arm: AzureApi, clusterId: string, pool: LiveNodePool, now: number): Promise<Started> {
    const { name, nodeImageVersion: image } = pool;
    try {
        const { operation } = await arm.post(`${clusterId}/agentPools/${name}/upgradeNodeImageVersion`, CLUSTER_API);
        return {
            upgrade: {
                startedAt: now,
                ...(image !== undefined && { image }),
                ...(operation !== undefined && { operation: { path: operation, status: "InProgress" } }),
            },
        };
    } catch (error) {
        if (!(error instanceof AzureError)) {
            throw error;
        }
        if (isTemporary(error)) {
            return { wait: `waiting: Azure does not yet start the upgrade of pool ${name} (${error.detail})` };
        }
        const permission =
            error.status === 403
                ? ` It requires the action ${ACTION}, for example of the role Azure Kubernetes Service Contributor Role on the cluster.`
                : "";
        return {
            stop: {
                reason: "refused",
                message: `Azure refuses to upgrade pool ${name}. ${error.message}${permission}`,
            },
        };
    }
}

async function withOperations(arm: AzureApi, upgrades: Upgrades): Promise<Upgrades> {
    const read = Object.entries(upgrades).map(async ([pool, upgrade]): Promise<[string, Upgrade]> => {
        const { operation, endedAt } = upgrade;
        return operation === undefined || endedAt !== undefined
            ? [pool, upgrade]
            : [pool, { ...upgrade, operation: await readOperation(arm, operation) }];
    });
    return Object.fromEntries(await Promise.all(read));
}

function timeoutStop(seconds: number, waitsFor: string): Stop {
    return {
        reason: "timeout",
        message: `Nothing has changed for ${duration(seconds)}. Last state: ${waitsFor}. AKS continues the operation that it has started.`,
    };
}

function interruption(upgrades: Upgrades): Stop {
    const [pool] = Object.entries(upgrades).find(([, { endedAt }]) => endedAt === undefined) ?? [];
    return {
        reason: "interrupted",
        message: `Interrupted. ${pool === undefined ? "No upgrade is in progress." : `AKS continues the upgrade of pool ${pool}.`}`,
    };
}
