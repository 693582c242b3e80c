import generated from "./declarations.generated.json";
import { isObject, type JsonObject } from "./json";

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
    /** The last of the stable ones since then of which every addition is declared. Absent: that one. */
    declaredUntil?: string;
    /** Name of an object. */
    content: string;
    /** The api-versions of the type that are known, oldest first. */
    apiVersions: string[];
}

/** What a value may be. */
export type Spec =
    | { kind: "any" | "string" | "number" | "boolean" }
    | { kind: "enum"; values: string[]; since: Record<string, string> }
    | { kind: "list" | "map"; of: Spec }
    | { kind: "object"; name: string };

export interface Member {
    spec: Spec;
    required: boolean;
    /** Answers show it, and requests that hold it are taken as if they did not. */
    readOnly: boolean;
    /** The first api-version that has it; "" of what the declared one has. */
    since: string;
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

/** `2026-02-01:` before what only api-versions since then have; `!` before what is required, `-` before what only answers hold. */
function member(text: string): Member {
    const [since, declared] = dated(text);
    const flag = declared.charAt(0);
    const required = flag === "!";
    const readOnly = flag === "-";
    return { spec: spec(required || readOnly ? declared.slice(1) : declared), required, readOnly, since };
}

const dated = (text: string): [since: string, text: string] =>
    /^\d{4}-\d\d-\d\d:/.test(text) ? [text.slice(0, 10), text.slice(11)] : ["", text];

/** A scalar, `=one|2026-02-01:other`, `[]element`, `{}entry`, `@object`. */
function spec(text: string): Spec {
    if (text.startsWith("[]")) return { kind: "list", of: spec(text.slice(2)) };
    if (text.startsWith("{}")) return { kind: "map", of: spec(text.slice(2)) };
    if (text.startsWith("=")) {
        const values = text.slice(1).split("|").map(dated);
        return {
            kind: "enum",
            values: values.map(([, value]) => value),
            since: Object.fromEntries(values.map(([since, value]) => [value, since])),
        };
    }
    if (text.startsWith("@")) return { kind: "object", name: text.slice(1) };
    return { kind: text === "string" || text === "number" || text === "boolean" ? text : "any" };
}

/** The values of a choice that an api-version has. */
export function choicesIn(apiVersion: string, { values, since }: Spec & { kind: "enum" }): string[] {
    return values.filter((value) => (since[value] ?? "") <= apiVersion);
}

/** The body of a resource without the members that a stable api-version does not have yet. */
export function asDeclaredIn(apiVersion: string, body: JsonObject, type: string): JsonObject {
    const { content, declaredUntil = "" } = declaredType(type) ?? {};
    const hasAll = apiVersion >= declaredUntil || apiVersion.endsWith("-preview");
    return hasAll || content === undefined ? body : knownPart(apiVersion, body, content);
}

function knownPart(apiVersion: string, value: JsonObject, object: string): JsonObject {
    const members = membersOf(object);
    const shown = Object.entries(value).filter(([name]) => (members.get(name)?.since ?? "") <= apiVersion);
    return Object.fromEntries(shown.map(([name, each]) => [name, inside(apiVersion, each, members.get(name)?.spec)]));
}

function inside(apiVersion: string, value: unknown, spec: Spec | undefined): unknown {
    if (spec?.kind === "list" && Array.isArray(value)) return value.map((each) => inside(apiVersion, each, spec.of));
    return spec?.kind === "object" && isObject(value) ? knownPart(apiVersion, value, spec.name) : value;
}
