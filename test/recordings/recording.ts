import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Recordings of Azure lie beside the checkout, not in it. */
const folder = resolve(__dirname, "../../../shared/arm-recordings");

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
    return JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;
}

export const timeOf = ({ responseHeaders }: Exchange) => Date.parse(responseHeaders?.date ?? "");

/** Only ARM's: a recording of the Azure CLI has its Graph look-ups in it too. */
export const isArm = ({ url }: Exchange) => url.startsWith("https://management.azure.com/");

export const pathOf = ({ url }: Exchange) =>
    decodeURIComponent(url.slice("https://management.azure.com".length));
