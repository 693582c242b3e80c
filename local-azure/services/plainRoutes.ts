import { locationNotAvailable, locationRequired, parentResourceNotFound, resourceNotFound } from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { compact, type JsonObject, objectAt, stringAt, tagsOf } from "../kernel/json";
import { nameOf } from "../kernel/resourceId";
import type { Entry } from "../kernel/resourceStore";
import type { Azure } from "./azure";
import { type Embedded, embeddedView, putEmbedded } from "./embedded";
import { etagOf } from "./hashes";
import { type Link, requireLinks } from "./links";
import { locationFor, normalLocation } from "./location";
import { acceptRemoval } from "./longRunning";
import { type PlainResource, tableOf } from "./plainResource";
import { identityFor } from "./resourceIdentity";
import type { Call, Route } from "./service";

/** A resource of which nothing is modelled but that it is there: what others point at and hold roles on. */
export interface PlainType {
    type: string;
    /** A `child` lies in a parent, an `extension` on any resource; neither has a location. */
    kind?: "child" | "extension";
    /** Where Azure has one place only for all of them; for a child too. */
    location?: "global";
    /** Top-level members besides location, tags and properties that are kept as sent. */
    members?: string[];
    /** Members that are there even if not sent. */
    memberDefaults?: JsonObject;
    /** Takes an `identity`, whose principal is made with the resource. */
    identity?: true;
    /** Properties of the answer, from those sent and, in an update, those that were there. */
    properties?: (sent: JsonObject, about: About) => JsonObject;
    /** What is worked out anew for every answer. */
    computed?: (azure: Azure, entry: Entry<PlainResource>) => JsonObject;
    /** Other resources that the properties point at: they must exist, and the caller may join them. */
    links?: Link[];
    /** Lists in the body whose elements are resources of their own. */
    embedded?: Embedded[];
    /** What Azure makes along with the resource. */
    written?: (azure: Azure, entry: Entry<PlainResource>) => void;
    /** Throws what Azure would refuse. */
    check?: (call: Call) => void;
    /** Throws where something still needs the resource. */
    checkRemoval?: (call: Call, id: string) => void;
    /** What a PATCH changes: the tags only (default), or tags, members and single properties. */
    patch?: "tags" | "merge";
    /** DELETE answers 200 at once instead of 202. */
    removedAtOnce?: true;
    /** `etag` beside `properties`. */
    etag?: true;
    /** No `provisioningState`. */
    stateless?: true;
}

export interface About {
    azure: Azure;
    id: string;
    name: string;
    before: JsonObject | undefined;
}

/** PUT, GET, PATCH, DELETE and the lists of a plain type. */
export function plainRoutes(plain: PlainType): Route[] {
    const { type } = plain;
    return [
        { method: "PUT", type, on: "resource", handle: (call) => put(call, plain) },
        { method: "GET", type, on: "resource", handle: (call) => get(call, plain) },
        { method: "PATCH", type, on: "resource", handle: (call) => patch(call, plain) },
        { method: "DELETE", type, on: "resource", handle: (call) => remove(call, plain) },
        { method: "GET", type, on: "collection", handle: (call) => list(call, plain) },
    ];
}

function put(call: Call, plain: PlainType): Reply {
    const { body, path } = call;
    const table = tableOf(call.azure, plain.type);
    const before = table.get(path.id);
    requireParent(call, plain);
    const location = locationOf(call, plain, before);
    plain.check?.(call);
    const sent = objectAt(body, "properties") ?? {};
    requireLinks(call, plain.type, plain.links ?? [], sent);
    const members = membersOf(call, plain, before);
    const entry = write(call, plain, before, sent, { ...(location && { location }), members }, tagsOf(body));
    return { status: before ? 200 : 201, body: view(call.azure, entry, plain) };
}

function write(
    call: Call,
    plain: PlainType,
    before: Entry<PlainResource> | undefined,
    sent: JsonObject,
    rest: Omit<PlainResource, "properties" | "tags">,
    tags: Record<string, string> | undefined,
): Entry<PlainResource> {
    const { azure, path } = call;
    const about = { azure, id: before?.id ?? path.id, name: path.name, before: before?.data.properties };
    const properties = plain.properties?.(sent, about) ?? sent;
    for (const { property } of plain.embedded ?? []) delete properties[property];
    const data = { ...rest, ...(tags && { tags }), properties };
    const entry = tableOf(azure, plain.type).put(path.id, data);
    for (const list of plain.embedded ?? []) putEmbedded(azure, entry.id, list, sent[list.property]);
    plain.written?.(azure, entry);
    return entry;
}

function membersOf(call: Call, plain: PlainType, before: Entry<PlainResource> | undefined): JsonObject {
    const kept = (plain.members ?? []).flatMap((key) => (key in call.body ? [[key, call.body[key]]] : []));
    const identity = plain.identity
        ? identityFor(call, plain.type, objectAt(before?.data.members, "identity"))
        : undefined;
    return { ...plain.memberDefaults, ...Object.fromEntries(kept), ...(identity && { identity }) };
}

/** A child needs its parent, an extension the resource it is put on. */
function requireParent({ azure, path }: Call, { type, kind }: PlainType): void {
    if (kind && !azure.store.get(kind === "child" ? path.parent : path.scope)) {
        throw parentResourceNotFound(type, kind === "child" ? path.parent : path.scope);
    }
}

function locationOf(call: Call, plain: PlainType, before: Entry<PlainResource> | undefined): string | undefined {
    if (plain.location) return onlyPlace(call, plain.location, plain.type);
    return plain.kind ? undefined : locationFor(call, before);
}

/** `global` must be asked for by name: the group's region, which the provider fills in, is refused. */
function onlyPlace({ body }: Call, place: string, type: string): string {
    const asked = stringAt(body, "location");
    if (!asked) throw locationRequired();
    if (normalLocation(asked) !== place) throw locationNotAvailable(asked, type, place);
    return place;
}

function get(call: Call, plain: PlainType): Reply {
    return { status: 200, body: view(call.azure, existing(call, plain.type), plain) };
}

function patch(call: Call, plain: PlainType): Reply {
    const entry = existing(call, plain.type);
    const tags = tagsOf(call.body) ?? entry.data.tags;
    if (plain.patch !== "merge") {
        const data = { ...entry.data, ...(tags && { tags }) };
        return {
            status: 200,
            body: view(call.azure, tableOf(call.azure, plain.type).put(entry.id, data), plain),
        };
    }
    const sent = { ...entry.data.properties, ...objectAt(call.body, "properties") };
    requireLinks(call, plain.type, plain.links ?? [], sent);
    const members = { ...entry.data.members, ...membersOf(call, plain, entry) };
    const { location } = entry.data;
    const changed = write(call, plain, entry, sent, { ...(location && { location }), members }, tags);
    return { status: 200, body: view(call.azure, changed, plain) };
}

function remove(call: Call, plain: PlainType): Reply {
    const entry = tableOf(call.azure, plain.type).get(call.path.id);
    if (!entry) return { status: 204 };
    plain.checkRemoval?.(call, entry.id);
    if (plain.removedAtOnce) {
        call.azure.remove(entry.id);
        return { status: 200 };
    }
    return acceptRemoval(call, entry.id, entry.data.location ?? "global");
}

function list(call: Call, plain: PlainType): Reply {
    const scope = plain.kind === "extension" ? call.path.scope : call.path.parent;
    const value = tableOf(call.azure, plain.type)
        .list(scope)
        .map((entry) => view(call.azure, entry, plain));
    return { status: 200, body: { value } };
}

/** The resource that a call is about. */
export function existing(call: Call, type: string): Entry<PlainResource> {
    const entry = tableOf(call.azure, type).get(call.path.id);
    if (!entry) throw resourceNotFound(type, call.path.names, call.path.resourceGroup);
    return entry;
}

/** The resource as Azure shows it. */
export function view(azure: Azure, entry: Entry<PlainResource>, plain: PlainType): JsonObject {
    const { id, type, data } = entry;
    const lists = (plain.embedded ?? []).map((list) => [list.property, embeddedView(azure, id, list)]);
    const body = compact({
        id,
        name: nameOf(id),
        type,
        location: data.location,
        tags: data.tags,
        ...data.members,
        properties: {
            ...data.properties,
            ...Object.fromEntries(lists),
            ...plain.computed?.(azure, entry),
            ...(!plain.stateless && { provisioningState: "Succeeded" }),
        },
    });
    return plain.etag ? { ...body, etag: etagOf(body) } : body;
}
