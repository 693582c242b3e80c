import { type ArmClient, bodyOf, type Patience, type Request } from "../host/armClient";
import { ArmError } from "../host/armError";
import type { HttpResponse } from "../host/httpExchange";
import { type PropertyMap, setAt, valueAt } from "../host/propertyValues";
import { resourceId } from "./armPath";
import { inputsForImport, outputsOf, refreshedInputs, resetUnsetSubResources, unsetLists } from "./outputs";
import { containsNull, requestBody } from "./requestBody";
import type { ResourceType } from "./resourceTypes";

/** ARM took the resource, and it did not turn out well: the engine keeps it, with what is known of it (facts §5). */
export class PartialFailure extends Error {
    constructor(
        readonly id: string,
        readonly inputs: PropertyMap,
        readonly properties: PropertyMap,
        readonly reason: string,
    ) {
        super(reason);
    }
}

export interface Written {
    id: string;
    properties: PropertyMap;
}

export async function create(
    arm: ArmClient,
    type: ResourceType,
    inputs: PropertyMap,
    subscriptionId: string,
    patience: Patience,
): Promise<Written> {
    const id = resourceId(type.path, inputs, subscriptionId);
    await refuseExisting(arm, type, id, patience);
    const body = requestBody(type, inputs);
    for (const list of unsetLists(type, inputs)) setAt(body, armPath(type, list), []);
    const request: Request = { method: "PUT", url: id, apiVersion: type.apiVersion, body };
    const state = await write(arm, type, id, request, inputs, patience);
    return { id: typeof state.id === "string" ? state.id : id, properties: outputsOf(type, state) };
}

export async function update(
    arm: ArmClient,
    type: ResourceType,
    id: string,
    oldInputs: PropertyMap,
    inputs: PropertyMap,
    patience: Patience,
    skipRead = false,
): Promise<PropertyMap> {
    const body = requestBody(type, inputs, oldInputs);
    await keepSubResources(arm, type, id, inputs, body, patience);
    const method = containsNull(body) ? "PATCH" : "PUT";
    const request: Request = { method, url: id, apiVersion: type.apiVersion, body };
    return outputsOf(type, await write(arm, type, id, request, inputs, patience, skipRead));
}

export interface ReadResult {
    /** Empty where the resource is gone. */
    id: string;
    inputs: PropertyMap;
    properties: PropertyMap;
}

/** A refresh where there are inputs, an import where there are none. */
export async function read(
    arm: ArmClient,
    type: ResourceType,
    id: string,
    oldInputs: PropertyMap,
    oldState: PropertyMap,
    patience: Patience,
): Promise<ReadResult> {
    const response = await arm.send({ method: "GET", url: id, apiVersion: type.apiVersion }, patience);
    if (response.status === 404) return { id: "", inputs: {}, properties: {} };
    const body = bodyOf(response);
    const outputs = outputsOf(type, body);
    if (Object.keys(oldInputs).length === 0) {
        return { id, inputs: inputsForImport(type, id, body), properties: outputs };
    }
    const properties = resetUnsetSubResources(type, oldInputs, outputs);
    const before = resetUnsetSubResources(type, oldInputs, oldState);
    return { id, inputs: refreshedInputs(type, oldInputs, before, properties), properties };
}

export async function remove(arm: ArmClient, type: ResourceType, id: string, patience: Patience): Promise<void> {
    const request: Request = { method: "DELETE", url: id, apiVersion: type.apiVersion };
    const response = await arm.send(request, patience);
    if (response.status === 404) return;
    bodyOf(response);
    if (type.longRunning || response.status === 202) await arm.finish(request, response, patience);
}

async function refuseExisting(arm: ArmClient, type: ResourceType, id: string, patience: Patience): Promise<void> {
    const { status, body } = await arm.send({ method: "GET", url: id, apiVersion: type.apiVersion }, patience);
    if (status === 404 || status === 204) return;
    if (status !== 200) throw new Error(`cannot check existence of resource '${id}': status code ${status}, ${body}`);
    const existing = bodyOf({ status, body, headers: {} });
    if (Object.keys(existing).length > 0) throw new Error(`cannot create already existing resource '${id}'`);
}

/** Writes, waits, and reads back what became of it: ARM's body. */
async function write(
    arm: ArmClient,
    type: ResourceType,
    id: string,
    request: Request,
    inputs: PropertyMap,
    patience: Patience,
    skipRead = false,
): Promise<PropertyMap> {
    const accepted = await arm.send(request, patience);
    const acceptedBody = bodyOf(accepted);
    const get = async () => bodyOf(await arm.send({ method: "GET", url: id, apiVersion: type.apiVersion }, patience));
    try {
        await finishIfRunning(arm, type, request, accepted, patience);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const state = await get().then(
            (body) => outputsOf(type, body),
            () => ({}),
        );
        throw new PartialFailure(stringOr(acceptedBody.id, id), inputs, state, reason);
    }
    // `skipReadOnUpdate`: the state is what the write itself answered (TestReadAfterWrite).
    if (skipRead) return acceptedBody;
    // The write is done: a read that fails afterwards does not undo it (facts §3.3).
    return get().catch((error: unknown) => {
        if (error instanceof ArmError) return acceptedBody;
        throw error;
    });
}

async function finishIfRunning(
    arm: ArmClient,
    type: ResourceType,
    request: Request,
    accepted: HttpResponse,
    patience: Patience,
): Promise<void> {
    if (type.longRunning || accepted.status === 202) await arm.finish(request, accepted, patience);
}

/** Leaves to other resources what they put into a list that this program does not set (PAN#611). */
async function keepSubResources(
    arm: ArmClient,
    type: ResourceType,
    id: string,
    inputs: PropertyMap,
    body: PropertyMap,
    patience: Patience,
): Promise<void> {
    const unset = unsetLists(type, inputs);
    if (unset.length === 0) return;
    const current = bodyOf(await arm.send({ method: "GET", url: id, apiVersion: type.apiVersion }, patience));
    for (const list of unset) {
        const path = armPath(type, list);
        const value = valueAt(current, path);
        if (Array.isArray(value)) setAt(body, path, value);
    }
}

/** Where ARM has a property: within `properties`, unless the SDK's shape has it outside. */
function armPath(type: ResourceType, sdkPath: string): string[] {
    const steps = sdkPath.split(".");
    return type.shape.envelope.includes(steps[0] ?? "") ? steps : ["properties", ...steps];
}

const stringOr = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
