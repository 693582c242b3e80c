import type * as pulumi from "@pulumi/pulumi";

/** An entry of a list of resources that get role assignments. */
export interface NamedEntry {
    id: pulumi.Input<string>;
    name?: string;
}

/**
 * A name for each entry that stays while the list only grows: the given one, the last segment of a plain id, else the
 * position. An output's value is not known yet when resources are named.
 */
export function entryNames(entries: NamedEntry[], kind: string): string[] {
    return entries.map(({ name, id }, index) => {
        const position = index === 0 ? kind : `${kind}${index + 1}`;
        return name ?? (typeof id === "string" ? lastSegment(id) : position);
    });
}

/** The same names, each one that has been there before with its number: vaults of two groups may be called alike. */
export function distinct(names: string[]): string[] {
    return names.map((name, index) => {
        const before = names.slice(0, index).filter((other) => other === name).length;
        return before === 0 ? name : `${name}-${before + 1}`;
    });
}

function lastSegment(id: string): string {
    return (id.split("/").at(-1) ?? "").toLowerCase();
}
