import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { isRecord, type Path, type Values } from "../values";
import { engineHas } from "./hooks";
import { isSecretAt, type Resolved, resolvedAt, resolveOutputs } from "./resolveOutputs";

/** A resource as a program is about to register it. */
export interface Registration {
    /** Its inputs; what is not known yet or secret comes as the SDK gives it. */
    props: Values;
    ignoreChanges: string[];
    /** Id of what it imports. */
    import?: string;
    /** False where the program does not set it: the SDK does not tell that apart, so that no provider decides. */
    deleteBeforeReplace?: boolean;
}

/**
 * Lets `adjust` change a registration when its inputs are known, before the engine compares them with the state. Left out
 * where the engine has no transforms (mocks, Pulumi CLI before 3.109).
 */
export function onRegistration(
    adjust: (registration: Registration, resolved: Resolved) => Promise<Partial<Registration>>,
): pulumi.ResourceTransform[] {
    if (!engineHas("Transform")) {
        return [];
    }
    // The engine calls back from outside the program; bound to it, the callback can talk to the program's own engine.
    const transform: pulumi.ResourceTransform = AsyncResource.bind(
        async ({ props, opts }: pulumi.ResourceTransformArgs) => {
            const { ignoreChanges = [], import: imported, deleteBeforeReplace } = opts as pulumi.CustomResourceOptions;
            const registration: Registration = { props, ignoreChanges, import: imported, deleteBeforeReplace };
            const resolved = await resolveOutputs(props);
            const adjusted = { ...registration, ...(await adjust(registration, resolved)) };
            return {
                props: await withEncodedSecrets(adjusted.props, props, resolved),
                opts: {
                    ...opts,
                    ignoreChanges: adjusted.ignoreChanges,
                    import: adjusted.import,
                    deleteBeforeReplace: adjusted.deleteBeforeReplace,
                },
            };
        },
    );
    return [transform];
}

/**
 * The same values, with secret ones in the form in which the engine takes them. The SDK sends what a transform returns from
 * outside of the program, where it does not know that the engine takes secrets, and would send a secret output in plain.
 * What is the same as among `props` is resolved already.
 */
async function withEncodedSecrets(values: Values, props: Values, resolved: Resolved): Promise<Values> {
    const entries = Object.entries(values).map(async ([key, value]) => {
        const part = value === props[key] ? resolvedAt(resolved, [key]) : await resolveOutputs(value);
        if (part.secrets.length === 0) {
            return [key, value] as const;
        }
        const encoded = encodeSecrets(part, part.value, []);
        // What the value depends on stays known.
        return [key, pulumi.Output.isInstance(value) ? value.apply(() => encoded) : encoded] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
}

/** The value with its secrets as the engine's protocol has them. */
function encodeSecrets(resolved: Resolved, value: unknown, path: Path): unknown {
    if (isSecretAt(resolved, path)) {
        return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
    }
    if (Array.isArray(value)) {
        return value.map((each, index) => encodeSecrets(resolved, each, [...path, index]));
    }
    return isRecord(value)
        ? Object.fromEntries(
              Object.entries(value).map(([key, each]) => [key, encodeSecrets(resolved, each, [...path, key])]),
          )
        : value;
}
