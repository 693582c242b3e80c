import { createHash } from "node:crypto";
import { isObject } from "../kernel/json";

/** Azure's etags are weak ones over the content, in whatever order it is written. */
export function etagOf(content: unknown): string {
    return `W/"${guidOf(JSON.stringify(ordered(content)))}"`;
}

/** The content with sorted keys, and without the etags that it may have been read with. */
function ordered(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(ordered);
    if (!isObject(value)) return value;
    const keys = Object.keys(value).filter((key) => key !== "etag" && value[key] !== undefined);
    return Object.fromEntries(keys.sort().map((key) => [key, ordered(value[key])]));
}

/** A GUID that is the same for the same text: what Azure makes up once and keeps. */
export function guidOf(text: string): string {
    return hexOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** Eight digits likewise, as AKS puts them into names. */
export function digitsOf(text: string): string {
    return String(Number.parseInt(hexOf(text).slice(0, 8), 16) % 10 ** 8).padStart(8, "0");
}

export function hexOf(text: string): string {
    return createHash("sha256").update(text.toLowerCase()).digest("hex");
}
