import * as pulumi from "@pulumi/pulumi";
import { isOutput, isSamePath, type Path, UNKNOWN } from "../values";
import { knownValue } from "./hooks";

/** A value with the values of the outputs inside of it. */
export interface Resolved {
    /** A copy. An output whose value a preview does not know stays an output. */
    value: unknown;
    /** Where the values are secret. */
    secrets: Path[];
}

/** Whether the value at a path is secret as a whole. */
export function isSecretAt({ secrets }: Pick<Resolved, "secrets">, path: Path): boolean {
    return secrets.some((secret) => isSamePath(secret, path));
}

/** Whether the value at a path shows a secret: the value itself, a part of it, or a value that contains it is secret. */
export function showsSecretAt({ secrets }: Pick<Resolved, "secrets">, path: Path): boolean {
    return secrets.some((secret) => secret.slice(0, path.length).every((part, index) => part === path[index]));
}

/** Waits for the outputs and promises inside of a value. An output that fails stays an output, and its users fail, too. */
export async function resolveOutputs(value: unknown): Promise<Resolved> {
    const secrets: Path[] = [];
    return { value: await resolve(value, [], [], secrets), secrets };
}

async function resolve(value: unknown, path: Path, inside: readonly unknown[], secrets: Path[]): Promise<unknown> {
    if (isOutput(value)) {
        return resolveOutput(value as pulumi.Input<unknown>, path, secrets);
    }
    if (typeof value !== "object" || value === null || inside.includes(value) || pulumi.Resource.isInstance(value)) {
        return value;
    }
    const below = (each: unknown, key: string | number) => resolve(each, [...path, key], [...inside, value], secrets);
    if (Array.isArray(value)) {
        return Promise.all(Array.from(value, below));
    }
    const entries = Object.entries(value);
    const resolved = await Promise.all(entries.map(([key, each]) => below(each, key)));
    // Only plain objects can contain outputs; other values stay unchanged.
    return resolved.every((each, index) => each === entries[index]?.[1])
        ? value
        : Object.fromEntries(entries.map(([key], index) => [key, resolved[index]]));
}

async function resolveOutput(given: pulumi.Input<unknown>, path: Path, secrets: Path[]): Promise<unknown> {
    const output = pulumi.Output.isInstance(given) ? given : pulumi.output(given);
    try {
        const known = await knownValue(output);
        if (await pulumi.isSecret(output)) {
            secrets.push(path);
        }
        return known === UNKNOWN ? given : await resolve(known, path, [], secrets);
    } catch {
        return given;
    }
}
