import { isRecord } from "../values";
import { CLUSTER_PROPERTIES, NESTED_PROPERTIES, POOL_SETTINGS } from "./ownProperties";
import { propertyAt } from "./paths";

/**
 * What a program does not mention belongs to whoever set it: AKS itself, Azure Policy, the portal, `az`. A refresh
 * brings it into the state, where Pulumi would find that the program lacks it.
 */

/** The paths, by azure-native's names, that these arguments of a cluster give a value, each as deep as it is shared. */
export function mentionedPaths(args: object): string[] {
    return pathsIn(args, CLUSTER_PROPERTIES).filter((path) => propertyAt(args, path) !== undefined);
}

/** The other paths: what these arguments say nothing of. */
export function unmentionedPaths(args: object): string[] {
    return pathsIn(args, CLUSTER_PROPERTIES).filter((path) => propertyAt(args, path) === undefined);
}

/** The same of a pool. */
export function mentionedPoolPaths(args: object): string[] {
    return POOL_SETTINGS.filter((name) => propertyAt(args, name) !== undefined);
}

export function unmentionedPoolPaths(args: object): string[] {
    return POOL_SETTINGS.filter((name) => propertyAt(args, name) === undefined);
}

/** An object that several set in part is looked into, where it is given as an object. */
function pathsIn(args: object, names: readonly string[], above = ""): string[] {
    return names.flatMap((name) => {
        const path = `${above}${name}`;
        const value: unknown = Reflect.get(args, name);
        const nested = NESTED_PROPERTIES[path];
        return nested !== undefined && isRecord(value) ? pathsIn(value, nested, `${path}.`) : [path];
    });
}
