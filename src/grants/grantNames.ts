import type * as pulumi from "@pulumi/pulumi";
import { shortName } from "../azure/inputs";

/**
 * Names of role assignments. One and the same assignment has to have the same name in every run, whatever else the
 * program adds, drops or renames: under another name Pulumi takes it for a new one, and Azure has it already. So it is
 * called by what its scope is called, not by a position or by what uses the scope.
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

/** The same grants, each name that was there before with its number: identities of two groups may be called alike. */
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
