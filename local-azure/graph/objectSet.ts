import type { Tenant } from "../identity/tenant";
import type { JsonObject } from "../kernel/json";
import { type GraphCall, type GraphRoute, objectReply, pagedListReply } from "./call";
import { notFound } from "./errors";

/** One set of directory objects, such as `groups`. */
export interface ObjectSet<T extends { visibleFrom: number }> {
    set: string;
    all: (tenant: Tenant) => T[];
    find: (tenant: Tenant, id: string) => T | undefined;
    /** By the alternate key `(appId='…')`, for what has one. */
    findByAppId?: (tenant: Tenant, appId: string) => T | undefined;
    view: (tenant: Tenant, object: T) => JsonObject;
    create: (call: GraphCall) => T;
    patch: (call: GraphCall, object: T) => void;
    remove: (tenant: Tenant, object: T) => void;
}

/** What can be done with each object, and the list of them. New ones are shown once they have been replicated. */
export function routesOf<T extends { visibleFrom: number }>(objects: ObjectSet<T>): GraphRoute[] {
    const { set, view } = objects;
    const one = `${set}/:id`;
    const byAppId = `${set}(appId=':appId')`;
    const shown = (call: GraphCall, status: number, object: T) =>
        objectReply(call, status, set, view(call.tenant, object));
    const read = (path: string): GraphRoute => ({
        method: "GET",
        path,
        handle: (call) => shown(call, 200, existingObject(objects, call)),
    });
    return [
        {
            method: "GET",
            path: set,
            handle: (call) => {
                const { tenant } = call;
                const visible = objects.all(tenant).filter((object) => tenant.directory.isVisible(object));
                return pagedListReply(
                    call,
                    set,
                    visible.map((object) => view(tenant, object)),
                );
            },
        },
        { method: "POST", path: set, handle: (call) => shown(call, 201, objects.create(call)) },
        read(one),
        ...(objects.findByAppId ? [read(byAppId)] : []),
        {
            method: "PATCH",
            path: one,
            handle: (call) => {
                objects.patch(call, existingObject(objects, call));
                return { status: 204 };
            },
        },
        {
            method: "DELETE",
            path: one,
            handle: (call) => {
                objects.remove(call.tenant, existingObject(objects, call));
                return { status: 204 };
            },
        },
    ];
}

export function existingObject<T extends { visibleFrom: number }>(
    objects: ObjectSet<T>,
    { tenant, params }: GraphCall,
): T {
    const { id = "", appId } = params;
    const found = appId === undefined ? objects.find(tenant, id) : objects.findByAppId?.(tenant, appId);
    if (!found || !tenant.directory.isVisible(found)) throw notFound(appId ?? id);
    return found;
}
