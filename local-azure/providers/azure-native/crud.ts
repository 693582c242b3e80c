import { ArmAnswerError, parsed } from "../host/armAnswer";
import { type ArmClient, type ArmRequest, bodyOf, type Patience } from "../host/armClient";
import type { HttpResponse } from "../host/httpExchange";
import type { PropertyMap } from "../host/propertyValues";
import { PartialFailure, type ReadResult, type Written } from "../host/provider";
import { resourceId } from "./armPath";
import { inputsForImport, outputsOf, refreshedInputs, resetUnsetSubResources, unsetLists } from "./outputs";
import { propertyAt, setProperty } from "./paths";
import { containsNull, requestBody } from "./requestBody";
import { inApiVersion } from "./resourceTypes";
import type { ResourceType } from "./row";

/** What is written or read, by whom, and how long that may take. */
export interface On {
    arm: ArmClient;
    type: ResourceType;
    patience: Patience;
}

export async function create(on: On, inputs: PropertyMap, subscriptionId: string): Promise<Written> {
    const { type } = on;
    const id = resourceId(type.path, inputs, subscriptionId);
    await refuseExisting(on, id);
    const body = requestBody(type, inputs);
    for (const list of unsetLists(type, inputs)) setProperty(body, armPath(type, list), []);
    const state = await write(on, requestOf(on, "PUT", id, body), inputs);
    return { id: stringOr(state.id, id), properties: outputsOf(type, state) };
}

export async function update(on: On, id: string, olds: PropertyMap, inputs: PropertyMap, skipRead = false) {
    const body = requestBody(on.type, inputs, olds);
    await keepSubResources(on, id, inputs, body);
    const request = requestOf(on, containsNull(body) ? "PATCH" : "PUT", id, body);
    return outputsOf(on.type, await write(on, request, inputs, skipRead));
}

/** A refresh where there are inputs, an import where there are none. */
export async function read(on: On, id: string, oldInputs: PropertyMap, oldState: PropertyMap): Promise<ReadResult> {
    const { type } = on;
    const response = await send(on, "GET", id);
    if (response.status === 404) return { id: "", inputs: {}, properties: {} };
    const body = bodyOf(response);
    const outputs = outputsOf(type, body);
    if (Object.keys(oldInputs).length === 0) {
        return { id, inputs: inputsForImport(type, id, body), properties: outputs };
    }
    const properties = resetUnsetSubResources(type, oldInputs, outputs);
    const before = resetUnsetSubResources(type, oldInputs, oldState);
    // The state is taken apart as its own API version has it (pulumi-azure-native#4400).
    const oldType = inApiVersion(type, stringOr(oldState.azureApiVersion, type.apiVersion));
    const inputs = oldType ? refreshedInputs(type, oldInputs, before, properties, oldType) : oldInputs;
    return { id, inputs, properties };
}

export async function remove(on: On, id: string): Promise<void> {
    const response = await send(on, "DELETE", id);
    if (response.status === 404) return;
    if (response.status >= 400) throw new ArmAnswerError(response.status, response.body);
    await finishIfRunning(on, requestOf(on, "DELETE", id), response);
}

function requestOf({ type }: On, method: ArmRequest["method"], url: string, body?: PropertyMap): ArmRequest {
    return { method, url, apiVersion: type.apiVersion, ...(body && { body }) };
}

function send(on: On, method: "GET" | "DELETE", id: string): Promise<HttpResponse> {
    return on.arm.send(requestOf(on, method, id), on.patience);
}

async function refuseExisting(on: On, id: string): Promise<void> {
    const { status, body } = await send(on, "GET", id);
    if (status === 404 || status === 204) return;
    if (status !== 200) throw new Error(`cannot check existence of resource '${id}': status code ${status}, ${body}`);
    // What is no JSON is nothing to the real provider (client_azcore.go, CanCreate).
    if (Object.keys(Object(parsed(body))).length > 0)
        throw new Error(`cannot create already existing resource '${id}'`);
}

/** Writes, waits, and reads back what became of it: ARM's body. */
async function write(on: On, request: ArmRequest, inputs: PropertyMap, skipRead = false): Promise<PropertyMap> {
    const accepted = await on.arm.send(request, on.patience);
    const acceptedBody = bodyOf(accepted);
    const get = async () => bodyOf(await send(on, "GET", request.url));
    try {
        await finishIfRunning(on, request, accepted);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const state = await get().then(
            (body) => outputsOf(on.type, body),
            () => ({}),
        );
        throw new PartialFailure(stringOr(acceptedBody.id, request.url), inputs, state, reason);
    }
    // `skipReadOnUpdate`: the state is what the write itself answered (TestReadAfterWrite).
    if (skipRead) return acceptedBody;
    // The write is done: a read that fails afterwards does not undo it (facts §3.3).
    return get().catch((error: unknown) => {
        if (error instanceof ArmAnswerError) return acceptedBody;
        throw error;
    });
}

async function finishIfRunning({ arm, type, patience }: On, request: ArmRequest, accepted: HttpResponse) {
    if (type.longRunning || accepted.status === 202) await arm.finish(request, accepted, patience);
}

/** Leaves to other resources what they put into a list that this program does not set (PAN#611). */
async function keepSubResources(on: On, id: string, inputs: PropertyMap, body: PropertyMap): Promise<void> {
    const unset = unsetLists(on.type, inputs);
    if (unset.length === 0) return;
    const current = bodyOf(await send(on, "GET", id));
    for (const list of unset) {
        const path = armPath(on.type, list);
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
