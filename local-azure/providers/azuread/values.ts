import { isMap, type PropertyMap, type Value } from "../host/propertyValues";
import type { Property } from "./azureadType";

// Between the SDK's properties and Graph's.

export const text = (value: Value | undefined): string => (typeof value === "string" ? value : "");
export const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
export const textAt = (name: string) => (object: PropertyMap) => text(object[name]);

/** `/applications/<object id>` to the object id: v6 ids carry the path (facts §9). */
export const objectIdOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** What goes to Graph: arguments with a name there; `null` for those that were set before and are no more. */
export function toGraph(properties: Record<string, Property>, news: PropertyMap, olds: PropertyMap = {}): PropertyMap {
    return Object.fromEntries(
        Object.entries(properties).flatMap(([name, { graph, computed, default: otherwise }]): [string, Value][] => {
            if (!graph) return [];
            const value = news[name] ?? otherwise;
            if (value !== undefined) return [[graph, value]];
            return computed || isEmpty(olds[name]) ? [] : [[graph, Array.isArray(olds[name]) ? [] : null]];
        }),
    );
}

/** What comes from Graph for the arguments that have a name there; Terraform has no null in its state. */
export function fromGraph(properties: Record<string, Property>, object: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.entries(properties).flatMap(([name, { graph, default: otherwise }]): [string, Value][] => {
            if (!graph) return [];
            return [[name, object[graph] ?? (otherwise === false ? false : "")]];
        }),
    );
}

/** Terraform knows no difference between unset and empty. */
export function isEmpty(value: Value | undefined): boolean {
    if (value === undefined || value === null || value === "" || value === false) return true;
    if (Array.isArray(value)) return value.length === 0;
    return isMap(value) && Object.keys(value).length === 0;
}

/** An OData comparison; a quote in the value is doubled. */
export function equals(name: string, value: string): string {
    return `${name} eq '${value.replaceAll("'", "''")}'`;
}
