import generated from "./declarations.generated.json";

/** What Azure's API declares of the types that are modelled (`scripts/declarations.ts`). */
export interface Declarations {
    /** By resource type. */
    types: Record<string, DeclaredType>;
    /** By name: members as they go over the wire, each with what it may hold, as text that `member` reads. */
    objects: Record<string, Record<string, string>>;
}

export interface DeclaredType {
    /** The api-version that the content is declared in. */
    declaredIn: string;
    /** Name of an object. */
    content: string;
    /** The api-versions of the type that are known, oldest first. */
    apiVersions: string[];
}

/** What a value may be. */
export type Spec =
    | { kind: "any" | "string" | "number" | "boolean" }
    | { kind: "enum"; values: string[] }
    | { kind: "list" | "map"; of: Spec }
    | { kind: "object"; name: string };

export interface Member {
    spec: Spec;
    required: boolean;
    /** Answers show it, and requests that hold it are taken as if they did not. */
    readOnly: boolean;
}

const declarations: Declarations = generated;
const types = new Map(Object.entries(declarations.types).map(([type, declared]) => [type.toLowerCase(), declared]));
const objects = new Map<string, ReadonlyMap<string, Member>>();

export function declaredType(type: string): DeclaredType | undefined {
    return types.get(type.toLowerCase());
}

/** The members of an object, read once. */
export function membersOf(object: string): ReadonlyMap<string, Member> {
    const known = objects.get(object);
    if (known) return known;
    const declared = Object.entries(declarations.objects[object] ?? {});
    const members = new Map(declared.map(([name, text]) => [name, member(text)]));
    objects.set(object, members);
    return members;
}

/** `!` before what is required, `-` before what only answers hold. */
function member(text: string): Member {
    const flag = text.charAt(0);
    const required = flag === "!";
    const readOnly = flag === "-";
    return { spec: spec(required || readOnly ? text.slice(1) : text), required, readOnly };
}

/** A scalar, `=one|other`, `[]element`, `{}entry`, `@object`. */
function spec(text: string): Spec {
    if (text.startsWith("[]")) return { kind: "list", of: spec(text.slice(2)) };
    if (text.startsWith("{}")) return { kind: "map", of: spec(text.slice(2)) };
    if (text.startsWith("=")) return { kind: "enum", values: text.slice(1).split("|") };
    if (text.startsWith("@")) return { kind: "object", name: text.slice(1) };
    return { kind: text === "string" || text === "number" || text === "boolean" ? text : "any" };
}
