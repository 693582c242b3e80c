import { atPattern } from "./patterns";
import { clone, isMap, type PropertyMap, UNKNOWN, type Value } from "./propertyValues";
import { type InputType, inputTypes, outputNames, type ResourceType } from "./resourceTypes";

/**
 * What a preview shows of the outputs: inputs come back as they are, all else is unknown. Hence any update of a cluster
 * makes its `identityProfile` unknown, and role assignments built on it preview as replaced (facts §3.4).
 */
export function previewOutputs(
    type: ResourceType,
    inputs: PropertyMap,
    oldState: PropertyMap = {},
): PropertyMap {
    const kinds = inputTypes(type);
    const outputs: PropertyMap = {};
    for (const name of outputNames(type)) {
        const value = inputs[name];
        const echoed = value !== undefined && isOfType(kinds.get(name) ?? "string", value);
        outputs[name] = echoed ? clone(value) : UNKNOWN;
    }
    // Given as a list, answered as a map: nothing of it is known.
    for (const pattern of type.stringSets) atPattern(outputs, pattern, makeUnknown(true));
    for (const pattern of type.readOnly) atPattern(outputs, pattern, makeUnknown(false));
    for (const name of ["name", "location"]) {
        const old = oldState[name];
        if (old !== undefined) outputs[name] = old;
    }
    return outputs;
}

const makeUnknown = (onlyIfSet: boolean) => (holder: PropertyMap, key: string) => {
    if (!onlyIfSet || key in holder) holder[key] = UNKNOWN;
};

function isOfType(kind: InputType, value: Value): boolean {
    if (value === UNKNOWN) return true;
    if (kind === "array") return Array.isArray(value);
    if (kind === "object") return isMap(value);
    return typeof value === (kind === "integer" || kind === "number" ? "number" : kind);
}
