import { clone, isMap, type PropertyMap, same, type Value } from "../host/propertyValues";
import { parseResourceId } from "./armPath";
import { atPattern, propertyAt, setProperty } from "./paths";
import { eachObject, renameKeys } from "./requestBody";
import { outputNames } from "./resourceTypes";
import type { ResourceType } from "./row";
import type { Shape } from "./shapes";

/** The state after a write or a read: ARM's answer on one level, what the SDK does not declare left out. */
export function outputsOf(type: ResourceType, response: PropertyMap): PropertyMap {
    const declared = new Set([...outputNames(type), "id"]);
    const flat = fromArm(response, type, "envelope");
    const outputs = Object.fromEntries(Object.entries(flat).filter(([name]) => declared.has(name)));
    return { ...outputs, azureApiVersion: type.apiVersion };
}

/** The inputs that would make this resource, as `pulumi import` stores them: every server default included (PAN#4401). */
export function inputsForImport(type: ResourceType, id: string, response: PropertyMap): PropertyMap {
    const settable = settablePart(type, fromArm(response, type, "properties"));
    const inputOnly = Object.keys(type.inputs).filter((name) => !(name in type.outputs) && name !== "id");
    for (const name of inputOnly) settable[name] = response[name] ?? null;
    const filled = Object.entries(settable).flatMap(([name, value]): [string, Value][] => {
        const kept = withoutEmpty(value);
        return kept === undefined ? [] : [[name, kept]];
    });
    return { ...Object.fromEntries(filled), ...parseResourceId(type.path, id) };
}

/**
 * The inputs after a refresh: the old ones, plus what has changed in Azure since the state was last stored. A server
 * default that stands as it stood does not come in (TestApplyDiff).
 */
export function refreshedInputs(
    type: ResourceType,
    oldInputs: PropertyMap,
    oldOutputs: PropertyMap,
    newOutputs: PropertyMap,
    oldType = type,
): PropertyMap {
    return applyChanges(oldInputs, settablePart(oldType, oldOutputs), settablePart(type, newOutputs));
}

/** Lists that other resources fill are not this resource's state, unless its program sets them. */
export function resetUnsetSubResources(type: ResourceType, inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
    const reset = { ...outputs };
    for (const list of unsetLists(type, inputs)) {
        const path = list.split(".");
        if (propertyAt(outputs, path) !== undefined) setProperty(reset, path, []);
    }
    return reset;
}

/** The lists that this program leaves to other resources. */
export function unsetLists(type: ResourceType, inputs: PropertyMap): string[] {
    return type.maintained.filter((list) => propertyAt(inputs, list.split(".")) === undefined);
}

/** Where `properties` holds a name that the envelope also has (AgentPool's `type`), `winner` says which is taken. */
function fromArm(response: PropertyMap, type: ResourceType, winner: "envelope" | "properties"): PropertyMap {
    const flat = flatten(response, type.shape, winner);
    for (const [pattern, keys] of Object.entries(type.keyTables)) {
        const back = Object.fromEntries(Object.entries(keys).map(([sdk, arm]) => [arm, sdk]));
        atPattern(flat, pattern, (holder, key) => {
            const value = holder[key];
            if (isMap(value)) holder[key] = renameKeys(value, back);
        });
    }
    return flat;
}

function flatten(body: PropertyMap, shape: Shape, winner: "envelope" | "properties"): PropertyMap {
    const { properties, ...envelope } = body;
    const merged = !isMap(properties) || shape.envelope.includes("properties") ? body : { ...properties };
    if (merged !== body) {
        for (const [sdk, arm] of Object.entries(shape.renames ?? {})) {
            const value = merged[arm];
            delete merged[arm];
            if (value !== undefined) merged[sdk] = value;
        }
        const ownName = (name: string) => winner === "properties" && !shape.envelope.includes(name) && name in merged;
        for (const [name, value] of Object.entries(envelope)) if (!ownName(name)) merged[name] = value;
    }
    return Object.fromEntries(
        Object.entries(merged).flatMap(([name, value]): [string, Value][] => {
            const nested = shape.nested?.[name];
            const flat = nested ? eachObject(value, (object) => flatten(object, nested, winner)) : value;
            return flat === null ? [] : [[name, withoutNulls(flat)]];
        }),
    );
}

function withoutNulls(value: Value): Value {
    if (Array.isArray(value)) return value.map(withoutNulls);
    if (!isMap(value)) return value;
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The projection of outputs on what a program may set. */
function settablePart(type: ResourceType, outputs: PropertyMap): PropertyMap {
    const names = Object.keys(type.inputs).filter((name) => name !== "id");
    const part = clone(Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name))));
    for (const pattern of [...type.readOnly, ...type.alsoReadOnly])
        atPattern(part, pattern, (holder, key) => delete holder[key]);
    for (const pattern of type.stringSets) {
        atPattern(part, pattern, (holder, key) => {
            const value = holder[key];
            if (isMap(value)) holder[key] = Object.keys(value);
        });
    }
    return part;
}

function withoutEmpty(value: Value): Value | undefined {
    if (Array.isArray(value)) {
        const items = value.flatMap((item) => withoutEmpty(item) ?? []);
        return items.length > 0 ? value.map((item) => withoutEmpty(item) ?? item) : undefined;
    }
    if (!isMap(value)) return value;
    const entries = Object.entries(value).flatMap(([key, item]): [string, Value][] => {
        const kept = withoutEmpty(item);
        return kept === undefined ? [] : [[key, kept]];
    });
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function applyChanges(base: PropertyMap, before: PropertyMap, after: PropertyMap): PropertyMap {
    const result = { ...base };
    for (const key of Object.keys(before)) if (!(key in after)) delete result[key];
    for (const [key, value] of Object.entries(after)) {
        if (same(before[key], value)) continue;
        result[key] = applyChange(base[key], before[key], value);
    }
    return result;
}

/** In a list that has changed, a plain element is Azure's even where it stands (applyValueDiff in the provider's diff.go). */
function applyChange(base: Value | undefined, before: Value | undefined, after: Value): Value {
    if (isMap(base) && isMap(before) && isMap(after)) return applyChanges(base, before, after);
    if (Array.isArray(base) && Array.isArray(before) && Array.isArray(after)) {
        return after.map((item, i) => {
            const own = base[i];
            return own === undefined || before[i] === undefined ? item : applyChange(own, before[i], item);
        });
    }
    return after;
}
