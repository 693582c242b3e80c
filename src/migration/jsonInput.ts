import { InvalidInputError } from "./report";

/** JSON that was read, and what messages call it. */
export interface JsonInput {
    name: string;
    value: unknown;
}

/** What describes a cluster, for messages. */
export const CLUSTER_INPUT =
    "a cluster as `az aks show` prints it, the arguments of a ManagedIdentityAksCluster, or what `pulumi stack output --json` prints of a stack that has the role assignments of a cluster among its outputs";

/** What describes a fleet, for messages. */
export const FLEET_INPUT =
    "a list of clusters, as `az aks list` prints it, or what `az graph query` or Azure Resource Graph return";

/** What a file of accepted risks is, for messages. */
export const ACCEPTANCES_INPUT =
    "a list of accepted risks, each with code and resource as in the findings of --format json, reason and expires (2027-01-31)";

/** Functions that read the levels of a value are recursive. */
const DEEPEST_INPUT = 200;
export const TOO_DEEP = `lists and objects are nested in more than ${DEEPEST_INPUT} levels`;

export function isTooDeep(value: unknown): boolean {
    let inside = [value].filter(isObject);
    for (let level = 0; level < DEEPEST_INPUT && inside.length > 0; level++) {
        // A list may have millions of values: only what has values itself is kept.
        inside = inside.flatMap((each) => Object.values(each).filter(isObject));
    }
    return inside.length > 0;
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

/** A value of JSON as text. `String` fails for an object with a key `toString`. */
export function textOf(value: unknown): string {
    return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** What `read` makes of an input; a problem names the input. */
export function readNamed<T>(name: string, read: () => T): T {
    try {
        return read();
    } catch (error) {
        throw error instanceof InvalidInputError ? new InvalidInputError(`${name}: ${error.message}`) : error;
    }
}
