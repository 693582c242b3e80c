import {
    type AddonsArgs,
    ClusterSku,
    type ManagedIdentityAksClusterArgs,
    type NodePoolArgs,
    type RoleAssignmentArgs,
} from "../args";
import { isObject, isOutput, isRecord } from "../values";
import type { Path, Place } from "./rule";

/** Where rules look. */

export function given(path: Path, value: unknown, beside?: unknown): Place[] {
    return value === undefined ? [] : [{ path, value, beside, ifGiven: true }];
}

export type PoolPlaces = (pool: NodePoolArgs, path: Path) => Place[];

export function eachPool(args: ManagedIdentityAksClusterArgs, places: PoolPlaces): Place[] {
    const system = isObject(args.systemNodePool) ? places(args.systemNodePool, ["systemNodePool"]) : [];
    return [...system, ...userPools(args, places)];
}

export function userPools(args: ManagedIdentityAksClusterArgs, places: PoolPlaces): Place[] {
    const pools = Array.isArray(args.nodePools) ? args.nodePools : [];
    return pools.flatMap((pool, index) => (isObject(pool) ? places(pool, ["nodePools", index]) : []));
}

/** The places of each entry of a list; what is no list of objects has a rule of its own. */
export function each<T>(
    list: T[] | undefined,
    name: string,
    places: (entry: T, path: Path) => Place[],
): Place[] {
    return (Array.isArray(list) ? list : []).flatMap((entry, index) =>
        isObject(entry) ? places(entry, [name, index]) : [],
    );
}

/** The entries of a list of values; one behind an output is a single place, its value a list. */
export function entries(path: Path, list: unknown): Place[] {
    const known = Array.isArray(list) ? Array.from(list) : [];
    return isOutput(list)
        ? given(path, list)
        : known.map((value, index) => ({ path: [...path, index], value }));
}

/** The entries of a map of values, each beside its key; one behind an output is a single place, its value a map. */
export function entriesByKey(path: Path, map: unknown): Place[] {
    const known = isRecord(map) ? Object.entries(map) : [];
    return isOutput(map)
        ? given(path, map)
        : known.map(([key, value]) => ({ path: [...path, key], value, beside: key }));
}

/** What stands at a place of `entries`. */
export function listed(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [value];
}

/** What stands at a place of `entriesByKey`. */
export function mapped(value: unknown, key: unknown): [key: string, value: unknown][] {
    return typeof key === "string" ? [[key, value]] : Object.entries(isRecord(value) ? value : {});
}

/** Whether the API server is in the cluster's network: possibly an output. */
export function vnetIntegration({ apiServer, sku }: ManagedIdentityAksClusterArgs): unknown {
    const always = sku === ClusterSku.Automatic || apiServer?.subnetId !== undefined;
    return always || (apiServer?.vnetIntegration ?? false);
}

/** A required setting of the network: it is looked at where it is missing, too. */
export function inNetwork(
    { network }: ManagedIdentityAksClusterArgs,
    key: "networkPlugin" | "serviceCidr" | "dnsServiceIP",
    beside?: unknown,
): Place[] {
    return isObject(network) ? [{ path: ["network", key], value: network[key], beside }] : [];
}

/** The add-ons; what is no object has a rule of its own. */
export function addonsOf({ addons }: ManagedIdentityAksClusterArgs): AddonsArgs {
    return isObject(addons) ? addons : {};
}

/** One part of each extra role assignment, looked at where it is missing, too. */
export function extraRoleAssignments(
    args: { extraRoleAssignments?: RoleAssignmentArgs[] },
    part: "name" | "role" | "scope",
): Place[] {
    return each(args.extraRoleAssignments, "extraRoleAssignments", (entry, path) => [
        { path: [...path, part], value: entry[part] },
    ]);
}

/** Each place beside the values of those before it. */
export function twice(places: Place[]): Place[] {
    return places.map((place, index) => ({
        ...place,
        beside: places.slice(0, index).map(({ value }) => value),
    }));
}

/** Whether two objects are one to Kubernetes. */
export function sameInNamespace(a: unknown, b: unknown): boolean {
    const [one, other]: { namespace?: unknown; name?: unknown }[] = [a, b].map((value) =>
        isObject(value) ? value : {},
    );
    return one?.name === other?.name && one?.namespace === other?.namespace;
}
