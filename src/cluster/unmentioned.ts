import { isRecord } from "../values";
import { CLUSTER_PROPERTIES, NESTED_POOL_PROPERTIES, NESTED_PROPERTIES, POOL_SETTINGS } from "./ownProperties";
import { propertyAt } from "./paths";

/**
 * Properties that a program does not mention belong to others: AKS, Azure Policy, the portal, `az`. After a refresh
 * they are in the state, and Pulumi would remove them because the program lacks them.
 */

/** Paths by azure-native's names: those that arguments give a value, and the others. */
interface Paths {
    mentioned: string[];
    unmentioned: string[];
}

/** The paths of a cluster, each as deep as it is shared. */
export function clusterPaths(args: object): Paths {
    return divided(args, pathsIn(args, CLUSTER_PROPERTIES, NESTED_PROPERTIES));
}

export function poolPaths(args: object): Paths {
    return divided(args, pathsIn(args, POOL_SETTINGS, NESTED_POOL_PROPERTIES));
}

function divided(args: object, paths: readonly string[]): Paths {
    const isMentioned = (path: string) => propertyAt(args, path) !== undefined;
    return {
        mentioned: paths.filter(isMentioned),
        unmentioned: paths.filter((path) => !isMentioned(path)),
    };
}

/** An object that several set in part is read property by property, if it is a plain object. */
function pathsIn(args: object, names: readonly string[], nestedIn: typeof NESTED_PROPERTIES, above = ""): string[] {
    return names.flatMap((name) => {
        const path = `${above}${name}`;
        const value: unknown = Reflect.get(args, name);
        const nested = nestedIn[path];
        return nested !== undefined && isRecord(value) ? pathsIn(value, nested, nestedIn, `${path}.`) : [path];
    });
}
