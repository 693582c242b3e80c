import { InvalidInputError } from "./report";

/** JSON that was read, and what messages call it. */
export interface JsonInput {
    name: string;
    value: unknown;
}

/** What describes a cluster, for messages. */
export const CLUSTER_INPUT =
    "a cluster as `az aks show` prints it, the arguments of a ManagedIdentityAksCluster, or what `pulumi stack output --json` prints of a stack that has the role assignments of a cluster among its outputs";

/** What `read` makes of an input; a problem names the input. */
export function readNamed<T>(name: string, read: () => T): T {
    try {
        return read();
    } catch (error) {
        throw error instanceof InvalidInputError ? new InvalidInputError(`${name}: ${error.message}`) : error;
    }
}
