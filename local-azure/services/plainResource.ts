import { invalidResourceLocation, locationRequired, resourceNotFound } from "../arm/errors";
import { compact, type JsonObject, objectAt, stringAt, tagsOf } from "../arm/json";
import { type Entry, nameOf, type Table } from "../arm/resourceStore";
import { acceptRemoval } from "./longRunning";
import type { Call, Reply, Route } from "./service";

/** A tracked resource of which nothing is modelled but that it is there: what others point at and hold roles on. */
export interface PlainType {
    type: string;
    /** Child resources have no location of their own. */
    withoutLocation?: true;
    /** Top-level members besides location, tags and properties that are kept as sent. */
    members?: string[];
    /** Properties of the answer, from those sent. */
    properties?: (sent: JsonObject, name: string) => JsonObject;
    /** Throws what Azure would refuse. */
    check?: (call: Call) => void;
    /** Throws where something still needs the resource. */
    checkRemoval?: (call: Call, id: string) => void;
}

export interface PlainResource {
    location?: string;
    tags?: Record<string, string>;
    members: JsonObject;
    properties: JsonObject;
}

/** PUT, GET, PATCH (tags), DELETE and the lists of a plain type. */
export function plainRoutes(plain: PlainType): Route[] {
    const { type } = plain;
    return [
        { method: "PUT", type, on: "resource", handle: (call) => put(call, plain) },
        {
            method: "GET",
            type,
            on: "resource",
            handle: (call) => ({ status: 200, body: view(existing(call, type)) }),
        },
        { method: "PATCH", type, on: "resource", handle: (call) => patchTags(call, type) },
        { method: "DELETE", type, on: "resource", handle: (call) => remove(call, plain) },
        { method: "GET", type, on: "collection", handle: (call) => list(call, type) },
    ];
}

function put(call: Call, plain: PlainType): Reply {
    const { body, path } = call;
    const table = tableOf(call, plain.type);
    const before = table.get(path.id);
    const location = plain.withoutLocation ? undefined : locationFor(call, before);
    plain.check?.(call);
    const sent = objectAt(body, "properties") ?? {};
    const tags = tagsOf(body);
    const entry = table.put(path.id, {
        ...(location && { location }),
        ...(tags && { tags }),
        members: Object.fromEntries(
            (plain.members ?? []).flatMap((key) => (key in body ? [[key, body[key]]] : [])),
        ),
        properties: plain.properties?.(sent, path.name) ?? sent,
    });
    return { status: before ? 200 : 201, body: view(entry) };
}

/** The location of a PUT; a resource cannot move, so a second one must agree with the first. */
export function locationFor(call: Call, before: Entry<{ location?: string }> | undefined): string {
    const location = stringAt(call.body, "location");
    if (!location) throw locationRequired();
    const normal = normalLocation(location);
    const { location: old } = before?.data ?? {};
    if (old && old !== normal)
        throw invalidResourceLocation(call.path.name, old, call.path.resourceGroup ?? "", normal);
    return normal;
}

/** "West US 2" and "westus2" are one place. */
export function normalLocation(location: string): string {
    return location.toLowerCase().replace(/\s/g, "");
}

function patchTags(call: Call, type: string): Reply {
    const entry = existing(call, type);
    const tags = tagsOf(call.body);
    const changed = tableOf(call, type).put(entry.id, { ...entry.data, ...(tags && { tags }) });
    return { status: 200, body: view(changed) };
}

function remove(call: Call, plain: PlainType): Reply {
    const entry = tableOf(call, plain.type).get(call.path.id);
    if (!entry) return { status: 204 };
    plain.checkRemoval?.(call, entry.id);
    return acceptRemoval(call, entry.id, entry.data.location ?? "global", 0, call.apiVersion);
}

function list(call: Call, type: string): Reply {
    return { status: 200, body: { value: tableOf(call, type).list(call.path.parent).map(view) } };
}

function existing(call: Call, type: string): Entry<PlainResource> {
    const entry = tableOf(call, type).get(call.path.id);
    if (!entry) throw resourceNotFound(type, call.path.names, call.path.resourceGroup);
    return entry;
}

function tableOf(call: Call, type: string): Table<PlainResource> {
    return call.azure.store.table<PlainResource>(type);
}

function view({ id, type, data }: Entry<PlainResource>): JsonObject {
    return compact({
        id,
        name: nameOf(id),
        type,
        location: data.location,
        tags: data.tags,
        ...data.members,
        properties: { ...data.properties, provisioningState: "Succeeded" },
    });
}
