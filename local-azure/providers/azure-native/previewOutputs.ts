import type { PropertyMap } from "../host/propertyValues";
import { outputShape, previewed } from "./previewShapes";
import { outputNames } from "./resourceTypes";
import type { ResourceType } from "./row";

/**
 * What a preview shows of the outputs: inputs come back as they are, all else is unknown. Hence any update of a cluster
 * makes its `identityProfile` unknown, and role assignments built on it preview as replaced (facts §3.4).
 */
export function previewOutputs(type: ResourceType, inputs: PropertyMap, oldState: PropertyMap = {}): PropertyMap {
    const outputs: PropertyMap = Object.fromEntries(
        outputNames(type).map((name) => [name, previewed(inputs[name], outputShape(type.token, name))]),
    );
    for (const name of ["name", "location"]) {
        const old = oldState[name];
        if (old !== undefined) outputs[name] = old;
    }
    return outputs;
}
