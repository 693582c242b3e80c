import * as pulumi from "@pulumi/pulumi";
import type { AddonsArgs, ManagedIdentityAksClusterArgs, NodePoolArgs } from "../args";
import type { Path, Place } from "./rule";

/** Where rules look, and the small questions that several of them ask. */

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function given(path: Path, value: unknown, beside?: unknown): Place[] {
    return value === undefined ? [] : [{ path, value, beside }];
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

/** The add-ons; what is no object has a rule of its own. */
export function addonsOf({ addons }: ManagedIdentityAksClusterArgs): AddonsArgs {
    return isObject(addons) ? addons : {};
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

/** Whether a value is known only later. */
export function isOutput(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}

export function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);
}

export function matches(pattern: RegExp, value: unknown): boolean {
    return typeof value === "string" && pattern.test(value);
}

export function oneOf(values: Record<string, string>, value: unknown): boolean {
    return typeof value === "string" && Object.values(values).includes(value);
}
