import { join } from "node:path";
import { type Adoption, type AdoptionsData, adoptionsReport } from "../../migration/adopt/adoptions";
import type { Language } from "../../migration/adopt/program";
import { readNamed } from "../../migration/jsonInput";
import type { Report } from "../../migration/report";
import { clusterLabels } from "../../migration/survey/clusterLabels";
import { clustersOfSurvey, SURVEY_INPUT } from "../../migration/survey/surveyFile";
import { remembering } from "../azure/azureClient";
import { readAdoption } from "../azure/readAdoption";
import type { Call } from "../command";
import { readJson } from "../input";
import { InterruptedError } from "../pulumi";
import { confirmation } from "./confirmation";
import { adoptIntoStack, type Place } from "./intoStack";
import { readSources, type Sources } from "./sources";

/** A cluster that is to be adopted. */
interface Candidate {
    /** Name of the folder of its project, with those above it. */
    folder: string;
    read(): Promise<Sources>;
    id: string;
}

/**
 * Adopts one cluster, or those of a survey one after the other. What one of several cannot do becomes a part of the report.
 * `command` is this run, to be repeated.
 */
export async function adoptClusters(call: Call, command: string): Promise<Report<AdoptionsData>> {
    const { options, io } = call;
    const candidates = options.from === undefined ? [await oneOf(call)] : await fleetOf(call);
    const confirm = confirmation(io, options.yes === true);
    const adoptions: Adoption[] = [];
    for (const [index, { folder, id, read }] of candidates.entries()) {
        const position = candidates.length === 1 ? "" : `${index + 1}/${candidates.length} `;
        const place: Place = {
            folder,
            stack: String(options.stack),
            component: String(options.name),
            language: options.language as Language,
            isRun: options.run === true,
        };
        const say = (text: string) => io.stderr.write(`${position}${nameIn(id)}: ${text}\n`);
        const rest = candidates.length - index - 1;
        const asked = (question: string) => confirm(rest === 0 ? question : `${question} The same of ${rest} more.`);
        try {
            const { state, left } = await adoptIntoStack(await read(), place, { io, say, confirm: asked });
            adoptions.push({ cluster: id, folder, stack: place.stack, state, left });
        } catch (error) {
            if (candidates.length === 1 || error instanceof InterruptedError || !(error instanceof Error)) {
                throw error;
            }
            say(`failed: ${error.message}`);
            adoptions.push({ cluster: id, folder, stack: place.stack, state: "failed", left: [error.message] });
        }
    }
    return adoptionsReport(adoptions, command);
}

async function oneOf(call: Call): Promise<Candidate> {
    const sources = await readSources(call);
    const { id } = Object(sources.cluster);
    const folder = String(call.options.project ?? nameIn(String(id)));
    return { id: String(id), folder, read: async () => sources };
}

/** Every cluster has its own folder. What several clusters share is read once. */
async function fleetOf({ options, io }: Call): Promise<Candidate[]> {
    const { name, value } = await readJson(String(options.from), SURVEY_INPUT, io);
    const ids = readNamed(name, () => clustersOfSurvey(value));
    const labels = clusterLabels(ids);
    const azure = await io.azure();
    const shared = { ...azure, arm: remembering(azure.arm) };
    const further = (options.subscription as string[] | undefined) ?? [];
    return ids.map((id) => ({
        id,
        folder: join(String(options.project ?? "."), ...(labels.get(id) ?? id).split("/")),
        read: async () => ({ name: id, ...(await readAdoption(shared, id, further)) }),
    }));
}

function nameIn(id: string): string {
    return id.split("/").pop() ?? "";
}
