import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { isRecord } from "../values";
import { engineHas } from "./hooks";
import { type Resolved, resolveOutputs } from "./resolveOutputs";

/** A resource as a program is about to register it. */
export interface Registration {
    /** Its inputs; what is not known yet or secret comes as the SDK gives it. */
    props: Record<string, unknown>;
    ignoreChanges: string[];
}

/**
 * Lets `adjust` change a registration when its inputs are known, before the engine compares them with the state; no
 * change where it returns nothing. Left out where the engine has no transforms (mocks, Pulumi CLI before 3.109).
 */
export function onRegistration(
    adjust: (registration: Registration) => Promise<Partial<Registration> | undefined>,
): pulumi.ResourceTransform[] {
    if (!engineHas("Transform")) {
        return [];
    }
    // The engine calls back from outside the program; bound to it, the callback can talk to the program's own engine.
    const transform: pulumi.ResourceTransform = AsyncResource.bind(
        async ({ props, opts }: pulumi.ResourceTransformArgs) => {
            const { ignoreChanges = [] } = opts;
            const adjusted = await adjust({ props, ignoreChanges });
            return (
                adjusted && {
                    props: await keepingSecrets(adjusted.props ?? props),
                    opts: { ...opts, ignoreChanges: adjusted.ignoreChanges ?? ignoreChanges },
                }
            );
        },
    );
    return [transform];
}

/**
 * The same values, with secret ones in the form in which the engine takes them. The SDK sends what a transform returns from
 * outside of the program, where it does not know that the engine takes secrets, and would send a secret output in plain.
 */
async function keepingSecrets(values: Record<string, unknown>): Promise<Record<string, unknown>> {
    const entries = Object.entries(values).map(async ([key, value]) => {
        const { value: resolved, secrets } = await resolveOutputs(value);
        if (secrets.length === 0) {
            return [key, value] as const;
        }
        const kept = withSecrets(resolved, secrets, []);
        // What the value depends on stays known.
        return [key, pulumi.Output.isInstance(value) ? value.apply(() => kept) : kept] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
}

/** The value with those at the paths as the engine's protocol has secrets. */
function withSecrets(
    value: unknown,
    secrets: Resolved["secrets"],
    path: Resolved["secrets"][number],
): unknown {
    const here = path.join("\n");
    if (secrets.some((secret) => secret.join("\n") === here)) {
        return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
    }
    if (Array.isArray(value)) {
        return value.map((each, index) => withSecrets(each, secrets, [...path, index]));
    }
    return isRecord(value)
        ? Object.fromEntries(
              Object.entries(value).map(([key, each]) => [key, withSecrets(each, secrets, [...path, key])]),
          )
        : value;
}
