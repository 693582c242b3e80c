import type { LoggedRequest } from "../contract";

import type { Principal } from "../identity/directory";
import type { Tokens } from "../identity/tokens";
import type { Reply, Route } from "../services/service";
import type { Azure } from "./azure";
import * as errors from "./errors";
import { ArmError } from "./errors";
import { isObject, type JsonObject } from "./json";
import type { RequestLog } from "./requestLog";
import type { ArmPath } from "./resourceId";
import type { Router } from "./router";

export interface ArmRequest {
    method: string;
    path: string;
    query: Record<string, string>;
    authorization?: string | undefined;
    /** As sent. */
    content: string;
}

/**
 * What ARM does with every request, in its order: time, sign-in, routing, version, content, existence of what the
 * resource lies in, authorization; then the service. The one place where an error becomes an answer.
 */
export class Pipeline {
    constructor(
        private readonly azure: Azure,
        private readonly router: Router,
        private readonly tokens: Tokens,
        private readonly log: RequestLog,
    ) {}

    async answer(request: ArmRequest): Promise<Reply> {
        const record: Omit<LoggedRequest, "index"> = {
            method: request.method,
            path: request.path,
            query: request.query,
            status: 0,
        };
        const reply = await this.#run(request, record).catch((error: unknown) => errorReply(error, record));
        record.status = reply.status;
        this.log.add(record);
        return reply;
    }

    async #run(request: ArmRequest, record: Omit<LoggedRequest, "index">): Promise<Reply> {
        this.azure.operations.advance();
        const caller = await this.#signedIn(request.authorization);
        record.caller = caller.objectId;
        const { route, path } = this.router.find(request.method, request.path);
        const apiVersion = apiVersionOf(request.query);
        const body = parsed(request);
        if (request.content !== "") record.body = body;
        this.#requireSubscription(path);
        if (!route.open) {
            this.azure.access.require(
                caller,
                route.action?.(path) ?? actionOf(route),
                route.on === "collection" ? path.parent : path.id,
            );
        }
        this.#requireGroup(path);
        const reply = route.handle({
            azure: this.azure,
            path,
            apiVersion,
            query: request.query,
            body,
            caller,
        });
        if (reply.seconds) await this.azure.clock.sleep(reply.seconds * 1000);
        return reply;
    }

    async #signedIn(authorization: string | undefined): Promise<Principal> {
        const endpoint = this.azure.armEndpoint;
        const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
        if (!token) throw errors.authenticationFailed("The 'Authorization' header is missing.", endpoint);
        const check = await this.tokens.check(token);
        if (!check.ok) throw errors.invalidToken(check.code, check.why, endpoint);
        const principal = this.azure.directory.get(check.objectId);
        if (!principal) {
            throw errors.invalidToken(
                "InvalidAuthenticationToken",
                `The principal '${check.objectId}' of the access token is no longer in the directory.`,
                endpoint,
            );
        }
        return principal;
    }

    #requireSubscription(path: ArmPath): void {
        const { subscriptionId } = path;
        if (
            subscriptionId &&
            subscriptionId.toLowerCase() !== this.azure.settings.subscriptionId.toLowerCase()
        ) {
            throw errors.subscriptionNotFound(subscriptionId);
        }
    }

    /** Whatever lies in a group needs the group, its own reading and writing aside. */
    #requireGroup(path: ArmPath): void {
        if (!path.resourceGroup || path.type.toLowerCase() === groupType) return;
        const group = `/subscriptions/${path.subscriptionId}/resourceGroups/${path.resourceGroup}`;
        if (!this.azure.store.get(group)) throw errors.resourceGroupNotFound(path.resourceGroup);
    }
}

const groupType = "microsoft.resources/subscriptions/resourcegroups";

function apiVersionOf(query: Record<string, string>): string {
    const apiVersion = query["api-version"];
    if (!apiVersion) throw errors.missingApiVersion();
    if (!/^\d{4}-\d{2}-\d{2}(-\w+)?$/.test(apiVersion)) throw errors.invalidApiVersion(apiVersion);
    return apiVersion;
}

function parsed({ method, content }: ArmRequest): JsonObject {
    if (content === "") {
        if (method === "PUT") throw errors.invalidRequestContent("The request body is empty.");
        return {};
    }
    let body: unknown;
    try {
        body = JSON.parse(content);
    } catch (error) {
        throw errors.invalidRequestContent(error instanceof Error ? error.message : String(error));
    }
    // Some clients send `null` where there is nothing to say.
    if (body === null && method !== "PUT") return {};
    if (!isObject(body)) throw errors.invalidRequestContent("The request body is not a JSON object.");
    return body;
}

const verbs = {
    GET: "read",
    HEAD: "read",
    PUT: "write",
    PATCH: "write",
    DELETE: "delete",
    POST: "",
} as const;

/** The action a route is authorized by: `<type>/<verb>`, in the case of the route's table, as Azure's messages have it. */
function actionOf(route: Route): string {
    if (typeof route.on === "object") return `${route.type}/${route.on.action}/action`;
    return `${route.type}/${verbs[route.method]}`;
}

function errorReply(error: unknown, record: Omit<LoggedRequest, "index">): Reply {
    const armError = error instanceof ArmError ? error : errors.internalError(messageOf(error));
    record.errorCode = armError.code;
    return { status: armError.status, body: armError.body, headers: armError.headers };
}

function messageOf(error: unknown): string {
    return `This is a fault of local-azure, not of the request: ${error instanceof Error ? error.message : String(error)}`;
}
