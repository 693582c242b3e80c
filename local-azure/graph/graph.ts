import type { Principal } from "../identity/directory";
import { graphAudiences, type SignIn } from "../identity/signIn";
import type { Tenant } from "../identity/tenant";
import { ArmError, internalError, ownFault } from "../kernel/errors";
import type { Backend, Reply, RequestRecord, WebRequest } from "../kernel/http";
import { isObject, type JsonObject } from "../kernel/json";
import { applications, passwordRoutes } from "./applications";
import type { GraphRoute } from "./call";
import { directoryObjectRoutes } from "./directoryObjects";
import * as errors from "./errors";
import { groups } from "./groups";
import { routesOf } from "./objectSet";
import { servicePrincipals } from "./servicePrincipals";

const routes: readonly GraphRoute[] = [
    ...directoryObjectRoutes,
    ...routesOf(servicePrincipals),
    ...routesOf(applications),
    ...passwordRoutes,
    ...routesOf(groups),
];

/**
 * Microsoft Graph, as far as azuread and `az` need it: service principals, applications, groups. It reads and writes the
 * same directory as ARM, and shows what is new in it after the same delay.
 */
export class Graph implements Backend {
    constructor(
        private readonly tenant: Tenant,
        private readonly signIn: SignIn,
        /** Who has Graph's permissions: by default nobody has, managed identities included. */
        private readonly mayUse: (caller: Principal) => boolean,
    ) {}

    serves = (path: string) => version.test(path);

    async answer(request: WebRequest, record: RequestRecord): Promise<Reply> {
        return this.#run(request, record).catch((error: unknown) => {
            const refusal = error instanceof ArmError ? error : internalError(ownFault(error));
            record.errorCode = refusal.code;
            return errors.graphErrorReply(refusal, this.tenant.clock.now());
        });
    }

    async #run(request: WebRequest, record: RequestRecord): Promise<Reply> {
        const { armEndpoint } = this.tenant;
        const result = await this.signIn.check(request.authorization, graphAudiences(armEndpoint));
        if (!result.ok) throw errors.graphInvalidToken(signInProblem(result));
        const caller = result.principal;
        record.caller = caller.objectId;
        const [root = "", rest = ""] = (version.exec(request.path) ?? []).slice(1);
        const { route, params } = found(request.method, rest);
        if (!this.mayUse(caller)) throw errors.requestDenied();
        const body = parsed(request);
        if (request.content !== "") record.body = body;
        const { query } = request;
        return route.handle({ tenant: this.tenant, params, query, body, root: `${armEndpoint}/${root}` });
    }
}

const version = /^\/(v1\.0|beta)(?:\/(.*))?$/i;

function signInProblem({ code, why }: { code: string; why: string }): string {
    if (code === "AuthenticationFailed") return "Access token is empty.";
    if (code === "ExpiredAuthenticationToken") return "Lifetime validation failed, the token is expired.";
    return code === "InvalidAuthenticationTokenAudience" ? "Access token validation failure. Invalid audience." : why;
}

/** The row of the tables that a request is for. */
function found(method: string, path: string): { route: GraphRoute; params: Record<string, string> } {
    const segments = path.replace(/\/+$/, "").split("/");
    const there = routes.flatMap((route) => {
        const params = match(route.path.split("/"), segments);
        return params ? [{ route, params }] : [];
    });
    const fitting = there.find(({ route }) => route.method === method);
    if (fitting) return fitting;
    if (there.length === 0) throw errors.graphNotModelled(`the path '${path}'`);
    throw errors.graphMethodNotAllowed(
        method,
        path,
        there.map(({ route }) => route.method),
    );
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
    if (pattern.length !== segments.length) return undefined;
    const params: Record<string, string> = {};
    for (const [position, part] of pattern.entries()) {
        const segment = segments[position] ?? "";
        const [before = "", name, after = ""] = part.split(/:(\w+)/);
        const [start, end] = [before.length, Math.max(before.length, segment.length - after.length)];
        const outside = segment.slice(0, start) + segment.slice(name === undefined ? start : end);
        if (outside.toLowerCase() !== (before + after).toLowerCase()) return undefined;
        if (name !== undefined) params[name] = segment.slice(start, end);
    }
    return params;
}

function parsed({ method, content }: WebRequest): JsonObject {
    if (content === "") {
        if (method === "PATCH") throw errors.malformed();
        return {};
    }
    let body: unknown;
    try {
        body = JSON.parse(content);
    } catch {
        throw errors.malformed();
    }
    if (!isObject(body)) throw errors.malformed();
    return body;
}
