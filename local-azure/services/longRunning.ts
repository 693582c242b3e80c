import { randomUUID } from "node:crypto";
import { operationName, pollApiVersion } from "../history/operations";
import { ArmError, conflict } from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { type Operation, operationBody } from "../kernel/operations";
import { idIn, namespaceOf, subscriptionOf } from "../kernel/resourceId";
import type { Azure } from "./azure";
import { type Call, type Route, route } from "./service";

/** Where the operations of a provider are polled; the same two routes for every provider that has any. */
export function operationRoutes(namespace: string): Route[] {
    return [
        // Whoever got the URL may poll it: a deployer with rights on one group only can poll his cluster's operation.
        route("GET", `${namespace}/locations/operations`, "resource", poll, { open: true }),
        route("GET", `${namespace}/locations/operationResults`, "resource", result, { open: true }),
    ];
}

function poll(call: Call): Reply {
    const operation = find(call);
    return { status: 200, body: operationBody(operation, call.azure.operations.isFinished(operation)) };
}

function result(call: Call): Reply {
    const operation = find(call);
    if (call.azure.operations.isFinished(operation)) {
        // Whoever polls Location alone has no other way to learn of it. Status unverified.
        if (operation.fate?.kind === "fails") {
            throw conflict(operation.fate.code, operation.fate.message);
        }
        return { status: 204 };
    }
    return { status: 202, headers: locationHeader(call, operation) };
}

function find({ azure, path }: Call): Operation {
    const operation = azure.operations.get(path.name);
    if (!operation) throw new ArmError(404, "NotFound", `The operation '${path.name}' was not found.`);
    return operation;
}

/** The header of an accepted PUT. */
export function asyncHeader(call: Call, operation: Operation): Record<string, string> {
    return { "azure-asyncoperation": urlOf(call, operation, "operations") };
}

function locationHeader(call: Call, operation: Operation): Record<string, string> {
    return { location: urlOf(call, operation, "operationresults") };
}

/** What a request goes on with after its answer. */
interface Work {
    /** Id of the resource worked on. */
    target: string;
    location: string;
    effect: string;
    /** Default: as long as the operation of the request. */
    seconds?: number;
}

export function startOperation({ azure, path, apiVersion, seconds, fate }: Call, work: Work): Operation {
    const id = randomUUID();
    return azure.operations.start({
        id,
        name: operationName(id, apiVersion),
        namespace: namespaceOf(path.type),
        seconds: seconds.operation,
        ...work,
        ...(fate && { fate }),
    });
}

/** Accepts a DELETE: the resource and all below it go when the operation ends, or what another effect says. */
export function acceptRemoval(call: Call, target: string, location: string, effect = "remove"): Reply {
    const operation = startOperation(call, { target, location, effect });
    const headers = { ...asyncHeader(call, operation), ...locationHeader(call, operation) };
    return { status: 202, headers };
}

/**
 * Keeps a resource, and all that it lies in, busy for as long as a write goes on. A write that takes no time is over at
 * once and has no operation.
 */
export function occupy(call: Call, target: string, location: string, seconds: number): Operation | undefined {
    return seconds > 0 ? startOperation(call, { target, location, effect: "none", seconds }) : undefined;
}

/** One write at a time on a resource and what lies in it. */
export function requireIdle(azure: Azure, id: string, refusal: (running: Operation) => ArmError): void {
    const running = azure.operations.pendingWithin(id);
    if (running) throw refusal(running);
}

function urlOf({ azure, apiVersion }: Call, { namespace, location, id, target }: Operation, kind: string): string {
    const path = idIn(subscriptionOf(target), `${namespace}/locations/${kind}`, location, id);
    return `${azure.armEndpoint}${path}?api-version=${pollApiVersion(namespace, apiVersion)}`;
}
