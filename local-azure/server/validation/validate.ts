import { type JsonObject, stringAt } from "../../kernel/json";
import type { ArmPath } from "../../kernel/resourceId";
import type { Azure } from "../../services/azure";
import { requireApiVersion } from "./apiVersions";
import { requireDeclaredContent } from "./content";

/** A request as ARM has understood it. */
export interface Received {
    method: string;
    type: string;
    path: ArmPath;
    apiVersion: string;
    content: JsonObject;
}

// What Azure refuses by a type's declaration alone, whatever the service makes of it. The option `loose` turns it off.

/** Before anything is asked of the resource. */
export function requireVersion(azure: Azure, { type, path, apiVersion, content }: Received): void {
    if (azure.settings.loose) return;
    requireApiVersion({ type, apiVersion, location: locationOf(azure, path, content) });
}

/** Once the caller is known to be allowed. */
export function requireContent(azure: Azure, received: Received): void {
    if (!azure.settings.loose) requireDeclaredContent(received);
}

function locationOf({ store }: Azure, { subscriptionId, resourceGroup }: ArmPath, content: JsonObject): string {
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
    return stringAt(content, "location") ?? stringAt(store.get(group)?.data, "location") ?? "*";
}
