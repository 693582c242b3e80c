import type { Caller } from "../identity/access";
import type { RoleAssignmentAttributes } from "../identity/conditions";
import { badRequest, messageOf } from "../kernel/errors";
import type { Reply } from "../kernel/http";
import { isObject, type JsonObject } from "../kernel/json";
import type { OperationFate } from "../kernel/operations";
import type { ArmPath } from "../kernel/resourceId";
import type { Azure, ResourceProvider } from "./azure";

/** An authorized request, as a handler gets it. */
export interface Call {
    azure: Azure;
    path: ArmPath;
    apiVersion: string;
    query: Record<string, string>;
    /** `{}` where none was sent. */
    body: JsonObject;
    caller: Caller;
    /** How long the answer takes, and the operation that the request starts. */
    seconds: { answer: number; operation: number };
    /** How that operation ends, if a fault rule says so. */
    fate?: OperationFate;
    /** What a GET of a resource answers now; undefined where it is not there. */
    read: (id: string, apiVersion: string) => JsonObject | undefined;
}

export type Handler = (call: Call) => Reply;

export interface Route {
    method: "GET" | "HEAD" | "PUT" | "PATCH" | "DELETE" | "POST";
    type: string;
    /** On one resource, on all of a scope, or (POST) on an action of a resource: its name. */
    on: "resource" | "collection" | { action: string };
    handle: Handler;
    /** The RBAC action where it is not `<type>/<verb>`, as with what is done to a whole provider. */
    action?: (path: ArmPath) => string;
    /** The role assignment that the request is about, for the conditions of whoever may only write certain ones. */
    roleAssignment?: (azure: Azure, path: ArmPath, body: JsonObject) => RoleAssignmentAttributes;
    /** The type whose api-versions it is asked under, where it is not its own. */
    versionsOf?: (path: ArmPath) => string | undefined;
    /** Any signed-in caller may: what comes back depends on the caller instead, or gives nothing away. */
    open?: true;
}

/** A row of a service's table. */
export const route = (
    method: Route["method"],
    type: string,
    on: Route["on"],
    handle: Handler,
    more: Pick<Route, "action" | "open"> = {},
): Route => ({ method, type, on, handle, ...more });

/** One Azure resource provider. Every folder beside this file exports one. */
export interface Service extends ResourceProvider {
    routes: Route[];
}

/** Routes that are local-azure's own and need no token, by method and path. */
export type ControlRoutes = Record<string, (request: ControlRequest) => Reply>;

export interface ControlRequest {
    params: Record<string, string>;
    query: Record<string, string>;
    content: string;
}

/** The content of a request to such a route, as JSON. */
export function jsonIn({ content }: ControlRequest): unknown {
    try {
        return JSON.parse(content);
    } catch (error) {
        throw badRequest("InvalidRequestContent", `The content is not JSON: ${messageOf(error)}.`);
    }
}

export function objectIn(request: ControlRequest): JsonObject {
    const value = jsonIn(request);
    if (!isObject(value)) throw badRequest("InvalidRequestContent", "The content is not a JSON object.");
    return value;
}
