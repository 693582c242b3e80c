import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../values";
import { engineHas } from "./hooks";
import { retryOnce } from "./lookUps";
import { perDeployment } from "./perDeployment";

/** What the state of this very stack holds of a resource. */
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
 * What the state holds since the last run. Pulumi tells a program nothing of its own state, but the engine answers this for
 * any stack that one may read, and so for this one. Nothing where no transform could use it.
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
