import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import type { ResourceType } from "../../local-azure/providers/azure-native/row";

/** The row of a resource type, by its token without the package. */
export function row(name: string): ResourceType {
    const type = resourceTypes.get(`azure-native:${name}`);
    if (!type) throw new Error(`no row for ${name}`);
    return type;
}
