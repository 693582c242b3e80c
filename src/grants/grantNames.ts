import type * as pulumi from "@pulumi/pulumi";
import { shortName } from "../azure/inputs";

/**
 * Names of role assignments. A role assignment must have the same name in every run, whatever else the program adds,
 * removes or renames: under another name Pulumi would create it again, and Azure rejects the duplicate. So its name
 * comes from the name of its scope, not from a position or from what uses the scope.
 */

/** An entry of a list of resources that get role assignments. */
export interface NamedEntry {
    id: pulumi.Input<string>;
    name?: string;
}

/**
 * A name for each entry: the given one, what its id says of it, else the position. An output's value is not known yet
 * when resources are named.
 */
export function entryNames(entries: NamedEntry[], kind: string): string[] {
    return entries.map(({ name, id }, index) => name ?? shortName(id) ?? numbered(kind, index));
}

/**
 * What the names of an identity's role assignments start with; nothing where the component creates the identity. The ones
 * of two identities must not share a name: Pulumi would replace one by the other, and until the replaced one is deleted
 * a program could not go back to it.
 */
export function identityPrefix(existingId: pulumi.Input<string> | undefined): string {
    return existingId === undefined ? "" : `${shortName(existingId) ?? "existing"}-`;
}

/** A name for each id of a list in which none can be given. */
export function idNames(ids: pulumi.Input<string>[], kind: string): string[] {
    return entryNames(
        ids.map((id) => ({ id })),
        kind,
    );
}

/** The same grants with unique names: a repeated name gets a number, because identities in two groups can have the same name. */
export function withUniqueNames<Named extends { name: string }>(all: Named[]): Named[] {
    const counts = new Map<string, number>();
    return all.map((named) => {
        const before = counts.get(named.name) ?? 0;
        counts.set(named.name, before + 1);
        return { ...named, name: numbered(named.name, before, "-") };
    });
}

/** `kind`, `kind2`, `kind3` … */
export function numbered(kind: string, index: number, separator = ""): string {
    return index === 0 ? kind : `${kind}${separator}${index + 1}`;
}
