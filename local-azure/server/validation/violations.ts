import { type Member, membersOf, type Spec } from "../../kernel/declarations";
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

/** Those of a content, in its order. `partial`: a PATCH, which need not repeat what is required. */
export function* violationsOf(content: JsonObject, object: string, partial: boolean): Generator<Violation> {
    yield* ofObject(content, object, partial, []);
}

function* ofObject(value: JsonObject, object: string, partial: boolean, path: Violation["path"]): Generator<Violation> {
    const members = membersOf(object);
    for (const [name, item] of Object.entries(value)) {
        const member = members.get(name);
        const at = [...path, name];
        if (!member) yield { kind: "unknown", path: at, object, found: item };
        else yield* ofValue(item, member.spec, { object, partial, path: at });
    }
    if (!partial) yield* missing(value, members, object, path);
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
    at: { object: string; partial: boolean; path: Violation["path"] },
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
            if (isObject(value)) yield* ofObject(value, spec.name, at.partial, at.path);
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
            else if (value !== "" && !spec.values.includes(value)) yield wrong("value");
            break;
        default:
            if (typeof value !== spec.kind) yield wrong("type");
    }
}
