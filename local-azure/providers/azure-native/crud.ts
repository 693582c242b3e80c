import { ArmAnswerError } from "../host/armAnswer";
import { type ArmClient, type ArmRequest, bodyOf, type Patience } from "../host/armClient";
import type { HttpResponse } from "../host/httpExchange";
import type { PropertyMap } from "../host/propertyValues";
import { PartialFailure, type ReadResult, type Written } from "../host/provider";
import { resourceId } from "./armPath";
import { inputsForImport, outputsOf, refreshedInputs, resetUnsetSubResources, unsetLists } from "./outputs";
import { propertyAt, setProperty } from "./paths";
import { containsNull, requestBody } from "./requestBody";
import type { ResourceType } from "./row";

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
    for (const list of unsetLists(type, inputs)) setProperty(body, armPath(type, list), []);
    const request: ArmRequest = { method: "PUT", url: id, apiVersion: type.apiVersion, body };
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
    const request: ArmRequest = { method, url: id, apiVersion: type.apiVersion, body };
    return outputsOf(type, await write(arm, type, id, request, inputs, patience, skipRead));
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
    const request: ArmRequest = { method: "DELETE", url: id, apiVersion: type.apiVersion };
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
    request: ArmRequest,
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
        if (error instanceof ArmAnswerError) return acceptedBody;
        throw error;
    });
}

async function finishIfRunning(
    arm: ArmClient,
    type: ResourceType,
    request: ArmRequest,
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
        const value = propertyAt(current, path);
        if (Array.isArray(value)) setProperty(body, path, value);
    }
}

/** Where ARM has a property: within `properties`, unless the SDK's shape has it outside. */
function armPath(type: ResourceType, sdkPath: string): string[] {
    const steps = sdkPath.split(".");
    return type.shape.envelope.includes(steps[0] ?? "") ? steps : ["properties", ...steps];
}

const stringOr = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);
