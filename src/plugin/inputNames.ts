import * as pulumi from "@pulumi/pulumi";
import { setResourceName } from "../azure/inputs";
import { isKnown, promiseOf, resourcesOf } from "../engine/sdk";
import { isRecord, nameInUrn } from "../values";

/** What an output of the inputs says of where it comes from. */
interface Dependency {
    /** URN of the only resource that the output depends on. */
    urn: string;
    /** The output's value; undefined where it is not known. */
    value: unknown;
    isSecret: boolean;
}

/**
 * The inputs of a component as its program passes them. In a plugin an output is not the resource's own `id`, and one output
 * that is passed twice arrives as two. So each output is named after the only resource that it depends on, and outputs of
 * one resource with one value become the same output again: the component then calls its resources as it does in a program.
 */
export async function withNamedOutputs<Inputs extends object>(inputs: Inputs): Promise<Inputs> {
    const dependencies = new Map<object, Dependency>();
    for (const output of outputsIn(inputs)) {
        const dependency = await dependencyOf(output);
        if (dependency !== undefined) {
            dependencies.set(output, dependency);
            setResourceName(output, nameInUrn(dependency.urn));
        }
    }
    const byOrigin = new Map<string, unknown>();
    const same = (output: object): unknown => {
        const dependency = dependencies.get(output);
        if (dependency === undefined || !isComparable(dependency.value)) {
            return output;
        }
        // A plain output must not take the place of a secret one.
        const origin = JSON.stringify([dependency.urn, dependency.value ?? null, dependency.isSecret]);
        const first = byOrigin.get(origin) ?? output;
        byOrigin.set(origin, first);
        return first;
    };
    return withOutputs(inputs, same) as Inputs;
}

/** Texts are compared; an output that is not known is one with others of its resource, most likely its id. */
function isComparable(value: unknown): boolean {
    return value === undefined || typeof value === "string";
}

async function dependencyOf(output: pulumi.Output<unknown>): Promise<Dependency | undefined> {
    const [resource, ...others] = resourcesOf(output);
    if (resource === undefined || others.length > 0) {
        return undefined;
    }
    const known = await isKnown(output);
    return {
        urn: await promiseOf(resource.urn),
        value: known ? await promiseOf(output) : undefined,
        isSecret: await pulumi.isSecret(output),
    };
}

function outputsIn(value: unknown): pulumi.Output<unknown>[] {
    if (pulumi.Output.isInstance(value)) {
        return [value];
    }
    const inside = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
    return inside.flatMap(outputsIn);
}

function withOutputs(value: unknown, replace: (output: object) => unknown): unknown {
    if (pulumi.Output.isInstance(value)) {
        return replace(value);
    }
    if (Array.isArray(value)) {
        return value.map((each) => withOutputs(each, replace));
    }
    return isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withOutputs(each, replace)]))
        : value;
}
