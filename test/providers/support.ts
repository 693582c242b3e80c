import { type ResourceType, resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";

/** The row of a resource type, by its token without the package. */
export function row(name: string): ResourceType {
    const type = resourceTypes.get(`azure-native:${name}`);
    if (!type) throw new Error(`no row for ${name}`);
    return type;
}
