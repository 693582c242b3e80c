import { isOutput, isRecord, type Path, UNKNOWN } from "../values";
import { meant } from "./nearest";
import { declaredInputs, describeType, isLeaf, isOfType, isPassedOn, label, type Property, typeOf } from "./schema";

/** Reads the arguments of a component and validates them with `schema.json`: names, types, enum values, and required inputs. */

/** Where an input is. */
export interface InputPlace {
    path: Path;
    /** The path for any entry of a list (`nodePools[].name`) and any value of a map (`tags{}`). */
    pattern: string;
    /** The object or the list that it belongs to. */
    owner: object;
}

/** What the schema rejects. */
export type SchemaViolation = "PlainInput" | "UnknownInput" | "InputShape" | "InputType" | "InputMissing";

/** One input of the arguments. */
export interface Input extends InputPlace {
    /** As the program passes it. */
    given: unknown;
    /** As rules see it: `UNKNOWN` where it is an output, `undefined` where it is left out or rejected. */
    value: unknown;
    violation?: SchemaViolation;
    /** The expected type of a rejected value, as a sentence. */
    hint?: string;
}

/** The arguments with plain values in place of outputs, and every input in them. */
export function readInputs(component: string, args: object): { values: object; inputs: Input[] } {
    const inputs: Input[] = [];
    return { values: readObject(declaredInputs(component), args, { path: [], pattern: "" }, inputs), inputs };
}

type Place = Pick<InputPlace, "path" | "pattern">;

function readObject(
    declared: Record<string, Property>,
    given: object,
    at: Place,
    inputs: Input[],
): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    const below = (name: string): Place => ({
        path: [...at.path, name],
        pattern: at.pattern === "" ? name : `${at.pattern}.${name}`,
    });
    for (const [name, value] of Object.entries(given)) {
        if (value !== undefined && !Object.hasOwn(declared, name)) {
            const hint = meant(name, Object.keys(declared));
            inputs.push({
                ...below(name),
                given: value,
                value: undefined,
                owner: given,
                violation: "UnknownInput",
                hint,
            });
        }
    }
    for (const [name, property] of Object.entries(declared)) {
        const value: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
        const found = read(property, value, below(name), values, inputs);
        if (found !== undefined) {
            values[name] = found;
        }
    }
    return values;
}

/** Adds the input, and those inside of it; returns its value as rules see it. */
function read(property: Property, given: unknown, at: Place, owner: object, inputs: Input[]): unknown {
    const { plain = false, optional = false } = property;
    const input: Input = { ...at, given, value: undefined, owner };
    inputs.push(input);
    if (given === undefined) {
        if (!optional) {
            input.violation = "InputMissing";
        }
    } else if (isOutput(given)) {
        if (plain) {
            input.violation = "PlainInput";
        } else {
            input.value = UNKNOWN;
        }
    } else if (isOfType(property, given)) {
        input.value = readBelow(property, given, at, inputs);
    } else {
        input.violation = isLeaf(property) ? "InputType" : "InputShape";
        input.hint = `Expected: ${describeType(property)}.`;
        input.value = plain || !isLeaf(property) ? undefined : UNKNOWN;
    }
    return input.value;
}

function readBelow(property: Property, given: unknown, at: Place, inputs: Input[]): unknown {
    const type = typeOf(property);
    if (type?.properties) {
        return readObject(type.properties, given as object, at, inputs);
    }
    if (isPassedOn(property)) {
        return withoutOutputs(given);
    }
    const { items, additionalProperties } = property;
    if (items) {
        const list: unknown[] = [];
        for (const [index, each] of Array.from(given as unknown[]).entries()) {
            const place = { path: [...at.path, index], pattern: `${at.pattern}[]` };
            list.push(read(items, each, place, list, inputs) ?? (typeOf(items)?.properties ? {} : UNKNOWN));
        }
        return list;
    }
    if (additionalProperties) {
        const map: Record<string, unknown> = {};
        for (const [key, each] of Object.entries(given as object)) {
            const place = { path: [...at.path, key], pattern: `${at.pattern}{}` };
            map[key] = read(label(additionalProperties), each, place, map, inputs) ?? UNKNOWN;
        }
        return map;
    }
    return given;
}

/** A value for azure-native, in which outputs are `UNKNOWN`. */
function withoutOutputs(value: unknown, inside: readonly unknown[] = []): unknown {
    if (isOutput(value)) {
        return UNKNOWN;
    }
    if (Array.isArray(value)) {
        return inside.includes(value) ? value : value.map((each) => withoutOutputs(each, [...inside, value]));
    }
    if (!isRecord(value) || inside.includes(value)) {
        return value;
    }
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, each]) => [key, withoutOutputs(each, [...inside, value])]));
}
