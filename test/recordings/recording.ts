import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LocalAzureOptions } from "../../local-azure/contract";

/** Recordings of Azure lie beside the checkout, not in it. */
const folder = resolve(__dirname, "../../../shared/arm-recordings");

/**
 * Written for this project, with names of its own: the exchanges of recordings that matter to it, cut to what a client
 * reads. `{arm}` and `{subscription}` stand for the beginnings of URLs and ids.
 */
export const trimmedFolder = join(__dirname, "trimmed");

/** A folder of further recordings in the same form. */
export const furtherFolder = process.env.RECORDINGS_DIR;

/** By file name, to be played by what their requests presuppose. */
export function recordingsIn(folder: string | undefined): [string, Recording][] {
    if (!folder) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => [name, parse(join(folder, name))]);
}

export interface Exchange {
    index: number;
    method: string;
    url: string;
    request: unknown;
    status: number;
    responseHeaders?: Record<string, string>;
    response: unknown;
    /** Where it was recorded, if not where the others were. */
    source?: string;
}

export interface Recording {
    exchanges: Exchange[];
    /** Single answers from other recordings. */
    otherErrors?: Exchange[];
    /** Of a trimmed one: the recording that it is of, by its file's name or its URL. */
    source?: string;
    /** This project's names to those of the recording. */
    names?: Record<string, string>;
    options?: LocalAzureOptions;
    /** The differences that are left, each with the reason. */
    differs?: Record<string, string>;
    /** PUTs before the first exchange, for what was there already and is not in a request. */
    presupposed?: Pick<Exchange, "url" | "request">[];
}

export const haveRecordings = existsSync(folder);

/** By its number, or its file's name. */
export function readRecording(name: string): Recording {
    const file = readdirSync(folder).find((each) => each === name || each.startsWith(`${name}-`));
    if (!file) throw new Error(`There is no recording ${name} in ${folder}.`);
    return parse(join(folder, file));
}

function parse(file: string): Recording {
    const text = readFileSync(file, "utf8")
        .replaceAll("{arm}", "https://management.azure.com")
        .replaceAll("{subscription}", "/subscriptions/00000000-0000-0000-0000-000000000000");
    return JSON.parse(text) as Recording;
}

export const timeOf = ({ responseHeaders }: Exchange) => Date.parse(responseHeaders?.date ?? "");

export const isPoll = ({ url }: Exchange) => /\/operations\//.test(url);

/** Only ARM's: a recording of the Azure CLI has its Graph look-ups in it too. */
export const isArm = ({ url }: Exchange) => url.startsWith("https://management.azure.com/");

export const pathOf = ({ url }: Pick<Exchange, "url">) =>
    decodeURIComponent(url.slice("https://management.azure.com".length));
