import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../values";
import { engineHas } from "./hooks";
import { retryOnce } from "./lookUps";
import { perDeployment } from "./perDeployment";

/** A resource in the state of this stack. */
interface StateEntry {
    type: string;
    outputs: Values;
}

export type StackState = ReadonlyMap<string, StateEntry>;

/** What the state holds, by URN. Undefined where the engine does not tell, or where telling has failed, for this reason. */
interface PreviousRun {
    state?: StackState;
    failure?: string;
}

/**
 * The state after the last run. Pulumi gives a program no access to its own state, but the engine returns the state of
 * any stack that the user can read, so also of this one. Undefined if the engine has no transforms, which need it.
 */
export function previousRun(): Promise<PreviousRun> {
    const cache = ofThisRun();
    cache.run ??= readState();
    return cache.run;
}

const ofThisRun = perDeployment((): { run?: Promise<PreviousRun> } => ({}));

async function readState(): Promise<PreviousRun> {
    if (!engineHas("Transform")) {
        return {};
    }
    try {
        const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
        const read = () => pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
        const { outputs } = await retryOnce<{ outputs: Record<string, StateEntry> }>(read);
        return { state: new Map(Object.entries(outputs)) };
    } catch (error) {
        return { failure: `the state of the stack cannot be read: ${error instanceof Error ? error.message : error}` };
    }
}

/** The URN of a resource and those that its aliases say it had. */
export async function urnsOf(
    resource: pulumi.Resource,
    type: string,
    name: string,
    { parent, aliases = [] }: pulumi.ComponentResourceOptions = {},
): Promise<string[]> {
    const previous = aliases.map((input) =>
        pulumi.output(input as pulumi.Input<string | pulumi.Alias>).apply((alias) => {
            if (typeof alias === "string") {
                return alias;
            }
            const under = "parent" in alias ? (alias.parent as pulumi.Resource | undefined) : parent;
            return pulumi.createUrn(
                alias.name ?? name,
                alias.type ?? type,
                under,
                alias.project as string | undefined,
                alias.stack as string | undefined,
            );
        }),
    );
    return new Promise((resolve) => {
        pulumi.all([resource.urn, ...previous]).apply(resolve);
    });
}
