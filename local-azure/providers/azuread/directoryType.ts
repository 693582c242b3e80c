import type { PropertyMap, Value } from "../host/propertyValues";
import type { AzureadType } from "./azureadType";
import type { GraphClient } from "./graphClient";
import { fromGraph, text, toGraph } from "./values";

/** A resource type that is one object in one of Graph's sets, which is what its id begins with (facts §9). */
export interface DirectoryObject extends Pick<AzureadType, "token" | "properties" | "refusal"> {
    set: string;
    /** Outputs besides the arguments that have a name in Graph, from Graph's object. */
    outputs: Record<string, (object: PropertyMap) => Value>;
    /** What a creation sends besides them; throws where there must be none. */
    besides?: (inputs: PropertyMap, graph: GraphClient) => PropertyMap | Promise<PropertyMap>;
}

export function directoryType({ set, outputs, besides, ...schema }: DirectoryObject): AzureadType {
    const { properties } = schema;
    const pathOf = (id: string) => id.slice(1);
    return {
        ...schema,
        outputs: Object.keys(outputs),
        async create(graph, inputs) {
            const more = await besides?.(inputs, graph);
            const made = await graph.post(set, { ...toGraph(properties, inputs), ...more });
            const id = `/${set}/${text(made.id)}`;
            return { id, properties: stateOf({ properties, outputs }, await graph.appeared(pathOf(id))) };
        },
        async read(graph, id) {
            const object = await graph.find(pathOf(id));
            return object && stateOf({ properties, outputs }, object);
        },
        update: (graph, id, olds, news) => graph.patch(pathOf(id), toGraph(properties, news, olds)),
        remove: (graph, id) => graph.remove(pathOf(id)),
    };
}

/** Of the resource, and of the function that looks it up. */
export function stateOf(type: Pick<DirectoryObject, "properties" | "outputs">, object: PropertyMap): PropertyMap {
    const outputs = Object.entries(type.outputs).map(([name, output]) => [name, output(object)]);
    return { ...fromGraph(type.properties, object), ...Object.fromEntries(outputs) };
}
