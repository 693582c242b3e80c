import { invalidResourceLocation, locationRequired } from "../kernel/errors";
import { stringAt } from "../kernel/json";
import type { Entry } from "../kernel/resourceStore";
import type { Call } from "./service";

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
