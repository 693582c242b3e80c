import type { JsonObject } from "../kernel/json";
import type { Table } from "../kernel/resourceStore";
import type { Azure } from "./azure";

/** A resource as kept of which nothing is modelled but that it is there. */
export interface PlainResource {
    location?: string;
    tags?: Record<string, string>;
    members: JsonObject;
    properties: JsonObject;
}

export function tableOf(azure: Azure, type: string): Table<PlainResource> {
    return azure.store.table<PlainResource>(type);
}
