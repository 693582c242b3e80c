import type { Principal } from "../identity/directory";
import type { Reply } from "../kernel/http";
import type { JsonObject } from "../kernel/json";
import type { Operation } from "../kernel/operations";
import type { ArmPath } from "../kernel/resourceId";
import type { Entry } from "../kernel/resourceStore";
import type { Azure } from "./azure";

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

export type Handler = (call: Call) => Reply;

export interface Route {
    method: "GET" | "HEAD" | "PUT" | "PATCH" | "DELETE" | "POST";
    type: string;
    /** On one resource, on all of a scope, or (POST) on an action of a resource: its name. */
    on: "resource" | "collection" | { action: string };
    handle: Handler;
    /** The RBAC action where it is not `<type>/<verb>`, as with what is done to a whole provider. */
    action?: (path: ArmPath) => string;
    /** Any signed-in caller may: what comes back depends on the caller instead, or gives nothing away. */
    open?: true;
}

/** One Azure resource provider. Every folder beside this file exports one. */
export interface Service {
    namespace: string;
    routes: Route[];
    /** By type: what else goes when a resource of that type is removed. */
    removed?: Record<string, (azure: Azure, entry: Entry) => void>;
    /** By effect: what the end of a long-running operation changes. */
    finished?: Record<string, (azure: Azure, operation: Operation) => void>;
    /** By effect: what is left behind where the operation fails instead; absent: all as it was. */
    failed?: Record<string, (azure: Azure, operation: Operation) => void>;
}
