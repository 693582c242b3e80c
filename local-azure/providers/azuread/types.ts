import type { PropertyMap, Value } from "../host/propertyValues";
import { applicationPassword, applicationType } from "./applicationTypes";
import type { GraphClient } from "./graphClient";
import { groupType } from "./groupTypes";
import { servicePrincipalType } from "./servicePrincipalType";

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

/** One resource type: a row of the table below. */
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
    remove(graph: GraphClient, id: string, state: PropertyMap): Promise<void>;
}

export const azureadTypes: ReadonlyMap<string, AzureadType> = new Map(
    [applicationType, applicationPassword, servicePrincipalType, groupType].map((type) => [type.token, type]),
);

/** The outputs of a resource that are secret whatever its inputs are. */
export function secretOutputs(urn: string): string[] {
    return azureadTypes.get(tokenOf(urn))?.secrets ?? [];
}

export function tokenOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
