import type { Azure } from "../arm/azure";
import { ArmError } from "../arm/errors";
import { type Operation, operationBody } from "../arm/operations";
import { subscriptionOf } from "../arm/resourceId";
import type { Call, Reply, Route } from "./service";

/** Where the operations of a provider are polled; the same two routes for every provider that has any. */
export function operationRoutes(namespace: string): Route[] {
    return [
        // Whoever got the URL may poll it: a deployer with rights on one group only can poll his cluster's operation.
        {
            method: "GET",
            type: `${namespace}/locations/operations`,
            on: "resource",
            open: true,
            handle: poll,
        },
        {
            method: "GET",
            type: `${namespace}/locations/operationResults`,
            on: "resource",
            open: true,
            handle: result,
        },
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
            throw new ArmError(409, operation.fate.code, operation.fate.message);
        }
        return { status: 204 };
    }
    return { status: 202, headers: locationHeader(call.azure, operation, call.apiVersion) };
}

function find({ azure, path }: Call): Operation {
    const operation = azure.operations.get(path.name);
    if (!operation) throw new ArmError(404, "NotFound", `The operation '${path.name}' was not found.`);
    return operation;
}

/** The header of an accepted PUT; AKS gives its own old api-version in it (recordings 01 to 06). */
export function asyncHeader(azure: Azure, operation: Operation, apiVersion: string): Record<string, string> {
    return { "azure-asyncoperation": `${urlOf(azure, operation, "operations")}?api-version=${apiVersion}` };
}

function locationHeader(azure: Azure, operation: Operation, apiVersion: string): Record<string, string> {
    return { location: `${urlOf(azure, operation, "operationresults")}?api-version=${apiVersion}` };
}

/** Accepts a DELETE: the resource and all below it go when the operation ends, or what another effect says. */
export function acceptRemoval(
    call: Call,
    target: string,
    location: string,
    seconds: number,
    apiVersion: string,
    effect = "remove",
): Reply {
    const namespace = call.path.type.slice(0, call.path.type.indexOf("/"));
    const operation = call.azure.operations.start({
        namespace,
        location,
        target,
        effect,
        seconds,
        apiVersion: call.apiVersion,
    });
    const { azure } = call;
    return {
        status: 202,
        headers: {
            ...asyncHeader(azure, operation, apiVersion),
            ...locationHeader(azure, operation, apiVersion),
        },
    };
}

function urlOf(azure: Azure, { namespace, location, id, target }: Operation, kind: string): string {
    return `${azure.armEndpoint}${subscriptionOf(target)}/providers/${namespace}/locations/${location}/${kind}/${id}`;
}
