import type { Application } from "../identity/applications";
import type { JsonObject } from "../kernel/json";
import { idKey } from "../kernel/resourceId";
import type { Azure } from "../services/azure";
import { badRequest, invalidProperty, notFound } from "./errors";

// References to directory objects: `{"@odata.id": "https://…/directoryObjects/<id>"}` and `members@odata.bind`.

/** The object id that a reference in a body points at; the object must be there. */
export function referenced(azure: Azure, body: JsonObject): string {
    return existingId(azure, body["@odata.id"], "@odata.id");
}

/** The object ids of `<name>@odata.bind`. */
export function bound(azure: Azure, body: JsonObject, name: string): string[] {
    const links = body[`${name}@odata.bind`] ?? [];
    if (!Array.isArray(links)) throw invalidProperty(`${name}@odata.bind`);
    return links.map((link) => existingId(azure, link, `${name}@odata.bind`));
}

function existingId(azure: Azure, link: unknown, name: string): string {
    const id = typeof link === "string" ? /([\da-f-]{36})(?:\/[\w.$]*)?\/?$/i.exec(link)?.[1] : undefined;
    if (!id) throw invalidProperty(name);
    if (!azure.directory.lookUp(id)) throw notFound(id);
    return id;
}

export function added(ids: string[], id: string, name: string): string[] {
    if (ids.some((each) => idKey(each) === idKey(id))) {
        throw badRequest(
            `One or more added object references already exist for the following modified properties: '${name}'.`,
        );
    }
    return [...ids, id];
}

export function without(ids: string[], id: string): string[] {
    const left = ids.filter((each) => idKey(each) !== idKey(id));
    if (left.length === ids.length) throw notFound(id);
    return left;
}

/** By object id, or by `appId='…'` as an alternate key. */
export function existingApplication({ azure, params }: { azure: Azure; params: Record<string, string> }): Application {
    const { id = "" } = params;
    const appId = /^appId='([^']*)'$/i.exec(id)?.[1];
    const found = appId === undefined ? azure.applications.get(id) : azure.applications.ofClient(appId);
    if (!found || !azure.directory.isVisible(found)) throw notFound(appId ?? id);
    return found;
}
