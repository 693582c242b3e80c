import type { JsonInput } from "../../migration/jsonInput";
import type { Report } from "../../migration/report";
import { readFleet } from "../../migration/survey/fleet";
import { type Survey, surveyOf } from "../../migration/survey/survey";
import { surveyReport } from "../../migration/survey/surveyReport";
import { readClusterPages, readFleetDetails, readSubscriptions } from "../azure/readFleet";
import type { Io } from "../io";
import { showProgress, tickProgress } from "../progress";

/** Lists that were read, or the subscriptions to read from Azure: without any, all. */
type FleetSource = { inputs: JsonInput[] } | { subscriptions: string[] };

/** Throws `InvalidInputError` if an input is no list of clusters, and `AzureError` if Azure shows none. */
export async function runSurvey(
    source: FleetSource,
    io: Pick<Io, "azure" | "clock" | "stderr">,
): Promise<Report<Survey>> {
    return "inputs" in source ? surveyLists(source.inputs, io) : surveyAzure(source.subscriptions, io);
}

function surveyLists(inputs: JsonInput[], { clock, stderr }: Pick<Io, "clock" | "stderr">): Report<Survey> {
    const fleet = readFleet(inputs);
    let done = 0;
    const text = () => `Clusters are assessed: ${done} of ${fleet.clusters.length}`;
    const { tick, stop } = tickProgress(stderr, text, clock.now);
    const survey = surveyOf(fleet, undefined, clock.now(), () => {
        done++;
        tick();
    });
    stop();
    return surveyReport(survey);
}

async function surveyAzure(
    subscriptions: string[],
    { azure: connect, clock, stderr }: Pick<Io, "azure" | "clock" | "stderr">,
) {
    const azure = await connect();
    const { pages, unread } =
        subscriptions.length === 0
            ? { pages: await readClusterPages(azure.arm), unread: [] }
            : await readSubscriptions(azure.arm, subscriptions);
    const fleet = readFleet(pages.map((value) => ({ name: "Azure Resource Graph", value })));
    let done = 0;
    const stop = showProgress(stderr, () => `Nodes and secrets are read: ${done} of ${fleet.clusters.length} clusters`);
    const readings = await readFleetDetails(azure, fleet.clusters, () => done++).finally(stop);
    return surveyReport(surveyOf({ ...fleet, unread: [...unread, ...fleet.unread] }, readings, clock.now()));
}
