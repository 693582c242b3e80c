import type { PropertyMap, Value } from "../host/propertyValues";
import type { GraphClient } from "./graphClient";

/** One argument of a resource: Terraform's schema for it. */
export interface Property {
    /** Its name in Graph; absent: not sent as it is. */
    graph?: string;
    required?: true;
    forceNew?: true;
    /** Optional and computed: where the program is silent, the server's value stands. */
    computed?: true;
    default?: Value;
    /** Order does not count. */
    set?: true;
    /** Why a value is no good, in the provider's words. */
    refusal?: (value: string) => string | undefined;
}

/** One resource type. */
export interface AzureadType {
    token: string;
    properties: Record<string, Property>;
    /** Outputs besides the arguments. */
    outputs: string[];
    /** Outputs that the schema marks sensitive. */
    secrets?: string[];
    /** What is wrong with the arguments as a whole. */
    refusal?: (inputs: PropertyMap) => string | undefined;
    create(graph: GraphClient, inputs: PropertyMap): Promise<{ id: string; properties: PropertyMap }>;
    /** Undefined where the resource is gone. */
    read(graph: GraphClient, id: string, state: PropertyMap): Promise<PropertyMap | undefined>;
    /** Absent: every argument forces a new resource. */
    update?: (graph: GraphClient, id: string, olds: PropertyMap, news: PropertyMap) => Promise<void>;
    remove(graph: GraphClient, id: string): Promise<void>;
}
