import { arrayAt, type JsonObject } from "../kernel/json";
import { unsupportedQuery } from "./errors";

export type Predicate = (object: JsonObject) => boolean;

/**
 * The part of OData's `$filter` that `az` and azuread use: comparisons with `eq`, of a property or of `any` element of a
 * list, joined by `and`. Text is compared without regard to case, as Graph does.
 */
export function parseFilter(filter: string | undefined): Predicate {
    if (filter === undefined || filter.trim() === "") return () => true;
    const terms = conjuncts(filter).map((term) => termOf(term, filter));
    return (object) => terms.every((term) => term(object));
}

/** Split at every `and` outside of quotes. */
function conjuncts(filter: string): string[] {
    const parts = [""];
    for (const token of filter.match(/'(?:[^']|'')*'|\s+and\s+|[^'\s]+|\s+|'/gi) ?? []) {
        if (/^\s+and\s+$/i.test(token)) parts.push("");
        else parts[parts.length - 1] += token;
    }
    return parts;
}

const literal = "('(?:[^']|'')*'|true|false)";
const comparison = new RegExp(`^(\\w+) eq ${literal}$`, "i");
const ofAny = new RegExp(`^(\\w+)/any\\((\\w+):\\s*\\2 eq ${literal}\\)$`, "i");

function termOf(term: string, filter: string): Predicate {
    const [, name, value] = comparison.exec(term.trim()) ?? [];
    if (name && value) return (object) => same(object[name], literalOf(value));
    const [, list, , element] = ofAny.exec(term.trim()) ?? [];
    if (list && element)
        return (object) => (arrayAt(object, list) ?? []).some((each) => same(each, literalOf(element)));
    throw unsupportedQuery(filter);
}

function literalOf(text: string): string | boolean {
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text.toLowerCase() === "true";
}

function same(one: unknown, other: string | boolean): boolean {
    return typeof one === "string" && typeof other === "string"
        ? one.toLowerCase() === other.toLowerCase()
        : one === other;
}
