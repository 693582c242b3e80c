import * as pulumi from "@pulumi/pulumi";
import { dependentOutput, idOfResource, isKnown, promiseOf, resourcesOf } from "../engine/sdk";
import { declaredInputs, type Property, typeOf } from "../validation/schema";
import { isRecord } from "../values";

/**
 * The inputs of a component, with outputs inside of the plain ones. From Java they do not arrive: its SDK sends values and what
 * an input depends on, and the engine makes one output of the whole list or object. Here each value inside that may be an output
 * becomes one again: of the resource whose id it is, or else of the resources whose ids are not in the input.
 */
export async function withOutputsInside(component: string, inputs: pulumi.Inputs): Promise<pulumi.Inputs> {
    const declared = declaredInputs(component);
    const entries = Object.entries(inputs).map(async ([name, input]) => {
        const property = declared[name];
        return [name, property?.plain && pulumi.Output.isInstance(input) ? await open(property, input) : input];
    });
    return Object.fromEntries(await Promise.all(entries));
}

/** A value inside of an input. */
interface Leaf {
    given: unknown;
    /** Undefined where a preview does not know it. */
    value: unknown;
    /** Whether the component takes no output in its place. */
    isPlain: boolean;
}

async function open(property: Property, whole: pulumi.Output<unknown>): Promise<unknown> {
    if (!(await isKnown(whole)) || (await pulumi.isSecret(whole))) {
        return whole;
    }
    const value = await promiseOf(whole);
    const given: Omit<Leaf, "value">[] = [];
    mapLeaves(property, value, (leaf, isPlain) => given.push({ given: leaf, isPlain }));
    const leaves = await Promise.all(given.map(async (leaf) => ({ ...leaf, value: await knownValueOf(leaf.given) })));
    const outputs = await asOutputs(leaves, resourcesOf(whole));
    const next = outputs.values();
    return mapLeaves(property, value, () => next.next().value);
}

async function asOutputs(leaves: Leaf[], resources: pulumi.Resource[]): Promise<unknown[]> {
    const owners = new Map<unknown, pulumi.Resource>();
    for (const resource of resources) {
        const id = await idOfResource(resource);
        if (id !== undefined && leaves.some(({ value }) => value === id)) {
            owners.set(id, resource);
        }
    }
    const found = new Set(owners.values());
    const others = resources.filter((resource) => !found.has(resource));
    const hasUnknown = leaves.some(({ value }) => value === undefined);
    return leaves.map(({ given, value, isPlain }) => {
        const owner = owners.get(value);
        // What is not known is what depends on the others: a known value beside it is the program's own.
        const isOwn = owner === undefined && value !== undefined && (hasUnknown || others.length === 0);
        return isPlain || isOwn ? given : dependentOutput(given, owner === undefined ? others : [owner]);
    });
}

async function knownValueOf(leaf: unknown): Promise<unknown> {
    if (!pulumi.Output.isInstance(leaf)) {
        return leaf;
    }
    return (await isKnown(leaf)) ? promiseOf(leaf) : undefined;
}

/** A value with another in place of each that has none inside of it. */
function mapLeaves(
    property: Property | undefined,
    value: unknown,
    replace: (leaf: unknown, isPlain: boolean) => unknown,
): unknown {
    if (Array.isArray(value)) {
        return value.map((each) => mapLeaves(property?.items, each, replace));
    }
    if (isRecord(value) && !pulumi.Output.isInstance(value)) {
        const of = property && (typeOf(property)?.properties ?? {});
        const inside = (name: string) => of?.[name] ?? property?.additionalProperties;
        return Object.fromEntries(
            Object.entries(value).map(([name, each]) => [name, mapLeaves(inside(name), each, replace)]),
        );
    }
    return replace(value, property?.plain ?? false);
}
