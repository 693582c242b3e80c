import type { Azure } from "../arm/azure";
import type { JsonObject } from "../arm/json";
import type { Operation } from "../arm/operations";
import type { ArmPath } from "../arm/resourceId";
import type { Entry } from "../arm/resourceStore";
import type { DenyAssignment } from "../identity/denyAssignments";
import type { Principal } from "../identity/directory";

/** An authorized request, as a handler gets it. */
export interface Call {
    azure: Azure;
    path: ArmPath;
    apiVersion: string;
    query: Record<string, string>;
    /** `{}` where none was sent. */
    body: JsonObject;
    caller: Principal;
}

export interface Reply {
    status: number;
    body?: unknown;
    headers?: Record<string, string>;
    /** How long the answer takes, in the model's time. */
    seconds?: number;
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
    /** The type whose api-versions it is asked under, where it is not its own. */
    versionsOf?: (path: ArmPath) => string | undefined;
    /** Any signed-in caller may: what comes back depends on the caller instead, or gives nothing away. */
    open?: true;
}

/** One Azure resource provider. Every folder beside this file exports one. */
export interface Service {
    namespace: string;
    routes: Route[];
    /** What it forbids at a scope, whoever holds which role there. */
    denyAssignmentAt?: (azure: Azure, scope: string) => DenyAssignment | undefined;
    /** By type: what else goes when a resource of that type is removed. */
    removed?: Record<string, (azure: Azure, entry: Entry) => void>;
    /** By effect: what the end of a long-running operation changes. */
    finished?: Record<string, (azure: Azure, operation: Operation) => void>;
    /** By effect: what is left behind where the operation fails instead; absent: all as it was. */
    failed?: Record<string, (azure: Azure, operation: Operation) => void>;
}
