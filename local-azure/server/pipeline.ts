import type { Caller } from "../identity/access";
import { armAudiences, type SignIn } from "../identity/signIn";
import * as errors from "../kernel/errors";
import { ArmError } from "../kernel/errors";
import type { Backend, Reply, RequestRecord, WebRequest } from "../kernel/http";
import { isObject, type JsonObject, stringAt } from "../kernel/json";
import type { OperationFate } from "../kernel/operations";
import { splitSkipToken } from "../kernel/paging";
import type { ArmPath } from "../kernel/resourceId";
import { groupOf, sameId } from "../kernel/resourceId";
import { groupType } from "../kernel/typeNames";
import { requireUnlocked } from "../services/authorization/locks";
import type { Azure } from "../services/azure";
import { requireRegistered } from "../services/resources/providers";
import type { Call, Route } from "../services/service";
import { faultWithoutOperation } from "./faults";
import { pagedReply } from "./pagedLists";
import type { Router } from "./router";
import { requireApiVersion } from "./validation/apiVersions";
import { requireDeclaredContent } from "./validation/content";
import { requirePreconditions } from "./validation/preconditions";

/**
 * What ARM does with every request, in its order: time, sign-in, routing, version, content, existence of what the
 * resource lies in, authorization; then the service. The one place where an error becomes an answer.
 */
export class Pipeline implements Backend {
    constructor(
        private readonly azure: Azure,
        private readonly router: Router,
        private readonly signIn: SignIn,
    ) {}

    /** Whatever is nobody else's. */
    serves = () => true;

    answer(request: WebRequest, record: RequestRecord, fate?: OperationFate): Promise<Reply> {
        return this.#run(request, record, fate).catch((error: unknown) => errorReply(error, record));
    }

    async #run(request: WebRequest, record: RequestRecord, fate: OperationFate | undefined): Promise<Reply> {
        this.azure.operations.advance();
        const caller = await this.#signedIn(request.authorization);
        record.caller = caller.objectId;
        record.required = caller.required;
        const { route, path } = this.router.find(request.method, request.path);
        const isList = route.method === "GET" && route.on === "collection";
        const { query, token } = isList ? splitSkipToken(request.query) : { query: request.query, token: undefined };
        const apiVersion = apiVersionOf(query);
        const body = parsed(request);
        if (request.content !== "") record.body = body;
        const received = { method: request.method, type: route.type, apiVersion, content: body };
        const { loose } = this.azure.settings;
        const versioned = route.versionsOf?.(path) ?? route.type;
        if (!loose) requireApiVersion({ type: versioned, apiVersion, location: this.#locationOf(path, body) });
        this.#requireSubscription(path);
        if (!route.open) {
            this.azure.access.require(
                caller,
                route.action?.(path) ?? actionOf(route),
                route.on === "collection" ? path.parent : path.id,
                route.roleAssignment?.(this.azure, path, body),
            );
        }
        this.#requireGroup(path);
        if (request.method !== "GET" && request.method !== "HEAD") {
            this.#requireGroupInUse(request.method, path);
            requireRegistered(this.azure, path, route.type);
            requireUnlocked(this.azure, path, route.type, request.method === "DELETE" ? "delete" : "write");
        }
        if (!loose) requireDeclaredContent(received);

        const seconds = this.#seconds(route, path);
        const call: Call = {
            azure: this.azure,
            path,
            apiVersion,
            query,
            body,
            caller,
            seconds,
            ...(fate && { fate }),
            read: (id, version) => this.#read({ ...call, apiVersion: version }, id),
        };
        requirePreconditions({ ...received, id: path.id, ...request.conditions }, () => call.read(path.id, apiVersion));
        const { started } = this.azure.operations;
        const reply = route.handle(call);
        if (fate && this.azure.operations.started === started) throw faultWithoutOperation(request);
        const answer = isList ? pagedReply(this.azure, { path: request.path, query, token }, reply) : reply;
        return { ...answer, seconds: seconds.answer };
    }

    #read(call: Call, id: string): JsonObject | undefined {
        const { route, path } = this.router.find("GET", id);
        try {
            const { body } = route.handle({ ...call, path, query: {}, body: {} });
            return isObject(body) ? body : undefined;
        } catch (error) {
            if (error instanceof ArmError && error.status === 404) return undefined;
            throw error;
        }
    }

    #seconds({ method, type, on }: Route, path: ArmPath): Call["seconds"] {
        const { store, settings } = this.azure;
        const request = {
            method,
            type: typeof on === "object" ? `${type}:${on.action}` : type,
            exists: store.get(path.id) !== undefined,
        };
        return {
            answer: settings.durations.of("answer", request),
            operation: settings.durations.of("operation", request),
        };
    }

    async #signedIn(authorization: string | undefined): Promise<Caller> {
        const endpoint = this.azure.armEndpoint;
        const result = await this.signIn.check(authorization, armAudiences(endpoint));
        if (result.ok) return { ...result.principal, required: [] };
        if (result.code === "AuthenticationFailed") throw errors.authenticationFailed(result.why, endpoint);
        throw errors.invalidToken(result.code, result.why, endpoint);
    }

    #requireSubscription(path: ArmPath): void {
        const { subscriptionId } = path;
        const known = this.azure.settings.subscriptionIds.map((id) => id.toLowerCase());
        if (subscriptionId && !known.includes(subscriptionId.toLowerCase())) {
            throw errors.subscriptionNotFound(subscriptionId);
        }
    }

    #locationOf(path: ArmPath, content: JsonObject): string {
        const group = this.azure.store.get(groupOf(path.id))?.data;
        return stringAt(content, "location") ?? stringAt(group, "location") ?? "*";
    }

    /** Whatever lies in a group needs the group, its own reading and writing aside. */
    #requireGroup(path: ArmPath): void {
        if (!path.resourceGroup || path.type.toLowerCase() === groupType.toLowerCase()) return;
        const group = groupOf(path.id);
        if (!this.azure.store.get(group)) throw errors.resourceGroupNotFound(path.resourceGroup);
    }

    /** A group that is being deleted takes no write of any kind; only its own deletion may be asked for again. */
    #requireGroupInUse(method: string, path: ArmPath): void {
        if (!path.resourceGroup || (method === "DELETE" && sameId(groupOf(path.id), path.id))) return;
        if (this.azure.operations.pendingOn(groupOf(path.id)))
            throw errors.resourceGroupBeingDeleted(path.resourceGroup);
    }
}

function apiVersionOf(query: Record<string, string>): string {
    const apiVersion = query["api-version"];
    if (!apiVersion) throw errors.missingApiVersion();
    if (!/^\d{4}-\d{2}-\d{2}(-\w+)?$/.test(apiVersion)) throw errors.invalidApiVersion(apiVersion);
    return apiVersion;
}

function parsed({ method, content }: WebRequest): JsonObject {
    if (content === "") {
        if (method === "PUT") throw errors.invalidRequestContent("The request body is empty.");
        return {};
    }
    let body: unknown;
    try {
        body = JSON.parse(content);
    } catch (error) {
        throw errors.invalidRequestContent(errors.messageOf(error));
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

function errorReply(error: unknown, record: RequestRecord): Reply {
    const armError = error instanceof ArmError ? error : errors.internalError(errors.ownFault(error));
    record.errorCode = armError.code;
    return armError.reply;
}
