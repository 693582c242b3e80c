import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import type { Server as TlsServer } from "node:tls";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Garbling } from "../contract";
import { ArmError, badRequest, internalError, ownFault, requestContentTooLarge } from "../kernel/errors";
import type { WebRequest } from "../kernel/http";
import type { ControlRequest, ControlRoutes } from "../services/service";
import { type Certificate, makeCertificate } from "./certificate";
import type { Broken, Gate, Outcome } from "./gate";

/** ARM's own limit on a request body. */
const bodyLimit = 4 * 1024 * 1024;

/** HTTPS in front of the gate: reads the request, writes the answer, decides nothing. */
export function front(
    certificate: Certificate,
    gate: Gate,
    controls: ControlRoutes,
    afterWrite: () => void,
): FastifyInstance {
    const server = fastify({
        https: { key: certificate.key, cert: certificate.cert },
        bodyLimit,
        forceCloseConnections: true,
        routerOptions: { maxParamLength: 4096 },
        clientErrorHandler: (_error, socket) => refuseNoHttp(socket),
    });
    // Content is kept as it came: whether it is JSON is the pipeline's to say, in ARM's words.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

    server.setErrorHandler((error: Error & { code?: string; statusCode?: number }, _request, reply) =>
        send(reply, frontError(error).reply),
    );
    for (const [route, handle] of Object.entries(controls)) {
        const [method = "GET", url = ""] = route.split(" ");
        server.route({
            method,
            url,
            handler: (request, reply) => send(reply, handle(controlRequest(request))),
        });
    }
    server.all("/*", async (request, reply) => {
        const outcome = await gate.answer(webRequest(request));
        if (request.method !== "GET" && request.method !== "HEAD") afterWrite();
        if (!("untrusted" in outcome)) return send(reply, outcome);
        reply.hijack();
        if (outcome.untrusted > 0) await distrust(outcome.untrusted);
        request.raw.socket.destroy();
        return reply;
    });
    return server;

    /** For so many connections, as clients that are new or whose connection broke open them. */
    async function distrust(connections: number): Promise<void> {
        const other = await makeCertificate();
        await other.remove();
        let left = connections;
        const tls = server.server as unknown as TlsServer;
        tls.setSecureContext(other);
        tls.on("connection", function count() {
            if (--left > 0) return;
            tls.off("connection", count);
            tls.setSecureContext(certificate);
        });
    }
}

/** What is no HTTP gets an answer, if anybody still listens, and the end of the connection. */
function refuseNoHttp(socket: Socket): void {
    if (!socket.writable) return;
    const { body } = badRequest("BadRequest", "The request is not valid HTTP.");
    const content = JSON.stringify(body);
    socket.end(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close\r\n" +
            `content-length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
    );
}

/** What fastify itself refuses before any of our code has seen it, and what a control route throws. */
function frontError(error: Error & { code?: string; statusCode?: number }): ArmError {
    if (error instanceof ArmError) return error;
    if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return requestContentTooLarge(bodyLimit);
    const { statusCode = 500 } = error;
    if (statusCode >= 500) return internalError(ownFault(error));
    return new ArmError(statusCode, "BadRequest", error.message);
}

function controlRequest(request: FastifyRequest): ControlRequest {
    return {
        params: strings(request.params),
        query: strings(request.query),
        content: typeof request.body === "string" ? request.body : "",
    };
}

function webRequest(request: FastifyRequest): WebRequest {
    const [path = ""] = request.url.split("?");
    return {
        method: request.method,
        // Clients that put an id after a slash, as @azure/arm-authorization does with a scope, send two; ARM takes both.
        path: decoded(path).replace(/^\/{2,}/, "/"),
        query: strings(request.query),
        authorization: request.headers.authorization,
        conditions: { ifMatch: request.headers["if-match"], ifNoneMatch: request.headers["if-none-match"] },
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

function send(reply: FastifyReply, { status, body, headers, garbled }: Exclude<Outcome, Broken>) {
    const requestId = randomUUID();
    reply.code(status).headers({
        "cache-control": "no-cache",
        "x-ms-request-id": requestId,
        "x-ms-correlation-request-id": requestId,
        ...headerSafe(headers),
    });
    if (body === undefined) return reply.send();
    const content = JSON.stringify(body);
    reply.header("content-type", "application/json; charset=utf-8");
    return garbled ? garblings[garbled](reply, content) : reply.send(content);
}

/** A proxy's page, or what is left of an answer. */
const garblings: Record<Garbling, (reply: FastifyReply, content: string) => FastifyReply> = {
    html: (reply) => reply.header("content-type", "text/html").send("<html><body>Please sign in.</body></html>"),
    empty: (reply) => reply.send(""),
    truncated: (reply, content) => reply.send(content.slice(0, content.length / 2)),
    "too-short": (reply, content) => {
        const { raw } = reply.hijack();
        for (const [name, value = ""] of Object.entries(reply.getHeaders())) raw.setHeader(name, value);
        raw.writeHead(reply.statusCode, { "content-length": Buffer.byteLength(content) });
        raw.write(content.slice(0, content.length / 2), () => raw.destroy());
        return reply;
    },
};

/** Ids may hold any character, headers only ASCII: elsewhere Node throws, past every handler. */
function headerSafe(headers: Record<string, string> = {}): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
            name,
            value.replace(/[^\x20-\x7e]+/g, (text) => encodeURIComponent(wellFormed(text))),
        ]),
    );
}

/** Half a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
    return Buffer.from(text).toString();
}
