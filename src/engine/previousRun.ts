import * as pulumi from "@pulumi/pulumi";
import type { Values } from "../values";
import { engineHas } from "./hooks";
import { retryOnce } from "./lookUps";
import { perDeployment } from "./perDeployment";
import { placeOf } from "./sdk";

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

/** The URN of a resource and those that its aliases, and the aliases of what it is in, say it had. */
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

/** The URNs that a resource had, by its own aliases and by those of what it is in. */
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
 * The URN of a resource whose parent had this one. A name that starts with the parent's started with that name then, too
 * (https://www.pulumi.com/docs/iac/concepts/options/aliases).
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
