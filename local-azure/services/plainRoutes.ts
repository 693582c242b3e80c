import {
    type ArmError,
    invalidRequestContent,
    locationNotAvailable,
    locationRequired,
    parentResourceNotFound,
    resourceNotFound,
} from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { compact, type JsonObject, objectAt, stringAt, tagsOf } from "../kernel/json";
import type { Operation } from "../kernel/operations";
import { childId, isOfType, nameOf } from "../kernel/resourceId";
import type { Entry } from "../kernel/resourceStore";
import { subscriptionType } from "../kernel/typeNames";
import type { Azure } from "./azure";
import { etagOf } from "./hashes";
import { type Link, requireLinks } from "./links";
import { locationFor, normalLocation } from "./location";
import { acceptRemoval, asyncHeader, occupy, requireIdle } from "./longRunning";
import { type PlainResource, tableOf } from "./plainResource";
import { identityFor } from "./resourceIdentity";
import { type Call, type Route, route } from "./service";

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
    /** Lists in the properties whose elements can also be written one by one, as routes of a route table. */
    embedded?: { property: string; of: PlainType }[];
    /** What Azure makes along with the resource. */
    written?: (azure: Azure, entry: Entry<PlainResource>) => void;
    /** Throws what Azure would refuse. */
    check?: (call: Call) => void;
    /** Throws where something still needs the resource. */
    checkRemoval?: (call: Call, id: string) => void;
    /** A child's write keeps its parent busy, for as long as it takes: how the next one is refused. */
    busy?: { of: "answer" | "operation"; refuse: (call: Call, running: Operation) => ArmError };
    /** What a PATCH changes: the tags only (default), tags, members and single properties, or nothing: there is none. */
    patch?: "tags" | "merge" | "none";
    /** DELETE answers 200 at once instead of 202. */
    removedAtOnce?: true;
    /** `etag` beside `properties`. */
    etag?: true;
    /** No `provisioningState`. */
    stateless?: true;
    /** Tags are shown even where there are none. */
    tagged?: true;
    /** The answer to a creation has a Location header. */
    located?: true;
    /** Of an id as sent, the one that is kept. */
    idOf?: (id: string) => string;
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
    const patching: Route = route("PATCH", type, "resource", (call) => patch(call, plain));
    return [
        route("PUT", type, "resource", (call) => put(call, plain)),
        route("GET", type, "resource", (call) => get(call, plain)),
        ...(plain.patch === "none" ? [] : [patching]),
        route("DELETE", type, "resource", (call) => remove(call, plain)),
        route("GET", type, "collection", (call) => list(call, plain)),
    ];
}

function put(call: Call, plain: PlainType): Reply {
    const { azure, body, path } = call;
    const before = tableOf(azure, plain.type).get(path.id);
    requireParent(call, plain, "write");
    const location = locationOf(call, plain, before);
    const sent = objectAt(body, "properties") ?? {};
    for (const { property } of plain.embedded ?? []) requireNames(sent[property], property);
    plain.check?.(call);
    requireLinks(call, plain.type, plain.links ?? [], sent);
    requireIdleParent(call, plain);
    const members = membersOf(call, plain, before);
    const entry = write(call, plain, before, sent, { ...(location && { location }), members }, tagsOf(body));
    const headers = { ...keepBusy(call, plain, entry.id), ...(plain.located && !before && { location: entry.id }) };
    return { status: before ? 200 : 201, headers, body: view(azure, entry, plain) };
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
    const about = { azure, id: before?.id ?? newId(call, plain), name: path.name, before: before?.data.properties };
    const properties = { ...(plain.properties?.(sent, about) ?? sent) };
    for (const { property } of plain.embedded ?? []) delete properties[property];
    const data = { ...rest, ...(tags && { tags }), properties };
    const entry = tableOf(azure, plain.type).put(about.id, data);
    for (const { property, of } of plain.embedded ?? []) putElements(azure, entry.id, of, sent[property]);
    plain.written?.(azure, entry);
    return entry;
}

/** A child lies in its parent, however that is spelt in the request. */
function newId({ azure, path }: Call, { type, kind, idOf }: PlainType): string {
    const parent = kind === "child" ? azure.store.get(path.parent)?.id : undefined;
    return parent ? childId(parent, type, path.name) : (idOf?.(path.id) ?? path.id);
}

function requireNames(list: unknown, property: string): void {
    const isNameless = (item: unknown) => !stringAt(item, "name");
    if (Array.isArray(list) && list.some(isNameless)) {
        throw invalidRequestContent(`An element of properties.${property} has no name.`);
    }
}

/** A PUT of the parent states the whole list: an element that is not in it goes. */
function putElements(azure: Azure, parent: string, { type, properties }: PlainType, list: unknown): void {
    const table = tableOf(azure, type);
    const kept = new Set<string>();
    for (const item of Array.isArray(list) ? list : []) {
        const name = stringAt(item, "name") ?? "";
        const id = childId(parent, type, name);
        const sent = { ...objectAt(item, "properties") };
        kept.add(id.toLowerCase());
        table.put(id, { members: {}, properties: properties?.(sent, { azure, id, name, before: undefined }) ?? sent });
    }
    for (const { id } of table.list(parent)) if (!kept.has(id.toLowerCase())) azure.remove(id);
}

function requireIdleParent(call: Call, { busy }: PlainType): void {
    if (busy) requireIdle(call.azure, call.path.parent, (running) => busy.refuse(call, running));
}

function keepBusy(call: Call, { busy }: PlainType, id: string): Record<string, string> | undefined {
    if (!busy) return undefined;
    const running = occupy(call, id, locationAround(call), call.seconds[busy.of]);
    return running && busy.of === "operation" ? asyncHeader(call, running) : undefined;
}

function locationAround({ azure, path }: Call): string {
    return stringAt(azure.store.get(path.parent)?.data, "location") ?? "global";
}

function membersOf(call: Call, plain: PlainType, before: Entry<PlainResource> | undefined): JsonObject {
    const kept = (plain.members ?? []).flatMap((key) => (key in call.body ? [[key, call.body[key]]] : []));
    const identity = plain.identity
        ? identityFor(call, plain.type, objectAt(before?.data.members, "identity"))
        : undefined;
    return { ...plain.memberDefaults, ...Object.fromEntries(kept), ...(identity && { identity }) };
}

/** A child needs its parent, an extension the resource it is put on. */
function requireParent({ azure, path }: Call, { type, kind }: PlainType, verb: "read" | "write"): void {
    const parent = kind === "child" ? path.parent : path.scope;
    if (kind && !isOfType(parent, subscriptionType) && !azure.store.get(parent)) {
        throw parentResourceNotFound(type, parent, verb);
    }
}

function locationOf(call: Call, plain: PlainType, before: Entry<PlainResource> | undefined): string | undefined {
    if (plain.location) return onlyPlace(call, plain.location, plain.type);
    return plain.kind ? undefined : locationFor(call, before, plain.type);
}

/** `global` must be asked for by name: the group's region, which the provider fills in, is refused. */
function onlyPlace({ body }: Call, place: string, type: string): string {
    const asked = stringAt(body, "location");
    if (!asked) throw locationRequired();
    if (normalLocation(asked) !== place) throw locationNotAvailable(asked, type, place);
    return place;
}

function get(call: Call, plain: PlainType): Reply {
    return { status: 200, body: view(call.azure, existingResource(call, plain.type), plain) };
}

function patch(call: Call, plain: PlainType): Reply {
    const entry = existingResource(call, plain.type);
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
    requireIdleParent(call, plain);
    if (plain.removedAtOnce) {
        call.azure.remove(entry.id);
        keepBusy(call, plain, entry.id);
        return { status: 200 };
    }
    return acceptRemoval(call, entry.id, entry.data.location ?? locationAround(call));
}

function list(call: Call, plain: PlainType): Reply {
    requireParent(call, plain, "read");
    const scope = plain.kind === "extension" ? call.path.scope : call.path.parent;
    const value = tableOf(call.azure, plain.type)
        .list(scope)
        .map((entry) => view(call.azure, entry, plain));
    return { status: 200, body: { value } };
}

/** The resource that a call is about. */
export function existingResource(call: Call, type: string): Entry<PlainResource> {
    const entry = tableOf(call.azure, type).get(call.path.id);
    if (!entry) throw resourceNotFound(type, call.path.names, call.path.resourceGroup);
    return entry;
}

/** While an operation on it runs (derived: which words Azure has for it depends on the provider). */
function stateOf({ operations }: Azure, id: string): string {
    const running = operations.pendingOn(id);
    if (!running) return "Succeeded";
    return running.effect === "remove" ? "Deleting" : "Updating";
}

/** The resource as Azure shows it. */
export function view(azure: Azure, entry: Entry<PlainResource>, plain: PlainType): JsonObject {
    const { id, type, data } = entry;
    const elements = (of: PlainType) =>
        tableOf(azure, of.type)
            .list(id)
            .map((element) => view(azure, element, of));
    const lists = (plain.embedded ?? []).map(({ property, of }) => [property, elements(of)]);
    const body = compact({
        id,
        name: nameOf(id),
        type,
        location: data.location,
        tags: data.tags ?? (plain.tagged && {}),
        ...data.members,
        properties: {
            ...data.properties,
            ...Object.fromEntries(lists),
            ...plain.computed?.(azure, entry),
            ...(!plain.stateless && { provisioningState: stateOf(azure, id) }),
        },
    });
    return plain.etag ? { ...body, etag: etagOf(body) } : body;
}
