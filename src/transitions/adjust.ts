import * as pulumi from "@pulumi/pulumi";
import { addonSwitches } from "../cluster/addons";
import { poolNamed } from "../cluster/livingPools";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import { unmentionedPaths } from "../cluster/unmentioned";
import type { Registration } from "../engine/transforms";
import type { AppliedPool, AppliedSettings } from "./applied";

type Values = Record<string, unknown>;
type Inputs = Pick<Registration, "props" | "ignoreChanges">;

/**
 * The inputs of a living cluster, `previous` being what was asked for last:
 * - An add-on that is no longer asked for is turned off.
 * - What the program no longer mentions is a change, and what it never mentioned belongs to others.
 * - The pools in the state stand, unless the cluster is about to change (`sendsLiving`): then the system pool is sent, with
 *   the count and versions that it has by now. AKS keeps the pools that an update does not name.
 */
export function adjustCluster(
    { props, ignoreChanges }: Inputs,
    facts: ClusterOwnership,
    previous: AppliedSettings,
    living: Values,
    sendsLiving: boolean,
): Inputs {
    const off = facts.namesAddons
        ? addonSwitches(previous.mentioned).filter((path) => !addonSwitches(facts.mentioned).includes(path))
        : [];
    const switched = off.reduce(
        (values, path) => withValue(values, path.split("."), { enabled: false }),
        props,
    );
    const ignored = [...ignoreChanges, ...unmentionedPaths(switched)].filter(
        (path) =>
            facts.kept.includes(path) ||
            !previous.mentioned.some((mentioned) => isOnOnePath(path, mentioned)),
    );
    if (!sendsLiving) {
        return { props: switched, ignoreChanges: unique(ignored) };
    }
    const agentPoolProfiles = pulumi
        .output(switched.agentPoolProfiles as pulumi.Input<Values[]>)
        .apply((pools) => pools.map((pool) => withLiving(pool, facts.systemPool, living)));
    const shown = only(facts.leftToOthers, living);
    return {
        props: { ...switched, ...shown, agentPoolProfiles },
        ignoreChanges: unique(
            ignored.filter((path) => path !== "agentPoolProfiles" && !Object.hasOwn(shown, path)),
        ),
    };
}

/** The same of a pool that is a resource of its own. */
export function adjustPool(
    { props, ignoreChanges }: Inputs,
    facts: PoolOwnership,
    previous: AppliedPool,
    living: Values,
    sendsLiving: boolean,
): Inputs {
    const ignored = ignoreChanges.filter(
        (path) => facts.leftToOthers.includes(path) || !previous.mentioned.includes(path),
    );
    if (!sendsLiving) {
        return { props, ignoreChanges: ignored };
    }
    const sent = withLiving(props, facts, living);
    return { props: sent, ignoreChanges: ignored.filter((path) => sent[path] === undefined) };
}

/** The pool with the values that belong to others as they are by now, where the program would send any. */
function withLiving(pool: Values, { name, leftToOthers }: PoolOwnership, living: Values): Values {
    const sent = leftToOthers.filter((property) => pool[property] !== undefined);
    return { ...pool, ...only(sent, poolNamed(name, living) ?? {}) };
}

function only(names: string[], values: Values): Values {
    return Object.fromEntries(
        names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    );
}

function withValue(values: Values, [name = "", ...rest]: string[], value: unknown): Values {
    return {
        ...values,
        [name]: rest.length === 0 ? value : withValue((values[name] ?? {}) as Values, rest, value),
    };
}

/** Whether one path leads to the other. */
function isOnOnePath(one: string, other: string): boolean {
    return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function unique(paths: string[]): string[] {
    return [...new Set(paths)];
}
