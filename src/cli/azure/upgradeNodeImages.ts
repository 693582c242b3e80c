import type { Upgrade } from "../../migration/finish/poolStatus";
import { type Progress, progressOf } from "../../migration/finish/progress";
import type { FinishRun, Stop } from "../../migration/finish/result";
import { duration } from "../../migration/finish/texts";
import { nextStep, observed, type Step, type Upgrades } from "../../migration/finish/upgrades";
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
    /** Whether the run goes on until the upgrades have ended. */
    wait: boolean;
    /** Names of the pools that may be upgraded. Default: all. */
    selected?: readonly string[];
    show(progress: Progress): void;
}

/**
 * Upgrades the node image of every pool that needs it, one after the other. The next step depends only on the state in
 * Azure, so a run can be ended at any time, and another one continues.
 */
export function upgradeNodeImages(before: ClusterState, options: UpgradeOptions): Promise<FinishRun> {
    return new UpgradeRun(before, options).untilEnd();
}

class UpgradeRun {
    private after: ClusterState;
    private upgrades: Upgrades = {};
    private lastChange: { seen: string; at: number; waitsFor: string };

    constructor(
        private readonly before: ClusterState,
        private readonly options: UpgradeOptions,
    ) {
        this.after = before;
        this.lastChange = { seen: "", at: options.clock.now(), waitsFor: "" };
    }

    async untilEnd(): Promise<FinishRun> {
        for (;;) {
            const step = this.showNextStep();
            if (step.kind === "end") {
                return this.result();
            }
            const stop = (await this.start(step)) ?? (this.options.wait ? await this.lookAgain() : undefined);
            if (stop !== undefined || !this.options.wait) {
                return this.result(stop);
            }
        }
    }

    private result(stop?: Stop): FinishRun {
        const { before, after, upgrades } = this;
        const { selected } = this.options;
        return { before, after, upgrades, ...(selected && { selected }), ...(stop && { stop }) };
    }

    private showNextStep(): Step {
        const { clock, selected, show } = this.options;
        this.upgrades = observed(this.upgrades, this.after, clock.now());
        const step = nextStep(this.after, this.upgrades, selected);
        const progress = progressOf(this.after, this.upgrades, step);
        show(progress);
        this.noteChange(progress.current?.text);
        return step;
    }

    private noteChange(waitsFor = ""): void {
        const seen = JSON.stringify([this.after.cluster.values.provisioningState, this.after.pools]);
        const at = seen === this.lastChange.seen ? this.lastChange.at : this.options.clock.now();
        this.lastChange = { seen, at, waitsFor };
    }

    private async start(step: Step): Promise<Stop | undefined> {
        const { arm, clock, signal, show } = this.options;
        if (step.kind !== "upgrade" || signal.aborted) {
            return undefined;
        }
        const { pool } = step;
        const started = await startUpgrade(arm, this.after.cluster.id, pool, clock.now());
        if ("stop" in started) {
            return started.stop;
        }
        const text = "wait" in started ? started.wait : `${pool.name}: upgrade started`;
        show({ lines: [], current: { text } });
        this.noteChange(text);
        if ("upgrade" in started) {
            this.upgrades = { ...this.upgrades, [pool.name]: started.upgrade };
        }
        return undefined;
    }

    /** Waits, and reads the cluster. What cannot be read now is read again later. */
    private async lookAgain(): Promise<Stop | undefined> {
        const { arm, clock, signal, timeout } = this.options;
        for (;;) {
            if (clock.now() - this.lastChange.at >= timeout * 1000) {
                return timeoutStop(timeout, this.lastChange.waitsFor);
            }
            await clock.wait(POLL_SECONDS, signal);
            if (signal.aborted) {
                return interruption(this.upgrades);
            }
            try {
                this.after = await readClusterState(arm, this.after.cluster.id);
                this.upgrades = await withOperations(arm, this.upgrades);
                return undefined;
            } catch (error) {
                const { message } = readingError(error);
                if (!(error instanceof AzureError && isTemporary(error))) {
                    return { reason: "unreadable", message: `The cluster can no longer be read. ${message}` };
                }
                this.lastChange = { ...this.lastChange, waitsFor: message };
            }
        }
    }
}

/** What a reading of the cluster may fail with. Anything else is a mistake of this program. */
export function readingError(error: unknown): Error {
    if (error instanceof AzureError || error instanceof InvalidInputError) {
        return error;
    }
    throw error;
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
