import { randomUUID } from "node:crypto";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Reply } from "../services/service";
import type { Certificate } from "./certificate";
import { type ArmError, requestContentTooLarge } from "./errors";
import type { Pipeline } from "./pipeline";

/** ARM's own limit on a request body. */
const bodyLimit = 4 * 1024 * 1024;

/** The routes that are local-azure's own and need no token; by path, all of them GET. */
export type ControlRoutes = Record<string, (request: ControlRequest) => Reply>;

export interface ControlRequest {
    params: Record<string, string>;
    query: Record<string, string>;
}

/** HTTPS in front of the pipeline: reads the request, writes the answer, decides nothing. */
export function front(
    certificate: Certificate,
    pipeline: Pipeline,
    controls: ControlRoutes,
    afterWrite: () => void,
): FastifyInstance {
    const server = fastify({
        https: { key: certificate.key, cert: certificate.cert },
        bodyLimit,
        forceCloseConnections: true,
        routerOptions: { maxParamLength: 4096 },
    });
    // Content is kept as it came: whether it is JSON is the pipeline's to say, in ARM's words.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

    server.setErrorHandler((error: Error & { code?: string; statusCode?: number }, _request, reply) =>
        error.code === "FST_ERR_CTP_BODY_TOO_LARGE"
            ? sendError(reply, requestContentTooLarge(bodyLimit))
            : send(reply, {
                  status: error.statusCode ?? 500,
                  body: { error: { code: "BadRequest", message: error.message } },
              }),
    );
    for (const [path, handle] of Object.entries(controls)) {
        server.get(path, (request, reply) =>
            send(reply, handle({ params: strings(request.params), query: strings(request.query) })),
        );
    }
    server.all("/*", async (request, reply) => {
        const answer = await pipeline.answer(armRequest(request));
        if (request.method !== "GET" && request.method !== "HEAD") afterWrite();
        return send(reply, answer);
    });
    return server;
}

function armRequest(request: FastifyRequest) {
    const [path = ""] = request.url.split("?");
    return {
        method: request.method,
        // Clients that put an id after a slash, as @azure/arm-authorization does with a scope, send two; ARM takes both.
        path: decoded(path).replace(/^\/{2,}/, "/"),
        query: strings(request.query),
        authorization: request.headers.authorization,
        content: typeof request.body === "string" ? request.body : "",
    };
}

/** A path that is not validly encoded names nothing; it is passed on as it is. */
function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}

function strings(record: unknown): Record<string, string> {
    return Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, String(value)]));
}

function sendError(reply: FastifyReply, error: ArmError) {
    return send(reply, { status: error.status, body: error.body, headers: error.headers });
}

function send(reply: FastifyReply, { status, body, headers }: Reply) {
    const requestId = randomUUID();
    reply.code(status).headers({
        "cache-control": "no-cache",
        "x-ms-request-id": requestId,
        "x-ms-correlation-request-id": requestId,
        ...headers,
    });
    if (body === undefined) return reply.send();
    return reply.header("content-type", "application/json; charset=utf-8").send(JSON.stringify(body));
}
