import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../values";
import { engineHas } from "./hooks";
import { retryOnce } from "./lookUps";
import { perDeployment } from "./perDeployment";
import { placeOf } from "./sdk";

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

/** The URN of a resource, and its previous URNs by its own aliases and those of its parents. */
export async function urnsOf(
    resource: pulumi.Resource,
    type: string,
    name: string,
    { parent, aliases = [] }: pulumi.ComponentResourceOptions = {},
): Promise<string[]> {
    const inherited = previousUrns(parent);
    const under = (place: { name?: string | undefined; type?: string | undefined }) =>
        inherited.map((urn) => inheritedUrn(place.name ?? name, place.type ?? type, parent, urn));
    const previous = aliases.map((input) =>
        pulumi.output(input as pulumi.Input<string | pulumi.Alias>).apply((alias): pulumi.Output<string[]> => {
            if (typeof alias === "string") {
                return pulumi.output([alias]);
            }
            const place = { name: alias.name as string | undefined, type: alias.type as string | undefined };
            const urn = pulumi.createUrn(
                place.name ?? name,
                place.type ?? type,
                "parent" in alias ? (alias.parent as pulumi.Resource | undefined) : parent,
                alias.project as string | undefined,
                alias.stack as string | undefined,
            );
            return pulumi.all([urn, ...("parent" in alias ? [] : under(place))]);
        }),
    );
    const all = pulumi.all([resource.urn, pulumi.all(previous), pulumi.all(under({}))]);
    return new Promise((resolve) => {
        all.apply(([urn, own, ofParents]) => resolve([urn, ...own.flat(), ...ofParents]));
    });
}

/** The previous URNs of a resource, by its own aliases and those of its parents. */
function previousUrns(resource: pulumi.Resource | undefined): pulumi.Input<string>[] {
    if (resource === undefined) {
        return [];
    }
    const { name, type, parent, aliases } = placeOf(resource);
    return name === undefined || type === undefined
        ? aliases
        : [...aliases, ...previousUrns(parent).map((urn) => inheritedUrn(name, type, parent, urn))];
}

/**
 * The previous URN of a resource, from that of its parent. A name that starts with the parent's name started with the
 * previous one before (https://www.pulumi.com/docs/iac/concepts/options/aliases).
 */
function inheritedUrn(
    name: string,
    type: string,
    parent: pulumi.Resource | undefined,
    previousParent: pulumi.Input<string>,
): pulumi.Output<string> {
    const { name: parentName } = parent === undefined ? {} : placeOf(parent);
    return pulumi.output(previousParent).apply((urn) => {
        const isDerived = parentName !== undefined && name.startsWith(parentName);
        const previousName = isDerived ? urn.slice(urn.lastIndexOf("::") + 2) + name.slice(parentName.length) : name;
        return pulumi.createUrn(previousName, type, urn);
    });
}
