import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Recordings of Azure lie beside the checkout, not in it. */
const folder = resolve(__dirname, "../../../shared/arm-recordings");

/** A folder of further recordings in the same form, played by what their requests presuppose. */
const furtherFolder = process.env.RECORDINGS_DIR;

/** By file name. */
export function furtherRecordings(): [string, Recording][] {
    if (!furtherFolder) return [];
    const names = readdirSync(furtherFolder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => [name, parse(join(furtherFolder, name))]);
}

export interface Exchange {
    index: number;
    method: string;
    url: string;
    request: unknown;
    status: number;
    responseHeaders?: Record<string, string>;
    response: unknown;
}

export interface Recording {
    exchanges: Exchange[];
    /** Single answers from other recordings. */
    otherErrors?: Exchange[];
}

export const haveRecordings = existsSync(folder);

export function readRecording(number: string): Recording {
    const file = readdirSync(folder).find((name) => name.startsWith(`${number}-`));
    if (!file) throw new Error(`There is no recording ${number} in ${folder}.`);
    return parse(join(folder, file));
}

function parse(file: string): Recording {
    return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

export const timeOf = ({ responseHeaders }: Exchange) => Date.parse(responseHeaders?.date ?? "");

export const isPoll = ({ url }: Exchange) => /\/operations\//.test(url);

/** Only ARM's: a recording of the Azure CLI has its Graph look-ups in it too. */
export const isArm = ({ url }: Exchange) => url.startsWith("https://management.azure.com/");

export const pathOf = ({ url }: Exchange) => decodeURIComponent(url.slice("https://management.azure.com".length));
