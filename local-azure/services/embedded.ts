import { invalidRequestContent } from "../kernel/errors";
import { type JsonObject, objectAt, stringAt } from "../kernel/json";
import { childId, nameOf } from "../kernel/resourceId";
import type { Entry } from "../kernel/resourceStore";
import type { Azure } from "./azure";
import { etagOf } from "./hashes";
import type { PlainResource } from "./plainResource";

/** A list in a resource's properties whose elements can also be written one by one, as routes of a route table. */
export interface Embedded {
    property: string;
    /** The type of an element; its last part is the collection's name in an id. */
    type: string;
}

/** A PUT of the parent states the whole list: an element that is not in it goes. */
export function putEmbedded(azure: Azure, parent: string, { property, type }: Embedded, list: unknown): void {
    const items = Array.isArray(list) ? list : [];
    const table = azure.store.table<PlainResource>(type);
    const kept = new Set<string>();
    for (const item of items) {
        const name = stringAt(item, "name");
        if (!name) throw invalidRequestContent(`An element of properties.${property} has no name.`);
        const id = childId(parent, type, name);
        kept.add(id.toLowerCase());
        table.put(id, { members: {}, properties: { ...objectAt(item, "properties") } });
    }
    for (const { id } of table.list(parent)) if (!kept.has(id.toLowerCase())) azure.remove(id);
}

export function embeddedView(azure: Azure, parent: string, { type }: Embedded): JsonObject[] {
    return azure.store.table<PlainResource>(type).list(parent).map(elementView);
}

function elementView({ id, type, data }: Entry<PlainResource>): JsonObject {
    const body = {
        name: nameOf(id),
        id,
        type,
        properties: { ...data.properties, provisioningState: "Succeeded" },
    };
    return { ...body, etag: etagOf(body) };
}
