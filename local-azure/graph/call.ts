import type { Tenant } from "../identity/tenant";
import type { Reply } from "../kernel/http";
import type { JsonObject } from "../kernel/json";
import { nextLink, splitSkipToken } from "../kernel/paging";
import { expiredPageToken, graphNotModelled } from "./errors";
import { parseFilter } from "./filter";

/** An authorized request, as a handler gets it. */
export interface GraphCall {
    tenant: Tenant;
    /** The names in the route's path, decoded. */
    params: Record<string, string>;
    query: Record<string, string>;
    body: JsonObject;
    /** `https://…/v1.0`. */
    root: string;
}

export interface GraphRoute {
    method: "GET" | "POST" | "PATCH" | "DELETE";
    /** A `:name` stands for any text, once a segment. */
    path: string;
    handle: (call: GraphCall) => Reply;
}

export function objectReply(call: GraphCall, status: number, set: string, object: JsonObject): Reply {
    requireQuery(call, []);
    return { status, body: { "@odata.context": `${call.root}/$metadata#${set}/$entity`, ...object } };
}

/** The objects that fit `$filter`, on one page. */
export function listReply(call: GraphCall, set: string, objects: JsonObject[]): Reply {
    return { status: 200, body: { ...contextOf(call, set), value: fitting(call, objects) } };
}

/** The same in pages. */
export function pagedListReply(call: GraphCall, set: string, objects: JsonObject[]): Reply {
    const { query, token } = splitSkipToken(call.query);
    const url = `${call.root}/${set}`;
    const page = call.tenant.pager.page(fitting({ ...call, query }, objects), `${url} ${JSON.stringify(query)}`, token);
    if (!page) throw expiredPageToken();
    const next = page.next && { "@odata.nextLink": nextLink(url, query, page.next) };
    return { status: 200, body: { ...contextOf(call, set), ...next, value: page.items } };
}

function fitting(call: GraphCall, objects: JsonObject[]): JsonObject[] {
    requireQuery(call, ["$filter"]);
    return objects.filter(parseFilter(call.query.$filter));
}

const contextOf = ({ root }: GraphCall, set: string) => ({ "@odata.context": `${root}/$metadata#${set}` });

/** A query option that had no effect would give another answer than Graph. */
function requireQuery({ query }: GraphCall, known: string[]): void {
    const other = Object.keys(query).find((name) => name.startsWith("$") && !known.includes(name));
    if (other) throw graphNotModelled(`the query option '${other}'`);
}

/** A time as Graph writes it, to the second. */
export function graphTime(ms: number): string {
    return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Properties that Graph shows as null as long as they are not set, by their names in one text. */
export function unset(names: string): JsonObject {
    return Object.fromEntries(names.split(/\s+/).map((name) => [name, null]));
}

/** What of a body is kept: not what Graph itself fills in. */
export function settable(body: JsonObject, readOnly: readonly string[]): JsonObject {
    return Object.fromEntries(
        Object.entries(body).filter(([name]) => !readOnly.includes(name) && !name.includes("@odata.")),
    );
}

/** Settable properties after a PATCH: null takes one away. */
export function patched(before: JsonObject, body: JsonObject): JsonObject {
    const merged = { ...before, ...body };
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
