import { badRequest } from "../kernel/errors";
import { type JsonObject, stringsAt } from "../kernel/json";
import type { Call } from "./service";

/** A place in `properties` that holds the id of another resource; `*` is every element of a list. */
export interface Link {
    at: string;
    /** What the caller must be allowed to do to the other resource. */
    action: string;
}

/** A write that points at a resource needs that resource, and an action on it (`LinkedAuthorizationFailed`). */
export function requireLinks({ azure, caller, path }: Call, type: string, links: Link[], sent: JsonObject): void {
    for (const { at, action } of links) {
        for (const id of stringsAt(sent, at)) {
            azure.access.requireLinked(caller, { action: `${type}/write`, scope: path.id }, action, id);
            if (!azure.store.get(id)) throw invalidResourceReference(id, path.id);
        }
    }
}

/** Microsoft.Network's code and words; no recording holds them. */
const invalidResourceReference = (id: string, by: string) =>
    badRequest(
        "InvalidResourceReference",
        `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource ` +
            "exists, and that both resources are in the same region.",
    );
