import * as pulumi from "@pulumi/pulumi";
import { addonSwitches } from "../cluster/addonArgs";
import { poolNamed } from "../cluster/livingPools";
import { AUTOSCALING } from "../cluster/managedCluster";
import type { ClusterOwnership, PoolOwnership } from "../cluster/ownership";
import type { Registration } from "../engine/transforms";
import { type AppliedResource, spelledAs } from "./applied";

type Values = Record<string, unknown>;
type Inputs = Pick<Registration, "props" | "ignoreChanges">;

/** The inputs with their ids spelled as they were; `values` are the inputs without outputs. */
export function withFormerSpelling(props: Values, values: Values, ids: Record<string, string>): Values {
    return Object.fromEntries(
        Object.entries(props).map(([key, input]) => {
            const [value, spelled] = [values[key], spelledAs(ids, values[key], [key])];
            return JSON.stringify(value) === JSON.stringify(spelled)
                ? [key, input]
                : [
                      key,
                      (pulumi.output(input) as pulumi.Output<unknown>).apply((known) =>
                          spelledAs(ids, known, [key]),
                      ),
                  ];
        }),
    );
}

/** What the last run asked for: paths that it mentioned, of the cluster and of its system pool, and what others have set. */
interface Before {
    mentioned: string[];
    systemPool: string[];
    ofOthers: string[];
    /** The cluster's outputs in the state. */
    outputs: Values;
}

/** Where the switches of add-ons are that an earlier run asked for, and this one does not. */
export function addonsOff(facts: ClusterOwnership, mentioned: string[]): string[] {
    const asked = addonSwitches(facts.mentioned);
    return facts.namesAddons ? addonSwitches(mentioned).filter((path) => !asked.includes(path)) : [];
}

/**
 * The inputs of a living cluster:
 * - An add-on that an earlier run asked for, and this one does not, is turned off.
 * - What others have set and the program does not mention stays (`ofOthers`).
 * - The pools in the state stay, unless the cluster is about to change (`sendsLiving`): then the system pool is sent, with
 *   the count and versions that it has by now. AKS keeps the pools that an update does not name.
 */
export function adjustCluster(
    { props, ignoreChanges }: Inputs,
    facts: ClusterOwnership,
    { mentioned, ofOthers, systemPool: poolBefore, outputs }: Before,
    living: Values,
    sendsLiving: boolean,
): Inputs {
    const switched = addonsOff(facts, mentioned).reduce(
        (values, path) => withValue(values, path.split("."), { enabled: false }),
        props,
    );
    const ignored = [...ignoreChanges, ...ofOthers];
    if (!sendsLiving) {
        return { props: switched, ignoreChanges: unique(ignored) };
    }
    const agentPoolProfiles = pulumi
        .output(switched.agentPoolProfiles as pulumi.Input<Values[]>)
        .apply((pools) => pools.map((pool) => withLiving(pool, facts.systemPool, poolBefore, living)));
    const shown = only(
        facts.leftToOthers.filter((name) => switched[name] !== undefined || outputs[name] !== living[name]),
        living,
    );
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
    { mentioned, ofOthers }: Pick<AppliedResource, "mentioned" | "ofOthers">,
    living: Values,
    sendsLiving: boolean,
): Inputs {
    const ignored = unique([...ignoreChanges, ...ofOthers]);
    if (!sendsLiving) {
        return { props, ignoreChanges: ignored };
    }
    const sent = withLiving(props, facts, mentioned, living);
    return {
        props: sent,
        ignoreChanges: ignored.filter(
            (path) => !facts.leftToOthers.includes(path) || sent[path] === undefined,
        ),
    };
}

/** The pool with what belongs to others as it is by now: the values that the program would send, and the autoscaler. */
function withLiving(
    pool: Values,
    { name, leftToOthers }: PoolOwnership,
    before: string[],
    living: Values,
): Values {
    const now = poolNamed(name, living) ?? {};
    const sent = only(
        leftToOthers.filter((property) => pool[property] !== undefined),
        now,
    );
    const isLeft = pool.enableAutoScaling === undefined && now.enableAutoScaling === true;
    // One that the program had turned on is turned off; one that others have turned on stays.
    const autoscaling = before.includes("enableAutoScaling")
        ? { enableAutoScaling: false }
        : only(AUTOSCALING, now);
    return { ...pool, ...sent, ...(isLeft && autoscaling) };
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

function unique(paths: string[]): string[] {
    return [...new Set(paths)];
}
