import { choicesIn, type Member, membersOf, type Spec } from "../../kernel/declarations";
import { isObject, type JsonObject } from "../../kernel/json";

/** One thing in a request's content that its type does not declare. */
export interface Violation {
    kind: "unknown" | "type" | "value" | "missing";
    /** Keys and positions from the top of the content. */
    path: readonly (string | number)[];
    /** The declared object that the path's last key belongs to. */
    object: string;
    /** What is declared there; of an unknown member, nothing. */
    spec?: Spec;
    found?: unknown;
}

/** What a content is looked at by. */
interface Given {
    /** A PATCH, which need not repeat what is required. */
    partial: boolean;
    apiVersion: string;
}

/** Those of a content, in its order. */
export function* violationsOf(content: JsonObject, object: string, given: Given): Generator<Violation> {
    yield* ofObject(content, object, given, []);
}

function* ofObject(value: JsonObject, object: string, given: Given, path: Violation["path"]): Generator<Violation> {
    const members = membersOf(object);
    for (const [name, item] of Object.entries(value)) {
        const member = members.get(name);
        const at = [...path, name];
        if (!member || member.since > given.apiVersion) yield { kind: "unknown", path: at, object, found: item };
        else yield* ofValue(item, member.spec, { ...given, object, path: at });
    }
    if (!given.partial) yield* missing(value, members, object, path);
}

function* missing(
    value: JsonObject,
    members: ReadonlyMap<string, Member>,
    object: string,
    path: Violation["path"],
): Generator<Violation> {
    for (const [name, { required, spec }] of members) {
        if (required && (value[name] ?? null) === null) yield { kind: "missing", path: [...path, name], object, spec };
    }
}

/** null says "not set", and so does "" of a choice (recording 01). */
function* ofValue(
    value: unknown,
    spec: Spec,
    at: Given & { object: string; path: Violation["path"] },
): Generator<Violation> {
    if (value === null || spec.kind === "any") return;
    const wrong = (kind: "type" | "value"): Violation => ({
        kind,
        path: at.path,
        object: at.object,
        spec,
        found: value,
    });
    const inside = (key: string | number) => ({ ...at, path: [...at.path, key] });
    switch (spec.kind) {
        case "object":
            if (isObject(value)) yield* ofObject(value, spec.name, at, at.path);
            else yield wrong("type");
            break;
        case "list":
            if (!Array.isArray(value)) yield wrong("type");
            else for (const [key, item] of value.entries()) yield* ofValue(item, spec.of, inside(key));
            break;
        case "map":
            if (!isObject(value)) yield wrong("type");
            else for (const [key, item] of Object.entries(value)) yield* ofValue(item, spec.of, inside(key));
            break;
        case "enum":
            if (typeof value !== "string") yield wrong("type");
            else if (value !== "" && !choicesIn(at.apiVersion, spec).includes(value)) yield wrong("value");
            break;
        default:
            if (typeof value !== spec.kind) yield wrong("type");
    }
}
