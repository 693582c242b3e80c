import { hasVersion, poolNamed, poolsIn } from "../cluster/livingPools";
import { POOL_SETTINGS } from "../cluster/ownProperties";
import { isWithin } from "./applied";

type Values = Record<string, unknown>;

/** A resource in the four forms that an update knows it in. */
export interface Update {
    /** What is about to be sent. */
    sent: Values;
    /** The inputs in the state. */
    inputs: Values;
    /** The outputs in the state: the resource as Pulumi saw it last. */
    outputs: Values;
    /** The resource as it is. */
    living: Values;
}

/**
 * What an update would set back: values that it takes from the state, and that others, such as the autoscaler, have
 * changed in Azure since Pulumi looked last. A refresh brings them into the state.
 */
export function outdatedIn(names: readonly string[], { sent, inputs, outputs, living }: Update): string[] {
    return names.filter(
        (name) =>
            sent[name] !== undefined &&
            isSame(sent[name], inputs[name]) &&
            !isSame(outputs[name], living[name]) &&
            !agrees(name, sent[name], living[name]),
    );
}

/** The same of the pools that an update of a cluster lists, and which of these are no longer there. */
export function outdatedPools({ sent, inputs, outputs, living }: Update): string[] {
    return poolsIn(sent).flatMap((pool) => {
        const name = String(pool.name);
        const [before, shown, now] = [inputs, outputs, living].map((each) => poolNamed(name, each));
        if (now === undefined) {
            return before === undefined ? [] : [`pool ${name}, which is no longer there`];
        }
        const update = { sent: pool, inputs: before ?? {}, outputs: shown ?? {}, living: now };
        return outdatedIn(POOL_SETTINGS, update).map((key) => described(key, name, now[key]));
    });
}

/** `count of pool system, 7 by now`. */
export function described(property: string, pool: string, value: unknown): string {
    return `${property} of pool ${pool}, ${JSON.stringify(value) ?? "not set"} by now`;
}

const VERSIONS = ["kubernetesVersion", "orchestratorVersion"];

function agrees(name: string, sent: unknown, living: unknown): boolean {
    return isWithin(sent, living) || (VERSIONS.includes(name) && hasVersion(sent, living));
}

function isSame(one: unknown, other: unknown): boolean {
    return isWithin(one ?? null, other ?? null) && isWithin(other ?? null, one ?? null);
}
