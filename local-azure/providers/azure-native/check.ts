import { type PropertyMap, UNKNOWN, type Value } from "../host/propertyValues";
import type { Checked, CheckResult } from "../host/provider";
import type { LocationSources } from "../host/sessions";
import { pathParameters } from "./armPath";
import { CREATE_BEFORE_DELETE, defaultName, namingStrategy } from "./autonaming";
import type { InputType } from "./declared";
import type { ResourceType } from "./row";

export interface CheckRequest extends Checked {
    logicalName: string;
}

/** The inputs as they are stored and sent: named, located, with the API version; and what is wrong with them. */
export async function check(
    type: ResourceType,
    request: CheckRequest,
    locations: LocationSources,
): Promise<CheckResult> {
    const inputs = withName(type, request);
    if (inputs.location === undefined && "location" in type.inputs) {
        const location = await defaultLocation(type, request.olds, inputs, locations);
        if (location !== undefined) inputs.location = location;
    }
    inputs.azureApiVersion ??= type.apiVersion;
    return { inputs, failures: failures(type, inputs) };
}

function withName(type: ResourceType, request: CheckRequest): PropertyMap {
    const inputs = { ...request.news };
    // The flag is the provider's own: it is derived anew on every check, never taken from the program.
    delete inputs[CREATE_BEFORE_DELETE];
    const naming = namingStrategy(type.path);
    if (naming && inputs[naming.parameter] === undefined) {
        Object.assign(inputs, defaultName({ ...naming, ...request }));
    }
    return inputs;
}

/** Configuration beats the resource group (cases D). */
async function defaultLocation(
    type: ResourceType,
    olds: PropertyMap,
    inputs: PropertyMap,
    locations: LocationSources,
): Promise<Value | undefined> {
    if (olds.location !== undefined) return olds.location;
    if (locations.configured) return locations.configured;
    const isGroup = namingStrategy(type.path)?.parameter === "resourceGroupName";
    const group = inputs.resourceGroupName;
    if (isGroup || group === undefined) return undefined;
    if (group === UNKNOWN) return UNKNOWN;
    return typeof group === "string" ? locations.ofResourceGroup(group) : undefined;
}

function failures(type: ResourceType, inputs: PropertyMap): string[] {
    const path = pathParameters(type.path);
    const missing = [...path, ...type.required]
        .filter((name) => inputs[name] === undefined)
        .map((name) => `missing required property '${name}'${name === "location" ? LOCATION_HINT : ""}`);
    const wrong = Object.entries(inputs).flatMap(([name, value]) => {
        const kind = path.includes(name) ? "string" : type.inputs[name];
        if (kind === undefined || value === UNKNOWN) return [];
        const found = mismatch(kind, value);
        const whole = kind === "number" && !type.fractions.includes(name);
        return found ? [`'${name}' should be of type '${whole ? "integer" : kind}' but got ${found}`] : [];
    });
    return [...missing, ...wrong, ...nameFailures(type, inputs)];
}

const LOCATION_HINT =
    ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.";

/** What a value is, if not what it should be. Booleans and objects in the wrong place are left to ARM. */
function mismatch(kind: InputType, value: Value): string | undefined {
    if (typeof value === "string" && kind !== "string") return "a string";
    if (typeof value === "number" && kind !== "number") return "a number";
    if (Array.isArray(value) && kind !== "array") return "an array";
    return undefined;
}

function nameFailures(type: ResourceType, inputs: PropertyMap): string[] {
    const own = namingStrategy(type.path)?.parameter;
    const name = own === undefined ? undefined : inputs[own];
    if (typeof name !== "string") return [];
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = type.name ?? {};
    const length = [...name].length;
    return [
        ...(length < minLength ? [`'${own}' is too short (${length}): at least ${minLength} characters required`] : []),
        ...(length > maxLength ? [`'${own}' is too long (${length}): at most ${maxLength} characters allowed`] : []),
        ...(pattern && !pattern.test(name) ? [`'${own}' does not match expression '${pattern.source}'`] : []),
    ];
}
