import { createRequire } from "node:module";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A value that only the deployment will give. */
export const UNKNOWN = Symbol("unknown");

/** What travels between the engine and the provider, as plain data. */
export type Value = null | boolean | number | string | typeof UNKNOWN | Value[] | PropertyMap;

export interface PropertyMap {
    [key: string]: Value;
}

export function isMap(value: unknown): value is PropertyMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function clone<V extends Value>(value: V): V;
export function clone(value: Value): Value {
    if (Array.isArray(value)) return value.map((item) => clone(item));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)]));
}

/** Whether two values are the same to the last character. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
    if (isMap(a) && isMap(b)) {
        const keys = Object.keys(a);
        return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
    }
    return a === b && a !== UNKNOWN;
}

/** Engine to provider. Nulls are dropped, as the real provider unmarshals with "skip nulls". */
export function fromStruct(struct: Struct | undefined): PropertyMap {
    const value = fromWire(struct?.toJavaScript() ?? {});
    return isMap(value) ? value : {};
}

/** Top-level keys under which the engine sent a secret, at whatever depth. */
export function secretKeys(struct: Struct | undefined): string[] {
    return Object.entries(struct?.toJavaScript() ?? {}).flatMap(([key, wire]) => (holdsSecret(wire) ? [key] : []));
}

function holdsSecret(wire: unknown): boolean {
    if (Array.isArray(wire)) return wire.some(holdsSecret);
    if (!isMap(wire)) return false;
    return wire[SIGNATURE_KEY] === SECRET_SIGNATURE || Object.values(wire).some(holdsSecret);
}

/** Provider to engine; the values under the keys in `secret` are marked as secrets. */
export function toStruct(map: PropertyMap, secret: ReadonlySet<string> = new Set()): Struct {
    const wire = Object.fromEntries(
        Object.entries(map).map(([key, value]) => {
            const plain = toWire(value);
            const isSecret = secret.has(key) && value !== UNKNOWN;
            return [key, isSecret ? { [SIGNATURE_KEY]: SECRET_SIGNATURE, value: plain } : plain];
        }),
    );
    return StructClass.fromJavaScript(wire);
}

const UNKNOWN_ON_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

function fromWire(wire: unknown): Value {
    if (wire === UNKNOWN_ON_WIRE) return UNKNOWN;
    if (typeof wire === "string" || typeof wire === "number" || typeof wire === "boolean") return wire;
    if (Array.isArray(wire)) return wire.map(fromWire);
    if (!isMap(wire)) return null;
    // The engine strips secrets for a provider that does not accept them; another client may not.
    if (wire[SIGNATURE_KEY] === SECRET_SIGNATURE) return fromWire(wire.value);
    const map: PropertyMap = {};
    for (const [key, item] of Object.entries(wire)) {
        if (item !== null && item !== undefined) map[key] = fromWire(item);
    }
    return map;
}

/** What protobuf's Struct takes: its own type has no way to say "nested to any depth". */
type WireValue = null | boolean | number | string | WireValue[] | { [key: string]: WireValue };

function toWire(value: Value): WireValue {
    if (value === UNKNOWN) return UNKNOWN_ON_WIRE;
    if (Array.isArray(value)) return value.map(toWire);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item)]));
}

// @pulumi/pulumi may bring its own google-protobuf, and messages of two copies do not mix: take its copy.
const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const StructClass: typeof Struct = requireAsPulumi("google-protobuf/google/protobuf/struct_pb").Struct;
