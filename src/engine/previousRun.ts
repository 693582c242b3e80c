import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../values";
import { engineHas } from "./hooks";
import { perDeployment } from "./perDeployment";

/** What the state of this very stack holds of a resource. */
interface StateEntry {
    type: string;
    outputs: Values;
}

export type StackState = ReadonlyMap<string, StateEntry>;

/**
 * What the state holds since the last run, by URN. Pulumi tells a program nothing of its own state, but the engine
 * answers this for any stack that one may read, and so for this one. Nothing where it does not, or where no transform could
 * use it.
 */
export function stateOfPreviousRun(): Promise<StackState | undefined> {
    const cache = ofThisRun();
    cache.state ??= readState();
    return cache.state;
}

const ofThisRun = perDeployment((): { state?: Promise<StackState | undefined> } => ({}));

async function readState(): Promise<StackState | undefined> {
    if (!engineHas("Transform")) {
        return undefined;
    }
    try {
        const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
        const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
            stackName,
        });
        return new Map(Object.entries(outputs as Record<string, StateEntry>));
    } catch (error) {
        await pulumi.log.debug(`managed-identity-aks: the stack's own state could not be read: ${error}`);
        return undefined;
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
