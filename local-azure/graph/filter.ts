import { arrayAt, type JsonObject, valueAt } from "../kernel/json";
import { unsupportedQuery } from "./errors";

export type Predicate = (object: JsonObject) => boolean;

/**
 * The part of OData's `$filter` that `az` and azuread use: comparisons with `eq`, `startswith`, `in` and `any`, joined by
 * `and` and `or` (`and` binds closer), without parentheses around them. Text is compared without regard to case, as Graph does.
 */
export function parseFilter(filter: string | undefined): Predicate {
    if (filter === undefined || filter.trim() === "") return () => true;
    const alternatives = split(filter, "or").map((part) => split(part, "and").map((term) => termOf(term, filter)));
    return (object) => alternatives.some((all) => all.every((term) => term(object)));
}

/** At a word outside of quotes. */
function split(text: string, word: "and" | "or"): string[] {
    const parts = [""];
    for (const token of text.match(/'(?:[^']|'')*'|\s+(?:and|or)\s+|[^'\s]+|\s+|'/gi) ?? []) {
        if (token.trim().toLowerCase() === word && token !== token.trim()) parts.push("");
        else parts[parts.length - 1] += token;
    }
    return parts;
}

const literal = "('(?:[^']|'')*'|true|false|null)";
const forms: [pattern: RegExp, predicate: (match: string[]) => Predicate][] = [
    [
        new RegExp(`^(\\w+) eq ${literal}$`, "i"),
        ([, name = "", value = ""]) =>
            (object) =>
                same(object[name] ?? null, literalOf(value)),
    ],
    [
        /^startswith\((\w+),\s*('(?:[^']|'')*')\)$/i,
        ([, name = "", value = ""]) =>
            (object) =>
                lower(object[name]).startsWith(lower(literalOf(value))),
    ],
    [
        new RegExp(`^(\\w+)/any\\((\\w+):\\s*(\\w+) eq ${literal}\\)$`, "i"),
        ([, name = "", variable, other, value = ""]) =>
            (object) =>
                variable === other && (arrayAt(object, name) ?? []).some((each) => same(each, literalOf(value))),
    ],
    [
        /^(\w+) in \((.*)\)$/i,
        ([, name = "", list = ""]) => {
            const values = (list.match(/'(?:[^']|'')*'/g) ?? []).map(literalOf);
            return (object) => values.some((value) => same(valueAt(object, name), value));
        },
    ],
];

function termOf(term: string, filter: string): Predicate {
    const text = term.trim();
    for (const [pattern, predicate] of forms) {
        const match = pattern.exec(text);
        if (match) return predicate([...match]);
    }
    throw unsupportedQuery(filter);
}

function literalOf(text: string): string | boolean | null {
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
    return text.toLowerCase() === "null" ? null : text.toLowerCase() === "true";
}

function same(one: unknown, other: unknown): boolean {
    return typeof one === "string" && typeof other === "string" ? lower(one) === lower(other) : one === other;
}

function lower(value: unknown): string {
    return typeof value === "string" ? value.toLowerCase() : "";
}
