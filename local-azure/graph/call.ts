import type { Principal } from "../identity/directory";
import type { JsonObject } from "../kernel/json";
import type { Azure } from "../services/azure";
import type { Reply } from "../services/service";
import { parseFilter } from "./filter";

/** An authorized request, as a handler gets it. */
export interface GraphCall {
    azure: Azure;
    caller: Principal;
    /** The names in the route's path, decoded. */
    params: Record<string, string>;
    query: Record<string, string>;
    body: JsonObject;
    /** `https://…/v1.0`. */
    root: string;
}

export interface GraphRoute {
    method: "GET" | "POST" | "PATCH" | "DELETE";
    /** A `:name` stands for any segment. */
    path: string;
    handle: (call: GraphCall) => Reply;
    /** Any signed-in caller may. */
    open?: true;
}

/** One object, with only the members that `$select` names. */
export function objectReply(call: GraphCall, status: number, set: string, object: JsonObject): Reply {
    const context = `${call.root}/$metadata#${set}/$entity`;
    return { status, body: { "@odata.context": context, ...selected(call, object) } };
}

/** What is left of the objects after `$filter`, one page of it after `$top`, of each what `$select` names. */
export function listReply(call: GraphCall, set: string, objects: JsonObject[]): Reply {
    const { query, root } = call;
    const found = objects.filter(parseFilter(query.$filter));
    const size = wholeNumber(query.$top, defaultPage);
    const start = wholeNumber(query.$skiptoken, 0);
    const page = found.slice(start, start + size).map((object) => selected(call, object));
    const next = new URLSearchParams({ ...query, $skiptoken: String(start + size) });
    return {
        status: 200,
        body: {
            "@odata.context": `${root}/$metadata#${set}`,
            ...(query.$count === "true" && { "@odata.count": found.length }),
            ...(start + size < found.length && { "@odata.nextLink": `${root}/${set}?${next}` }),
            value: page,
        },
    };
}

/** Graph's page where nothing is asked for. */
const defaultPage = 100;

function wholeNumber(text: string | undefined, otherwise: number): number {
    const value = Number(text);
    return text !== undefined && Number.isInteger(value) && value >= 0 ? Math.min(value, 999_999) : otherwise;
}

function selected({ query }: GraphCall, object: JsonObject): JsonObject {
    const names = query.$select?.split(",").map((name) => name.trim()) ?? [];
    if (names.length === 0) return object;
    return Object.fromEntries(
        Object.entries(object).filter(([name]) => names.includes(name) || name.startsWith("@odata.")),
    );
}

/** A time as Graph writes it, to the second. */
export function graphTime(ms: number): string {
    return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Settable properties after a PATCH: null takes one away. */
export function patched(before: JsonObject, body: JsonObject): JsonObject {
    const merged = { ...before, ...body };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
