import { type FinishesData, finishesReport, type NamedReport } from "../migration/finish/finishesReport";
import { finishReport, unreadReport } from "../migration/finish/finishReport";
import { INTERRUPTION, introduction } from "../migration/finish/progress";
import type { FinishData, FinishRun } from "../migration/finish/result";
import { isBusy, nextStep, requirePools } from "../migration/finish/upgrades";
import { readNamed } from "../migration/jsonInput";
import { readClusterId } from "../migration/live/clusterId";
import type { ClusterState } from "../migration/live/nodes";
import type { Report } from "../migration/report";
import { clusterLabels } from "../migration/survey/clusterLabels";
import { clustersOfSurvey, SURVEY_INPUT } from "../migration/survey/surveyFile";
import type { AzureApi } from "./azure/azureClient";
import { inParallel } from "./azure/inParallel";
import { readClusterState } from "./azure/readCluster";
import { readingError, upgradeNodeImages } from "./azure/upgradeNodeImages";
import { readJson } from "./input";
import type { Io } from "./io";
import { progressDisplay } from "./progressDisplay";

export interface FinishOptions {
    dryRun: boolean;
    /** How many clusters are upgraded at a time. */
    parallel: number;
    /** Whether the run goes on until the upgrades have ended. */
    wait: boolean;
    /** Names of the pools that may be upgraded. Default: all. */
    selected?: readonly string[];
    /** In seconds. */
    timeout: number;
}

interface Finishing extends FinishOptions {
    arm: AzureApi;
    io: Io;
    signal: AbortSignal;
}

/** So many clusters are read at a time. */
const READS = 8;

/** What the command `finish` does, apart from its options. */
export async function finishClusters(
    source: { ids: readonly string[] } | { survey: string },
    options: FinishOptions,
    io: Io,
): Promise<Report<FinishData | FinishesData>> {
    const typed = "ids" in source ? source.ids.map(readClusterId) : await idsIn(source.survey, io);
    const ids = [...new Map(typed.map((id) => [id.toLowerCase(), id])).values()];
    const { arm } = await io.azure();
    const finishing: Finishing = { ...options, arm, io, signal: io.interruption() };
    const [id = "", ...others] = ids;
    return others.length === 0
        ? finishReport(await finishOne(await readClusterState(arm, id), finishing))
        : finishesReport(await finishAll(ids, finishing), options.dryRun);
}

async function idsIn(survey: string, io: Io): Promise<string[]> {
    const { name, value } = await readJson(survey, SURVEY_INPUT, io);
    return readNamed(name, () => clustersOfSurvey(value));
}

/** `place` stands before each line of progress; without it the cluster is alone. */
async function finishOne(before: ClusterState, finishing: Finishing, place = ""): Promise<FinishRun> {
    const { arm, dryRun, io, selected, signal, timeout, wait } = finishing;
    requirePools(before, selected);
    if (dryRun) {
        return { before, after: before, upgrades: {}, dryRun, ...(selected && { selected }) };
    }
    const { show, end } = progressDisplay(io, place);
    if (wait) {
        show({ lines: introduction(before, selected, place === "") });
    }
    try {
        const { clock } = io;
        return await upgradeNodeImages(before, {
            arm,
            clock,
            signal,
            timeout,
            wait,
            show,
            ...(selected && { selected }),
        });
    } finally {
        end();
    }
}

type Turn = (id: string, run: (place: string) => Promise<FinishRun>) => Promise<NamedReport>;

/** The clusters in their order. What one of them cannot do becomes a part of the report. */
async function finishAll(ids: readonly string[], finishing: Finishing): Promise<NamedReport[]> {
    const { arm, dryRun, io, parallel, wait } = finishing;
    const turn = turnsOf(ids, finishing);
    if (!dryRun) {
        io.stderr.write(`${ids.length} clusters, ${parallel} at a time. ${INTERRUPTION}\n`);
    }
    if (dryRun || wait) {
        return inParallel(dryRun ? READS : parallel, ids, (id) =>
            turn(id, async (place) => finishOne(await readClusterState(arm, id), finishing, place)),
        );
    }
    const states = await inParallel(READS, ids, async (id) => {
        const state = readClusterState(arm, id);
        return { id, state, isBusy: await state.then(isBusy, () => false) };
    });
    // What an earlier run has started counts.
    let free = parallel - states.filter((each) => each.isBusy).length;
    return inParallel(1, states, ({ id, state }) =>
        turn(id, async (place) => {
            const before = await state;
            const starts = nextStep(before, {}).kind === "upgrade";
            return starts && free-- <= 0
                ? { before, after: before, upgrades: {} }
                : finishOne(before, finishing, place);
        }),
    );
}

/** Shows the place of a cluster in each line of its progress, and how many have ended. */
function turnsOf(ids: readonly string[], { dryRun, io, signal }: Finishing): Turn {
    const labels = clusterLabels(ids);
    let ended = 0;
    return async (id, run) => {
        const label = labels.get(id) ?? id;
        const place = `${ids.indexOf(id) + 1}/${ids.length} ${label}: `;
        const report = await reportOf(id, () => run(place), signal);
        ended++;
        if (!dryRun) {
            progressDisplay(io, place).show({ lines: [`ended. ${ended} of ${ids.length} clusters have ended.`] });
        }
        return { label, report };
    };
}

async function reportOf(id: string, run: () => Promise<FinishRun>, { aborted }: AbortSignal) {
    if (aborted) {
        return unreadReport(id, { reason: "interrupted", message: "Interrupted before its turn." });
    }
    try {
        return finishReport(await run());
    } catch (error) {
        return unreadReport(id, { reason: "unreadable", message: readingError(error).message });
    }
}
