import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Resolved } from "../engine/resolveOutputs";

type Path = readonly (string | number)[];
type Values = Record<string, unknown>;

/**
 * What the last successful run asked for, kept among the component's outputs. The state alone does not tell it: a refresh
 * writes into the inputs there what others have changed.
 */
export interface AppliedSettings {
    /** Paths of the cluster's properties that the program gave a value. */
    mentioned: string[];
    /** Digest of these values, but for the pools. */
    digest: string;
    /** The pools by name, the system pool among them. */
    pools: Record<string, AppliedPool>;
    /** Name of the pool inside the cluster. */
    systemPool: string;
}

/** The same of a pool. */
export interface AppliedPool {
    mentioned: string[];
    /** Absent where the program's values have not been sent: the pool is then compared with the living one. */
    digest?: string;
}

/** Digest of inputs whose outputs are resolved, or undefined where one is not known yet. No secret is in it. */
export function digestOf({ value, secrets }: Resolved): string | undefined {
    const text = canonical(value, secrets, []);
    return text === undefined ? undefined : createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** As JSON, keys in order. */
function canonical(value: unknown, secrets: Resolved["secrets"], path: Path): string | undefined {
    if (secrets.some((secret) => secret.join("\n") === path.join("\n"))) {
        return '"[secret]"';
    }
    if (pulumi.isUnknown(value) || pulumi.Output.isInstance(value)) {
        return undefined;
    }
    if (typeof value !== "object" || value === null) {
        return JSON.stringify(value ?? null);
    }
    const isList = Array.isArray(value);
    const entries = Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(
            ([key, each]) => [key, canonical(each, secrets, [...path, isList ? Number(key) : key])] as const,
        );
    return entries.some(([, each]) => each === undefined)
        ? undefined
        : `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join()}}`;
}

/** Whether each value that `wanted` holds is in `living`, however the ids and names in it are spelled. */
export function isWithin(wanted: unknown, living: unknown): boolean {
    if (pulumi.isUnknown(wanted) || pulumi.Output.isInstance(wanted)) {
        return false;
    }
    if (Array.isArray(wanted)) {
        return (
            Array.isArray(living) &&
            wanted.length === living.length &&
            wanted.every((each) => living.some((other) => isWithin(each, other)))
        );
    }
    if (typeof wanted === "object" && wanted !== null) {
        return Object.entries(wanted as Values).every(
            ([key, each]) => each === undefined || isWithin(each, Reflect.get(Object(living), key)),
        );
    }
    // A switch that Azure does not show is off.
    const shown = living ?? (wanted === false ? false : "");
    return String(wanted).toLowerCase() === String(shown).toLowerCase();
}
