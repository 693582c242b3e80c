import { finishReport } from "../migration/finish/finishReport";
import { introduction } from "../migration/finish/progress";
import type { FinishData } from "../migration/finish/result";
import { requirePools } from "../migration/finish/upgrades";
import { readClusterId } from "../migration/live/clusterId";
import type { Report } from "../migration/report";
import { readClusterState } from "./azure/readCluster";
import { upgradeNodeImages } from "./azure/upgradeNodeImages";
import type { Io } from "./io";
import { progressDisplay } from "./progressDisplay";

export interface FinishOptions {
    dryRun: boolean;
    /** Names of the pools that may be upgraded. Default: all. */
    selected?: readonly string[];
    /** In seconds. */
    timeout: number;
}

/** What the command `finish` does, apart from its options. */
export async function finishCluster(
    typedId: string,
    { dryRun, selected, timeout }: FinishOptions,
    io: Io,
): Promise<Report<FinishData>> {
    const clusterId = readClusterId(typedId);
    const { arm } = await io.azure();
    const before = await readClusterState(arm, clusterId);
    requirePools(before, selected);
    if (dryRun) {
        return finishReport({ before, after: before, upgrades: {}, dryRun, ...(selected && { selected }) });
    }
    const { clock } = io;
    const { show, end } = progressDisplay(io);
    show({ lines: introduction(before, selected) });
    try {
        const signal = io.interruption();
        const options = { arm, clock, signal, timeout, show, ...(selected && { selected }) };
        return finishReport(await upgradeNodeImages(before, options));
    } finally {
        end();
    }
}
