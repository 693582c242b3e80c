import { createHash } from "node:crypto";

/** Azure's etags are weak ones over the content. */
export function etagOf(data: unknown): string {
    return `W/"${guidOf(JSON.stringify(data))}"`;
}

/** A GUID that is the same for the same text: what Azure makes up once and keeps. */
export function guidOf(text: string): string {
    return hexOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

export function hexOf(text: string): string {
    return createHash("sha256").update(text.toLowerCase()).digest("hex");
}
