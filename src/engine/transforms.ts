import { AsyncResource } from "node:async_hooks";
import type * as pulumi from "@pulumi/pulumi";
import { engineHas } from "./hooks";

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
                    props: adjusted.props ?? props,
                    opts: { ...opts, ignoreChanges: adjusted.ignoreChanges ?? ignoreChanges },
                }
            );
        },
    );
    return [transform];
}
