import { badRequest } from "../kernel/errors";
import { type JsonObject, stringsAt } from "../kernel/json";
import type { Call } from "./service";

/** A place in `properties` that holds the id of another resource; `*` is every element of a list. */
export interface Link {
    at: string;
    /** What the caller must be allowed to do to the other resource. */
    action: string;
}

/** A write that points at resources needs an action on each (`LinkedAuthorizationFailed`), and then the resources. */
export function requireLinks({ azure, caller, path }: Call, type: string, links: Link[], sent: JsonObject): void {
    const linked = links.flatMap(({ at, action }) => stringsAt(sent, at).map((id) => ({ id, action })));
    for (const { id, action } of linked) {
        azure.access.requireLinked(caller, { action: `${type}/write`, scope: path.id }, action, id);
    }
    const missing = linked.find(({ id }) => !azure.store.get(id));
    if (missing) throw invalidResourceReference(missing.id, path.id);
}

/** Microsoft.Network's code and words; no recording holds them. */
const invalidResourceReference = (id: string, by: string) =>
    badRequest(
        "InvalidResourceReference",
        `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource ` +
            "exists, and that both resources are in the same region.",
    );
