import { isRecord } from "../values";
import { CLUSTER_PROPERTIES, NESTED_POOL_PROPERTIES, NESTED_PROPERTIES, POOL_SETTINGS } from "./ownProperties";
import { propertyAt } from "./paths";

/**
 * What a program does not mention belongs to whoever set it: AKS itself, Azure Policy, the portal, `az`. A refresh
 * brings it into the state, where Pulumi would find that the program lacks it.
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

/** An object that several set in part is looked into, where it is given as an object. */
function pathsIn(args: object, names: readonly string[], nestedIn: typeof NESTED_PROPERTIES, above = ""): string[] {
    return names.flatMap((name) => {
        const path = `${above}${name}`;
        const value: unknown = Reflect.get(args, name);
        const nested = nestedIn[path];
        return nested !== undefined && isRecord(value) ? pathsIn(value, nested, nestedIn, `${path}.`) : [path];
    });
}
